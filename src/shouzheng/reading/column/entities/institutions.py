"""Names of institutions in many texts at once, equal to ``reading.entities.institutions``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.entities.expressions import Expression
from shouzheng.reading.column.entities.ground import Ground, WordSets, part
from shouzheng.reading.column.entities.letters import Classes
from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.pieces import Pieces, Strings
from shouzheng.reading.entities.found import EntityWords
from shouzheng.reading.entities.institutions import (
    _BEFORE_SIGNATURE,
    _LONGEST_NAME,
    _SIGNATURE,
    InstitutionFinder,
)

#: So many characters behind a signature have to be blank for it to stand at the end.
_BLANK_BEHIND = 80
_IN_NAMES = ((0x3400, 0x9FFF), (ord("a"), ord("z")), (ord("0"), ord("9")))
_DECIMALS = tuple((code, code) for code in range(0x110000) if chr(code).isdecimal())
_SPACES = tuple((code, code) for code in range(0x3001) if chr(code).isspace())


class Institutions:
    """Finds signatures, names by their ending, and known names."""

    def __init__(self, finder: InstitutionFinder, words: EntityWords, classes: Classes, sets: WordSets) -> None:
        self._signature = Expression(_SIGNATURE, classes)
        self._lead = Expression(_BEFORE_SIGNATURE, classes)
        self._ending = Expression(finder._ending, classes)
        self._names = Expression(finder._names, classes)
        self._in_names, self._decimal, self._space = (classes.add(some) for some in (_IN_NAMES, _DECIMALS, _SPACES))
        self._sets = sets
        self._stops = sets.add(words.stops)
        self._not_names = sets.add(words.not_names)
        self._not_signature = sets.add(words.not_signature)
        self._authority = sets.add(words.authority)

    def find(self, ground: Ground) -> Iterator[Pieces]:
        """Yield signatures, then names by their ending, then known names."""
        yield self._signatures(ground)
        yield self._by_ending(ground)
        found = self._names.finditer(ground.letters)
        yield _named(ground, found.start, found.end)

    def _signatures(self, ground: Ground) -> Pieces:
        found = self._signature.finditer(ground.letters)
        found = found.take(self._at_edge(ground, found.start, found.end))
        lenticular = found.has("lenticular")
        start = np.where(lenticular, found.groups["lenticular"][0], found.groups["square"][0])
        end = np.where(lenticular, found.groups["lenticular"][1], found.groups["square"][1])
        first, last = self._stripped(ground, start, end)
        keep = first < last
        keep &= ~self._all_decimal(ground, first, last)
        keep &= ~self._sets.within(ground, self._authority, first, last)
        hits = self._sets.at(ground, self._not_signature, first)
        whole = hits.item[first[hits.item] + hits.length == last[hits.item]]
        keep[whole] = False
        value = Strings.slices(ground.codes, first[keep], last[keep])
        return part(ground, EntityKind.INSTITUTION, start[keep], end[keep], value=value)

    def _at_edge(self, ground: Ground, start: Array, end: Array) -> Array:
        row = ground.folded.row[start]
        rows = row[np.flatnonzero(np.diff(row, prepend=-1))]
        lead = self._lead.match(ground.letters, ground.folded.starts[rows])
        at_start = lead.end[np.searchsorted(rows, row)] == start if len(row) else np.zeros(0, dtype=bool)
        last = np.minimum(end + _BLANK_BEHIND, ground.folded.ends[row])
        place = end.copy()
        while (blank := (place < last) & ground.letters.holds(self._space, place)).any():
            place += blank
        answer: Array = at_start | (place >= last)
        return answer

    def _stripped(self, ground: Ground, start: Array, end: Array) -> tuple[Array, Array]:
        start, end = start.copy(), end.copy()
        while (blank := (start < end) & ground.letters.holds(self._space, start)).any():
            start += blank
        while (blank := (start < end) & ground.letters.holds(self._space, end - 1)).any():
            end -= blank
        return start, end

    def _all_decimal(self, ground: Ground, start: Array, end: Array) -> Array:
        which, number = spread(end - start)
        other = ~ground.letters.holds(self._decimal, start[which] + number)
        answer = np.ones(len(start), dtype=bool)
        answer[which[other]] = False
        return answer

    def _by_ending(self, ground: Ground) -> Pieces:
        found = self._ending.finditer(ground.letters)
        begin, end = found.start, found.end
        start = self._behind_stops(ground, self._run_before(ground, begin), begin)
        while (digit := (start < begin) & ground.letters.holds(self._decimal, np.minimum(start, begin))).any():
            start = start + digit
        some = begin - start >= 2
        start, end = start[some], end[some]
        bare = self._sets.end_at(ground, self._not_names, end, start)
        bare |= self._sets.within(ground, self._authority, start, end)
        return _named(ground, start[~bare], end[~bare])

    def _run_before(self, ground: Ground, begin: Array) -> Array:
        """Return where the characters of a name before each ending begin, at most ``_LONGEST_NAME`` of them.

        A line end right before the ending is passed over, because ``$`` of the reference does.
        """
        least = np.maximum(begin - _LONGEST_NAME, ground.folded.starts[ground.folded.row[begin]])
        start = begin - ((ground.codes[begin - 1] == ord("\n")) & (begin > least))
        while (more := (start > least) & ground.letters.holds(self._in_names, start - 1)).any():
            start = start - more
        answer: Array = start
        return answer

    def _behind_stops(self, ground: Ground, start: Array, begin: Array) -> Array:
        """Return the starts moved behind the last word that cannot be in a name, sought from the left."""
        which, number = spread(begin - start)
        places = start[which] + number
        hits = self._sets.at(ground, self._stops, places)
        fits = places[hits.item] + hits.length <= begin[which[hits.item]]
        longest = np.zeros((len(start), _LONGEST_NAME + 2), dtype=np.int64)
        item = hits.item[fits]
        np.maximum.at(longest, (which[item], number[item]), hits.length[fits])
        offset = np.zeros(len(start), dtype=np.int64)
        behind = np.zeros(len(start), dtype=np.int64)
        rows = np.arange(len(start))
        for _ in range(_LONGEST_NAME + 1):
            inside = offset < begin - start
            step = np.where(inside, longest[rows, np.minimum(offset, _LONGEST_NAME + 1)], 0)
            behind = np.where(step > 0, offset + step, behind)
            offset = np.where(inside, offset + np.maximum(step, 1), offset)
        return start + behind


def _named(ground: Ground, start: Array, end: Array) -> Pieces:
    value = Strings.slices(ground.codes, start, end)
    return part(ground, EntityKind.INSTITUTION, start, end, value=value)
