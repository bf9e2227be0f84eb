"""The order of contacts that does not depend on files or engines, and records that were delivered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.audit.mapping_sql import ID_HASH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


def in_order(rows: pa.Table) -> pa.Table:
    """Return the rows by the hash of their id, those of one id by time.

    Contacts at one instant are counted in the order in which they stand; an archive cut otherwise, or read by another
    engine, would else count the same calls differently.
    """
    hashes, at = rows[ID_HASH].to_numpy(), rows["at"].to_numpy()
    order = numpy.lexsort((at, hashes))
    if bool((order[1:] > order[:-1]).all()):
        return rows
    return rows.take(pa.array(order))


def without_repeats(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Part off rows of one person whose id an earlier one has: a record delivered twice is one contact.

    ``rows`` as ``in_order`` gives them: the earliest one of an id stays.
    """
    hashes = rows[ID_HASH].to_numpy()
    again = numpy.zeros(len(hashes), dtype=bool)
    again[1:] = hashes[1:] == hashes[:-1]
    if not again.any():
        return rows, rows.slice(0, 0)
    maybe = numpy.flatnonzero(again | numpy.append(again[1:], False))
    ids = rows["contact_id"].take(pa.array(maybe)).to_pylist()  # one in billions is another id with the same hash
    persons = rows["person"].take(pa.array(maybe)).to_pylist()
    seen: set[tuple[Any, Any]] = set()
    again[:] = False
    for place, one in zip(maybe.tolist(), zip(ids, persons, strict=True), strict=True):
        again[place] = one in seen
        seen.add(one)
    return rows.filter(pa.array(~again)), rows.filter(pa.array(again))
