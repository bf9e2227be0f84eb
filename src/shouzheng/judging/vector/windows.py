"""The two aggregates over windows, whole columns at a time: how many contacts, and how many different values.

Both say exactly what ``judging.counts`` says of one contact after the other. ``Marks`` and results have one entry for
each contact of ``Groups``, in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy

from shouzheng.judging.placement import MINUTE_MS, WITHIN_DAY
from shouzheng.judging.vector.groups import Groups, stable_order
from shouzheng.rulebook.files.counts import Window, WindowKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


@dataclass(frozen=True)
class Marks:
    """Which contacts are to be counted: surely, and possibly (booleans; all sure ones are possible).

    Both are one array where nothing is unsure, so that nobody counts the same twice.
    """

    sure: Array
    possible: Array

    @classmethod
    def of(cls, sure: Array, possible: Array) -> Marks:
        """Return marks, the same array for both when they are equal."""
        return cls(sure, sure if numpy.array_equal(sure, possible) else possible)

    @property
    def certain(self) -> bool:
        """True when nothing is unsure."""
        return self.possible is self.sure

    @cached_property
    def sure_totals(self) -> Array:
        """Number of surely counted contacts before each place, and in all."""
        return _totals(self.sure)

    @cached_property
    def possible_totals(self) -> Array:
        """Number of possibly counted contacts before each place, and in all."""
        return self.sure_totals if self.certain else _totals(self.possible)


def numbers(groups: Groups, window: Window, marks: Marks) -> tuple[Array, Array]:
    """Return the sure and the possible number of contacts in the window that ends at each contact.

    What is in a window is the running total at its end minus that at its start; contacts that are no instants are put
    right one by one.
    """
    if window.kind is WindowKind.CALENDAR_DAY:
        return _both(marks, groups.day_first)
    length = window.minutes * MINUTE_MS
    first, coarse = groups.window_first(length), groups.coarse
    if not len(coarse):
        return _both(marks, first)
    sure = _between(_totals(marks.sure & (groups.widths < WITHIN_DAY)), first)  # of a day no hour is sure
    # an interval is not surely inside while the window's start lies in it, though its latest instant is
    cut = coarse[marks.sure[coarse] & (groups.widths[coarse] < WITHIN_DAY)]
    begins, ends = (_first_not_before(groups, at[cut] + length, cut) for at in (groups.earliest, groups.latest))
    sure -= _present(len(sure), begins, ends)
    totals = marks.possible_totals
    possible = _between(totals, first)
    # a window that ends somewhere in an interval may reach back as far as from the interval's begin
    possible[coarse] = totals[coarse + 1] - totals[groups.after(groups.earliest[coarse] - length, coarse)]
    return sure, possible


def _both(marks: Marks, first: Array) -> tuple[Array, Array]:
    """Sure and possible number of marked contacts from each one's ``first`` up to and including it."""
    sure = _between(marks.sure_totals, first)
    return sure, sure if marks.certain else _between(marks.possible_totals, first)


def _between(totals: Array, first: Array) -> Array:
    """Number of marked contacts from each one's ``first`` up to and including it."""
    between: Array = totals[1:] - totals.take(first)
    return between


def _totals(counted: Array) -> Array:
    """Number of marked contacts before each place."""
    totals = numpy.zeros(len(counted) + 1, dtype=numpy.int32)
    numpy.cumsum(counted, out=totals[1:])
    return totals


def different_values(groups: Groups, window: Window, marks: Marks, values: Array) -> tuple[Array, Array]:
    """Return the sure and the possible number of different values in the window that ends at each contact.

    ``values`` are codes, -1 for no value: that may be any of the known ones or a new one, so it is never sure to be
    different, and possibly always.
    """
    known, counted = values >= 0, numpy.flatnonzero(marks.possible)
    if window.kind is WindowKind.CALENDAR_DAY:
        surely = numpy.flatnonzero(marks.sure & known)
        sure = _seen_different(values, surely, groups.day_end[surely])
        return sure, _possibly_different(values, counted, groups.day_end[counted])
    length = window.minutes * MINUTE_MS
    if not len(groups.coarse):
        left, surely = groups.window_left(length), numpy.flatnonzero(marks.sure & known)
        sure = _seen_different(values, surely, left[surely])
        same = marks.certain and len(surely) == len(counted)
        return sure, sure if same else _possibly_different(values, counted, left[counted])
    surely = numpy.flatnonzero(marks.sure & known & (groups.widths < WITHIN_DAY))
    # in sure view until a contact comes that looks back no further than to some part of this one's interval
    leaves = _first_not_before(groups, groups.earliest[surely] + length, surely)
    sure = _seen_different(values, surely, leaves)
    possible = numpy.zeros(len(values), dtype=numpy.int32)
    for width in groups.present:
        # in possible view the longer, the wider the interval of the contact that looks back
        leaves = _first_not_before(groups, groups.latest[counted] + length + width, counted)
        seen = _possibly_different(values, counted, leaves)
        numpy.copyto(possible, seen, where=groups.widths == width)
    return sure, possible


def _first_not_before(groups: Groups, instants: Array, of: Array) -> Array:
    """Place of the first contact of the group whose latest instant is at or after an instant."""
    return groups.after(instants - 1, of)


def _possibly_different(values: Array, counted: Array, leaves: Array) -> Array:
    known = values[counted] >= 0
    if known.all():
        return _seen_different(values, counted, leaves)
    seen = _seen_different(values, counted[known], leaves[known])
    return seen + _present(len(values), counted[~known], leaves[~known])


def _seen_different(values: Array, counted: Array, leaves: Array) -> Array:
    """Number of different values at each contact, of the ``counted`` ones, each in view from itself to ``leaves``.

    A value is in view from its first contact on, for as long as one of its contacts is: so each contact shows its value
    until the next one of the same value comes, or until it and all before it have left.
    """
    if not len(counted):
        return numpy.zeros(len(values), dtype=numpy.int32)
    own = values[counted].astype(numpy.int64)
    order = stable_order(own)
    # ``counted`` rises, so that within a value the groups lie one after the other, each in time; no contact is in view
    # beyond the end of its group, so that groups need not be told apart
    chain, own = counted[order], own[order]
    same = own[1:] == own[:-1]
    offsets = numpy.cumsum(numpy.append(False, ~same)) * (len(values) + 1)
    until = numpy.maximum.accumulate(leaves[order] + offsets) - offsets
    numpy.minimum(until[:-1], chain[1:], out=until[:-1], where=same)
    return _present(len(values), chain, until)


def _present(size: int, begin: Array, end: Array) -> Array:
    """Number of half-open intervals of places that hold each place."""
    steps = numpy.bincount(begin, minlength=size + 1) - numpy.bincount(end, minlength=size + 1)
    return numpy.cumsum(steps[:size]).astype(numpy.int32)
