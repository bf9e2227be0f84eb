"""Structure-only sample of an SQLite database: tables and columns with a few rows of placeholders."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from shouzheng.intake.skeleton.values import DIGIT, blank, name_of, value_of
from shouzheng.intake.sqlite.database import Database, Row, Value

#: Rows of each table.
MOST_ROWS = 50


def of_database(given: Path, out: Path, also: frozenset[str]) -> None:
    """Write the sample; raises ``ShouzhengError`` (SZ-1118) for what is no database, ``OSError``, ``sqlite3.Error``."""
    target = sqlite3.connect(out)
    try:
        with Database(given, given.name) as database:
            taken: set[str] = set()
            for table, columns in database.tables.items():
                if table.startswith("sqlite_"):
                    continue
                name = _single(name_of(table, also), taken)
                _copy(database, table, target, name, _names(columns, also))
        target.commit()
    finally:
        target.close()


def _names(columns: tuple[str, ...], also: frozenset[str]) -> list[str]:
    taken: set[str] = set()
    return [_single(name_of(column, also), taken) for column in columns]


def _single(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where another one became the same."""
    made, number = name, 1
    while made.lower() in taken:
        number += 1
        made = f"{name}{number}"
    taken.add(made.lower())
    return made


def _copy(database: Database, table: str, target: sqlite3.Connection, name: str, columns: list[str]) -> None:
    listed = ", ".join(map(_quoted, columns))
    target.execute(f"CREATE TABLE {_quoted(name)} ({listed})")
    marks = ", ".join("?" for _ in columns)
    rows = 0
    for row in database.rows(table):
        if not isinstance(row, Row):
            continue
        insert = f"INSERT INTO {_quoted(name)} VALUES ({marks})"  # noqa: S608 -- the name is quoted
        target.execute(insert, [_value(each) for each in row.values])
        rows += 1
        if rows >= MOST_ROWS:
            break


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _value(value: Value) -> Value:
    if value is None or isinstance(value, bytes):
        return None if value is None else b""
    if isinstance(value, float):
        return float(blank(str(int(abs(value)))) if abs(value) < 1e18 else DIGIT) + 0.5
    if isinstance(value, int):
        return int(value_of(str(value)))
    return value_of(value)
