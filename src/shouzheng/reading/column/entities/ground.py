"""What all finders of entities share: the text they work on, word sets, numbers, and what they hand back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.entities.letters import OUTSIDE, Letters
from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.pieces import NONE, Pieces, Strings
from shouzheng.reading.column.sign_tables import KINDS
from shouzheng.reading.column.words import Alphabet, Hits, WordTable

_ZERO, _NINE = ord("0"), ord("9")
_WIDE_ZERO, _WIDE_NINE = ord("０"), ord("９")
_COMMA = ord("，")
#: Numbers stop growing here, far above everything that is an amount.
_ENOUGH = 10**15


@dataclass(frozen=True, slots=True)
class Ground:
    """The folded texts with the Chinese commas that stay; ``words`` are the letters of the word sets."""

    folded: FoldedFlat
    codes: Array
    letters: Letters
    words: Array
    sent: Array

    def days_sent(self, places: Array) -> Array:
        """Return the day of sending of the text of each place, or ``NONE``."""
        answer: Array = self.sent[self.folded.row[places]]
        return answer


class WordSets:
    """Named sets of words, sought at places or within windows."""

    def __init__(self) -> None:
        self._sets: list[list[str]] = []

    def add(self, words: Iterable[str]) -> int:
        """Return the number of a set."""
        self._sets.append(sorted(set(words)))
        return len(self._sets) - 1

    def words(self) -> list[str]:
        """Return all words; raises ``ValueError`` for one with a comma, whose form depends on the text here."""
        words = [word for some in self._sets for word in some]
        if any("," in word or "，" in word for word in words):
            raise ValueError("a word list of entities holds a comma")
        return words

    def close(self, alphabet: Alphabet) -> None:
        """Make the tables, after the last set was added."""
        self._forward = WordTable(alphabet, self._sets)
        self._backward = WordTable(alphabet, self._sets, backward=True)

    def at(self, ground: Ground, number: int, places: Array) -> Hits:
        """Return the words of the set that begin at the places."""
        return self._forward.at(ground.words, np.full(len(places), number), places)

    def begin_at(self, ground: Ground, number: int, places: Array) -> Array:
        """Return whether a word of the set begins at each place."""
        answer = np.zeros(len(places), dtype=bool)
        answer[self.at(ground, number, places).item] = True
        return answer

    def end_at(self, ground: Ground, number: int, places: Array, starts: Array) -> Array:
        """Return whether a word of the set that begins at or behind ``starts`` ends at each place."""
        answer = np.zeros(len(places), dtype=bool)
        hits = self._backward.at(ground.words, np.full(len(places), number), places)
        answer[hits.item[places[hits.item] - hits.length >= starts[hits.item]]] = True
        return answer

    def within(self, ground: Ground, number: int, start: Array, end: Array) -> Array:
        """Return whether a word of the set lies wholly in each window."""
        answer = np.zeros(len(start), dtype=bool)
        of, place, length = self._forward.in_windows(
            ground.words, np.full(len(start), number), start, np.maximum(end - start, 0)
        )
        answer[of[place + length <= end[of]]] = True
        return answer

    def before(self, ground: Ground, number: int, places: Array, width: int) -> Array:
        """Return whether a word of the set lies within so many characters before each place."""
        start = np.maximum(places - width, ground.folded.starts[ground.folded.row[places]])
        return self.within(ground, number, start, places)


def with_real_commas(folded: FoldedFlat) -> Array:
    """Return the folded codes with borders as ``OUTSIDE`` and ``，`` where it does not separate thousands."""
    raw, codes = folded.raw.codes, folded.codes.copy()
    commas = np.flatnonzero(raw == _COMMA)
    if len(commas):
        near = (_is_digit(raw[commas - 1]) | _is_wide(raw[commas - 1])) & (
            _is_digit(raw[commas + 1]) | _is_wide(raw[commas + 1])
        )
        if near.any():
            asked = np.zeros(folded.raw.rows, dtype=bool)
            asked[folded.raw.row_of(commas[near])] = True
            kept = commas[~_is_wide(raw[commas + 1])]
            kept = kept[asked[folded.raw.row_of(kept)]]
            at = np.minimum(np.searchsorted(folded.origin, kept), len(codes) - 1)
            codes[at[folded.origin[at] == kept]] = _COMMA
    codes[0] = OUTSIDE
    codes[folded.ends] = OUTSIDE
    return codes


def _is_digit(codes: Array) -> Array:
    answer: Array = (codes >= _ZERO) & (codes <= _NINE)
    return answer


def _is_wide(codes: Array) -> Array:
    answer: Array = (codes >= _WIDE_ZERO) & (codes <= _WIDE_NINE)
    return answer


def decimal(codes: Array, start: Array, end: Array) -> Array:
    """Return the number that the digits of each piece write (other characters are passed over); 0 for empty pieces."""
    value = np.zeros(len(start), dtype=np.int64)
    for step in range(int((end - start).max(initial=0))):
        place = np.minimum(start + step, len(codes) - 1)
        digit = (start + step < end) & _is_digit(codes[place])
        grown = np.minimum(value * 10 + codes[place] - _ZERO, _ENOUGH)
        value = np.where(digit, grown, value)
    return value


def characters(codes: Array, start: Array, end: Array, without: str) -> tuple[Array, Array]:
    """Return the characters of all pieces but some: the piece of each, and its code."""
    which, number = spread(end - start)
    chosen = codes[start[which] + number]
    keep = ~np.isin(chosen, [ord(char) for char in without])
    return which[keep], chosen[keep]


def strings_from(which: Array, codes: Array, number: int) -> Strings:
    """Return characters, ascending by the text that they belong to, as ``number`` texts."""
    return Strings(codes.astype(np.uint32), np.bincount(which, minlength=number))


def part(
    ground: Ground,
    kind: EntityKind,
    start: Array,
    end: Array,
    *,
    fen: Array | None = None,
    day: Array | None = None,
    value: Strings | None = None,
) -> Pieces:
    """Return entities of one kind, not yet cleared of overlaps."""
    none = np.full(len(start), NONE, dtype=np.int64)
    return Pieces(
        ground.folded.row[start],
        np.full(len(start), KINDS.index(kind), dtype=np.int64),
        start,
        end,
        none if fen is None else fen,
        none if day is None else day,
        Strings.none(len(start)) if value is None else value,
    )
