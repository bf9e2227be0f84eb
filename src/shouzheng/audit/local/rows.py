"""The rows of one bucket, as facts are made of them: with what all rows share, with keys, in order, none twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.audit.archive import ArchiveColumn, Kind
from shouzheng.audit.buckets import read_bucket
from shouzheng.audit.facts.parties import constant
from shouzheng.audit.local.layout import Job
from shouzheng.audit.mapping import known_columns
from shouzheng.audit.repeats import parted
from shouzheng.judging.counts_sql import KEY
from shouzheng.rulebook.files.facts import FactDefinition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Columns of few different texts that come as plain texts, held as codes from here on.
_CODED = ("creditor", "agency", "number")


def rows_of(job: Job, bucket: int, facts: Mapping[str, FactDefinition]) -> tuple[pa.Table, pa.Table]:
    """Return the contacts of a bucket and the rows that repeat one; raises ``OSError`` when they cannot be read."""
    rows = read_bucket(job.rows_folder, bucket)
    known = known_columns(facts)
    for name, value in job.same.items():
        if name not in rows.column_names:
            rows = rows.append_column(name, _same(known[name], value, rows.num_rows))
    for name in _CODED:
        place = rows.schema.get_field_index(name)
        if place >= 0 and not pa.types.is_dictionary(rows.schema.field(place).type):
            rows = rows.set_column(place, name, rows[name].dictionary_encode())
    rows = rows.unify_dictionaries().combine_chunks()
    contacts, repeats = parted(rows, job.resolution)
    return _with_keys(contacts), repeats


def _same(column: ArchiveColumn, value: str, size: int) -> pa.Array:
    """Return a column that has one value everywhere, as the mapping says it."""
    if column.kind is Kind.FLAG:
        return pa.array(numpy.full(size, value == "true"))
    if column.kind is Kind.WHOLE:
        return pa.array(numpy.full(size, int(value), dtype=numpy.int32))
    if column.kind is Kind.DAY:
        return pa.repeat(pa.scalar(date.fromisoformat(value)), size)
    return constant(value, size)


def _with_keys(rows: pa.Table) -> pa.Table:
    """Add the keys that are codes of people.

    ``own_line`` is the line alone, 0 where none is said: every count by it counts by the person too
    (``tests/audit/test_rows.py``), and two people of one line are then told apart by that.
    """
    person = rows["person"].combine_chunks()
    rows = rows.append_column(KEY + "owner", person)
    if "debtor" in rows.column_names:
        rows = rows.append_column(KEY + "matter", rows["debtor"])
    if "line" in rows.column_names:
        lines = rows["line"].combine_chunks().fill_null(-1).to_numpy() + 1
    else:
        lines = numpy.zeros(rows.num_rows, dtype=numpy.int32)
    return rows.append_column(KEY + "own_line", pa.array(lines))
