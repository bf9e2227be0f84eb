"""DuckDB: the SQL that ``rule show --sql`` prints, over a table in memory, or as a prepared statement for one event."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.engines.common import Engine, Task, Truths
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.language.render import to_sql

_SQL_TYPES = {FactType.BOOL: "BOOLEAN", FactType.INT: "BIGINT", FactType.ENUM: "VARCHAR"}


def _column_type(fact: FactDefinition) -> str:
    if fact.type is FactType.ENUM:
        return f"ENUM ({', '.join(map(repr, fact.values))})"
    return _SQL_TYPES[fact.type]


def _answers(task: Task) -> str:
    texts = (to_sql(condition, task.numbers) for condition in task.conditions)
    return ", ".join(f"({text}) AS r{place}" for place, text in enumerate(texts))


def _connected() -> Any:
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    return connection


class DuckDbColumns(Engine):
    """One statement over all events; the answers come as an Arrow table."""

    name = "DuckDB SQL, a table"
    three_valued = True
    by_columns = True

    def __init__(self, task: Task) -> None:
        self.connection = _connected()
        columns = {name: pa.array([row[name] for row in task.rows]) for name in task.facts}
        self.connection.register("given", pa.table(columns))
        types = ", ".join(f"{name} {_column_type(fact)}" for name, fact in task.facts.items())
        self.connection.execute(f"CREATE TABLE events ({types})")
        self.connection.execute("INSERT INTO events SELECT * FROM given")
        self.statement = f"SELECT {_answers(task)} FROM events"  # noqa: S608 - our own text

    def judge(self) -> Any:
        """Run the statement."""
        return self.connection.sql(self.statement).to_arrow_table()

    def truths(self, judged: Any) -> list[Truths]:
        """One column a rule."""
        return list(zip(*(column.to_pylist() for column in judged.columns), strict=True))


class DuckDbOne(Engine):
    """A statement with parameters, executed for each event."""

    name = "DuckDB SQL, one event"
    three_valued = True
    most = 100

    def __init__(self, task: Task) -> None:
        self.connection = _connected()
        names = list(task.facts)
        casts = ", ".join(f"?::{_SQL_TYPES[task.facts[name].type]} AS {name}" for name in names)
        self.statement = f"SELECT {_answers(task)} FROM (SELECT {casts})"  # noqa: S608 - our own text
        self.rows = [[row[name] for name in names] for row in task.rows]

    def judge(self) -> list[Any]:
        """One execution an event."""
        execute, statement = self.connection.execute, self.statement
        return [execute(statement, row).fetchone() for row in self.rows]

    def truths(self, judged: list[Any]) -> list[Truths]:
        """The row is the answer."""
        return judged
