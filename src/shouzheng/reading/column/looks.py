"""Looks to one side of many places at once: is there what a pattern, a guard or an entity asks for, and how near?

The vector form of ``reading.matcher.nearest_end`` and ``nearest_start``: a chain of looks is followed from all places
together, each step widening a place to its gap, and narrowing it to where one of the words stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.words import Alphabet, WordTable
from shouzheng.reading.fold import CLAUSE_ENDS, SENTENCE_ENDS
from shouzheng.reading.matcher import Look

#: A look: least and most characters of the gap, in the clause or not, or nothing, the set of words, the last or not.
_Row = tuple[int, int, bool, bool, int, bool]


class Breaks:
    """Where the sentences and clauses of a flat text end."""

    def __init__(self, codes: Array) -> None:
        self._kinds = (_End(codes, SENTENCE_ENDS), _End(codes, CLAUSE_ENDS))

    def next_end(self, places: Array, in_clause: Array | bool = False) -> Array:
        """Return the first end at or behind each place."""
        sentence, clause = self._kinds
        if in_clause is False:
            return sentence.next(places)
        return np.where(in_clause, clause.next(places), sentence.next(places))

    def begin(self, places: Array, in_clause: Array | bool = False) -> Array:
        """Return where the sentence (or clause) begins that each place stands in or ends."""
        sentence, clause = self._kinds
        if in_clause is False:
            return sentence.begin(places)
        return np.where(in_clause, clause.begin(places), sentence.begin(places))


class _End:
    """Ends of one kind: their places, and for each place how many stand before it."""

    def __init__(self, codes: Array, chars: frozenset[str]) -> None:
        is_end = codes == ord("\n")
        for char in chars - {"\n"}:
            is_end |= codes == ord(char)
        self._at = np.flatnonzero(is_end)
        self._before = np.zeros(len(codes) + 1, dtype=np.int32)
        np.cumsum(is_end, out=self._before[1:], dtype=np.int32)

    def next(self, places: Array) -> Array:
        return self._at[self._before[places]]

    def begin(self, places: Array) -> Array:
        return self._at[self._before[places] - 1] + 1


class Chains:
    """All chains of looks to one side; each gets a number when added, before ``close``; equal ones get the same."""

    def __init__(self, *, backward: bool) -> None:
        self._backward = backward
        self._looks: list[_Row] = []
        self._sets: dict[frozenset[str], int] = {}
        self._known: dict[tuple[_Row, ...], int] = {}

    def add(self, chain: tuple[Look, ...]) -> int:
        """Return the number of a chain, -1 of an empty one."""
        if not chain:
            return -1
        looks = tuple(self._look(look, last=index == len(chain) - 1) for index, look in enumerate(chain))
        if looks not in self._known:
            self._known[looks] = len(self._looks)
            self._looks.extend(looks)
        return self._known[looks]

    def _look(self, look: Look, *, last: bool) -> _Row:
        words = frozenset(word for some in look.by_edge.values() for word in some)
        number = self._sets.setdefault(words, len(self._sets))
        return look.least, look.most, look.ends == CLAUSE_ENDS, look.or_nothing, number, last

    def words(self) -> Sequence[str]:
        """Return all words of all chains."""
        return [word for words in self._sets for word in words]

    def close(self, alphabet: Alphabet) -> None:
        """Make the tables, after the last chain was added."""
        self._table = WordTable(alphabet, [sorted(words) for words in self._sets], backward=self._backward)
        columns = list(zip(*self._looks, strict=True)) or [()] * 6
        self._least, self._most, self._set = (np.array(columns[i], dtype=np.int64) for i in (0, 1, 4))
        self._in_clause, self._or_nothing, self._last = (np.array(columns[i], dtype=bool) for i in (2, 3, 5))

    def nearest(self, letters: Array, breaks: Breaks, places: Array, chains: Array) -> Array:
        """Return how far each chain reaches at the least from its place: the nearest end (start), -1 when nowhere.

        A chain -1 ends where it begins.
        """
        best = np.where(chains < 0, places, -1)
        item = np.flatnonzero(chains >= 0)
        item = item[np.argsort(chains[item].astype(np.int16), kind="stable")]  # one set of words after the other
        place, look = places[item], chains[item]
        while len(item):
            item, place, look = self._step(letters, breaks, item, place, look)
            done = self._last[look]
            self._keep_nearest(best, item[done], place[done])
            item, place, look = item[~done], place[~done], look[~done] + 1
            if len(item):
                _, first = np.unique(item * len(letters) + place, return_index=True)
                item, place, look = item[first], place[first], look[first]
        return best

    def any_at(self, letters: Array, breaks: Breaks, places: Array, lists: Lists, which: Array) -> Array:
        """Return for each place whether one of the chains of the list ``which[i]`` holds there."""
        answer = np.zeros(len(places), dtype=bool)
        item, chains = lists.members(which)
        answer[item[self.nearest(letters, breaks, places[item], chains) >= 0]] = True
        return answer

    def _step(
        self, letters: Array, breaks: Breaks, item: Array, place: Array, look: Array
    ) -> tuple[Array, Array, Array]:
        least, most, in_clause = self._least[look], self._most[look], self._in_clause[look]
        if self._backward:
            low = np.maximum(place - most, breaks.begin(place, in_clause))
            counts = place - least - low + 1
        else:
            low = place + least
            counts = np.minimum(place + most, breaks.next_end(place, in_clause)) - low + 1
        counts = np.maximum(counts, 0)
        of, reached, length = self._table.in_windows(letters, self._set[look], low, counts)
        reached = reached - length if self._backward else reached + length
        nothing = np.flatnonzero(self._or_nothing[look])
        if len(nothing):
            which, number = spread(counts[nothing])
            of = np.concatenate([of, nothing[which]])
            reached = np.concatenate([reached, low[nothing][which] + number])
        return item[of], reached, look[of]

    def _keep_nearest(self, best: Array, item: Array, place: Array) -> None:
        if self._backward:
            np.maximum.at(best, item, place)
            return
        far = np.where(best < 0, np.iinfo(np.int64).max, best)
        np.minimum.at(far, item, place)
        best[item] = far[item]


class Lists:
    """A list of numbers for each of many owners, as two arrays."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._counts = np.array([len(one) for one in lists], dtype=np.int64)
        self._first = np.cumsum(self._counts) - self._counts
        self._members = np.array([number for one in lists for number in one], dtype=np.int64)

    def members(self, owners: Array) -> tuple[Array, Array]:
        """Return the members of all owners, each beside the index of its owner in ``owners``."""
        item, number = spread(self._counts[owners])
        return item, self._members[self._first[owners][item] + number]

    def some(self, owners: Array) -> Array:
        """Return for each owner whether its list has any member."""
        return self._counts[owners] > 0
