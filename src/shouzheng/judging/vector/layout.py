"""The table of contacts that the vector kernel takes: one row a contact, as ``counts_sql`` and the ledger have it.

| columns | Arrow type | what |
|---|---|---|
| ``earliest``, ``latest`` | integer, no nulls | milliseconds since 1970-01-01 UTC, both included (``placement``) |
| ``day_no`` | integer, no nulls | Beijing day of both, 1970-01-01 is 0 |
| ``key_<name>`` | text, bytes or integer, best as a dictionary | key facts of ``law/counts.toml``; null has no value |
| base facts of ``law/facts.toml`` | bool; integer; for an enum text, best as a dictionary | null is unknown |
| counts, ``<count>`` and ``<count>_possible`` | integer | added by ``VectorKernel.count``; null is unknown |

A fact without a column is unknown for every contact. Any other column must be named as carried along (an event id),
so that a misspelt fact is not taken for an unknown one. Money is fen; nothing here is a float.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from shouzheng.judging.counts_sql import KEY
from shouzheng.rulebook.engines.vector import DAY
from shouzheng.rulebook.files.counts import COUNTED
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
from shouzheng.rulebook.load import Rulebook

EARLIEST, LATEST = "earliest", "latest"
#: When a contact happened; no nulls.
TIMES = (EARLIEST, LATEST, DAY)


def schema_of(rulebook: Rulebook, carried: Mapping[str, pa.DataType] | None = None) -> pa.Schema:
    """Return the schema with every column that a rulebook can use, counts left out; ``carried`` are put first."""
    fields = [pa.field(name, kind) for name, kind in (carried or {}).items()]
    fields += [pa.field(name, pa.int64(), nullable=False) for name in TIMES]
    fields += [pa.field(KEY + name, pa.dictionary(pa.int32(), pa.string())) for name in rulebook.keys]
    facts = (fact for fact in rulebook.facts.values() if fact.computed_by != COUNTED and fact.name != DAY)
    return pa.schema([*fields, *(pa.field(fact.name, fact_type(fact)) for fact in facts)])


def fact_type(fact: FactDefinition) -> pa.DataType:
    """Return the Arrow type in which a fact takes the least room."""
    if fact.type is FactType.BOOL:
        return pa.bool_()
    if fact.type is FactType.ENUM:
        return pa.dictionary(pa.int8(), pa.string())
    return pa.int32() if fact.low >= -(2**31) and fact.high < 2**31 else pa.int64()


def count_columns(counts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of both columns of each count."""
    return tuple(name + ending for name in counts for ending in ("", POSSIBLE))


def check_columns(names: Iterable[str], rulebook: Rulebook, carried: Iterable[str]) -> None:
    """Raise ``ValueError`` for a column that means nothing here, is there twice, or is missing though needed."""
    given = list(names)
    known = {*TIMES, *carried, *rulebook.facts, *(KEY + name for name in rulebook.keys)}
    strange = [name for name in given if name not in known]
    if strange:
        raise ValueError(f"columns that are neither facts nor keys nor carried along: {', '.join(strange)}")
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise ValueError(f"columns given twice: {', '.join(twice)}")
    missing = [name for name in TIMES if name not in given]
    if missing:
        raise ValueError(f"columns missing: {', '.join(missing)}")
