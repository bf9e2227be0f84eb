"""The commentary rule for many texts at once: the vector form of ``signs.Commentary``."""

from __future__ import annotations

import numpy as np

from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.looks import Chains, Lists
from shouzheng.reading.column.seen import Candidates, Seen
from shouzheng.reading.column.sign_tables import ConditionSets
from shouzheng.reading.signs import SENTENCE_WINDOW, Commentary


class Quotations:
    """Quoted stretches of some texts, from left to right."""

    def __init__(self, starts: Array, ends: Array) -> None:
        self._starts = starts
        self._ends = ends

    def hold(self, start: Array, end: Array) -> Array:
        """Return for each span whether it lies in a quotation."""
        if not len(self._starts):
            return np.zeros(len(start), dtype=bool)
        at = np.searchsorted(self._starts, start, side="right") - 1
        return (at >= 0) & (end <= self._ends[at])


class QuotingRule:
    """The commentary rule of one lexicon."""

    def __init__(self, rule: Commentary, left: Chains, right: Chains, conditions: int) -> None:
        self._quotes = rule.quotes
        self._is_mark = np.zeros(0x110000, dtype=bool)
        self._is_mark[[ord(char) for pair in rule.quotes for char in pair]] = True
        self._about = ConditionSets([rule.about], conditions)
        self._is_addressed = np.zeros(conditions, dtype=bool)
        self._is_addressed[list(rule.addressed)] = True
        supposed = rule.supposed
        if supposed.after or supposed.inside or supposed.earlier or supposed.in_sentence:
            raise ValueError("the commentary rule has a guard that is not known here")
        self._supposed = Lists([[left.add(ready.looks) for ready in supposed.before]])

    def counting(self, seen: Seen, candidates: Candidates) -> Candidates:
        """Return the candidates, all of acts, without those that stand in commentary or are quoted there."""
        rows = seen.folded.row[candidates.start]
        asked = seen.tables.commentary[candidates.sign]
        if not asked.any():
            return candidates
        every = np.arange(seen.folded.raw.rows)
        about = self._about.occur(seen.occurring, np.zeros_like(every), every)
        asked &= about[rows]
        wanted = np.zeros(seen.folded.raw.rows, dtype=bool)
        wanted[rows[asked]] = True
        quotations = self.quotations(seen.folded, np.flatnonzero(wanted))
        speaking = wanted & ~self._addressing(seen, wanted, quotations)
        silent = speaking[rows] | quotations.hold(candidates.start, candidates.end)
        return candidates.only(~(asked & silent))

    def _addressing(self, seen: Seen, wanted: Array, quotations: Quotations) -> Array:
        """Return for each text whether something outside quotation marks addresses somebody."""
        found = seen.conditions
        some = np.flatnonzero(self._is_addressed[found.number])
        some = some[wanted[seen.folded.row[found.start[some]]]]
        start, end = found.start[some], found.end[some]
        free = np.flatnonzero(~quotations.hold(start, end))
        which = np.zeros(len(free), dtype=np.int64)
        supposed = seen.left.any_at(seen.letters, seen.breaks, start[free], self._supposed, which)
        answer = np.zeros(seen.folded.raw.rows, dtype=bool)
        answer[seen.folded.row[start[free[~supposed]]]] = True
        return answer

    def quotations(self, folded: FoldedFlat, rows: Array) -> Quotations:
        """Return the quoted stretches of the rows, as ``Commentary.quotations`` does; a round takes one of each."""
        marks = np.flatnonzero(self._is_mark[folded.codes]) if len(rows) else np.zeros(0, dtype=np.int64)
        codes = folded.codes[marks]
        openers = marks[np.isin(codes, [ord(opener) for opener, _ in self._quotes])]
        closers = {ord(opener): marks[codes == ord(closer)] for opener, closer in self._quotes}
        starts: list[Array] = []
        ends: list[Array] = []
        place, last = folded.starts[rows], folded.ends[rows]
        while len(place) and len(openers):
            at = np.searchsorted(openers, place)
            opener = openers[np.minimum(at, len(openers) - 1)]
            some = (at < len(openers)) & (opener < last)
            opener, last = opener[some], last[some]
            close = np.full(len(opener), -1, dtype=np.int64)
            for code, places in closers.items():
                mine = np.flatnonzero(folded.codes[opener] == code)
                if len(mine) and len(places):
                    next_one = np.searchsorted(places, opener[mine] + 1)
                    close[mine] = np.where(next_one < len(places), places[np.minimum(next_one, len(places) - 1)], -1)
            found = (close >= 0) & (close < np.minimum(last, opener + 1 + SENTENCE_WINDOW))
            starts.append(opener[found])
            ends.append(close[found] + 1)
            place = np.where(found, close + 1, opener + 1)
        none = [np.zeros(0, dtype=np.int64)]
        start, end = np.concatenate(starts or none), np.concatenate(ends or none)
        order = np.argsort(start)
        return Quotations(start[order], end[order])
