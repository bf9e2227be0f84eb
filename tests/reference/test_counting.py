"""Terms worked out by hand (``cases/counting.csv``) against two outside calendars and the program."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.words import Words
from shouzheng.reference.calendar import load_working_days
from shouzheng.reference.counting import Pause, Reason, Restart, Term, Unit, count

#: Without type stubs; asked by name, so that nothing has to be silenced.
chinese_calendar: Any = import_module("chinese_calendar")
WHY = Words("测试", "test")
with (Path(__file__).parent / "cases" / "counting.csv").open(encoding="utf-8", newline="") as _file:
    COUNTING = list(csv.DictReader(_file))
ALL_DAYS = [date(2018, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 27) - date(2018, 1, 1)).days + 1)]
PLAIN = [row for row in COUNTING if row["unit"] == "working_day" and not row["pauses"] and row["last"]]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _term(row: dict[str, str]) -> Term:
    pauses = []
    for text in row["pauses"].split():
        first, _, last = text.partition("..")
        pauses.append(Pause(date.fromisoformat(first), _day(last), WHY))
    restarts = tuple(Restart(date.fromisoformat(text), WHY) for text in row["restarts"].split())
    start, extra = date.fromisoformat(row["start"]), int(row["extra"] or 0)
    return Term(start, int(row["number"]), Unit(row["unit"]), extra, tuple(pauses), restarts)


def test_there_are_two_hundred_cases_and_none_twice() -> None:
    assert len(COUNTING) >= 200
    keys = [tuple(row[key] for key in ("start", "number", "unit", "extra", "pauses", "restarts")) for row in COUNTING]
    assert len(keys) == len(set(keys))
    assert all(row["why"] or row["group"] in ("year_end", "plain", "month") for row in COUNTING)


@pytest.mark.parametrize("row", COUNTING, ids=lambda row: f"{row['group']}-{row['start']}-{row['number']}{row['unit']}")
def test_a_term_ends_on_the_day_worked_out_by_hand(row: dict[str, str]) -> None:
    found = count(_term(row))
    assert (found.last, found.moved, found.provisional) == tuple(
        map(_day, (row["last"], row["moved"], row["provisional"]))
    )
    assert found.standing == any(text.endswith("..") for text in row["pauses"].split())
    assert found.steps[-1].words.zh
    assert all(step.words.zh and step.words.en for step in found.steps)


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: f"{row['start']}-{row['number']}")
def test_the_days_worked_out_by_hand_agree_with_an_outside_calendar(row: dict[str, str]) -> None:
    start, last = date.fromisoformat(row["start"]), date.fromisoformat(row["last"])
    worked = chinese_calendar.get_workdays(start + timedelta(days=1), last)
    assert len(worked) == int(row["number"]) + int(row["extra"] or 0)
    assert worked[-1] == last


@pytest.mark.parametrize(
    "row", [row for row in COUNTING if row["moved"]], ids=lambda row: f"{row['start']}-{row['why']}"
)
def test_moved_days_agree_with_an_outside_calendar(row: dict[str, str]) -> None:
    last, moved = date.fromisoformat(row["last"]), date.fromisoformat(row["moved"])
    assert chinese_calendar.get_workdays(last, moved) == [moved]


def test_every_day_of_nine_years_agrees_with_both_libraries() -> None:
    calendar = load_working_days()
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    for day in ALL_DAYS:
        ours = calendar.is_working_day(day)
        assert ours == chinese_calendar.is_workday(day), day
        assert ours == china.is_working_day(day), day


def test_the_year_without_notice_is_marked_and_the_libraries_do_not_know_it_either() -> None:
    calendar = load_working_days()
    assert calendar.unannounced == (2027,)
    assert calendar.is_working_day(date(2027, 3, 3)) is None
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2027, 3, 3))


@pytest.mark.parametrize(
    "term",
    [
        Term(date(2026, 1, 1), 0, Unit.DAY),
        Term(date(2026, 1, 1), -3, Unit.DAY),
        Term(date(2026, 1, 1), 3, Unit.EITHER),
        Term(date(2026, 1, 1), 3, Unit.DAY, -1),
        Term(date(2026, 1, 1), 3, Unit.DAY, 0, (Pause(date(2026, 2, 2), date(2026, 2, 1), WHY),)),
    ],
)
def test_what_cannot_be_counted_is_refused(term: Term) -> None:
    with pytest.raises(ValueError, match=r"a term has|a pause ends"):
        count(term)


@given(
    st.dates(date(2018, 1, 1), date(2026, 1, 1)),
    st.integers(1, 90),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3),
)
@settings(max_examples=30, deadline=None)
def test_a_pause_never_makes_a_term_shorter_and_every_step_lies_in_order(
    start: date, number: int, pauses: list[tuple[int, int]]
) -> None:
    stops = tuple(
        Pause(start + timedelta(days=after), start + timedelta(days=after + length), WHY) for after, length in pauses
    )
    for unit in (Unit.DAY, Unit.WORKING_DAY):
        plain, paused = count(Term(start, number, unit)), count(Term(start, number, unit, 0, stops))
        assert plain.last is not None
        assert paused.last is not None
        assert paused.last >= plain.last
        days = {start + timedelta(days=n) for n in range(1, (paused.last - start).days + 1)}
        still = {
            stop.first + timedelta(days=n)
            for stop in stops
            if stop.last
            for n in range((stop.last - stop.first).days + 1)
        }
        calendar = load_working_days()
        counted = [day for day in days - still if unit is Unit.DAY or calendar.is_working_day(day)]
        assert len(counted) == number
        assert paused.steps[-1].reason in (Reason.LAST, Reason.MOVED)
