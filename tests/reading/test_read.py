"""``read``: order, own words, addressee, hash, and texts written to harm."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.case import Role
from shouzheng.reading.entities import MOST_OF_A_KIND
from shouzheng.reading.labels import ACT_LABELS
from shouzheng.reading.one import MOST_SHOWN, read
from tests.reading.making import labels, lexicon, positives, reading

_THREAT = "林某，今晚再不还钱，我们就上门打断你的腿，再群发你的通讯录，欠款12,000元"
_ORDER = {label: number for number, label in enumerate(ACT_LABELS)}


def test_acts_stand_in_the_order_of_the_text() -> None:
    shown = reading(_THREAT).acts
    keys = [(s.span.start, s.span.end, _ORDER[s.act]) for s in shown]
    wanted = ["threat_violence", "threat_exposure", "states_amount"]
    assert [s.act for s in shown if s.act in wanted] == wanted
    assert keys == sorted(keys)
    violence = next(s for s in shown if s.act == "threat_violence")
    assert _THREAT[violence.span.start : violence.span.end] == "打断你的腿"


def test_a_place_inside_another_of_the_same_act_is_not_listed() -> None:
    spans = reading("欠款不还就砸了你家的门").spans("threat_violence")
    assert len(spans) == 1


def test_own_words_carry_no_act_but_entities_and_elements() -> None:
    result = read(_THREAT, lexicon(), own_words=True)
    assert result.acts == ()
    assert [e.fen for e in result.entities if e.fen is not None] == [1200000]
    assert any(element.present for element in result.elements)


def test_the_reading_names_its_lexicon() -> None:
    assert reading("").lexicon == lexicon().hash
    assert lexicon().hash.startswith("sha256:")


def test_the_day_of_sending_is_used() -> None:
    (entity,) = read("明天还款", lexicon(), sent=date(2026, 1, 31)).entities
    assert entity.day == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("role", "disclosed"),
    [
        (Role.UNKNOWN, False),
        (Role.DEBTOR, False),
        (Role.CO_DEBTOR, False),
        (Role.GUARANTOR, False),
        (Role.EMERGENCY_CONTACT, True),
        (Role.COLLEAGUE, True),
        (Role.SPOUSE, True),
    ],
)
def test_disclosure_hangs_on_the_addressee(role: Role, disclosed: bool) -> None:
    assert ("discloses_debt" in labels("您的朋友林某在我平台的借款已逾期，请提醒他", role)) is disclosed


def test_only_those_who_owe_may_be_asked_to_pay() -> None:
    text = "您应当代为偿还他的逾期贷款，请替他结清"
    assert "demands_third_party_pay" in labels(text, Role.FRIEND)
    assert "demands_third_party_pay" in labels(text, Role.UNKNOWN)
    assert "demands_third_party_pay" not in labels(text, Role.GUARANTOR)


def test_elements_come_in_the_order_of_the_lexicon_each_once() -> None:
    names = [element.name for element in reading("您好").elements]
    assert names == [
        "names_institution",
        "states_amount",
        "states_due_date",
        "official_pay_channel",
        "contact_for_questions",
        "identifies_person",
        "offers_negotiation",
    ]


def test_a_full_notice_has_every_element_at_its_place() -> None:
    text = (
        "【云岭示例消金】林先生您好，您尾号0000的借款本期应还1,860.00元，还款日为11月20日，请在云岭示例App按时还款。"
        "如有困难可协商分期，客服95000"
    )
    result = reading(text)
    words = {e.name: text[e.span.start : e.span.end] for e in result.elements if e.span}
    assert set(words) == {e.name for e in result.elements}
    assert words["names_institution"] == "云岭示例消金"
    assert words["states_amount"] == "1,860.00元"
    assert words["states_due_date"] == "11月20日"
    assert words["contact_for_questions"] == "95000"


def test_a_scam_lacks_elements_of_a_notice() -> None:
    missing = [e.name for e in reading("马上把钱转到安全账户，不然冻结您的账户").elements if not e.present]
    assert {"names_institution", "states_due_date", "official_pay_channel", "contact_for_questions"} <= set(missing)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_reading_is_the_same_every_time(position: int) -> None:
    text = positives()[position * 7].text
    assert read(text, lexicon()) == read(text, lexicon())


@given(st.text(st.characters(codec=None), max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    result = reading(text)
    for span in [s.span for s in result.acts] + [e.span for e in result.entities]:
        assert 0 <= span.start < span.end <= len(text)


@given(
    st.lists(
        st.sampled_from(["打断你的腿", "欠款", "不还", "“", "”", "。", "，", " ", "提醒", "1,234元", "您", "1月5日"]),
        max_size=25,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_order_of_pieces_can_be_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    result = reading(text)
    assert all(e.text == text[e.span.start : e.span.end] for e in result.entities)


_HOSTILE = [
    "打",
    "打断你的腿",
    "不还钱就打断你的腿，",
    "1",
    "1,",
    "1元",
    "a.",
    "http://",
    "【",
    "“",
    "“”",
    "一",
    "\ud800",
]
_HOSTILE += [
    "\ud800",
    "\x00",
    "\u202e你",
    "(",
    "{0,6}",
    "<kin>",
    "(a|b)?",
    "您的借款",
    "银行",
    "2026-",
    "款*",
    "6222****",
]
_HOSTILE += ["警方提醒“打断你的腿”欠款"]


@pytest.mark.parametrize("unit", _HOSTILE)
def test_long_hostile_texts_are_read_with_bounded_results(unit: str) -> None:
    result = reading(unit * (20_000 // len(unit)))
    assert len(result.entities) <= 6 * MOST_OF_A_KIND
    assert all(len(result.spans(label)) <= MOST_SHOWN for label in ACT_LABELS)


def test_a_megabyte_of_one_character() -> None:
    result = reading("催" * 1_000_000)
    assert result.acts == ()
    assert result.entities == ()
