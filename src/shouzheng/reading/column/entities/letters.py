"""A flat text in the form that expressions run on: each character by the classes that tell it apart from others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shouzheng.reading.column.entities.beginnings import Beginning
from shouzheng.reading.column.flat import Array

#: Stands for the borders of a flat text: no class holds it, negated ones neither.
OUTSIDE = 0x110000
_MOST_BEGINNINGS = 32


class Classes:
    """The character classes of some expressions; characters that no class tells apart share a number."""

    def __init__(self) -> None:
        self._ranges: dict[tuple[bool, tuple[tuple[int, int], ...]], int] = {}
        self._begins: list[Beginning] = []
        self._unions: dict[frozenset[int], Array] = {}

    def add_beginning(self, beginning: Beginning) -> int:
        """Return the bit of an expression (or of one of its choices) by which ``Letters.begins`` knows it."""
        if len(self._begins) == _MOST_BEGINNINGS:
            raise ValueError("more expressions than bits")
        self._begins.append(beginning)
        return len(self._begins) - 1

    def add(self, ranges: Iterable[tuple[int, int]], *, negated: bool = False) -> int:
        """Return the number of a class of inclusive ranges of code points."""
        key = (negated, tuple(sorted(set(ranges))))
        return self._ranges.setdefault(key, len(self._ranges))

    def close(self) -> None:
        """Make the tables, after the last class was added."""
        edges = {0, OUTSIDE}
        for _, ranges in self._ranges:
            for low, high in ranges:
                edges |= {low, high + 1}
        starts = sorted(edges)
        member = np.zeros((len(starts), len(self._ranges)), dtype=bool)
        for (negated, ranges), number in self._ranges.items():
            for low, high in ranges:
                member[np.searchsorted(starts, low) : np.searchsorted(starts, high + 1), number] = True
            if negated:
                member[:, number] = ~member[:, number]
        member[-1] = False  # OUTSIDE
        different, kinds = np.unique(member, axis=0, return_inverse=True)
        sizes = np.diff([*starts, OUTSIDE + 1])
        self._kind = np.repeat(kinds.reshape(-1).astype(np.uint16), sizes)
        self.member = different.T.copy()
        self._pairs = np.zeros(self.member.shape[1] ** 2, dtype=np.uint32)
        self._behind = np.zeros(self.member.shape[1], dtype=np.uint32)
        for number, beginning in enumerate(self._begins):
            self._pairs |= beginning.pairs(self.member).reshape(-1).astype(np.uint32) << np.uint32(number)
            self._behind |= beginning.behind(self.member).astype(np.uint32) << np.uint32(number)

    def letters(self, codes: Array) -> Letters:
        """Return a flat text (borders replaced by ``OUTSIDE``) ready for expressions."""
        kinds = self._kind[codes]
        bits = self._pairs[kinds[:-1].astype(np.int32) * self.member.shape[1] + kinds[1:]]
        places = np.flatnonzero(bits)
        bits = bits[places] & self._behind[kinds[places - 1]]
        some = np.flatnonzero(bits)
        return Letters(kinds, codes, self.member, self._unions, places[some], bits[some])


@dataclass(frozen=True, slots=True)
class Letters:
    """A flat text: for each character what tells it apart (``kinds``), and the code; ``member`` as in ``Classes``.

    ``places`` are those at which an expression may begin, by the characters there; ``bits`` say which expressions.
    """

    kinds: Array
    codes: Array
    member: Array
    unions: dict[frozenset[int], Array]
    places: Array
    bits: Array

    def begins(self, bits: int) -> Array:
        """Return the places at which one of the expressions may begin."""
        return self.places[np.flatnonzero(self.bits & np.uint32(bits))]

    def any_of(self, numbers: frozenset[int]) -> Array:
        """Return which kinds of characters are of one of the classes."""
        known = self.unions.get(numbers)
        if known is None:
            known = self.unions[numbers] = np.any(self.member[sorted(numbers)], axis=0)
        return known

    def holds(self, number: int, places: Array) -> Array:
        """Return whether the character at each place is of the class."""
        answer: Array = self.member[number][self.kinds[places]]
        return answer
