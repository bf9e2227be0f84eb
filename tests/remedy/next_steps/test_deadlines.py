"""Terms: a table of days that a person can check against the calendar, and a second way of counting as oracle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.words import Lang
from shouzheng.reference.calendar import load_working_days
from shouzheng.reference.counting import Term, Unit, count
from shouzheng.remedy.next_steps.deadline_file import load_deadlines
from shouzheng.remedy.next_steps.deadlines import deadline, runs
from shouzheng.rulebook.load import load_rulebook

DAYS = st.dates(date(2018, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("start", "number", "unit", "last"),
    [
        ("2026-02-10", 15, Unit.DAY, "2026-02-25"),
        ("2026-02-10", 0 + 1, Unit.WORKING_DAY, "2026-02-11"),
        ("2026-02-13", 1, Unit.WORKING_DAY, "2026-02-14"),  # a Saturday worked for the Spring Festival
        ("2026-02-14", 1, Unit.WORKING_DAY, "2026-02-24"),  # the festival is off until 23 February
        ("2026-02-10", 15, Unit.WORKING_DAY, "2026-03-09"),
        ("2025-09-30", 1, Unit.WORKING_DAY, "2025-10-09"),  # National Day and Mid-Autumn together
        ("2024-02-28", 1, Unit.DAY, "2024-02-29"),
        ("2023-12-29", 1, Unit.WORKING_DAY, "2024-01-02"),
        ("2025-12-31", 6, Unit.MONTH, "2026-06-30"),
        ("2025-08-31", 6, Unit.MONTH, "2026-02-28"),
        ("2023-08-31", 6, Unit.MONTH, "2024-02-29"),
        ("2026-01-04", 6, Unit.MONTH, "2026-07-04"),
        ("2025-07-15", 6, Unit.MONTH, "2026-01-15"),
        ("2025-12-31", 60, Unit.DAY, "2026-03-01"),
    ],
)
def test_a_term_ends_on(start: str, number: int, unit: Unit, last: str) -> None:
    found = count(Term(date.fromisoformat(start), number, unit))
    assert found.last == date.fromisoformat(last)
    said = [step.words for step in found.steps]
    assert any(last in words.zh for words in said)
    assert any(last in words.en for words in said)


@given(DAYS, st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_working_days_agree_with_a_list_of_them(start: date, number: int) -> None:
    calendar = load_working_days()
    days = (start + timedelta(days=n) for n in range(1, 160))
    worked = [day for day in days if calendar.is_working_day(day)]
    assert count(Term(start, number, Unit.WORKING_DAY)).last == worked[number - 1]


@given(DAYS, st.integers(1, 24))
@settings(max_examples=60, deadline=None)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(start: date, number: int) -> None:
    last = count(Term(start, number, Unit.MONTH)).last
    assert last is not None
    assert (last.year - start.year) * 12 + last.month - start.month == number
    assert last.day == start.day or (last.day < start.day and (last + timedelta(days=1)).day == 1)


def test_days_that_are_not_announced_are_not_guessed() -> None:
    calendar = load_working_days()
    found = count(Term(calendar.known_to, 1, Unit.WORKING_DAY))
    assert found.last is None
    assert any("尚未公布" in step.words.zh for step in found.steps)
    assert count(Term(calendar.known_to, 1, Unit.DAY)).last == calendar.known_to + timedelta(days=1)


def test_the_law_named_is_that_of_the_day_of_counting() -> None:
    rule = load_deadlines(load_rulebook())["police_six_months"]
    rulebook = load_rulebook()
    new = deadline(rule, date(2025, 12, 31), rulebook, date(2026, 1, 1))
    old = deadline(rule, date(2025, 12, 30), rulebook, date(2025, 12, 31))
    assert "第二十五条" in new.law.zh
    assert "第二十二条" in old.law.zh


def test_where_the_law_is_unclear_both_ways_are_shown_and_the_earlier_kept() -> None:
    rule = load_deadlines(load_rulebook())["lender_simple"]
    term = deadline(rule, date(2026, 2, 10), load_rulebook(), date(2026, 2, 10))
    assert [day.last for day in term.days] == [date(2026, 2, 25), date(2026, 3, 9)]
    assert term.first == date(2026, 2, 25)
    assert "条号未核实" in term.law.say(Lang.ZH_HANS)
    assert "第" not in term.law.zh.partition("》")[2].partition("“")[0]


def test_a_term_that_was_over_under_the_old_law_is_not_put_under_the_new_one() -> None:
    rule, rulebook = load_deadlines(load_rulebook())["police_six_months"], load_rulebook()
    over = deadline(rule, date(2023, 8, 31), rulebook, date(2026, 11, 22))
    assert over.days[0].last == date(2024, 2, 29)
    assert "第二十二条" in over.law.zh
    assert "2012" in over.law.zh


@pytest.mark.parametrize("name", ["lender_simple", "lender_complex", "nfra_report_15", "nfra_report_60"])
def test_measures_do_not_reach_back_before_they_were_in_force(name: str) -> None:
    rule, rulebook = load_deadlines(load_rulebook())[name], load_rulebook()
    assert not runs(rule, date(2020, 2, 29), rulebook)
    assert runs(rule, date(2020, 3, 1), rulebook)
    assert "没有读到" in rule.otherwise.zh
