"""The order of contacts that does not depend on files or engines, and records that were delivered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.audit.mapping_sql import ID_HASH
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, day_start
from shouzheng.model.moment import Resolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


#: An odd number whose multiples spread over 64 bits (2^64 divided by the golden ratio).
_SPREAD = numpy.uint64(0x9E3779B97F4A7C15)


def parted(rows: pa.Table, resolution: Resolution) -> tuple[pa.Table, pa.Table]:
    """Return ``without_repeats`` of the rows, moving as few of them as the order of contacts at one instant asks for.

    ``rows`` are those of whole people, ``person`` as codes without nulls.
    """
    hashes = numpy.sort(rows[ID_HASH].to_numpy())
    if (hashes[1:] == hashes[:-1]).any():
        return without_repeats(in_order(rows))
    return settled(rows, rows["person"].to_numpy(), _moments(rows["at"].to_numpy(), resolution)), rows.slice(0, 0)


def settled(rows: pa.Table, key: Array, moments: Array) -> pa.Table:
    """Return the rows in the order in which they come, but those of one key and one moment by the hash of their id.

    Counts put contacts in order of time themselves; all that they take from the order of a table is this. ``key`` (-1
    for no value) and ``moments`` are integers, one for each row.
    """
    mixed = key.astype(numpy.uint64) * _SPREAD + moments.astype(numpy.uint64)
    ordered = numpy.sort(mixed)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(again):
        return rows
    places = numpy.flatnonzero((key >= 0) & numpy.isin(mixed, again))
    own, when = key[places], moments[places]
    hashes, seq = rows[ID_HASH].to_numpy()[places], rows["seq"].to_numpy()[places]
    order = numpy.arange(rows.num_rows)
    order[places[numpy.lexsort((places, when, own))]] = places[numpy.lexsort((seq, hashes, when, own))]
    return rows if bool((order[1:] > order[:-1]).all()) else rows.take(pa.array(order))


def _moments(at: Array, resolution: Resolution) -> Array:
    """Return what two contacts have the same that no count can put in order: the instant, the minute or the day."""
    if resolution is Resolution.DAY:
        days: Array = (at - day_start(0)) // DAY_MS
        return days
    if resolution is Resolution.MINUTE:
        minutes: Array = at // MINUTE_MS
        return minutes
    return at


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
