"""Small parts: keys that identify, places in time, grades of sources, and labels shown by elements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shouzheng.judging.acts import ReadableActs, act_facts, debt_in_words, due_date_ahead
from shouzheng.judging.case import Contact
from shouzheng.judging.grades import DEFAULT, grade_of, worst
from shouzheng.judging.keys import KEYS, key_facts
from shouzheng.judging.placement import DAY_MS, EXACT, WITHIN_DAY, WITHIN_MINUTE, day_number, day_start, place
from shouzheng.model.case import Role
from shouzheng.model.event import Direction, TextSource
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.reading import Element, Entity, EntityKind, Reading, Span
from shouzheng.rulebook.load import load_rulebook
from tests.judging.making import AGENCY, AGENCY_2, BANK, LENDER, LEXICON, READABLE, at, call, event, number, text

WHEN = "2026-01-05 22:30:00"


# --- keys


def test_a_creditor_and_all_its_agencies_have_one_key() -> None:
    assert {KEYS["creditor"](call(WHEN, party)) for party in (LENDER, AGENCY, AGENCY_2)} == {"yunling"}
    assert KEYS["creditor"](call(WHEN, BANK)) == "qiaotou"
    assert KEYS["creditor"](call(WHEN, None)) is None
    assert KEYS["party"](call(WHEN, AGENCY)) == "panshi"
    assert KEYS["debt"](call(WHEN, AGENCY)) == "loan"
    assert len({KEYS["matter"](call(WHEN, party)) for party in (LENDER, AGENCY, BANK, None)}) == 1


def test_a_withheld_number_has_no_key() -> None:
    hidden = call(WHEN, None, other=number(None))
    assert KEYS["number"](hidden) is None
    assert KEYS["creditor_or_number"](hidden) is None
    assert KEYS["number"](call(WHEN, None)) == "13000000009"


def test_a_creditor_and_a_number_of_the_same_text_are_two_keys() -> None:
    by_number = call(WHEN, None, other=number("yunling"))
    assert KEYS["creditor_or_number"](call(WHEN, LENDER)) != KEYS["creditor_or_number"](by_number)


def test_each_line_of_a_phone_is_a_key_of_its_own() -> None:
    keys = {
        KEYS["own_line"](call(WHEN, sim=sim, owner=owner)) for sim in ("1", "2", None) for owner in ("me", "sister")
    }
    assert len(keys) == 6
    assert KEYS["owner"](call(WHEN, owner="sister")) == "sister"


def test_texts_are_the_same_only_to_the_character() -> None:
    first, same, other = text(WHEN, "还钱"), text(WHEN, "还钱"), text(WHEN, "还 钱")
    assert KEYS["text"](first) == KEYS["text"](same)
    assert KEYS["text"](first) != KEYS["text"](other)
    assert KEYS["text"](call(WHEN)) is None
    assert KEYS["text"](text(WHEN, "\ud83d")) is not None  # half of an emoji, as broken exports have it


def test_key_facts_are_those_asked_for() -> None:
    assert key_facts(call(WHEN), ("owner", "number")) == {"owner": "me", "number": "13000000021"}
    assert set(key_facts(call(WHEN))) == set(KEYS)
    with pytest.raises(KeyError):
        key_facts(call(WHEN), ("name",))


# --- places in time


def test_what_the_source_tells_is_an_instant_a_minute_or_a_day() -> None:
    exact, minute, day = (place(at(WHEN, r)) for r in (Resolution.SECOND, Resolution.MINUTE, Resolution.DAY))
    assert (exact.width, minute.width, day.width) == (EXACT, WITHIN_MINUTE, WITHIN_DAY)
    assert minute.earliest == exact.earliest
    assert day.earliest == day_start(day.day_no)
    assert {p.day for p in (exact, minute, day)} == {date(2026, 1, 5)}
    assert (exact.minute_of_day, minute.minute_of_day, day.minute_of_day) == (1350, 1350, None)


def test_seconds_of_a_source_that_tells_only_minutes_are_no_evidence() -> None:
    assert place(at("2026-01-05 22:30:42", Resolution.MINUTE)) == place(at(WHEN, Resolution.MINUTE))


def test_milliseconds_are_kept() -> None:
    moment = Moment("", datetime(2026, 1, 1, 0, 0, 0, 123_999, UTC), 480, Resolution.MILLISECOND)
    assert place(moment).earliest % 1000 == 123


@pytest.mark.parametrize("offset", [-720, 0, 480, 840])
def test_of_a_day_alone_the_day_written_down_counts_wherever_it_was_written(offset: int) -> None:
    utc = datetime(2026, 1, 5, 12, tzinfo=UTC)
    written = Moment("", utc, offset, Resolution.DAY)
    assert place(written).day == written.device.date()
    exact = Moment("", utc, offset, Resolution.SECOND)
    assert place(exact).day == date(2026, 1, 5)


def test_days_before_1970_have_negative_numbers() -> None:
    assert day_number(date(1969, 12, 31)) == -1
    early = place(at("1969-12-31 23:59:59"))
    assert (early.day_no, early.minute_of_day) == (-1, 1439)
    assert day_start(1) - day_start(0) == DAY_MS


def test_the_law_of_a_day_begins_at_midnight_in_beijing() -> None:
    assert place(at("2025-12-31 23:59:59")).day == date(2025, 12, 31)
    assert place(at("2026-01-01 00:00:00")).day == date(2026, 1, 1)


# --- grades


@pytest.mark.parametrize(
    ("source_format", "words_from", "grade"),
    [
        ("sms_backup_restore", TextSource.RECORD, Grade.D),
        ("some_app_of_tomorrow", None, Grade.D),
        ("android_backup", TextSource.RECORD, Grade.C),
        ("ios_backup", None, Grade.C),
        ("ios_backup", TextSource.SPEECH, Grade.E),
        ("sms_backup_restore", TextSource.OCR, Grade.E),
        ("sms_backup_restore", TextSource.BY_HAND, Grade.F),
        ("diary", None, Grade.F),
        ("wechat_text", TextSource.RECORD, Grade.E),
    ],
)
def test_the_grade_is_the_lower_one_of_format_and_words(
    source_format: str, words_from: TextSource | None, grade: Grade
) -> None:
    assert grade_of(event(WHEN, source_format=source_format, text_source=words_from)) is grade


def test_no_export_is_better_than_a_database_of_a_backup() -> None:
    assert DEFAULT is Grade.D
    assert worst([Grade.C, Grade.D, Grade.A]) is Grade.D


# --- labels that only an element of a notice shows

FEW = ReadableActs(LEXICON, {role: frozenset(["insult"]) for role in Role})


def with_elements(shown: Contact, *entities: Entity, **elements: bool) -> Contact:
    """The same text with elements present or missing."""
    made = tuple(Element(name, Span(0, 4) if present else None) for name, present in elements.items())
    return replace(shown, reading=Reading((), entities, made, False, LEXICON))


def test_a_label_without_an_act_file_is_told_by_its_element() -> None:
    facts = act_facts(with_elements(text(WHEN, "还款日"), states_due_date=True, states_amount=False), FEW, Role.DEBTOR)
    assert facts["act_states_due_date"] is True
    assert facts["act_states_amount"] is False
    assert facts["act_insult"] is False
    assert facts["act_offers_instalment"] is None  # this lexicon has neither act nor element for it


def test_an_element_that_means_something_else_tells_no_label() -> None:
    # the element is about whose debt it is, the label about who speaks
    facts = act_facts(with_elements(text(WHEN, "林先生"), identifies_person=True), FEW, Role.DEBTOR)
    assert facts["act_identifies_person"] is None


def test_an_act_file_goes_before_the_element() -> None:
    facts = act_facts(with_elements(text(WHEN, "还款日"), states_due_date=True), READABLE, Role.DEBTOR)
    assert facts["act_states_due_date"] is False


def test_elements_of_another_lexicon_show_but_their_absence_does_not() -> None:
    contact = with_elements(text(WHEN, "还款日"), states_due_date=True, states_amount=False)
    assert contact.reading is not None
    other = replace(contact, reading=replace(contact.reading, lexicon="sha256:another"))
    facts = act_facts(other, FEW, Role.DEBTOR)
    assert facts["act_states_due_date"] is True
    assert facts["act_states_amount"] is None


def test_elements_of_the_persons_own_words_are_no_acts() -> None:
    own = with_elements(text(WHEN, "还款日", direction=Direction.OUTBOUND), states_due_date=True)
    assert act_facts(own, FEW, Role.DEBTOR)["act_states_due_date"] is False


def test_a_due_date_element_speaks_of_the_debt_and_of_its_date() -> None:
    day = Entity(EntityKind.DATE, Span(4, 9), "1月20日", day=date(2026, 1, 20))
    bill = with_elements(text(WHEN, "还款日为1月20日"), day, states_due_date=True)
    assert debt_in_words(bill, FEW) is True
    assert due_date_ahead(bill, FEW, Role.DEBTOR, date(2026, 1, 5)) is True
    assert due_date_ahead(bill, FEW, Role.DEBTOR, date(2026, 1, 21)) is False
    assert due_date_ahead(with_elements(bill, day, states_due_date=False), FEW, Role.DEBTOR, date(2026, 1, 5)) is False


def test_another_date_ahead_may_be_the_one_that_counts() -> None:
    past = Entity(EntityKind.DATE, Span(4, 9), "1月1日", day=date(2026, 1, 1))
    ahead = Entity(EntityKind.DATE, Span(60, 65), "1月20日", day=date(2026, 1, 20))
    contact = with_elements(text(WHEN, "还款日为1月1日"), past, ahead, states_due_date=True)
    assert due_date_ahead(contact, FEW, Role.DEBTOR, date(2026, 1, 5)) is None


def test_every_key_and_count_of_the_law_is_known_here() -> None:
    law = load_rulebook()
    assert set(law.keys) <= set(KEYS)
    assert {name for definition in law.counts.values() for name in definition.by} <= set(KEYS)
