"""Finds all patterns in one folded text: one scan for anchor words, then a look to both sides of each hit.

What is found is defined without the scan: the spans of a pattern that hold no smaller span of the same pattern. From
an anchor word the nearest possible start and the nearest possible end are sought independently; a smallest span is
always found that way, because its own anchor word lies in it, and larger ones are dropped afterwards.

Each look is bounded by the lengths of gaps and words, so the whole is linear in the text. ``MOST_HITS`` bounds memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from shouzheng.reading.fold import CLAUSE_ENDS, SENTENCE_ENDS
from shouzheng.reading.pattern import Gap, Part, Pattern

#: After this many finds of one pattern in one text no more are sought (a text of a megabyte, written to harm).
MOST_HITS = 1_000

#: Number of the need of patterns that are found by their anchor word alone.
_NO_NEED = -1

#: A found span, half-open, in the folded text.
Found = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """One part made ready for one direction: gap, words by the character at the near edge, and "or nothing"."""

    least: int
    most: int
    ends: frozenset[str]
    by_edge: dict[str, tuple[str, ...]]
    edges: frozenset[str]
    or_nothing: bool


#: A pattern that an anchor word belongs to: its number, what has to stand left of it (nearest first) and right of it.
_Use = tuple[int, tuple[Look, ...], tuple[Look, ...]]
#: Patterns of one word with the same need: its length, the number of what has to stand anywhere, and the patterns.
_Group = tuple[int, int, tuple[_Use, ...]]
#: Anchor words by their length, which share their first three characters.
_Longer = tuple[tuple[int, dict[str, tuple[_Group, ...]]], ...]
#: What begins with two characters: the groups of the word that ends with them, and longer words by three characters.
_Head = tuple[tuple[_Group, ...], dict[str, _Longer]]


def look_right(parts: Iterable[Part]) -> tuple[Look, ...]:
    """Make parts ready for matching from left to right."""
    return tuple(_look(part.gap, part.words, 0) for part in parts)


def look_left(parts: Sequence[Part], tail: Gap) -> tuple[Look, ...]:
    """Make parts ready for matching from right to left; ``tail`` is the gap behind the last part."""
    looks = []
    gap = tail
    for part in reversed(parts):
        looks.append(_look(gap, part.words, -1))
        gap = part.gap
    return tuple(looks)


def _look(gap: Gap, words: tuple[str, ...], edge: int) -> Look:
    by_edge: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_edge.setdefault(word[edge], []).append(word)
    ends = CLAUSE_ENDS if gap.in_clause else SENTENCE_ENDS
    ready = {char: tuple(some) for char, some in by_edge.items()}
    return Look(gap.least, gap.most, ends, ready, frozenset(ready), "" in words)


def nearest_end(text: str, start: int, looks: tuple[Look, ...]) -> int | None:
    """Return the smallest end of the parts when their gaps begin at ``start``, ``None`` when they are not there."""
    ends = {start}
    for look in looks:
        found: set[int] = set()
        for end in ends:
            _step_right(text, end, look, found)
        if not found:
            return None
        ends = found
    return min(ends)


def may_begin_at(text: str, start: int, looks: tuple[Look, ...]) -> bool:
    """Return False when no word of the nearest part can stand there: the usual case, found out fast."""
    look = looks[0]
    if look.or_nothing:
        return True
    return not look.edges.isdisjoint(text[start + look.least : start + look.most + 1])


def _step_right(text: str, start: int, look: Look, found: set[int]) -> None:
    """Add the ends of the part's words that begin within its gap from ``start`` on."""
    first, last = start + look.least, min(start + look.most, len(text))
    by_edge, ends, or_nothing = look.by_edge, look.ends, look.or_nothing
    if first > start and not ends.isdisjoint(text[start:first]):
        return
    for place, char in enumerate(text[first : last + 1], first):
        if or_nothing:
            found.add(place)
        words = by_edge.get(char)
        if words is not None:
            for word in words:
                if text.startswith(word, place):
                    found.add(place + len(word))
        if char in ends:
            return
    if or_nothing and first <= last == len(text):
        found.add(last)


def nearest_start(text: str, end: int, looks: tuple[Look, ...]) -> int | None:
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


def may_end_at(text: str, end: int, looks: tuple[Look, ...]) -> bool:
    """Return False when no word of the nearest part can stand there."""
    look = looks[0]
    if look.or_nothing:
        return True
    first = end - look.least
    return first > 0 and not look.edges.isdisjoint(text[max(end - look.most - 1, 0) : first])


def _step_left(text: str, end: int, look: Look, found: set[int]) -> None:
    """Add the starts of the part's words that stop within its gap before ``end``."""
    first, last = end - look.least, max(end - look.most, 0)
    by_edge, ends, or_nothing = look.by_edge, look.ends, look.or_nothing
    if first < last or (first < end and not ends.isdisjoint(text[first:end])):
        return
    place = first
    for char in text[max(last - 1, 0) : first][::-1]:
        if or_nothing:
            found.add(place)
        words = by_edge.get(char)
        if words is not None:
            for word in words:
                if text.endswith(word, 0, place):
                    found.add(place - len(word))
        if char in ends:
            return
        place -= 1
    if or_nothing and not last:
        found.add(0)


class Matcher:
    """All patterns of a lexicon, ready to be found in one scan of a text.

    Nine of ten anchor words stand in texts that lack the rest of the pattern. So each pattern also has a *need*: the
    beginnings of the words of its other part with the fewest words, one of which has to occur somewhere in the text.
    It is looked up once for a text and all patterns that share it; it never changes what is found.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        for pattern in patterns:
            if pattern.anchor is None:
                raise ValueError(f"pattern {pattern.source!r} has no word of two characters to be found by")
        self._patterns = patterns

    @cached_property
    def _right(self) -> list[tuple[Look, ...]]:
        return [look_right(pattern.parts) for pattern in self._patterns]

    @cached_property
    def _ready(self) -> tuple[list[frozenset[str]], dict[str, _Head]]:
        """The needs by their number and the anchor words, made at the first text: whoever reads none needs neither."""
        needs: dict[frozenset[str], int] = {}
        uses: dict[str, dict[int, list[_Use]]] = {}
        for number, pattern in enumerate(self._patterns):
            anchor = pattern.anchor or 0
            part = pattern.parts[anchor]
            left = look_left(pattern.parts[:anchor], part.gap) if anchor else ()
            right = look_right(pattern.parts[anchor + 1 :])
            need = _need(pattern, anchor)
            group = needs.setdefault(need, len(needs)) if need else _NO_NEED
            for word in part.words:
                uses.setdefault(word, {}).setdefault(group, []).append((number, left, right))
        return list(needs), _heads(uses)

    def anchors(self) -> Iterator[tuple[str, int, tuple[Look, ...], tuple[Look, ...]]]:
        """Yield each anchor word with the number of a pattern, and what has to stand left and right of the word."""
        for pair, (groups, by_three) in self._ready[1].items():
            words = [(pair, groups)]
            for longer in by_three.values():
                words += [item for _, by_word in longer for item in by_word.items()]
            for word, some in words:
                for _, _, uses in some:
                    for number, left, right in uses:
                        yield word, number, left, right

    def parts(self) -> list[int]:
        """Return the number of parts of each pattern."""
        return [len(looks) for looks in self._right]

    def find(self, text: str) -> dict[int, list[Found]]:
        """Return, for each pattern (by its number) that occurs, its smallest spans from left to right."""
        hits: dict[int, list[Found]] = {}
        needs, heads = self._ready
        pairs = list(map(str.__add__, text, text[1:]))
        if heads.keys().isdisjoint(pairs):
            return hits
        seen = {*text, *pairs}
        known = {_NO_NEED: True}
        for place, head in enumerate(map(heads.get, pairs)):
            if head is None:
                continue
            groups, by_three = head
            longer = by_three.get(text[place : place + 3]) if by_three else None
            if longer is not None:
                groups = (*groups, *_groups_of(longer, text, place))
            for length, need, uses in groups:
                here = known.get(need)
                if here is None:
                    here = known[need] = not needs[need].isdisjoint(seen)
                if here:
                    _add(hits, text, place, place + length, uses)
        return {number: smallest(spans) for number, spans in hits.items()}

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


def _groups_of(longer: _Longer, text: str, place: int) -> list[_Group]:
    """Return the groups of the words of three characters and more that stand at a place."""
    found: list[_Group] = []
    for length, words in longer:
        groups = words.get(text[place : place + length])
        if groups is not None:
            found += groups
    return found


def _add(hits: dict[int, list[Found]], text: str, start: int, end: int, uses: tuple[_Use, ...]) -> None:
    """Add the spans of the patterns that an anchor word is part of, where the rest of them is there."""
    for number, left, right in uses:
        spans = hits.get(number)
        if spans is not None and len(spans) >= MOST_HITS:
            continue
        if (right and not may_begin_at(text, end, right)) or (left and not may_end_at(text, start, left)):
            continue
        span = _look_around(text, start, end, left, right) if left or right else (start, end)
        if span is not None and spans is not None:
            spans.append(span)
        elif span is not None:
            hits[number] = [span]


def _need(pattern: Pattern, anchor: int) -> frozenset[str]:
    """Return the first one or two characters of the words of the rarest other part; empty when there is none."""
    others = [part for place, part in enumerate(pattern.parts) if place != anchor and "" not in part.words]
    if not others:
        return frozenset()
    return frozenset(word[:2] for word in min(others, key=lambda part: len(part.words)).words)


def _heads(uses: dict[str, dict[int, list[_Use]]]) -> dict[str, _Head]:
    """Sort the anchor words by their first two characters, longer ones by three and by length."""
    short: dict[str, tuple[_Group, ...]] = {}
    longer: dict[str, dict[str, dict[int, dict[str, tuple[_Group, ...]]]]] = {}
    for word, groups in uses.items():
        ready = tuple((len(word), need, tuple(some)) for need, some in groups.items())
        by_three = longer.setdefault(word[:2], {})
        if len(word) == 2:
            short[word] = ready
        else:
            by_three.setdefault(word[:3], {}).setdefault(len(word), {})[word] = ready
    return {
        pair: (short.get(pair, ()), {three: tuple(sorted(some.items())) for three, some in by_three.items()})
        for pair, by_three in longer.items()
    }


def _look_around(text: str, start: int, end: int, left: tuple[Look, ...], right: tuple[Look, ...]) -> Found | None:
    """Return the smallest span around an anchor word, ``None`` when the rest of the pattern is not there."""
    first: int | None = start
    last: int | None = end
    if right:
        last = nearest_end(text, end, right)
        if last is None:
            return None
    if left:
        first = nearest_start(text, start, left)
        if first is None:
            return None
    return (first, last) if first is not None and last is not None else None


def _ways(text: str, start: int, look: Look, limit: int, way: dict[int, tuple[int, int]]) -> None:
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
