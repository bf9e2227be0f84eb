"""Every example of the shipped law on SQLite and Polars: two engines that know nothing of our code agree with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import polars as pl
import pytest

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.facts import FactType
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.rule_tests import engines_here, example_values, run_rule_tests
from shouzheng.rulebook.select import number_on

Rows = list[Mapping[str, FactValue]]


def _batches(rulebook: Rulebook, rule: Rule) -> list[tuple[dict[str, int | None], Rows]]:
    """Group a rule's examples by the numbers of their days."""
    found: list[tuple[dict[str, int | None], Rows]] = []
    for test in rule.tests:
        numbers = {number.key: number_on(rulebook, number, test.day) for number in rule.numbers}
        values = example_values(rulebook, test)
        for known, rows in found:
            if known == numbers:
                rows.append(values)
                break
        else:
            found.append((numbers, [values]))
    return found


def _sqlite(rulebook: Rulebook, text: str, rows: Rows) -> list[bool | None]:
    columns = list(rulebook.facts)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE TABLE events ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        cells = [[row.get(name) for name in columns] for row in rows]
        connection.executemany(f"INSERT INTO events VALUES ({marks})", cells)  # noqa: S608 - question marks
        found = connection.execute(f"SELECT ({text}) FROM events ORDER BY rowid").fetchall()  # noqa: S608 - our SQL
    finally:
        connection.close()
    return [None if value is None else bool(value) for (value,) in found]


def _polars(rulebook: Rulebook, text: str, rows: Rows) -> list[bool | None]:
    types = {FactType.BOOL: pl.Boolean, FactType.INT: pl.Int64, FactType.ENUM: pl.String}
    schema = {name: types[fact.type] for name, fact in rulebook.facts.items()}
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    found: list[bool | None] = frame.with_columns(pl.sql_expr(text).alias("found"))["found"].to_list()
    return found


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return load_rulebook()


def test_sqlite_and_polars_agree_on_every_example(law: Rulebook) -> None:
    compared = 0
    for rule in law.rules:
        if rule.condition is None:
            continue
        for numbers, rows in _batches(law, rule):
            text = to_sql(rule.condition, numbers)
            expected = [evaluate(rule.condition, row, numbers) for row in rows]
            assert _sqlite(law, text, rows) == expected, rule.id
            assert _polars(law, text, rows) == expected, rule.id
            compared += len(rows)
    assert compared == sum(len(rule.tests) for rule in law.rules if rule.condition is not None)


def test_every_example_holds_on_our_three_engines(law: Rulebook) -> None:
    results = run_rule_tests(law)
    assert engines_here() == ("interpreter", "scalar", "vector")
    assert [(result.rule, result.test.name, result.wrong) for result in results if not result.passed] == []
    assert all(len(result.got) == 3 for result in results)
