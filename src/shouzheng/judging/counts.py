"""Counts from their declarations (``law/counts.toml``): how many contacts, by which keys, in which window.

Each contact gets two numbers for each count: the sure one (contacts of which ``where`` is TRUE) and the possible one
(TRUE or unknown). A contact counts itself and those before it in the order of ``judging.placement``; ten contacts in
one second are ten. A contact without a value for one of the keys is in no group, and its counts are unknown.

Rolling windows are the half-open ``(t − length, t]``. Where the source tells only the minute, a contact is counted as
sure only if it lies in the window whatever the seconds were, and as possible if it may lie in it; one of which only
the day is known is never sure in a rolling window. On a calendar day it is sure, because the day is known.

The same declaration as SQL text: ``counts_sql`` (all contacts of a table), ``counts_ledger`` (one planned contact).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, repeat

from shouzheng.judging.placement import EXACT, MINUTE_MS, WITHIN_DAY, Placement, day_start
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition, WindowKind

#: Value of ``where`` for one contact: TRUE, FALSE or unknown.
Mark = bool | None


@dataclass(frozen=True, slots=True)
class Countable:
    """What counting sees of one contact: its place in time and its keys."""

    at: Placement
    keys: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Contacts that share the keys of a count, in time: their numbers, and their places in time column by column.

    ``present`` are the different widths.
    """

    contacts: list[int]
    latest: list[int]
    widths: list[int]
    days: list[int]
    present: frozenset[int]

    @classmethod
    def of(cls, contacts: list[int], rows: Sequence[Countable]) -> Group:
        """Make it from the numbers of the contacts, in time."""
        places = [rows[index].at for index in contacts]
        widths = [at.width for at in places]
        return cls(contacts, [at.latest for at in places], widths, [at.day_no for at in places], frozenset(widths))


class Countables:
    """All contacts, sorted once, and grouped once for each set of keys that some count counts by."""

    def __init__(self, rows: Sequence[Countable]) -> None:
        self.rows = rows
        self._in_time = sorted(range(len(rows)), key=lambda index: rows[index].at.latest)
        self._groups: dict[tuple[str, ...], list[Group]] = {}

    def groups(self, by: tuple[str, ...]) -> list[Group]:
        """Return the groups by these keys; a contact without a value for one of them is in none."""
        if by not in self._groups:
            found: dict[tuple[str | None, ...], list[int]] = {}
            for index in self._in_time:
                keys = self.rows[index].keys
                found.setdefault(tuple([keys[name] for name in by]), []).append(index)
            self._groups[by] = [Group.of(contacts, self.rows) for key, contacts in found.items() if None not in key]
        return self._groups[by]


@dataclass(frozen=True)
class Counted:
    """One count over all contacts: the sure and the possible number as seen from each, ``None`` without a group."""

    definition: CountDefinition
    sure: Sequence[int | None]
    possible: Sequence[int | None]
    marks: Sequence[Mark]
    groups: Sequence[Group]

    @cached_property
    def _places(self) -> Mapping[int, tuple[int, int]]:
        """Number of its group and place in it, for each contact that is in one."""
        return {
            index: (number, place)
            for number, group in enumerate(self.groups)
            for place, index in enumerate(group.contacts)
        }

    def group_of(self, contact: int) -> int | None:
        """Return the number of the group that a contact is in."""
        found = self._places.get(contact)
        return found[0] if found else None

    def contributors(self, seen_from: Iterable[int]) -> tuple[int, ...]:
        """Return the contacts that are surely counted from at least one of these contacts, by group and in time.

        Looks only at what lies in the windows of these contacts, at each contact once.
        """
        found: list[int] = []
        last = (-1, -1)
        for number, place in sorted(self._places[index] for index in set(seen_from) if index in self._places):
            group = self.groups[number]
            bound = _bound(self.definition, group, place)
            start = bisect_right(group.latest, bound)
            if number == last[0]:
                start = max(start, last[1] + 1)
            found.extend(group.contacts[at] for at in range(start, place + 1) if self._is_in(group, at, bound))
            last = (number, place)
        return tuple(found)

    def _is_in(self, group: Group, at: int, bound: int) -> bool:
        if not self.marks[group.contacts[at]]:
            return False
        width = group.widths[at]
        return _by_day(self.definition) or (width < WITHIN_DAY and group.latest[at] - width > bound)


def length_ms(definition: CountDefinition) -> int:
    """Length of a rolling window in milliseconds."""
    return definition.window.minutes * MINUTE_MS


def count(definition: CountDefinition, rows: Countables, marks: Sequence[Mark]) -> Counted:
    """Count one declaration over all rows; ``marks`` holds the value of ``where`` for each. O(n log n)."""
    groups = rows.groups(definition.by)
    in_group = _distinct if definition.aggregate is Aggregate.DISTINCT else _plain
    sure: list[int | None] = [None] * len(rows.rows)
    possible: list[int | None] = [None] * len(rows.rows)
    for group in groups:
        surely, possibly = in_group(definition, group, rows.rows, marks)
        for index, one, other in zip(group.contacts, surely, possibly, strict=True):
            sure[index], possible[index] = one, other
    return Counted(definition, sure, possible, marks, groups)


# --- windows


def _by_day(definition: CountDefinition) -> bool:
    return definition.window.kind is WindowKind.CALENDAR_DAY


def _bound(definition: CountDefinition, group: Group, place: int) -> int:
    """The instant after which a contact is surely in the window that ends at this place."""
    if _by_day(definition):
        return day_start(group.days[place]) - 1
    return group.latest[place] - length_ms(definition)


def _sure_bounds(definition: CountDefinition, group: Group) -> list[int]:
    if _by_day(definition):
        return [day_start(day) - 1 for day in group.days]
    length = length_ms(definition)
    return [instant - length for instant in group.latest]


def _possible_bounds(definition: CountDefinition, group: Group, sure_bounds: list[int]) -> list[int]:
    """A window that ends somewhere in an interval may reach back as far as from the interval's begin."""
    if _by_day(definition) or group.present == {EXACT}:
        return sure_bounds
    return [bound - width for bound, width in zip(sure_bounds, group.widths, strict=True)]


def _lanes(definition: CountDefinition, group: Group) -> list[tuple[int, int]]:
    """Widths that can be sure, each with how far behind the bound its latest instant must lie.

    In a rolling window all of the interval must lie inside, and a day never does; on a calendar day it always does.
    """
    if _by_day(definition):
        return [(width, 0) for width in sorted(group.present)]
    return [(width, width) for width in sorted(group.present) if width < WITHIN_DAY]


# --- counting


def _plain(
    definition: CountDefinition, group: Group, rows: Sequence[Countable], marks: Sequence[Mark]
) -> tuple[list[int], list[int]]:
    """Numbers of contacts, by running totals: what is in a window is the total at its end minus that at its start."""
    counted = [marks[index] for index in group.contacts]
    sure_bounds = _sure_bounds(definition, group)
    possible_bounds = _possible_bounds(definition, group, sure_bounds)
    starts = _starts(group, sure_bounds)
    lanes = []
    for width, behind in _lanes(definition, group):
        sure = [mark is True and each == width for mark, each in zip(counted, group.widths, strict=True)]
        lanes.append(_inside(sure, _starts(group, [bound + behind for bound in sure_bounds]) if behind else starts))
    possible = [mark is not False for mark in counted]
    possible_starts = starts if possible_bounds is sure_bounds else _starts(group, possible_bounds)
    surely = lanes[0] if len(lanes) == 1 else [sum(each) for each in zip(*lanes, strict=True)] or [0] * len(counted)
    return surely, _inside(possible, possible_starts)


def _starts(group: Group, bounds: Sequence[int]) -> list[int]:
    """Place of the first contact after each bound."""
    return list(map(bisect_right, repeat(group.latest), bounds))


def _inside(counted: Iterable[bool], starts: Iterable[int]) -> list[int]:
    totals = [0, *accumulate(counted)]
    return [totals[place] - totals[start] for place, start in enumerate(starts, 1)]


class _Values:
    """The different values inside one moving window.

    An unknown value may be any of the known ones or a new one: it is never sure to be different, and possibly always.
    """

    def __init__(self, unknown_counts: bool) -> None:
        self._unknown_counts = unknown_counts
        self._known: Counter[str] = Counter()
        self._unknown = 0

    def change(self, value: str | None, step: int) -> None:
        """Take in (``step`` 1) or let go of (-1) a contact."""
        if value is None:
            self._unknown += step if self._unknown_counts else 0
            return
        self._known[value] += step
        if not self._known[value]:
            del self._known[value]

    @property
    def size(self) -> int:
        """Different known values, plus contacts that may be different."""
        return len(self._known) + self._unknown


def _distinct(
    definition: CountDefinition, group: Group, rows: Sequence[Countable], marks: Sequence[Mark]
) -> tuple[list[int], list[int]]:
    """Numbers of different values, by windows whose far ends only move forward.

    Sure contacts leave by their own width; what is possible depends on the width of the contact that looks back.
    """
    of = definition.of or ""
    values = [rows[index].keys[of] for index in group.contacts]
    counted = [marks[index] for index in group.contacts]
    sure_bounds = _sure_bounds(definition, group)
    possible_bounds = _possible_bounds(definition, group, sure_bounds)
    lanes = _lanes(definition, group)
    sure, ends = _Values(False), {width: 0 for width, _ in lanes}
    possible = {width: (_Values(True), [0]) for width in group.present}
    surely: list[int] = []
    possibly: list[int] = []
    for place, (mark, width, value) in enumerate(zip(counted, group.widths, values, strict=True)):
        if mark is not False:
            for window, _ in possible.values():
                window.change(value, 1)
            if mark and width in ends:
                sure.change(value, 1)
        for lane, behind in lanes:
            end = ends[lane]
            while end < place and group.latest[end] <= sure_bounds[place] + behind:
                if counted[end] and group.widths[end] == lane:
                    sure.change(values[end], -1)
                end += 1
            ends[lane] = end
        window, far_end = possible[width]
        while group.latest[far_end[0]] <= possible_bounds[place]:
            if counted[far_end[0]] is not False:
                window.change(values[far_end[0]], -1)
            far_end[0] += 1
        surely.append(sure.size)
        possibly.append(window.size)
    return surely, possibly
