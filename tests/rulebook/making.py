"""Makes facts, random conditions and random events for the tests, and asks SQLite and Polars as independent oracles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence

import polars as pl
from hypothesis import strategies as st

from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
from shouzheng.rulebook.language.counts_sugar import rewrite_counts
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import (
    MIRRORED,
    And,
    Arithmetic,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Integer,
    IsNull,
    Named,
    Negative,
    Node,
    Not,
    Null,
    Or,
    Text,
)
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.language.types import check_types

VALUES = ("x", "y", "z")
NUMBERS: dict[str, int | None] = {"limit": 2, "other": -1, "gone": None}
COUNT = "calls"


def fact(name: str, kind: FactType, low: int = -(10**12), high: int = 10**12) -> FactDefinition:
    """A fact with a label made of its name."""
    values = VALUES if kind is FactType.ENUM else ()
    return FactDefinition(
        name, kind, Words(f"事实{name}", f"fact {name}"), "judging.facts", values=values, low=low, high=high
    )


FACTS: dict[str, FactDefinition] = {
    **{name: fact(name, FactType.BOOL) for name in ("a", "b", "c")},
    **{name: fact(name, FactType.INT) for name in ("m", "n", COUNT, COUNT + POSSIBLE)},
    **{name: fact(name, FactType.ENUM) for name in ("e", "f")},
}
BOOLEANS = frozenset(name for name, each in FACTS.items() if each.type is FactType.BOOL)


def read(text: str) -> Node:
    """Parse, type-check and rewrite a condition over FACTS and NUMBERS, as the loader does."""
    node = parse(text)
    errors = check_types(node, text, FACTS, NUMBERS, {COUNT})
    if errors:
        raise errors[0]
    return rewrite_counts(node, {COUNT})


# --- random conditions and events

_integers = st.integers(-4, 4)
_operators = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def _numbers() -> st.SearchStrategy[Node]:
    leaf = st.one_of(
        _integers.map(Integer),
        st.sampled_from([Fact("m"), Fact("n")]),
        st.sampled_from([Named(name) for name in NUMBERS]),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Arithmetic, st.sampled_from(["+", "-"]), inner, inner),
            st.builds(lambda k, part: Arithmetic("*", Integer(k), part), _integers, inner),
            inner.filter(lambda part: not isinstance(part, Integer)).map(Negative),
        ),
        max_leaves=3,
    )


def _atoms() -> st.SearchStrategy[Node]:
    enum = st.sampled_from([Fact("e"), Fact("f")])
    text = st.sampled_from(VALUES).map(Text)
    texts = st.lists(text, min_size=1, max_size=3, unique=True).map(tuple)
    integers = st.lists(_integers.map(Integer), min_size=1, max_size=3, unique=True).map(tuple)
    constant = st.one_of(_integers.map(Integer), st.just(Named("limit")))
    counted = st.builds(Compare, st.sampled_from(["<", "<=", ">", ">="]), st.just(Fact(COUNT)), constant)
    return st.one_of(
        st.sampled_from([Fact("a"), Fact("b"), Fact("c")]),
        st.sampled_from([Boolean(True), Boolean(False), Null()]),
        st.builds(Compare, _operators, _numbers(), _numbers()),
        st.builds(Compare, st.sampled_from(["=", "<>"]), enum, text),
        st.builds(In, enum, texts, st.booleans()),
        st.builds(In, st.sampled_from([Fact("m"), Fact("n")]), integers, st.booleans()),
        st.builds(Between, st.sampled_from([Fact("m"), Fact("n")]), _numbers(), _numbers(), st.booleans()),
        st.builds(IsNull, st.sampled_from([Fact("a"), Fact("m"), Fact("e")]), st.booleans()),
        counted,
        counted.map(lambda node: Compare(MIRRORED[node.op], node.right, node.left)),
    )


def conditions() -> st.SearchStrategy[Node]:
    """Random well-typed conditions as written (counts not yet rewritten)."""
    return st.recursive(
        _atoms(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
            inner.map(Not),
            st.builds(IsNull, inner.filter(lambda n: not isinstance(n, Null)), st.booleans()),
            st.builds(Compare, st.sampled_from(["=", "<>"]), inner.map(_boolean), inner.map(_boolean)),
        ),
        max_leaves=8,
    )


def _boolean(node: Node) -> Node:
    """NULL may not be compared; a fact stands in."""
    return Fact("a") if isinstance(node, Null) else node


_cells: dict[str, st.SearchStrategy[FactValue]] = {
    name: st.sampled_from([None, *VALUES])
    if each.type is FactType.ENUM
    else st.sampled_from([None, True, False])
    if each.type is FactType.BOOL
    else st.one_of(st.none(), st.integers(-5, 5), st.sampled_from([10**12, -(10**12)]))
    for name, each in FACTS.items()
}


def events(size: int = 8) -> st.SearchStrategy[list[dict[str, FactValue]]]:
    """Random events in which any fact may be unknown."""
    return st.lists(st.fixed_dictionaries(_cells), min_size=1, max_size=size)


# --- oracles: the same text, evaluated by somebody else


def by_sqlite(texts: Sequence[str], rows: Sequence[Mapping[str, FactValue]]) -> list[list[bool | None]]:
    """Evaluate conditions over events with SQLite; one list per condition."""
    columns = list(FACTS)
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE events ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        cells = [[row.get(name) for name in columns] for row in rows]
        connection.executemany(f"INSERT INTO events VALUES ({marks})", cells)  # noqa: S608 - question marks
        listed = ", ".join(f"({text})" for text in texts)
        statement = f"SELECT {listed} FROM events ORDER BY rowid"  # noqa: S608 - the texts under test
        found = connection.execute(statement).fetchall()
    connection.close()
    return [[None if row[i] is None else bool(row[i]) for row in found] for i in range(len(texts))]


_BARE_NULL = re.compile(r"(?<!IS )(?<!IS NOT )\bNULL\b")


def by_polars(nodes: Sequence[Node], rows: Sequence[Mapping[str, FactValue]]) -> list[list[bool | None]]:
    """Evaluate conditions over events with Polars; one list per condition.

    Polars gives a bare NULL its own type, which it will not join with another NULL; typed empty columns stand in.
    """
    known = {name: value for name, value in NUMBERS.items() if value is not None}
    texts = [_BARE_NULL.sub("no_truth", to_sql(node, known)).replace(":gone", "no_number") for node in nodes]
    types = {FactType.BOOL: pl.Boolean, FactType.INT: pl.Int64, FactType.ENUM: pl.String}
    schema = {name: types[each.type] for name, each in FACTS.items()}
    schema |= {"no_truth": pl.Boolean, "no_number": pl.Int64}
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    found = frame.with_columns(pl.sql_expr(text).alias(f"r{i}") for i, text in enumerate(texts))
    return [found[f"r{i}"].to_list() for i in range(len(texts))]
