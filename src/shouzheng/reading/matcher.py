"""Finds all patterns in one folded text: one scan for anchor words, then a look to both sides of each hit.

What is found is defined without the scan: the spans of a pattern that hold no smaller span of the same pattern. From
an anchor word the nearest possible start and the nearest possible end are sought independently; a smallest span is
always found that way, because its own anchor word lies in it, and larger ones are dropped afterwards.

Each look is bounded by the lengths of gaps and words, so the whole is linear in the text. ``MOST_HITS`` bounds memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouzheng.reading.fold import CLAUSE_ENDS, SENTENCE_ENDS
from shouzheng.reading.pattern import Gap, Part, Pattern

#: After this many anchor hits of one pattern in one text no more are looked at (a text of a megabyte, written to harm).
MOST_HITS = 10_000

#: A found span, half-open, in the folded text.
Found = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """One part made ready for one direction: gap, words by the character at the near edge, and "or nothing"."""

    least: int
    most: int
    ends: frozenset[str]
    by_edge: dict[str, tuple[str, ...]]
    or_nothing: bool


@dataclass(frozen=True, slots=True)
class _Use:
    """An anchor word of a pattern, and what has to stand left (nearest first) and right of it."""

    pattern: int
    word: str
    left: tuple[_Look, ...]
    right: tuple[_Look, ...]


def look_right(parts: Iterable[Part]) -> tuple[_Look, ...]:
    """Make parts ready for matching from left to right."""
    return tuple(_look(part.gap, part.words, 0) for part in parts)


def look_left(parts: Sequence[Part], tail: Gap) -> tuple[_Look, ...]:
    """Make parts ready for matching from right to left; ``tail`` is the gap behind the last part."""
    looks = []
    gap = tail
    for part in reversed(parts):
        looks.append(_look(gap, part.words, -1))
        gap = part.gap
    return tuple(looks)


def _look(gap: Gap, words: tuple[str, ...], edge: int) -> _Look:
    by_edge: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_edge.setdefault(word[edge], []).append(word)
    ends = CLAUSE_ENDS if gap.in_clause else SENTENCE_ENDS
    return _Look(gap.least, gap.most, ends, {char: tuple(some) for char, some in by_edge.items()}, "" in words)


def nearest_end(text: str, start: int, looks: tuple[_Look, ...]) -> int | None:
    """Return the smallest end of the parts when they begin at ``start`` (with their gaps), ``None`` when they do not."""
    ends = {start}
    for look in looks:
        found: set[int] = set()
        for end in ends:
            _step_right(text, end, look, found)
        if not found:
            return None
        ends = found
    return min(ends)


def _step_right(text: str, start: int, look: _Look, found: set[int]) -> None:
    least, last = start + look.least, min(start + look.most, len(text))
    place = start
    while True:
        if place >= least:
            if look.or_nothing:
                found.add(place)
            if place < len(text):
                for word in look.by_edge.get(text[place], ()):
                    if text.startswith(word, place):
                        found.add(place + len(word))
        if place >= last or text[place] in look.ends:
            return
        place += 1


def nearest_start(text: str, end: int, looks: tuple[_Look, ...]) -> int | None:
    """Return the largest start of the parts when they stop at ``end``, ``None`` when they do not."""
    starts = {end}
    for look in looks:
        found: set[int] = set()
        for start in starts:
            _step_left(text, start, look, found)
        if not found:
            return None
        starts = found
    return max(starts)


def _step_left(text: str, end: int, look: _Look, found: set[int]) -> None:
    most, last = end - look.least, max(end - look.most, 0)
    place = end
    while True:
        if place <= most:
            if look.or_nothing:
                found.add(place)
            if place > 0:
                for word in look.by_edge.get(text[place - 1], ()):
                    if text.endswith(word, 0, place):
                        found.add(place - len(word))
        if place <= last or text[place - 1] in look.ends:
            return
        place -= 1


class Matcher:
    """All patterns of a lexicon, ready to be found in one scan of a text."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._right = [look_right(pattern.parts) for pattern in patterns]
        heads: dict[str, list[_Use]] = {}
        for number, pattern in enumerate(patterns):
            anchor = pattern.anchor
            if anchor is None:
                raise ValueError(f"pattern {pattern.source!r} has no word of two characters to be found by")
            part = pattern.parts[anchor]
            left = look_left(pattern.parts[:anchor], part.gap) if anchor else ()
            right = look_right(pattern.parts[anchor + 1 :])
            for word in part.words:
                heads.setdefault(word[:2], []).append(_Use(number, word, left, right))
        self._heads = {head: tuple(uses) for head, uses in heads.items()}

    def find(self, text: str) -> dict[int, list[Found]]:
        """Return, for each pattern (by its number) that occurs, its smallest spans from left to right."""
        hits: dict[int, list[Found]] = {}
        heads = self._heads
        for place, head in enumerate(map(str.__add__, text, text[1:])):
            uses = heads.get(head)
            if uses is None:
                continue
            for use in uses:
                if len(use.word) == 2 or text.startswith(use.word, place):
                    self._look_around(text, place, use, hits)
        return {number: smallest(spans) for number, spans in hits.items()}

    @staticmethod
    def _look_around(text: str, place: int, use: _Use, hits: dict[int, list[Found]]) -> None:
        spans = hits.get(use.pattern)
        if spans is not None and len(spans) >= MOST_HITS:
            return
        end: int | None = place + len(use.word)
        start: int | None = place
        if use.right:
            end = nearest_end(text, place + len(use.word), use.right)
            if end is None:
                return
        if use.left:
            start = nearest_start(text, place, use.left)
            if start is None:
                return
        if start is not None and end is not None:
            if spans is None:
                hits[use.pattern] = [(start, end)]
            else:
                spans.append((start, end))

    def pieces(self, text: str, number: int, span: Found) -> list[Found]:
        """Return the words of a found span without its gaps, by one way to read it (shortest gaps first)."""
        ways: list[dict[int, tuple[int, int]]] = []  # per part: end -> (end of the part before, start of the word)
        ends = [span[0]]
        for look in self._right[number]:
            way: dict[int, tuple[int, int]] = {}
            for end in ends:
                _ways(text, end, look, span[1], way)
            ways.append(way)
            ends = sorted(way)
        found: list[Found] = []
        end = span[1]
        for way in reversed(ways):
            if end not in way:
                return [span]
            before, start = way[end]
            if start < end:
                found.append((start, end))
            end = before
        return found[::-1]


def _ways(text: str, start: int, look: _Look, limit: int, way: dict[int, tuple[int, int]]) -> None:
    for place in range(start, min(start + look.most, limit) + 1):
        if place >= start + look.least:
            if look.or_nothing:
                way.setdefault(place, (start, place))
            for word in look.by_edge.get(text[place], ()) if place < limit else ():
                if place + len(word) <= limit and text.startswith(word, place):
                    way.setdefault(place + len(word), (start, place))
        if place < limit and text[place] in look.ends:
            return


def smallest(spans: list[Found]) -> list[Found]:
    """Return the spans that hold no other span of the list, from left to right, each once."""
    if len(spans) == 1:
        return spans
    kept: list[Found] = []
    for start, end in sorted(set(spans), key=lambda span: (-span[0], span[1])):
        if not kept or end < kept[-1][1]:
            kept.append((start, end))
    return kept[::-1]
