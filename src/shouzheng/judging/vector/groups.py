"""Contacts that share the keys of a count, sorted by group and time, so that a window is a run of neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy

from shouzheng.judging.placement import WIDTHS
from shouzheng.judging.vector.columns import KeyCodes, Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Bits of a signed 64-bit integer that hold a magnitude.
_BITS = 63
#: Values below this are sorted by their digits, in linear time.
_FEW = 65_536


def stable_order(values: Array) -> Array:
    """Return the places of values (none negative) in rising order, equal ones as they stand.

    Value and place are sorted together as one integer where both fit into 63 bits, which is several times faster than
    a stable ``argsort`` of anything but 16-bit integers.
    """
    size = len(values)
    if size < 2:
        return numpy.arange(size)
    if bool((values[1:] >= values[:-1]).all()):
        return numpy.arange(size)
    bits, highest = size.bit_length(), int(values.max())
    if highest < _FEW:
        return numpy.argsort(values.astype(numpy.uint16), kind="stable")
    if highest < 2 ** (_BITS - bits):
        both = (values.astype(numpy.int64) << bits) | numpy.arange(size)
        both.sort()
        return both & ((1 << bits) - 1)
    return numpy.argsort(values, kind="stable")


def joined_codes(keys: Sequence[KeyCodes]) -> Array:
    """Return one code for the values of several keys together, -1 where one of them has no value."""
    contacts = len(keys[0].codes)
    room = 2 ** (_BITS - contacts.bit_length() - 1)
    joined, size = keys[0].codes.astype(numpy.int64), keys[0].size
    for key in keys[1:]:
        if size * max(key.size, 1) >= room:
            found, joined = numpy.unique(joined, return_inverse=True)
            joined -= int(found[:1].sum() < 0)  # the first one is "no value" if there is any
            size = len(found)
        missing = (joined < 0) | (key.codes < 0)
        joined *= max(key.size, 1)
        joined += key.codes
        joined[missing] = -1
        size *= max(key.size, 1)
    return joined


@dataclass(frozen=True)
class Groups:
    """All contacts that are in some group, group by group and in time; every array has one entry for each.

    ``rows`` are their places in the table, ``first`` the place (here) of the first contact of the own group, ``codes``
    tell groups apart, ``latest`` are their latest instants.
    """

    places: Places
    rows: Array
    codes: Array
    first: Array
    latest: Array
    _windows: dict[int, Array] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Sequence[KeyCodes], places: Places, in_time: Array) -> Groups:
        """Group by several keys; ``in_time`` are all rows by latest instant, equal ones in the order given."""
        codes = joined_codes(keys).take(in_time)
        inside = codes >= 0
        rows, codes = (in_time, codes) if inside.all() else (in_time[inside], codes[inside])
        order = stable_order(codes)
        rows, codes = rows.take(order), codes.take(order)
        return cls(places, rows, codes, run_starts(codes), places.latest.take(rows))

    def ordered(self, values: Array) -> Array:
        """Return values of all contacts of the table in the order of the groups."""
        ordered: Array = values.take(self.rows)
        return ordered

    def spread(self, values: Array) -> Array:
        """Return values of the contacts here in the order of the table, 0 for contacts in no group."""
        if len(self.rows) == len(self.places.latest):
            return values.take(self._found_at)  # to read here and there is faster than to write here and there
        spread = numpy.zeros(len(self.places.latest), dtype=values.dtype)
        spread[self.rows] = values
        return spread

    @cached_property
    def _found_at(self) -> Array:
        """Where each contact of the table stands here, when all do."""
        found_at = numpy.empty(len(self.rows), dtype=numpy.intp)
        found_at[self.rows] = numpy.arange(len(self.rows))
        return found_at

    @cached_property
    def earliest(self) -> Array:
        """Earliest instant of each contact."""
        earliest: Array = self.places.earliest.take(self.rows)
        return earliest

    @cached_property
    def widths(self) -> Array:
        """Latest minus earliest instant of each contact."""
        widths: Array = self.latest - self.earliest
        return widths

    @cached_property
    def present(self) -> tuple[int, ...]:
        """The different widths, the smallest first."""
        return tuple(width for width in WIDTHS if (self.widths == width).any())

    @cached_property
    def coarse(self) -> Array:
        """Places of the contacts that are no instants."""
        return numpy.flatnonzero(self.widths)

    @cached_property
    def day_first(self) -> Array:
        """Place of the first contact of the own group on the same Beijing day."""
        return run_starts(self.codes, self.places.day_no[self.rows])

    @cached_property
    def day_end(self) -> Array:
        """Place after the last contact of the own group on the same Beijing day."""
        return run_ends(self.day_first)

    @cached_property
    def _begins(self) -> Array:
        """Latest instant of the first contact of the own group."""
        return self.latest[self.first]

    @cached_property
    def _spans(self) -> Array:
        """From there to the last contact of the own group."""
        spans: Array = self.latest[run_ends(self.first) - 1] - self._begins
        return spans

    @cached_property
    def _bases(self) -> Array:
        """Where the own group begins on the line on which all groups lie one after the other, with gaps of four."""
        starts = self.first == numpy.arange(len(self.first))
        lengths = numpy.where(starts, self._spans + 4, 0)
        if float(lengths.sum(dtype=numpy.float64)) >= 2.0**62:
            raise ValueError("too many groups over too long a time for one table: cut it into more buckets")
        bases: Array = (numpy.cumsum(lengths) - lengths)[self.first]
        return bases

    @cached_property
    def _line(self) -> Array:
        """Each contact's place on that line: in time within the group, groups never touch."""
        line: Array = self._bases + (self.latest - self._begins) + 1
        return line

    def after(self, instants: Array, of: Array) -> Array:
        """Return the first contact whose latest instant is after another, for the contacts at the places ``of``.

        It is one of the same group, or the place after the group's last contact when there is none.
        """
        apart = numpy.clip(instants - self._begins[of], -1, self._spans[of] + 1)
        found: Array = numpy.searchsorted(self._line, self._bases[of] + apart + 1, side="right")
        return found

    def window_first(self, length: int) -> Array:
        """Return for each contact the first of its group whose latest instant lies after its own minus a length."""
        if length not in self._windows:
            bounds = numpy.maximum(self._line - length, self._bases)
            self._windows[length] = numpy.searchsorted(self._line, bounds, side="right")
        return self._windows[length]

    def window_left(self, length: int) -> Array:
        """Return for each contact the first one after it that is of another group or no longer sees it in its window.

        As many windows begin at or before a contact as there are contacts up to the last one that sees it.
        """
        begin_here = numpy.bincount(self.window_first(length), minlength=len(self.rows))
        left: Array = numpy.cumsum(begin_here)
        return left


def run_starts(*columns: Array) -> Array:
    """Return for each place the start of the run of equal values (in all columns) that it lies in."""
    size = len(columns[0])
    starts = numpy.zeros(size, dtype=numpy.int64)
    if size:
        changes = numpy.zeros(size, dtype=bool)
        for column in columns:
            changes[1:] |= column[1:] != column[:-1]
        starts[changes] = numpy.flatnonzero(changes)
        numpy.maximum.accumulate(starts, out=starts)
    return starts


def run_ends(starts: Array) -> Array:
    """Return for each place the end (not included) of its run, from the starts."""
    size = len(starts)
    begins = numpy.flatnonzero(starts == numpy.arange(size))
    ends = numpy.append(begins, size)[1:]
    return numpy.repeat(ends, ends - begins)
