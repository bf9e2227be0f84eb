"""Kinds of many texts at once: the vector form of ``kinds.model`` and ``kinds.reader``, equal to them to the bit.

The steps are those of ``lexicon/grammar.md`` §8: plain form, different grams, rows, scores, cues, addressee, decision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouzheng.model.case import Role
from shouzheng.reading.column.flat import Array, Flat
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.looks import Breaks, Chains
from shouzheng.reading.column.patterns import Anchors, Uses
from shouzheng.reading.column.sign_tables import ROLES
from shouzheng.reading.entries import Lexicon
from shouzheng.reading.kinds.grams import BLANKS, FIRST, LAST, MOST_CHARACTERS, MOST_FOLDED
from shouzheng.reading.kinds.model import OFFSET, SHIFT, KindModel, scale
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.kinds.reader import (
    ABOUT_DEBT,
    COLLECTION,
    COLLECTION_TO_UNKNOWN,
    OTHER,
    OWING,
    PRESSURE_ACTS,
    REPLY,
    REPLY_LEAD,
    REPLY_TO_DEBTOR,
    THIRD,
    KindReader,
)
from shouzheng.reading.labels import Addressee
from shouzheng.reading.matcher import MOST_HITS

_SEED, _STEP, _SPREAD = (np.uint32(number) for number in (0x9E3779B1, 1_000_003, 2_654_435_761))
#: Weights (each plus ``OFFSET``, at most 255) of three kinds share a word of 64 bits, 21 bits for each: the sum over
#: three grams for each of ``MOST_CHARACTERS`` and both ends still fits.
_LANE, _LANES = 21, 3
_LANE_MASK = (1 << _LANE) - 1
#: Bits of the number of a text in the key of a gram; three characters share the others.
_ROW_BITS = 15
_LETTER_BITS = (64 - _ROW_BITS) // 3
#: So few texts are scored together that their keys stay in the processor's cache.
_ROWS_AT_ONCE = 1_024


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of each text besides its words: place in ``ROLES``, whether it shows any act, one of pressure."""

    roles: Array
    acts: Array
    pressure: Array


class ActFlags:
    """Which patterns count as any act of the labelling guideline, and which as one that makes pressure."""

    def __init__(self, lexicon: Lexicon, names: list[str]) -> None:
        coarse = [lexicon.coarse.get(name, ()) for name in names]
        self._any = np.array([bool(acts) for acts in coarse], dtype=bool)
        self._pressure = np.array([not PRESSURE_ACTS.isdisjoint(acts) for acts in coarse], dtype=bool)

    def known(self, roles: Array, rows: Array, names: Array, disguised: Array) -> Known:
        """Return what the acts tell: the text and pattern of each, and whether each text is disguised."""
        some, pressure = disguised.copy(), np.zeros(len(roles), dtype=bool)
        some[rows[self._any[names]]] = True
        pressure[rows[self._pressure[names]]] = True
        return Known(roles, some, pressure)


class KindColumn:
    """Model and cues as arrays. ``words`` are the anchor words of the cues; ``number`` gives their common numbers."""

    def __init__(self, kinds: KindReader) -> None:
        self.kinds = kinds
        self._unit = kinds.model.unit
        self._bits = np.uint32(32 - kinds.model.bits)
        self._weights = _packed(kinds.model)
        self._scales = np.array([0, *(scale(n) for n in range(1, 3 * (MOST_CHARACTERS + 2)))], dtype=np.int64)
        self._blank = np.zeros(0x110000, dtype=bool)
        self._blank[[ord(char) for char in BLANKS]] = True
        cues = list(dict.fromkeys(kinds.cue_of))
        self._cue = np.array([cues.index(cue) for cue in kinds.cue_of], dtype=np.int64)
        self._points = np.zeros((len(cues), len(KINDS)), dtype=np.int64)
        for index, cue in enumerate(cues):
            self._points[index, KINDS.index(cue.kind)] = cue.points * self._unit // 10
        self._owing = np.array([role in OWING for role in ROLES], dtype=bool)
        self._third = np.array([Addressee.THIRD_PARTY.fits(role) for role in ROLES], dtype=bool)

    def words(self) -> list[str]:
        """Return the anchor words of the cues."""
        return list(dict.fromkeys(word for word, _, _, _ in self.kinds.matcher.anchors()))

    def join(self, number: dict[str, int], left: Chains, right: Chains) -> None:
        """Take part in the common scan of anchor words, before the chains are closed."""
        patterns = range(len(self.kinds.matcher.parts()))
        self._uses = Uses(self.kinds.matcher, number, left, right, patterns)

    def told(
        self, folded: FoldedFlat, known: Known, anchors: Anchors, letters: Array, breaks: Breaks, sides: list[Chains]
    ) -> tuple[Array, Array]:
        """Return the place in ``KINDS`` of each text, and a mask of texts that only the reference can tell."""
        texts = folded.raw.rows
        found = self._uses.around(anchors, lambda numbers, _: np.ones(len(numbers), bool), letters, breaks, *sides)
        rows = folded.row[found.start]
        odd = (np.bincount(rows, minlength=texts) >= MOST_HITS) | (folded.ends - folded.starts > MOST_FOLDED)
        is_cue = found.number < len(self._cue)
        marks = np.zeros((texts, len(self._points)), dtype=np.int64)
        marks[rows[is_cue], self._cue[found.number[is_cue]]] = 1
        matter = np.zeros(texts, dtype=bool)
        matter[rows[~is_cue]] = True
        plain, blank = self._plain(folded)
        scores, many = self._scores(plain)
        scores += marks @ self._points
        return np.where(blank, OTHER, self._decided(scores, known, matter)), odd | many

    def _plain(self, folded: FoldedFlat) -> tuple[Flat, Array]:
        """Return the plain forms one behind the other, without borders, and a mask of texts of blanks only."""
        kept = np.flatnonzero(~self._blank[folded.codes])
        codes, row = folded.codes[kept], folded.row[kept]
        digit = (codes >= ord("0")) & (codes <= ord("9"))
        codes[digit] = ord("0")
        again = np.zeros(len(codes), dtype=bool)
        again[1:] = digit[1:] & digit[:-1] & (row[1:] == row[:-1])
        codes, row = codes[~again], row[~again]
        counts = np.bincount(row, minlength=folded.raw.rows)
        number = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
        inside = number < MOST_CHARACTERS
        codes, row, number = codes[inside], row[inside], number[inside]
        lengths = np.minimum(counts, MOST_CHARACTERS) + 2
        ends = np.cumsum(lengths)
        plain = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)
        plain[ends - lengths], plain[ends - 1] = ord(FIRST), ord(LAST)
        plain[(ends - lengths)[row] + 1 + number] = codes
        return Flat(plain, ends - lengths, ends), counts == 0

    def _scores(self, plain: Flat) -> tuple[Array, Array]:
        """Return the score of each kind, shape (texts, kinds), and a mask of texts with too many other characters."""
        known = np.zeros(0x110000, dtype=bool)
        known[plain.codes] = True
        letters = np.flatnonzero(known).astype(np.uint32)
        if len(letters) >= 1 << _LETTER_BITS:  # more different characters in one batch than a key can hold
            return np.zeros((plain.rows, len(KINDS)), dtype=np.int64), np.ones(plain.rows, dtype=bool)
        number = np.zeros(0x110000, dtype=np.uint16)
        number[letters] = np.arange(1, len(letters) + 1)
        numbers = number[plain.codes].astype(np.uint64)
        letters = np.concatenate([np.zeros(1, np.uint32), letters])
        parts = []
        for first in range(0, plain.rows, _ROWS_AT_ONCE):
            starts, ends = (some[first : first + _ROWS_AT_ONCE] for some in (plain.starts, plain.ends))
            begin = int(starts[0])
            keys = _keys(numbers[begin : int(ends[-1])], ends - starts)
            parts.append(self._sums(*self._hashed(keys, letters), len(starts)))
        scores = np.concatenate(parts) if parts else np.zeros((0, len(KINDS)), dtype=np.int64)
        return scores, np.zeros(plain.rows, dtype=bool)

    def _sums(self, rows: Array, hashed: Array, texts: int) -> Array:
        """Return the scores of some texts from the rows of the model that their grams have, by text."""
        counts = np.bincount(rows, minlength=texts)
        first = np.cumsum(counts) - counts
        lanes = [np.add.reduceat(column[hashed], first) for column in self._weights]
        sums = np.stack([lanes[k // _LANES] >> (k % _LANES * _LANE) & _LANE_MASK for k in range(len(KINDS))], axis=1)
        scores: Array = (sums - counts[:, None] * OFFSET) * self._scales[counts][:, None] >> SHIFT
        return scores

    def _hashed(self, keys: Array, letters: Array) -> tuple[Array, Array]:
        """Return text and row of the model for each key; ``letters`` are the characters by their number."""
        mask = np.uint64((1 << _LETTER_BITS) - 1)
        chars = [(keys >> np.uint64(_LETTER_BITS * place) & mask).astype(np.int64) for place in (2, 1, 0)]
        length = 1 + (chars[1] > 0).astype(np.uint32) + (chars[2] > 0).astype(np.uint32)
        value = length * _SEED * _STEP + letters[chars[0]]
        for char in chars[1:]:
            value = np.where(char > 0, value * _STEP + letters[char], value)
        rows = (keys >> np.uint64(3 * _LETTER_BITS)).astype(np.int64)
        hashed: Array = value * _SPREAD >> self._bits
        return rows, hashed

    def _decided(self, scores: Array, known: Known, matter: Array) -> Array:
        """Return the place of the best kind of each text after all rules; changes ``scores``."""
        unit = self._unit
        lowest = scores.min(axis=1) - unit
        unknown = known.roles == ROLES.index(Role.UNKNOWN)
        owing, third = self._owing[known.roles], self._third[known.roles]
        about = [KINDS.index(kind) for kind in KINDS if kind in ABOUT_DEBT]
        scores[np.ix_(unknown, about)] -= COLLECTION_TO_UNKNOWN * unit
        scores[owing, THIRD] = lowest[owing]
        best = scores[:, [THIRD, *COLLECTION]].max(axis=1)
        scores[third, THIRD] = best[third]
        scores[np.ix_(third, np.array(COLLECTION))] = lowest[third, None]
        scores[owing | third, REPLY] -= REPLY_TO_DEBTOR * unit
        out = unknown & ~known.acts & ~matter
        scores[np.ix_(out, about)] = scores[out].min(axis=1)[:, None] - 1
        place: Array = scores.argmax(axis=1)
        every = np.arange(len(place))
        weak = (place == REPLY) & (10 * (scores[every, place] - scores[:, OTHER]) < REPLY_LEAD * unit)
        place[weak] = OTHER
        calm = (place == KINDS.index(Kind.COLLECTION_NOTICE)) | (place == KINDS.index(Kind.ORDINARY_NOTICE))
        place[calm & known.pressure] = KINDS.index(Kind.COLLECTION_PRESSURE)
        return place


def _packed(model: KindModel) -> list[Array]:
    """Return the rows of the model, three kinds in one word of 64 bits."""
    cells = np.frombuffer(model.weights, np.int8).reshape(-1, len(KINDS)).astype(np.int64) + OFFSET
    columns = []
    for first in range(0, len(KINDS), _LANES):
        some = cells[:, first : first + _LANES]
        columns.append(np.sum(some << (np.arange(some.shape[1]) * _LANE), axis=1))
    return columns


def _keys(numbers: Array, lengths: Array) -> Array:
    """Return one key for each different gram of each text, by text: text, then up to three characters."""
    row = np.repeat(np.arange(len(lengths), dtype=np.uint64) << np.uint64(3 * _LETTER_BITS), lengths)
    single = row | numbers << np.uint64(2 * _LETTER_BITS)
    same = row[1:] == row[:-1]
    pairs = single[:-1] | numbers[1:] << np.uint64(_LETTER_BITS)
    triples = (pairs[:-1] | numbers[2:])[same[1:] & same[:-1]]
    keys: Array = np.sort(np.concatenate([single, pairs[same], triples]))
    different: Array = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return different
