"""Finds the patterns of a lexicon in many texts at once, equal to ``reading.matcher.Matcher`` text by text.

Anchor words are found once for the acts' patterns and the conditions together: by the first two characters, then by the
whole word. What stands around them is looked at separately, for conditions only in texts where somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.looks import Breaks, Chains, Lists
from shouzheng.reading.column.words import Alphabet, WordTable
from shouzheng.reading.matcher import Look, Matcher

#: Tells, for numbers of patterns and places of a flat text, which of the patterns are asked for there.
Wanted = Callable[[Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Spans:
    """Smallest spans of numbered patterns, ascending by number, start, end; no span holds another of its number."""

    number: Array
    start: Array
    end: Array


@dataclass(frozen=True, slots=True)
class Anchors:
    """Anchor words found in a flat text: the first character, the length, the number of the word."""

    place: Array
    length: Array
    word: Array

    def only(self, some: Array) -> Anchors:
        """Return those that a mask chooses."""
        return Anchors(self.place[some], self.length[some], self.word[some])


class Uses:
    """What the anchor words of one ``Matcher`` are anchors of.

    Patterns that are the same and ``alike`` (equal in what ``wanted`` asks about) are looked for together.
    """

    def __init__(
        self, matcher: Matcher, words: dict[str, int], left: Chains, right: Chains, alike: Sequence[Hashable]
    ) -> None:
        of_number: dict[int, list[tuple[int, int, int, bool]]] = {}
        for word, number, before, after in matcher.anchors():
            left_first = _likely(before) < _likely(after)
            of_number.setdefault(number, []).append((words[word], left.add(before), right.add(after), left_first))
        same: dict[Hashable, list[int]] = {}
        for number, some in of_number.items():
            same.setdefault((frozenset(some), alike[number]), []).append(number)
        self._numbers = Lists(list(same.values()))
        uses = [(use, group) for group, some in enumerate(same.values()) for use in of_number[some[0]]]
        of_word: list[list[int]] = [[] for _ in words]
        for index, (use, _) in enumerate(uses):
            of_word[use[0]].append(index)
        self._of_word = Lists(of_word)
        self._group = np.array([group for _, group in uses], dtype=np.int64)
        self._first_number = np.array([some[0] for some in same.values()], dtype=np.int64)
        self._left, self._right = (np.array([use[i] for use, _ in uses], dtype=np.int64) for i in (1, 2))
        self._left_first = np.array([use[3] for use, _ in uses], dtype=bool)

    def around(
        self, anchors: Anchors, wanted: Wanted, letters: Array, breaks: Breaks, left: Chains, right: Chains
    ) -> Spans:
        """Return the spans of wanted patterns around the anchors, larger ones too, in no order."""
        which, use = self._of_word.members(anchors.word)
        some = np.flatnonzero(wanted(self._first_number[self._group[use]], anchors.place[which]))
        which, use = which[some], use[some]
        start = anchors.place[which]
        end = start + anchors.length[which]
        for left_now in (self._left_first, ~self._left_first):  # the less likely side first
            some = np.flatnonzero(left_now[use])
            start[some] = left.nearest(letters, breaks, start[some], self._left[use[some]])
            some = np.flatnonzero(~left_now[use])
            end[some] = right.nearest(letters, breaks, end[some], self._right[use[some]])
            found = np.flatnonzero((start >= 0) & (end >= 0))
            use, start, end = use[found], start[found], end[found]
        which, number = self._numbers.members(self._group[use])
        return Spans(number, start[which], end[which])


def _likely(chain: tuple[Look, ...]) -> float:
    """Return a rough measure of how often a chain holds: places looked at, times characters that words begin with."""
    return (chain[0].most - chain[0].least + 1) * len(chain[0].edges) if chain else float("inf")


class AnchorScan:
    """The scan for all anchor words."""

    def __init__(self, words: Sequence[str], alphabet: Alphabet) -> None:
        self._table = WordTable(alphabet, [words])
        self._size = alphabet.size
        self._masks = self._table.scan_masks(alphabet.size)
        some = self._masks.reshape(alphabet.size, alphabet.size) != 0
        self._first, self._second = some.any(axis=1), some.any(axis=0)

    def scan(self, letters: Array) -> Anchors:
        """Find all anchor words of a flat text."""
        place = np.flatnonzero(self._first[letters[:-1]] & self._second[letters[1:]])
        masks = self._masks[letters[place].astype(np.int64) * self._size + letters[place + 1]]
        some = np.flatnonzero(masks)
        place, masks = place[some], masks[some]
        hits = self._table.resolve(letters, place, np.zeros(len(place), dtype=np.int64), place, masks)
        return Anchors(hits.item, hits.length, hits.word)


def smallest(spans: Spans, size: int) -> Spans:
    """Return the spans that hold no other one of their number, in order; ``size`` is the length of the flat text."""
    wide = size + 1
    key = np.sort((spans.number * wide + spans.start) * wide + (size - spans.end))
    rest, back = np.divmod(key, wide)
    number, start = np.divmod(rest, wide)
    end = size - back
    reach = (end + number * wide)[::-1]
    least = np.minimum.accumulate(reach)
    keep = np.ones(len(key), dtype=bool)
    keep[1:] = reach[1:] < least[:-1]
    keep = keep[::-1]
    return Spans(number[keep], start[keep], end[keep])
