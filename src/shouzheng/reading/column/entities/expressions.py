"""Regular expressions of the reference, run over a flat text from many places at once.

The expressions are those that the reference compiled, parsed by the parser of the standard library, so the two cannot
drift apart. Only what the entity grammar uses is known here; anything else raises ``ValueError`` when it is compiled.

A match is followed as ``re`` follows it, first choice first, but breadth first: a *front* holds every way that is still
open, in the order in which ``re`` would try them, so that the first one left at the end is the match that ``re`` finds.
All repetitions in the grammar are short or possessive, which bounds the front.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import _constants as c
from re import _parser as parser
from typing import Any

import numpy as np

from shouzheng.reading.column.entities.beginnings import Beginning, choices
from shouzheng.reading.column.entities.letters import OUTSIDE, Classes, Letters
from shouzheng.reading.column.flat import Array

_SPACES = tuple(code for code in range(0x3001) if chr(code).isspace())


@dataclass(frozen=True, slots=True)
class Front:
    """Ways still open: the place it began at (an index), the place reached, and the groups closed on the way."""

    item: Array
    place: Array
    groups: dict[int, tuple[Array, Array]]

    def only(self, some: Array) -> Front:
        """Return the ways at these places, each at most once and ascending."""
        return self if len(some) == len(self.item) else self.take(some)

    def take(self, some: Array) -> Front:
        """Return the ways that an index chooses."""
        groups = {number: (start[some], end[some]) for number, (start, end) in self.groups.items()}
        return Front(self.item[some], self.place[some], groups)


#: From a front to the next one, with the index of the way that each came from, ascending.
_Run = Callable[["Letters", Front], tuple[Front, Array]]


@dataclass(frozen=True, slots=True)
class _Node:
    run: _Run
    first: frozenset[int]  # classes of characters with which it can begin
    empty: bool  # may match without any character


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches: their spans, and the spans of their groups by name (-1 where a group took no part)."""

    start: Array
    end: Array
    groups: dict[str, tuple[Array, Array]]

    def take(self, some: Array) -> Matches:
        """Return those that a mask or index chooses."""
        groups = {name: (start[some], end[some]) for name, (start, end) in self.groups.items()}
        return Matches(self.start[some], self.end[some], groups)

    def has(self, name: str) -> Array:
        """Return whether the group took part and is not empty."""
        start, end = self.groups[name]
        return end > start


class Expression:
    """One compiled expression."""

    def __init__(self, source: re.Pattern[str], classes: Classes) -> None:
        if source.flags & ~re.UNICODE:
            raise ValueError(f"flags of {source.pattern!r} are not known here")
        self._classes = classes
        self._names = dict(source.groupindex)
        parsed = parser.parse(source.pattern)
        self._node = self._sequence(parsed)
        numbers = [classes.add_beginning(Beginning(choice, self._class_of)) for choice in choices(parsed)]
        self._bits = sum(1 << number for number in numbers)

    def finditer(self, letters: Letters) -> Matches:
        """Return what ``re.finditer`` finds in each text."""
        return self.apart(self.match(letters, self.begins(letters)))

    def begins(self, letters: Letters) -> Array:
        """Return the places at which a match may begin, by the two characters there."""
        return letters.begins(self._bits)

    @staticmethod
    def apart(found: Matches) -> Matches:
        """Return, of all matches from left to right, those that ``re.finditer`` comes to."""
        return found.take(apart(found.start, found.end))

    def match(self, letters: Letters, places: Array) -> Matches:
        """Return what ``re.match`` finds at each place, only where it finds something."""
        front = Front(np.arange(len(places)), places, {})
        front, _ = self._node.run(letters, front)
        front = front.only(_firsts(front.item))
        groups = {}
        for name, number in self._names.items():
            none = np.full(len(front.item), -1)
            groups[name] = front.groups.get(number, (none, none))
        return Matches(places[front.item], front.place, groups)

    # -- compiling ---------------------------------------------------------------------------------------------------

    def _sequence(self, items: Any) -> _Node:
        nodes = [self._one(op, argument) for op, argument in items]
        first: frozenset[int] = frozenset()
        for node in nodes:
            first |= node.first
            if not node.empty:
                break
        empty = all(node.empty for node in nodes)

        def run(letters: Letters, front: Front) -> tuple[Front, Array]:
            came = np.arange(len(front.item))
            for node in nodes:
                if not len(front.item):
                    break
                front, source = node.run(letters, front)
                came = came[source]
            return front, came

        return _Node(run, first, empty)

    def _one(self, op: Any, argument: Any) -> _Node:
        if op in (c.LITERAL, c.NOT_LITERAL, c.IN):
            return _character(self._class_of(op, argument))
        if op is c.SUBPATTERN:
            return self._group(argument)
        if op is c.BRANCH:
            return _branch([self._sequence(some) for some in argument[1]])
        if op in (c.MAX_REPEAT, c.POSSESSIVE_REPEAT):
            return self._repeat(*argument, possessive=op is c.POSSESSIVE_REPEAT)
        if op in (c.ASSERT, c.ASSERT_NOT):
            return self._assertion(*argument, wanted=op is c.ASSERT)
        if op is c.GROUPREF:
            return _same_as(argument)
        if op is c.AT and argument is c.AT_BEGINNING:
            return _Node(_at_beginning, frozenset(), empty=True)
        raise ValueError(f"{op} is not known here")

    def _class_of(self, op: Any, argument: Any) -> int:
        if op is not c.IN:
            return self._classes.add([(argument, argument)], negated=op is c.NOT_LITERAL)
        ranges: list[tuple[int, int]] = []
        negated = False
        for kind, value in argument:
            if kind is c.NEGATE:
                negated = True
            elif kind is c.LITERAL:
                ranges.append((value, value))
            elif kind is c.RANGE:
                ranges.append(value)
            elif kind is c.CATEGORY and value is c.CATEGORY_SPACE:
                ranges += [(code, code) for code in _SPACES]
            else:
                raise ValueError(f"{kind} {value} is not known here")
        return self._classes.add(ranges, negated=negated)

    def _group(self, argument: Any) -> _Node:
        number, add, remove, items = argument
        if add or remove:
            raise ValueError("flags inside an expression are not known here")
        inner = self._sequence(items)

        def run(letters: Letters, front: Front) -> tuple[Front, Array]:
            after, came = inner.run(letters, front)
            return Front(after.item, after.place, {**after.groups, number: (front.place[came], after.place)}), came

        return inner if number is None else _Node(run, inner.first, inner.empty)

    def _repeat(self, least: int, most: Any, items: Any, *, possessive: bool) -> _Node:
        most = 1 << 20 if most is c.MAXREPEAT else int(most)
        inner = self._sequence(items)
        empty = inner.empty or not least
        single = len(items) == 1 and items[0][0] in (c.LITERAL, c.NOT_LITERAL, c.IN)
        if single:
            return _Node(_row(self._class_of(*items[0]), least, most, possessive=possessive), inner.first, empty)
        if not possessive and most > 64:
            raise ValueError("a long repetition has to be possessive here")
        return _Node(_loop(inner, least, most, possessive=possessive), inner.first, empty)

    def _assertion(self, direction: int, items: Any, *, wanted: bool) -> _Node:
        inner = self._sequence(items)
        width = items.getwidth()[0] if direction < 0 else 0

        def run(letters: Letters, front: Front) -> tuple[Front, Array]:
            inside = front.place - width >= 0
            begin = Front(np.arange(len(front.item))[inside], front.place[inside] - width, {})
            after, _ = inner.run(letters, begin)
            holds = np.zeros(len(front.item), dtype=bool)
            holds[after.item] = True
            some = np.flatnonzero(holds == wanted)
            return front.only(some), some

        return _Node(run, frozenset(), empty=True)


def _character(number: int) -> _Node:
    def run(letters: Letters, front: Front) -> tuple[Front, Array]:
        some = np.flatnonzero(letters.holds(number, front.place))
        front = front.only(some)
        return Front(front.item, front.place + 1, front.groups), some

    return _Node(run, frozenset([number]), empty=False)


def _branch(choices: list[_Node]) -> _Node:
    def run(letters: Letters, front: Front) -> tuple[Front, Array]:
        kinds = letters.kinds[front.place]
        ends = []
        for choice in choices:
            some = np.arange(len(front.item))
            if not choice.empty:
                some = np.flatnonzero(letters.any_of(choice.first)[kinds])
            if len(some):
                after, came = choice.run(letters, front.only(some))
                ends.append((after, some[came]))
        return _merged(ends, front)

    first = frozenset(number for choice in choices for number in choice.first)
    return _Node(run, first, any(choice.empty for choice in choices))


def _row(number: int, least: int, most: int, *, possessive: bool) -> _Run:
    """A repeated single character: the longest row first, then one less at a time."""

    def run(letters: Letters, front: Front) -> tuple[Front, Array]:
        length = np.zeros(len(front.item), dtype=np.int64)
        going = np.arange(len(front.item))
        while len(going):
            going = going[letters.holds(number, front.place[going] + length[going]) & (length[going] < most)]
            length[going] += 1
        if possessive:
            some = np.flatnonzero(length >= least)
            front = front.only(some)
            return Front(front.item, front.place + length[some], front.groups), some
        counts = np.maximum(length - least + 1, 0)
        came = np.repeat(np.arange(len(counts)), counts)
        if len(came) == len(counts) == counts.sum() and counts.all():
            return Front(front.item, front.place + length, front.groups), came
        less = np.arange(len(came)) - (np.cumsum(counts) - counts)[came]
        front = front.take(came)
        return Front(front.item, front.place + length[came] - less, front.groups), came

    return run


def _loop(inner: _Node, least: int, most: int, *, possessive: bool) -> _Run:
    def run_from(done: int, letters: Letters, front: Front) -> tuple[Front, Array]:
        every = np.arange(len(front.item))
        if done >= most or not len(every):
            return front, every
        ends = []
        after, came = inner.run(letters, front)
        if len(came):
            further, source = run_from(done + 1, letters, after)
            ends.append((further, came[source]))
        if done >= least:
            ends.append((front, every))
        return _merged(ends, front)

    def run_possessive(letters: Letters, front: Front) -> tuple[Front, Array]:
        came = np.arange(len(front.item))
        ends: list[tuple[Front, Array]] = []
        done = 0
        while len(front.item) and done < most:
            after, source = inner.run(letters, front)
            some = _firsts(source)
            stopped = np.ones(len(front.item), dtype=bool)
            stopped[source] = False
            if done >= least:
                still = np.flatnonzero(stopped)
                ends.append((front.only(still), came[still]))
            front, came = after.take(some), came[source[some]]
            done += 1
        ends.append((front, came))
        return _merged(ends, front)

    if possessive:
        return run_possessive
    return lambda letters, front: run_from(0, letters, front)


def _same_as(number: int) -> _Node:
    def run(letters: Letters, front: Front) -> tuple[Front, Array]:
        start, end = front.groups[number]
        if len(start) and (end - start != 1).any():
            raise ValueError("a group that is repeated has one character here")
        some = np.flatnonzero(letters.codes[front.place] == letters.codes[start])
        front = front.only(some)
        return Front(front.item, front.place + 1, front.groups), some

    return _Node(run, frozenset(), empty=False)


def _at_beginning(letters: Letters, front: Front) -> tuple[Front, Array]:
    some = np.flatnonzero(letters.codes[front.place - 1] == OUTSIDE)
    return front.only(some), some


def _merged(ends: list[tuple[Front, Array]], like: Front) -> tuple[Front, Array]:
    """Return several fronts as one: by the way they came from, those of the first front before those of the second."""
    if len(ends) == 1:
        return ends[0]
    if not ends:
        none = np.zeros(0, dtype=np.int64)
        return like.take(none), none
    came = np.concatenate([source for _, source in ends])
    order = np.argsort(came, kind="stable")
    groups = {}
    for number in {number for front, _ in ends for number in front.groups}:
        sides = []
        for side in (0, 1):
            parts = [f.groups[number][side] if number in f.groups else np.full(len(f.item), -1) for f, _ in ends]
            sides.append(np.concatenate(parts)[order])
        groups[number] = (sides[0], sides[1])
    item = np.concatenate([front.item for front, _ in ends])[order]
    place = np.concatenate([front.place for front, _ in ends])[order]
    return Front(item, place, groups), came[order]


def _firsts(ascending: Array) -> Array:
    """Return the index of the first of each equal row."""
    if not len(ascending):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))


def apart(start: Array, end: Array) -> Array:
    """Return, of spans in the order in which they are taken, those that begin at or behind the end of the last taken.

    ``start`` has to rise, or ``end`` has to: then a span can only overlap the ones taken before it.
    """
    kept: list[Array] = []
    left = np.arange(len(start))
    while len(left):
        reached = np.maximum.accumulate(end[left])
        head = np.ones(len(left), dtype=bool)
        head[1:] = start[left[1:]] >= reached[:-1]
        kept.append(left[head])
        of = np.flatnonzero(head)[np.cumsum(head) - 1]
        left = left[~head & (start[left] >= end[left[of]])]
    return np.sort(np.concatenate(kept)) if kept else np.zeros(0, dtype=np.int64)
