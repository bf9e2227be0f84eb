"""Counts over columns are those of the batch function, the ledger, SQLite and the double loop, at awkward times."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging import counts
from shouzheng.judging.counts import Countable, Countables, Mark
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.judge import where_marks
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, WITHIN_DAY, WITHIN_MINUTE
from shouzheng.judging.vector.columns import facts_of, keys_of, places_of
from shouzheng.judging.vector.counts import VectorCounts
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.model.words import Words
from shouzheng.rulebook.engines import vector_bits as bits
from shouzheng.rulebook.files.counts import CountDefinition, Window
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
from tests.judging.count_oracles import (
    DAY,
    DEFINITIONS,
    MARKS,
    NEW_YEAR,
    ROWS,
    Pair,
    by_sqlite,
    declared,
    naive,
    rolling,
    row,
)
from tests.judging.test_counts_ledger import replayed
from tests.judging.vector.making import LAW, random_log, table_of

FACTS: Mapping[str, FactDefinition] = {
    "hit": FactDefinition("hit", FactType.BOOL, Words("", ""), "judging.facts"),
    "day_no": LAW.facts["day_no"],
}
HOUR = 60 * MINUTE_MS


def by_columns(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark]) -> list[Pair]:
    """Count with the vector function, from an Arrow table."""
    keys = sorted({*definition.by, *([definition.of] if definition.of else [])})
    table = pa.table(
        {
            "earliest": pa.array([one.at.earliest for one in rows], pa.int64()),
            "latest": pa.array([one.at.latest for one in rows], pa.int64()),
            "day_no": pa.array([one.at.day_no for one in rows], pa.int64()),
            "hit": pa.array(list(marks), pa.bool_()),
            **{KEY + name: pa.array([one.keys[name] for one in rows], pa.string()) for name in keys},
        }
    )
    made = VectorCounts([definition], FACTS)
    found = made.count(places_of(table), keys_of(table, made.keys), facts_of(table, FACTS, made.facts))
    column = found[definition.name]
    known = [True] * len(rows) if column.known is None else bits.unpack(column.known, len(rows)).tolist()
    pairs = zip(column.sure.tolist(), column.possible.tolist(), strict=True)
    return [pair if is_known else (None, None) for pair, is_known in zip(pairs, known, strict=True)]


def by_batch(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark]) -> list[Pair]:
    counted = counts.count(definition, Countables(rows), marks)
    return list(zip(counted.sure, counted.possible, strict=True))


@given(st.lists(st.tuples(ROWS, MARKS), max_size=40), DEFINITIONS)
@settings(deadline=None, max_examples=60)
def test_columns_count_as_the_batch_function_and_the_double_loop(
    data: list[tuple[Countable, Mark]], definition: CountDefinition
) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    expected = naive(definition, rows, marks)
    assert by_columns(definition, rows, marks) == expected
    assert by_batch(definition, rows, marks) == expected


@pytest.mark.parametrize("of", [None, "number"])
@pytest.mark.parametrize("window", [DAY, rolling(1), rolling(60), rolling(1440)], ids=lambda window: window.minutes)
def test_windows_whose_ends_fall_into_minutes_and_days(window: Window, of: str | None) -> None:
    """Dense logs: nearly every window begins within the interval of some contact, or one millisecond beside it."""
    definition = declared(window, of=of)
    for seed in range(80):
        rows, marks = dense_log(seed, 16)
        expected = naive(definition, rows, marks)
        assert by_columns(definition, rows, marks) == expected, seed
        assert by_batch(definition, rows, marks) == expected, seed


def dense_log(seed: int, size: int) -> tuple[list[Countable], list[Mark]]:
    chance = random.Random(seed)  # noqa: S311 - a log that can be made again
    rows: list[Countable] = []
    marks: list[Mark] = []
    for _ in range(size):
        hop = chance.choice([0, 0, MINUTE_MS, HOUR, DAY_MS]) * chance.choice([-1, 1])
        jitter = chance.choice([0, 1, -1, 999, 1000, 30_000, 59_999, -59_999])
        width = chance.choice([0, 0, WITHIN_MINUTE, WITHIN_MINUTE, WITHIN_DAY])
        number = chance.choice(["13000000021", "13000000022", None])
        creditor = chance.choice(["yunling", "yunling", "yunling", "qiaotou"])
        rows.append(row(NEW_YEAR + hop + jitter, width, number=number, creditor=creditor))
        marks.append(chance.choice([True, True, True, None, False]))
    return rows, marks


@given(st.integers(0, 2**32), st.integers(1, 45))
@settings(deadline=None, max_examples=8)
def test_all_declarations_of_the_law_on_four_engines(seed: int, size: int) -> None:
    """Batch function, ledger query, SQL and columns, with keys crossed and times on every edge."""
    rows, facts = random_log(seed, size)
    table = table_of(rows, facts)
    kernel = VectorKernel(LAW, ("id", "seq"))
    for key in kernel.passes:
        table = kernel.count(table, key)
    marks = where_marks(LAW, facts)
    for name, definition in LAW.counts.items():
        told = list(zip(table[name].to_pylist(), table[name + POSSIBLE].to_pylist(), strict=True))
        assert told == by_batch(definition, rows, marks[name]), name
        assert told == by_sqlite(definition, rows, facts), name
        # the ledger is asked with the mark itself: its table has one column for it
        assert told == replayed(_on_a_mark(definition), rows, marks[name]), name


def test_the_random_logs_hold_counts_worth_comparing() -> None:
    rows, facts = random_log(1, 700)
    marks = where_marks(LAW, facts)
    for name, definition in LAW.counts.items():
        counted = counts.count(definition, Countables(rows), marks[name])
        assert max(number or 0 for number in counted.sure) >= 2, name
        assert counted.sure != counted.possible, name
        assert None in counted.sure, name


def _on_a_mark(definition: CountDefinition) -> CountDefinition:
    """The same declaration over contacts whose condition has been worked out."""
    return declared(definition.window, by=definition.by, of=definition.of, name=definition.name)


@pytest.mark.parametrize("name", sorted(LAW.counts))
def test_a_declaration_reads_only_base_facts_that_the_table_can_have(name: str) -> None:
    made = VectorCounts([LAW.counts[name]], LAW.facts)
    assert made.keys[: len(LAW.counts[name].by)] == LAW.counts[name].by
    assert made.facts
    assert not {fact for fact in made.facts if LAW.facts[fact].computed_by == "judging.counts"}


@pytest.mark.parametrize("minutes", [1, 60, 1440, 7 * 1440, 30 * 1440])
@pytest.mark.parametrize("of", [None, "number"])
def test_one_second_either_side_of_the_end_of_a_window(minutes: int, of: str | None) -> None:
    length = minutes * MINUTE_MS
    numbers = ["13000000021", "13000000022", "13000000023", "13000000024"]
    rows = [
        row(NEW_YEAR - length + shift, number=n) for shift, n in zip((-1000, 0, 1000), numbers[:3], strict=True)
    ] + [row(NEW_YEAR, number=numbers[3])]
    assert by_columns(declared(rolling(minutes), of=of), rows, [True] * 4)[-1] == (2, 2)


@pytest.mark.parametrize("of", [None, "number"])
def test_one_second_either_side_of_midnight(of: str | None) -> None:
    rows = [row(NEW_YEAR + shift, number=f"1300000002{n}") for n, shift in enumerate((-1000, 0, 1000))]
    assert by_columns(declared(DAY, of=of), rows, [True] * 3) == [(1, 1), (1, 1), (2, 2)]


def test_the_ends_of_the_night_are_those_of_the_fact() -> None:
    """A call at 21:59:59, 22:00, 07:59:59 and 08:00: the second and third are at night."""
    log = [row(NEW_YEAR + 22 * HOUR - 1000), row(NEW_YEAR + 22 * HOUR)]
    log += [row(NEW_YEAR + DAY_MS + 8 * HOUR - 1000), row(NEW_YEAR + DAY_MS + 8 * HOUR)]
    from shouzheng.judging.facts import calendar_facts

    nights = [calendar_facts(one.at)["is_night"] for one in log]
    assert by_columns(declared(rolling(7 * 1440)), log, [bool(night) for night in nights])[-1] == (2, 2)


def test_no_contacts_at_all() -> None:
    assert by_columns(declared(DAY), [], []) == []
    assert by_columns(declared(rolling(60), of="number"), [], []) == []


# --- keys on purpose crossed


def test_one_number_about_two_debts_is_two_counts_for_the_debt_and_one_for_the_number() -> None:
    rows = [row(NEW_YEAR + n, number="13000000021", debt=debt) for n, debt in enumerate(["a", "b", "a", "b"])]
    assert [pair[0] for pair in by_columns(declared(DAY, by=("debt",)), rows, [True] * 4)] == [1, 1, 2, 2]
    assert [pair[0] for pair in by_columns(declared(DAY, by=("number",)), rows, [True] * 4)] == [1, 2, 3, 4]


def test_two_agencies_of_one_creditor_share_its_count_and_not_their_own() -> None:
    rows = [row(NEW_YEAR + n, party=party) for n, party in enumerate(["panshi", "qingshi", "panshi"])]
    assert [pair[0] for pair in by_columns(declared(DAY), rows, [True] * 3)] == [1, 2, 3]
    assert [pair[0] for pair in by_columns(declared(DAY, by=("party",)), rows, [True] * 3)] == [1, 1, 2]


def test_two_persons_with_one_line_and_one_person_with_two_lines() -> None:
    rows = [
        row(NEW_YEAR + n, owner=owner, own_line=line)
        for n, (owner, line) in enumerate([("me", "a"), ("sister", "a"), ("me", "b"), ("me", "a")])
    ]
    marks: list[Mark] = [True] * 4
    assert [pair[0] for pair in by_columns(declared(DAY, by=("own_line",)), rows, marks)] == [1, 2, 1, 3]
    assert [pair[0] for pair in by_columns(declared(DAY, by=("owner",)), rows, marks)] == [1, 1, 2, 3]
    assert [pair[0] for pair in by_columns(declared(DAY, by=("owner", "own_line")), rows, marks)] == [1, 1, 1, 2]


def test_one_creditor_with_two_debtors_counts_the_third_persons_of_each() -> None:
    rows = [
        row(NEW_YEAR + n, matter=matter, owner=owner)
        for n, (matter, owner) in enumerate([("a", "x"), ("b", "y"), ("a", "y"), ("b", "y"), ("a", "x")])
    ]
    told = by_columns(declared(rolling(30 * 1440), by=("matter", "creditor"), of="owner"), rows, [True] * 5)
    assert [pair[0] for pair in told] == [1, 1, 2, 1, 2]


# --- coarse times


def test_widths_side_by_side_in_one_window() -> None:
    rows = [row(NEW_YEAR, WITHIN_DAY), row(NEW_YEAR + HOUR, WITHIN_MINUTE), row(NEW_YEAR + HOUR + 30_000)]
    marks: list[Mark] = [True] * 3
    for definition in (declared(rolling(60)), declared(rolling(60), of="number"), declared(DAY), declared(rolling(1))):
        assert by_columns(definition, rows, marks) == naive(definition, rows, marks)
