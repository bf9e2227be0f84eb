"""Polars: the same SQL text as expressions, over a frame of all events or of one."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any

import polars as pl

from benchmarks.engines.common import Engine, Task, Truths
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.language.render import to_sql

#: Polars gives a bare NULL a type of its own and will not join it with another: an empty column stands in.
_BARE_NULL = re.compile(r"(?<!IS )(?<!IS NOT )\bNULL\b")
_NO_TRUTH = "no_truth"


def _type(fact: FactDefinition) -> pl.DataType:
    if fact.type is FactType.ENUM:
        return pl.Enum(fact.values)
    return pl.Boolean() if fact.type is FactType.BOOL else pl.Int64()


class _Polars(Engine):
    three_valued = True

    def __init__(self, task: Task) -> None:
        texts = [_BARE_NULL.sub(_NO_TRUTH, to_sql(condition, task.numbers)) for condition in task.conditions]
        self.answers = [pl.sql_expr(text).alias(f"r{place}") for place, text in enumerate(texts)]
        self.schema = {name: _type(fact) for name, fact in task.facts.items()} | {_NO_TRUTH: pl.Boolean()}
        self.load([[row.get(name) for name in self.schema] for row in task.rows])

    @abstractmethod
    def load(self, cells: list[list[Any]]) -> None:
        """Take the events: their facts in the order of the schema."""

    def frame(self, cells: list[list[Any]]) -> pl.DataFrame:
        """Return a frame of events."""
        return pl.DataFrame(cells, schema=self.schema, orient="row")


class PolarsColumns(_Polars):
    """One select over the frame of all events."""

    name = "Polars, a frame"
    by_columns = True

    def load(self, cells: list[list[Any]]) -> None:
        """Build the frame once."""
        self.events = self.frame(cells)

    def judge(self) -> pl.DataFrame:
        """Select all answers."""
        return self.events.select(self.answers)

    def truths(self, judged: pl.DataFrame) -> list[Truths]:
        """One column a rule."""
        return list(judged.rows())


class PolarsOne(_Polars):
    """A frame of one row for each event."""

    name = "Polars, one event"
    most = 500

    def load(self, cells: list[list[Any]]) -> None:
        """Keep the events apart."""
        self.cells = [[each] for each in cells]

    def judge(self) -> list[Any]:
        """Build the frame and select, event by event."""
        return [self.frame(cells).select(self.answers).row(0) for cells in self.cells]

    def truths(self, judged: list[Any]) -> list[Truths]:
        """The row is the answer."""
        return judged
