"""Streams of Arrow batches, cut where one key ends: what Spark's ``mapInArrow`` and a file reader hand over.

The batches of a stream are sorted by the partition key; contacts of one key at one instant stand in the order given
(sort by key, ``latest`` and the order of the archive). Memory is bounded by the contacts of a table and of one key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.vector.kernel import VectorKernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Contacts of a table at which it is judged, when the last key in it is complete. About 0.5 GB at most.
CONTACTS = 500_000
#: Contacts of a batch that goes out.
_BATCH = 65_536
#: Column of the answers that ``judged`` gives: one byte for each rule.
ANSWERS = "answers"


def counted(kernel: VectorKernel, key: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Add the counts of one partition key to a stream sorted by it."""
    for table in whole_keys(batches, KEY + key):
        yield from kernel.count(table, key).combine_chunks().to_batches(max_chunksize=_BATCH)


def judged(kernel: VectorKernel, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge a stream sorted by the last partition key; gives the columns carried along and ``answers``."""
    for table in whole_keys(batches, KEY + kernel.passes[-1]):
        carried = [name for name in kernel.carried if name in table.column_names]
        answers = kernel.judge(table).as_bytes()
        yield from table.select(carried).append_column(ANSWERS, answers).combine_chunks().to_batches(_BATCH)


def whole_keys(batches: Iterable[pa.RecordBatch], column: str, contacts: int = CONTACTS) -> Iterator[pa.Table]:
    """Put batches together to tables of about so many contacts that hold all contacts of each value of the key.

    Contacts without a value are in no group and may stand anywhere. Raises ``ValueError`` when the batches are not
    sorted by the key: some value could then come again, and its counts would be too low.
    """
    sorter = _Sorted(column)
    whole: list[pa.RecordBatch] = []
    last: list[pa.RecordBatch] = []
    full = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        begin = sorter.last_begins(batch)
        if begin is None:
            last.append(batch)
            continue
        closed = [*last, batch.slice(0, begin)]
        whole += closed
        last = [batch.slice(begin)]
        full += sum(each.num_rows for each in closed)
        if full >= contacts:
            yield pa.Table.from_batches(whole)
            whole, full = [], 0
    if whole or last:
        yield pa.Table.from_batches([*whole, *last])


class _Sorted:
    """Looks for the place where the last key of a batch begins, and whether keys only rise."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._highest: pa.Scalar | None = None
        self._open: pa.Scalar | None = None

    def last_begins(self, batch: pa.RecordBatch) -> int | None:
        """Return where the last key begins in the batch, ``None`` when it goes on from the batch before."""
        values = batch.column(self._column)
        if pa.types.is_dictionary(values.type):
            values = values.dictionary_decode()
        begins = _begins(values)
        first, here = self._open, int(begins[-1])
        goes_on = first is not None and first.equals(values[0])
        self._check(values.take(pa.array(begins[1:] if goes_on else begins)))
        self._open = values[here]
        return None if goes_on and here == 0 else here

    def _check(self, keys: pa.Array) -> None:
        keys = keys.drop_null()
        if not len(keys):
            return
        rise = len(keys) < 2 or pc.all(pc.less(keys.slice(0, len(keys) - 1), keys.slice(1))).as_py()
        if not rise or (self._highest is not None and not pc.less(self._highest, keys[0]).as_py()):
            raise ValueError(f"contacts are not sorted by {self._column}")
        self._highest = keys[len(keys) - 1]


def _begins(values: pa.Array) -> Array:
    """Return the places where a run of equal values (nulls are equal here) begins."""
    if len(values) < 2:
        return numpy.zeros(1, dtype=numpy.int64)
    before, after = values.slice(0, len(values) - 1), values.slice(1)
    differ = pc.fill_null(pc.not_equal(before, after), False)
    differ = pc.or_(differ, pc.xor(before.is_null(), after.is_null()))
    changes = numpy.flatnonzero(differ.to_numpy(zero_copy_only=False)) + 1
    return numpy.append(0, changes)
