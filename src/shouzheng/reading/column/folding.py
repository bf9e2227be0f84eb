"""Folding of many texts at once, equal to ``reading.fold`` character by character.

One table look-up gives each character its plain form and what is special about it; only special characters are looked
at again. Two very rare cases are not done here but named in ``odd``, for the reference to read the whole text: pairs of
split characters that overlap, and separators whose plain form is a Chinese character (㊙).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouzheng.reading.column.flat import Array, Flat, row_at, spread
from shouzheng.reading.fold import AFTER_DROPPED, SUBSTITUTED, TRADITIONAL, WIDE, FoldTable, is_han

_CODE_BITS = 21
_CODE = (1 << _CODE_BITS) - 1
_DROPPED, _SEPARATOR, _LONG, _HEAD, _ODD, _SUBSTITUTED, _TRADITIONAL, _UNSEEN = (
    1 << (_CODE_BITS + bit) for bit in range(8)
)
_HAN_FIRST, _HAN_LAST, _ONLY_SIMPLE = (1 << (_CODE_BITS + bit) for bit in range(8, 11))
_LOOK_CLOSER = _DROPPED | _SEPARATOR | _LONG | _HEAD | _SUBSTITUTED | _TRADITIONAL
_HAN = _HAN_FIRST | _HAN_LAST
_SKIPPED = _DROPPED | _SEPARATOR
_SIZE = 0x110000


@dataclass(frozen=True, slots=True)
class FoldedFlat:
    """Folded texts; ``origin`` is the place in ``raw.codes`` of each character, ``marks`` as in ``reading.fold``.

    ``row`` is the text of each place (the border behind a text counts to it, the first of all to the first);
    ``marked`` are the places with any mark, ascending; ``simplified`` says of each row whether traditional characters
    stand in otherwise simplified text; ``odd`` are rows that only the reference can fold (in any order, repeated).
    """

    raw: Flat
    codes: Array
    row: Array
    starts: Array
    ends: Array
    origin: Array
    marked: Array
    marks: Array
    simplified: Array
    odd: Array

    def raw_span(self, start: Array, end: Array) -> tuple[Array, Array]:
        """Return the original characters of folded spans, as places in ``raw.codes``."""
        last = end - 1
        at = np.searchsorted(self.marked, last)
        at[at == len(self.marked)] = 0
        wide = np.zeros(len(last), dtype=bool)
        if len(self.marked):
            wide = (self.marked[at] == last) & ((self.marks[at] & WIDE) != 0)
        return self.origin[start], self.origin[last] + 1 + wide

    def has_mark(self, start: Array, end: Array) -> Array:
        """Return for each span whether any mark lies in it."""
        return np.searchsorted(self.marked, start) < np.searchsorted(self.marked, end)

    def disguised(self, start: Array, end: Array) -> Array:
        """Return for each span what ``Folded.disguised`` says."""
        substituted = self.marked[(self.marks & SUBSTITUTED) != 0]
        traditional = self.marked[(self.marks & TRADITIONAL) != 0]
        after = self.marked[(self.marks & AFTER_DROPPED) != 0]
        answer = _within(substituted, start, end) | _within(after, start + 1, end)
        mixed = self.simplified[self.row[start]]
        return answer | (mixed & _within(traditional, start, end))


def _within(places: Array, start: Array, end: Array) -> Array:
    return np.searchsorted(places, start) < np.searchsorted(places, end)


class Folder:
    """The tables of one ``FoldTable`` as arrays, filled as characters come (4 bytes for each code point of Unicode)."""

    def __init__(self, table: FoldTable) -> None:
        self._table = table
        self._info = np.full(_SIZE, _UNSEEN, dtype=np.uint32)
        self._long: dict[int, Array] = {}
        self._pairs = {(ord(pair[0]), ord(pair[1])): self._describe(whole) for pair, whole in table.split.items()}
        self._pair_keys = np.array(sorted(a << 32 | b for a, b in self._pairs), dtype=np.uint64)
        self._pair_info = np.array([self._pairs[key >> 32, key & 0xFFFFFFFF] for key in self._pair_keys.tolist()], "u4")

    def fold(self, raw: Flat) -> FoldedFlat:
        """Fold all texts; linear in their length."""
        info = self._info[raw.codes]
        unseen = (info & _UNSEEN) != 0
        if unseen.any():
            self._learn(np.unique(raw.codes[unseen]))
            info = self._info[raw.codes]
        special = np.flatnonzero(info & _LOOK_CLOSER)
        if not len(special):
            return self._finish(raw, info & _CODE, np.arange(len(info)), special, np.zeros(0, "u1"), special)
        counts = np.ones(len(info), dtype=np.uint8)
        special, odd, paired = self._join_pairs(raw.codes, info, counts, special)
        own, after = _settle_skipped(info, counts, special)
        long = special[(info[special] & _LONG) != 0]
        long = long[counts[long] > 0]
        counts[long] = [len(self._long[code]) for code in raw.codes[long].tolist()]
        origin = np.repeat(np.arange(len(info)), counts)
        codes = (info & _CODE)[origin]
        if len(long):
            which, number = spread(counts[long].astype("i8"))
            codes[np.searchsorted(origin, long)[which] + number] = np.concatenate(
                [self._long[code] for code in raw.codes[long].tolist()]
            )
        places, marks = _marks(info, special[own], paired, after)
        marked = np.searchsorted(origin, places)
        odd = np.concatenate([odd, special[(info[special] & _ODD) != 0]])
        return self._finish(raw, codes, origin, marked, marks, odd)

    def _learn(self, codes: Array) -> None:
        for code in codes.tolist():
            step = self._table.step(chr(code))
            info = _DROPPED if not step.text else self._describe(step.text)
            if len(step.text) > 1:
                info |= _LONG
                self._long[code] = np.array([ord(char) for char in step.text], dtype=np.uint32)
            if step.separator:
                info |= _SEPARATOR | (_ODD if info & _HAN else 0)
            info |= _SUBSTITUTED if step.mark & SUBSTITUTED else 0
            info |= _TRADITIONAL if step.mark & TRADITIONAL else 0
            info |= _HEAD if chr(code) in self._table.split_heads else 0
            info |= _ONLY_SIMPLE if chr(code) in self._table.only_simplified else 0
            self._info[code] = info

    @staticmethod
    def _describe(text: str) -> int:
        return ord(text[0]) | (_HAN_FIRST if is_han(text[0]) else 0) | (_HAN_LAST if is_han(text[-1]) else 0)

    def _join_pairs(self, codes: Array, info: Array, counts: Array, special: Array) -> tuple[Array, Array, Array]:
        """Put one character for two; returns what is still special, odd places, and the places of joined pairs."""
        none = np.zeros(0, dtype=np.int64)
        heads = special[(info[special] & _HEAD) != 0]
        if not len(heads) or not len(self._pair_keys):
            return special, none, none
        keys = codes[heads].astype(np.uint64) << np.uint64(32) | codes[heads + 1]
        at = np.minimum(np.searchsorted(self._pair_keys, keys), len(self._pair_keys) - 1)
        found = self._pair_keys[at] == keys
        pairs = heads[found]
        info[pairs] = self._pair_info[at[found]]
        info[pairs + 1] = info[pairs] & _HAN
        counts[pairs + 1] = 0
        gone = np.zeros(len(info), dtype=bool)
        gone[pairs] = gone[pairs + 1] = True
        return special[~gone[special]], pairs[:-1][np.diff(pairs) == 1], pairs

    def _finish(self, raw: Flat, codes: Array, origin: Array, marked: Array, marks: Array, odd: Array) -> FoldedFlat:
        starts, ends = np.searchsorted(origin, raw.starts), np.searchsorted(origin, raw.ends)
        row = np.repeat(np.arange(raw.rows, dtype=np.int32), np.diff(ends, prepend=-1))
        simplified = np.zeros(raw.rows, dtype=bool)
        traditional = marked[(marks & TRADITIONAL) != 0]
        if len(traditional):
            simple = np.flatnonzero(self._info[raw.codes] & _ONLY_SIMPLE)
            simple_in = np.bincount(raw.row_of(simple), minlength=raw.rows)
            traditional_in = np.bincount(row_at(starts, traditional), minlength=raw.rows)
            simplified = (traditional_in > 0) & (simple_in >= traditional_in)
        return FoldedFlat(raw, codes, row, starts, ends, origin, marked, marks, simplified, raw.row_of(odd))


def _settle_skipped(info: Array, counts: Array, special: Array) -> tuple[Array, Array]:
    """Decide about dropped characters and separators; sets their ``counts`` to 0 where they vanish.

    Returns for each special place whether it is written with its own mark, and the places behind which something
    vanished. A block is a longest row of such characters; what stands before and behind it decides for all of it.
    """
    skipped = special[(info[special] & _SKIPPED) != 0]
    own = counts[special] > 0
    if not len(skipped):
        return own, skipped
    opens = np.concatenate([[True], np.diff(skipped) > 1])
    block = np.cumsum(opens) - 1
    first, last = skipped[opens], skipped[np.concatenate([opens[1:], [True]])]
    behind_han = (info[first - 1] & _HAN_LAST) != 0
    vanish = (behind_han & ((info[last + 1] & _HAN_FIRST) != 0))[block]
    dropped = (info[skipped] & _DROPPED) != 0
    counts[skipped[dropped | vanish]] = 0
    waits = behind_han[block]
    own[np.searchsorted(special, skipped[dropped | waits])] = False
    # Behind a Han character everything that vanished is told to the character behind the block, else to the next one.
    some = np.zeros(len(first), dtype=bool)
    some[block[dropped | vanish]] = True
    after = np.concatenate([last[some & behind_han] + 1, skipped[dropped & ~waits] + 1])
    return own, np.unique(after[(counts[after] > 0)])


def _marks(info: Array, own: Array, paired: Array, after: Array) -> tuple[Array, Array]:
    """Return the marked places of the original, ascending, with their marks."""
    own = own[(info[own] & (_SUBSTITUTED | _TRADITIONAL)) != 0]
    places = np.union1d(own, np.concatenate([paired, after])) if len(paired) or len(after) else own
    marks = np.zeros(len(places), dtype=np.uint8)
    at = np.searchsorted(places, own)
    marks[at[(info[own] & _SUBSTITUTED) != 0]] |= SUBSTITUTED
    marks[at[(info[own] & _TRADITIONAL) != 0]] |= TRADITIONAL
    marks[np.searchsorted(places, paired)] |= SUBSTITUTED | WIDE
    marks[np.searchsorted(places, after)] |= AFTER_DROPPED
    return places, marks
