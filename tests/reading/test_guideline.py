"""The coarser acts of the labelling guideline, derived from a reading; what the addressee's role settles."""

from __future__ import annotations

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.guideline import guideline_acts, says_who
from shouzheng.reading.labels import ACT_LABELS, GUIDELINE_ACTS, LABELS, Addressee
from tests.reading.making import lexicon, reading


def _acts(text: str, kind: str | None, role: Role = Role.DEBTOR) -> frozenset[str]:
    return guideline_acts(reading(text, role), lexicon(), kind)


def test_nobody_named_is_told_for_kinds_where_it_matters() -> None:
    text = "您的借款已逾期，请尽快还款"
    assert "no_identity" in _acts(text, "collection_notice")
    assert "no_identity" not in _acts(text, "loan_advert")
    assert "no_identity" not in _acts(text, None)


@pytest.mark.parametrize(
    "text",
    [
        "【云岭示例消费金融】您的借款已逾期，请尽快还款",
        "我叫林某，工号0001，您的借款已逾期",
        "【示例市人民法院】您的借款案件已进入执行，请今日联系承办人还款",
    ],
)
def test_whoever_is_named_has_an_identity(text: str) -> None:
    assert says_who(reading(text))
    assert "no_identity" not in _acts(text, "collection_pressure")


@pytest.mark.parametrize("kind", ["commentary", "victim_reply"])
def test_some_kinds_carry_nothing(kind: str) -> None:
    assert _acts("再不还钱就打断你的腿", kind) == frozenset()


def test_a_pattern_may_count_as_other_acts_than_its_act() -> None:
    text = "欠款再拖下去，让你全家不得安宁"
    assert reading(text).has("threat_family")
    assert "threat_violence" not in _acts(text, "collection_pressure")
    assert "threat_violence" in _acts("小心你家人，欠款今天还", "collection_pressure")


def test_every_coarse_act_is_one_of_the_guideline_and_can_be_shown() -> None:
    coarse = {name for names in lexicon().coarse.values() for name in names}
    assert coarse | {"no_identity", "obfuscated_text"} == set(GUIDELINE_ACTS)


def test_to_the_debtor_a_turn_needs_no_word_of_debt() -> None:
    for text, act in (("闭嘴，发什么疯", "insult"), ("我打给你家人问问看", "threat_exposure")):
        assert reading(text, Role.DEBTOR).has(act)
    assert not reading("闭嘴，发什么疯", Role.UNKNOWN).has("insult")


def test_other_labels_stand_behind_those_of_the_law() -> None:
    assert ACT_LABELS[: len(LABELS)] == LABELS
    assert "deadline_pressure" in ACT_LABELS


@pytest.mark.parametrize(
    ("role", "fits"), [(Role.UNKNOWN, True), (Role.NEIGHBOUR, True), (Role.DEBTOR, False), (Role.GUARANTOR, False)]
)
def test_not_owing(role: Role, fits: bool) -> None:
    assert Addressee.NOT_OWING.fits(role) is fits


@pytest.mark.parametrize(
    ("role", "fits"), [(Role.UNKNOWN, True), (Role.DEBTOR, True), (Role.GUARANTOR, True), (Role.NEIGHBOUR, False)]
)
def test_not_third_party(role: Role, fits: bool) -> None:
    assert Addressee.NOT_THIRD.fits(role) is fits


def test_your_son_in_words_to_a_relative_is_the_debtor_himself() -> None:
    text = "叫你儿子接电话，欠的钱该还了"
    assert not reading(text, Role.RELATIVE).has("threat_exposure")


def test_a_flyer_discloses_although_nobody_knows_who_reads_it() -> None:
    text = "林某欠钱不还，请大家擦亮眼睛，认清此人"
    assert reading(text).has("discloses_debt")
    assert not reading(text, Role.DEBTOR).has("discloses_debt")


def test_the_reasons_for_labels_that_no_text_shows_are_given() -> None:
    reasons = lexicon().event_only
    assert "overstates_amount" in reasons
    assert all(reason.zh and reason.en for reason in reasons.values())


def test_an_element_may_be_shown_by_the_signs_of_an_act() -> None:
    result = reading("您的借款于3天后到期，可通过手机银行还款")
    present = {element.name for element in result.elements if element.present}
    assert {"states_due_date", "official_pay_channel"} <= present
    assert result.has("states_due_date")
    assert result.has("states_official_pay_channel")
