"""With which two characters a match of an expression can begin: by this most places are passed over at once.

The places of an expression and what can follow each (Glushkov's construction), taken from the parsed expression;
assertions are left out, so that too much may be allowed but never too little.
"""

from __future__ import annotations

from collections.abc import Callable
from re import _constants as c
from typing import Any

import numpy as np

from shouzheng.reading.column.flat import Array

_CHARACTERS = (c.LITERAL, c.NOT_LITERAL, c.IN)
_ANY = -1
#: The places with which a part can begin, with which it can end, and whether it may be empty.
_Edges = tuple[set[int], set[int], bool]


class Beginning:
    """The first two characters of all matches of a parsed expression, as classes."""

    def __init__(self, parsed: Any, class_of: Callable[[Any, Any], int]) -> None:
        self._class_of = class_of
        self._classes: list[int] = []
        self._follow: list[set[int]] = []
        self._first, self._last, self._empty = self._sequence(parsed)
        self._not_behind = [class_of(*some[0]) for some in _not_behind(parsed)]

    def behind(self, member: Array) -> Array:
        """Return which kinds of characters may stand before a match."""
        answer: Array = np.logical_not(np.any(member[self._not_behind], axis=0))
        return answer

    def pairs(self, member: Array) -> Array:
        """Return which kinds of characters may stand first and second; ``member`` tells the kinds of each class.

        Of an expression that may be empty nothing is told: it is matched at given places, never sought.
        """
        kinds = member.shape[1]
        allowed = np.zeros((kinds, kinds), dtype=bool)
        if self._empty:
            return allowed
        for place in self._first:
            second = np.zeros(kinds, dtype=bool)
            if place in self._last:
                second[:] = True
            for next_place in self._follow[place]:
                second |= self._kinds(next_place, member)
            allowed |= np.outer(self._kinds(place, member), second)
        return allowed

    def _kinds(self, place: int, member: Array) -> Array:
        number = self._classes[place]
        kinds: Array = np.ones(member.shape[1], dtype=bool) if number == _ANY else member[number]
        return kinds

    def _place(self, number: int) -> _Edges:
        self._classes.append(number)
        self._follow.append(set())
        place = len(self._classes) - 1
        return {place}, {place}, False

    def _sequence(self, items: Any) -> _Edges:
        first: set[int] = set()
        last: set[int] = set()
        empty = True
        for op, argument in items:
            begin, end, nothing = self._one(op, argument)
            for place in last:
                self._follow[place] |= begin
            first |= begin if empty else set()
            last = end | (last if nothing else set())
            empty &= nothing
        return first, last, empty

    def _one(self, op: Any, argument: Any) -> _Edges:
        if op in _CHARACTERS:
            return self._place(self._class_of(op, argument))
        if op is c.GROUPREF:
            return self._place(_ANY)
        if op is c.SUBPATTERN:
            return self._sequence(argument[-1])
        if op is c.BRANCH:
            edges = [self._sequence(choice) for choice in argument[1]]
            return set().union(*(e[0] for e in edges)), set().union(*(e[1] for e in edges)), any(e[2] for e in edges)
        if op in (c.MAX_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, items = argument
            first, last, empty = self._sequence(items)
            for place in last if most > 1 else ():
                self._follow[place] |= first
            return first, last, empty or least == 0
        return set(), set(), True


def choices(parsed: Any) -> list[Any]:
    """Return the choices of an expression whose choices forbid different things before them, else the expression."""
    if len(parsed) == 1 and parsed[0][0] is c.BRANCH and any(_not_behind(choice) for choice in parsed[0][1][1]):
        return list(parsed[0][1][1])
    return [parsed]


def _not_behind(parsed: Any) -> list[Any]:
    """Return the single characters that an expression forbids before its beginning, first thing."""
    found = []
    for op, argument in parsed:
        if op is not c.ASSERT_NOT or argument[0] >= 0:
            break
        if len(argument[1]) == 1 and argument[1][0][0] in _CHARACTERS:
            found.append(argument[1])
    return found
