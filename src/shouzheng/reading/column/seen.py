"""What was found in a batch of texts, and the questions that signs ask of it: the vector form of ``signs.Text``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.looks import Breaks, Chains, Lists
from shouzheng.reading.column.patterns import Spans
from shouzheng.reading.column.sign_tables import SignTables, occurring
from shouzheng.reading.column.words import WordTable
from shouzheng.reading.signs import SENTENCE_WINDOW


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places at which a sign may count: number of the sign, folded span."""

    sign: Array
    start: Array
    end: Array

    def only(self, some: Array) -> Candidates:
        """Return those that a mask or index chooses."""
        return Candidates(self.sign[some], self.start[some], self.end[some])


@dataclass(frozen=True)
class Seen:
    """A batch of folded texts with the conditions found in it."""

    folded: FoldedFlat
    letters: Array
    breaks: Breaks
    left: Chains
    right: Chains
    inside: WordTable
    tables: SignTables
    roles: Array
    conditions: Spans

    @cached_property
    def occurring(self) -> Array:
        """The conditions that occur in each text, as rows of bits."""
        rows = self.folded.row[self.conditions.start]
        return occurring(self.conditions.number, rows, self.tables.contexts.total, self.folded.raw.rows)

    @cached_property
    def _keys(self) -> Array:
        return self.conditions.number * len(self.letters) + self.conditions.start

    def shown(self, candidates: Candidates) -> Candidates:
        """Return the candidates whose sign counts for words addressed to the role of their text."""
        tables = self.tables
        rows = self.folded.row[candidates.start]
        roles = self.roles[rows]
        keep = tables.fits[candidates.sign, roles]
        keep &= ~tables.not_with.occur(self.occurring, candidates.sign, rows)
        keep &= ~tables.asks[candidates.sign, roles] | tables.contexts.occur(self.occurring, candidates.sign, rows)
        candidates = candidates.only(keep)
        return candidates.only(~self._guarded(candidates))

    def beside(self, candidates: Candidates) -> Candidates:
        """Return the entities that have beside them what their sign asks for."""
        tables = self.tables
        asked = tables.beside_before.some(candidates.sign) | tables.beside_after.some(candidates.sign)
        answer = ~asked
        answer |= self._any(self.left, candidates.start, tables.beside_before, candidates.sign)
        open_ones = np.flatnonzero(~answer)
        rest = candidates.only(open_ones)
        answer[open_ones] = self._any(self.right, rest.end, tables.beside_after, rest.sign)
        return candidates.only(answer)

    def _any(self, chains: Chains, places: Array, lists: Lists, which: Array) -> Array:
        return chains.any_at(self.letters, self.breaks, places, lists, which)

    def _guarded(self, candidates: Candidates) -> Array:
        """Return for each candidate whether one of its guards gives a reason not to count it."""
        tables = self.tables
        answer = self._any(self.left, candidates.start, tables.guard_before, candidates.sign)
        answer |= self._any(self.right, candidates.end, tables.guard_after, candidates.sign)
        answer |= self._holds_inside(candidates)
        begin, finish = self.sentences(candidates.start, candidates.end)
        answer |= self.occur_within(tables.earlier, candidates.sign, begin, candidates.start)
        answer |= self.occur_within(tables.in_sentence, candidates.sign, begin, finish)
        return answer

    def _holds_inside(self, candidates: Candidates) -> Array:
        answer = np.zeros(len(candidates.sign), dtype=bool)
        some = np.flatnonzero(self.tables.has_inside[candidates.sign])
        start, end = candidates.start[some], candidates.end[some]
        sets = self.tables.inside[candidates.sign[some]]
        of, place, length = self.inside.in_windows(self.letters, sets, start, end - start)
        answer[some[of[place + length <= end[of]]]] = True
        return answer

    def sentences(self, start: Array, end: Array) -> tuple[Array, Array]:
        """Return the sentence around each span, as ``signs.Text.sentence`` does."""
        begin = np.maximum(self.breaks.begin(start), start - SENTENCE_WINDOW)
        finish = np.minimum(self.breaks.next_end(end), end + SENTENCE_WINDOW)
        return begin, finish

    def occur_within(self, lists: Lists, which: Array, begin: Array, finish: Array) -> Array:
        """Return for each window whether one of the conditions of the list ``which[i]`` lies wholly inside."""
        answer = np.zeros(len(which), dtype=bool)
        item, number = lists.members(which)
        if not len(item) or not len(self._keys):
            return answer
        at = np.searchsorted(self._keys, number * len(self.letters) + begin[item])
        at = np.minimum(at, len(self._keys) - 1)
        found = self.conditions
        inside = (found.number[at] == number) & (found.start[at] >= begin[item]) & (found.end[at] <= finish[item])
        answer[item[inside]] = True
        return answer
