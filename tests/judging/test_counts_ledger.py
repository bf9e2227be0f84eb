"""The range query for one planned contact gives what the batch function gives, contact by contact."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.counts import Countable, Countables, Mark, count
from shouzheng.judging.counts_ledger import index_sql, planned_count_sql, planned_parameters
from shouzheng.rulebook.files.counts import CountDefinition
from shouzheng.rulebook.load import load_rulebook
from tests.judging.count_oracles import DAY, DEFINITIONS, MARKS, NEW_YEAR, ROWS, Pair, declared, fill, rolling, row

LAW = load_rulebook()


def replayed(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark]) -> list[Pair]:
    """Plan each contact in time against a ledger of those before it, then enter it."""
    found: list[Pair] = [(None, None)] * len(rows)
    connection = sqlite3.connect(":memory:")
    fill(connection, "contact", [], [], *([list(rows[0].keys)] if rows else []))
    connection.execute(index_sql(definition))
    for seq in sorted(range(len(rows)), key=lambda index: rows[index].at.latest):
        one, mark = rows[seq], marks[seq]
        query = planned_count_sql(definition)
        found[seq] = connection.execute(query, dict(planned_parameters(definition, one, mark))).fetchone()
        values = [seq, one.at.earliest, one.at.latest, one.at.day_no, *one.keys.values(), mark]
        connection.execute(f"INSERT INTO contact VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    connection.close()
    return found


@given(st.lists(st.tuples(ROWS, MARKS), max_size=25), DEFINITIONS)
@settings(deadline=None, max_examples=70)
def test_planning_each_contact_gives_the_batch_counts(
    data: list[tuple[Countable, Mark]], definition: CountDefinition
) -> None:
    rows, marks = [r for r, _ in data], [m for _, m in data]
    counted = count(definition, Countables(rows), marks)
    assert replayed(definition, rows, marks) == list(zip(counted.sure, counted.possible, strict=True))


def test_the_planned_contact_is_counted_itself() -> None:
    assert replayed(declared(DAY), [row(NEW_YEAR)], [True]) == [(1, 1)]
    assert replayed(declared(DAY), [row(NEW_YEAR)], [None]) == [(0, 1)]
    assert replayed(declared(DAY), [row(NEW_YEAR)], [False]) == [(0, 0)]


def test_the_fourth_call_of_a_day_is_seen_before_it_is_made() -> None:
    rows = [row(NEW_YEAR + n) for n in range(4)]
    assert [pair[0] for pair in replayed(declared(DAY), rows, [True] * 4)] == [1, 2, 3, 4]


def test_a_withheld_number_has_no_count() -> None:
    assert replayed(declared(DAY, by=("number",)), [row(NEW_YEAR, number=None)], [True]) == [(None, None)]


def test_a_rolling_window_is_half_open_for_a_planned_contact_too() -> None:
    hour = 3_600_000
    rows = [row(NEW_YEAR - hour), row(NEW_YEAR)]
    assert replayed(declared(rolling(60)), rows, [True, True])[1] == (1, 1)
    assert replayed(declared(rolling(60)), [row(NEW_YEAR - hour + 1), row(NEW_YEAR)], [True, True])[1] == (2, 2)


@pytest.mark.parametrize("name", sorted(LAW.counts))
def test_each_declaration_of_the_law_is_a_range_scan_on_its_index(name: str) -> None:
    definition = LAW.counts[name]
    facts = [fact for fact, about in LAW.facts.items() if about.computed_by != "judging.counts" and fact != "day_no"]
    columns = ["seq", "earliest", "latest", "day_no", *(f"key_{key}" for key in LAW.keys), *facts]
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE contact ({', '.join(columns)})")
    connection.execute(index_sql(definition))
    planned = Countable(row(NEW_YEAR).at, dict.fromkeys(LAW.keys, "x"))
    parameters = dict(planned_parameters(definition, planned, True))
    assert connection.execute(planned_count_sql(definition), parameters).fetchone() == (1, 1)
    plan = connection.execute("EXPLAIN QUERY PLAN " + planned_count_sql(definition), parameters).fetchall()
    connection.close()
    details = " ".join(str(step[-1]) for step in plan)
    assert "SEARCH contact USING INDEX" in details
    assert "SCAN contact" not in details
