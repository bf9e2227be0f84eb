"""Counts: edges of days and windows, ties, keys, doubt, and equality with two independent oracles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging import counts
from shouzheng.judging.counts import Countable, Countables, Counted, Mark
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, WITHIN_DAY, WITHIN_MINUTE
from shouzheng.rulebook.files.counts import CountDefinition
from tests.judging.count_oracles import (
    DAY,
    DEFINITIONS,
    MARKS,
    NEW_YEAR,
    ROWS,
    Pair,
    at_instant,
    by_sqlite,
    declared,
    naive,
    rolling,
    row,
)

SECOND = 1000
HOUR = 60 * MINUTE_MS


def count(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark]) -> Counted:
    return counts.count(definition, Countables(rows), marks)


def sure(definition: CountDefinition, rows: list[Countable], marks: list[Mark] | None = None) -> list[int | None]:
    return list(count(definition, rows, marks or [True] * len(rows)).sure)


def pairs(definition: CountDefinition, rows: list[Countable], marks: list[Mark] | None = None) -> list[Pair]:
    counted = count(definition, rows, marks or [True] * len(rows))
    return list(zip(counted.sure, counted.possible, strict=True))


# --- what an event counts


def test_an_event_counts_itself_and_those_before_it() -> None:
    rows = [row(NEW_YEAR + n * HOUR) for n in range(4)]
    assert sure(declared(DAY), rows) == [1, 2, 3, 4]


def test_the_order_given_does_not_matter_but_time_does() -> None:
    rows = [row(NEW_YEAR + n * HOUR) for n in (3, 0, 2, 1)]
    assert sure(declared(DAY), rows) == [4, 1, 3, 2]


def test_ten_identical_messages_in_one_second_are_ten() -> None:
    rows = [row(NEW_YEAR) for _ in range(10)]
    assert sure(declared(DAY), rows) == list(range(1, 11))
    assert sure(declared(rolling(60)), rows) == list(range(1, 11))
    assert sure(declared(rolling(60), of="number"), rows) == [1] * 10


def test_a_contact_that_is_not_counted_still_sees_the_count() -> None:
    rows = [row(NEW_YEAR + n * HOUR) for n in range(3)]
    assert pairs(declared(DAY), rows, [True, False, True]) == [(1, 1), (1, 1), (2, 2)]


def test_unknown_ones_are_possible_and_not_sure() -> None:
    rows = [row(NEW_YEAR + n * HOUR) for n in range(3)]
    assert pairs(declared(DAY), rows, [None, True, None]) == [(0, 1), (1, 2), (1, 3)]


def test_nothing_is_counted_of_nothing() -> None:
    counted = count(declared(DAY), [], [])
    assert list(counted.sure) == []
    assert counted.contributors([]) == ()


# --- the edges of a day and of a window


def test_one_second_before_midnight_and_midnight_are_two_days() -> None:
    rows = [row(NEW_YEAR - SECOND), row(NEW_YEAR), row(NEW_YEAR + DAY_MS - SECOND), row(NEW_YEAR + DAY_MS)]
    assert sure(declared(DAY), rows) == [1, 1, 2, 1]


@pytest.mark.parametrize("minutes", [1, 60, 1440, 7 * 1440, 30 * 1440])
def test_a_window_is_open_at_its_start_and_closed_at_its_end(minutes: int) -> None:
    length = minutes * MINUTE_MS
    rows = [row(NEW_YEAR - length), row(NEW_YEAR - length + 1), row(NEW_YEAR)]
    assert sure(declared(rolling(minutes)), rows)[-1] == 2
    assert sure(declared(rolling(minutes)), [row(NEW_YEAR - length), row(NEW_YEAR)])[-1] == 1
    assert sure(declared(rolling(minutes)), [row(NEW_YEAR - length + SECOND), row(NEW_YEAR)])[-1] == 2


def test_a_rolling_window_crosses_midnight_and_the_new_year() -> None:
    rows = [row(NEW_YEAR - 20 * MINUTE_MS), row(NEW_YEAR + 20 * MINUTE_MS)]
    assert sure(declared(rolling(60)), rows) == [1, 2]
    assert sure(declared(DAY), rows) == [1, 1]


def test_eight_in_the_morning_and_ten_at_night_stand_on_the_same_day() -> None:
    rows = [row(NEW_YEAR + hour * HOUR + edge) for hour in (8, 22) for edge in (-SECOND, 0, SECOND)]
    assert sure(declared(DAY), rows) == [1, 2, 3, 4, 5, 6]
    assert sure(declared(rolling(14 * 60)), rows) == [1, 2, 3, 3, 3, 3]


# --- keys


def test_two_creditors_are_two_counts() -> None:
    rows = [row(NEW_YEAR, creditor="yunling"), row(NEW_YEAR + 1, creditor="qiaotou"), row(NEW_YEAR + 2)]
    assert sure(declared(DAY), rows) == [1, 1, 2]


def test_two_agencies_of_one_creditor_are_one_count() -> None:
    rows = [row(NEW_YEAR, number="13000000021"), row(NEW_YEAR + 1, number="13000000022")]
    assert sure(declared(DAY, by=("owner", "creditor")), rows) == [1, 2]
    assert sure(declared(DAY, by=("owner", "number")), rows) == [1, 1]


def test_two_persons_are_two_counts() -> None:
    rows = [row(NEW_YEAR, owner="me"), row(NEW_YEAR + 1, owner="sister"), row(NEW_YEAR + 2, owner="me")]
    assert sure(declared(DAY), rows) == [1, 1, 2]
    assert sure(declared(DAY, by=("creditor",), of="owner"), rows) == [1, 2, 2]


def test_a_withheld_number_is_in_no_group_and_its_count_is_unknown() -> None:
    rows = [row(NEW_YEAR, number=None), row(NEW_YEAR + 1, number=None), row(NEW_YEAR + 2)]
    assert pairs(declared(DAY, by=("owner", "number")), rows) == [(None, None), (None, None), (1, 1)]


def test_withheld_numbers_may_be_different_ones() -> None:
    rows = [row(NEW_YEAR), row(NEW_YEAR + 1, number=None), row(NEW_YEAR + 2, number=None), row(NEW_YEAR + 3)]
    assert pairs(declared(rolling(60), of="number"), rows) == [(1, 1), (1, 2), (1, 3), (1, 3)]


# --- coarse times


def test_a_minute_is_sure_only_when_all_its_seconds_lie_in_the_window() -> None:
    start = NEW_YEAR - HOUR
    minute_before = row(start, WITHIN_MINUTE)
    assert pairs(declared(rolling(60)), [minute_before, row(NEW_YEAR + 30 * SECOND)])[-1] == (1, 2)
    assert pairs(declared(rolling(60)), [row(start + MINUTE_MS, WITHIN_MINUTE), row(NEW_YEAR + 30 * SECOND)])[-1] == (
        2,
        2,
    )
    assert pairs(declared(rolling(60)), [row(start - MINUTE_MS, WITHIN_MINUTE), row(NEW_YEAR + 30 * SECOND)])[-1] == (
        1,
        1,
    )


def test_contacts_of_one_minute_are_all_counted_in_the_order_given() -> None:
    rows = [row(NEW_YEAR, WITHIN_MINUTE) for _ in range(3)]
    assert pairs(declared(rolling(60)), rows) == [(1, 1), (2, 2), (3, 3)]


def test_of_a_contact_with_a_day_only_the_place_in_a_window_is_unknown() -> None:
    day_only = row(NEW_YEAR, WITHIN_DAY)
    rows = [row(NEW_YEAR + HOUR), day_only, row(NEW_YEAR + 2 * HOUR)]
    # it stands at the end of its day, where the doubt shows; those before it are not touched by it
    assert pairs(declared(rolling(60)), rows) == [(1, 1), (0, 3), (1, 1)]
    assert pairs(declared(rolling(7 * 1440)), rows) == [(1, 1), (2, 3), (2, 2)]


def test_on_a_calendar_day_a_contact_with_a_day_only_is_sure() -> None:
    rows = [row(NEW_YEAR, WITHIN_DAY), row(NEW_YEAR + HOUR), row(NEW_YEAR, WITHIN_DAY)]
    assert pairs(declared(DAY), rows) == [(2, 2), (1, 1), (3, 3)]


# --- which contacts were counted


def test_contributors_are_those_counted_from_any_of_the_contacts() -> None:
    rows = [row(NEW_YEAR + n * 40 * MINUTE_MS) for n in range(5)]
    counted = count(declared(rolling(60)), rows, [True, False, True, None, True])
    assert counted.contributors([4]) == (4,)
    assert counted.contributors([2]) == (2,)
    assert count(declared(rolling(60)), rows, [True] * 5).contributors([2]) == (1, 2)
    assert count(declared(rolling(60)), rows, [True] * 5).contributors([2, 4]) == (1, 2, 3, 4)


def test_contributors_of_a_day_stop_at_midnight_and_at_the_contact() -> None:
    rows = [row(NEW_YEAR - SECOND), row(NEW_YEAR), row(NEW_YEAR + HOUR), row(NEW_YEAR + 2 * HOUR)]
    assert count(declared(DAY), rows, [True] * 4).contributors([2]) == (1, 2)


@given(st.lists(st.tuples(ROWS, MARKS), max_size=25), DEFINITIONS)
@settings(deadline=None, max_examples=90)
def test_as_many_contributors_as_the_sure_count(
    data: list[tuple[Countable, Mark]], definition: CountDefinition
) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    counted = count(definition, rows, marks)
    for index, number in enumerate(counted.sure):
        found = counted.contributors([index])
        if definition.of:
            values = {rows[i].keys[definition.of] for i in found} - {None}
            assert len(values) == (number or 0)
        else:
            assert len(found) == (number or 0)
        assert all(marks[i] is True for i in found)
    together = counted.contributors(range(len(rows)))
    each = {i for index in range(len(rows)) for i in counted.contributors([index])}
    assert set(together) == each
    assert len(together) == len(each)


# --- the oracles


@given(st.lists(st.tuples(ROWS, MARKS), max_size=30), DEFINITIONS)
@settings(deadline=None, max_examples=180)
def test_counts_are_those_of_the_double_loop(data: list[tuple[Countable, Mark]], definition: CountDefinition) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    assert pairs(definition, rows, marks or []) == naive(definition, rows, marks)


@given(st.lists(st.tuples(ROWS, MARKS), min_size=1, max_size=30), DEFINITIONS)
@settings(deadline=None, max_examples=120)
def test_counts_are_those_of_sqlite(data: list[tuple[Countable, Mark]], definition: CountDefinition) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    facts = [{"hit": mark} for mark in marks]
    assert pairs(definition, rows, marks) == by_sqlite(definition, rows, facts)


@given(st.lists(st.tuples(ROWS, MARKS), max_size=30), DEFINITIONS)
@settings(deadline=None, max_examples=60)
def test_the_sure_count_never_exceeds_the_possible_one(
    data: list[tuple[Countable, Mark]], definition: CountDefinition
) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    for sure_count, possible in pairs(definition, rows, marks):
        assert (sure_count is None) == (possible is None)
        assert (sure_count or 0) <= (possible or 0)


@given(st.lists(st.tuples(ROWS, st.floats(0, 1)), min_size=1, max_size=20), DEFINITIONS)
@settings(deadline=None, max_examples=90)
def test_whatever_the_real_times_were_the_highest_count_lies_between_sure_and_possible(
    data: list[tuple[Countable, float]], definition: CountDefinition
) -> None:
    rows = [r for r, _ in data]
    told = pairs(definition, rows)
    real_rows = [at_instant(r, r.at.earliest + int(share * r.at.width)) for r, share in data]
    real = pairs(definition, real_rows)
    assert max(p[0] or 0 for p in told) <= max(p[1] or 0 for p in real)
    assert max(p[0] or 0 for p in real) <= max(p[1] or 0 for p in told)
