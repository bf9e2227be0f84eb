"""Finds words of given sets at given places of a flat text, many places at once.

Characters that occur in any word get a small number each, all others 0. A word is recognised by the numbers of its
characters rolled into 64 bits, starting at the edge from which it is sought. Up to five characters fit side by side;
longer hits are compared character by character, so that a collision (however it was made) never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from shouzheng.reading.column.flat import Array

_BASE = np.uint64(0x9E3779B97F4A7C15)
_SET = np.uint64(0xD1B54A32D192ED03)
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
#: Places looked at together.
_CHUNK = 1 << 17
#: So many letters fit side by side into 64 bits; the keys of shorter words are exact.
_EXACT, _LETTER_BITS = 5, np.uint64(12)


def _roll(rolled: Array, letters: Array, place: int) -> Array:
    """Return the keys of words with one more letter, the one at ``place``."""
    if place < _EXACT:
        return (rolled << _LETTER_BITS) | letters
    return rolled * _BASE + letters


class Alphabet:
    """Small numbers for the characters of words; 0 is every other character."""

    def __init__(self, words: Iterable[str]) -> None:
        chars = sorted({char for word in words for char in word})
        self.size = len(chars) + 1
        if self.size > 1 << int(_LETTER_BITS):
            raise ValueError("more characters than a key has room for")
        self._number = {char: number for number, char in enumerate(chars, start=1)}
        self._table = np.zeros(0x110000, dtype=np.uint16)
        self._table[[ord(char) for char in chars]] = np.arange(1, self.size)

    def numbers(self, codes: Array) -> Array:
        """Return the number of each character."""
        return self._table[codes]

    def of_word(self, word: str) -> list[int]:
        """Return the numbers of the characters of a word."""
        return [self._number[char] for char in word]


@dataclass(frozen=True, slots=True)
class Hits:
    """Words that were found: which of the places asked for, the length of the word, and its number in the table."""

    item: Array
    length: Array
    word: Array


class WordTable:
    """Sets of words sought from their first character on (``backward``: from their last one back)."""

    def __init__(self, alphabet: Alphabet, sets: Sequence[Sequence[str]], *, backward: bool = False) -> None:
        self._backward = backward
        self._size = alphabet.size
        entries = [(number, word) for number, words in enumerate(sets) for word in words if word]
        numbered = [alphabet.of_word(word[::-1] if backward else word) for _, word in entries]
        self.lengths = sorted({len(word) for word in numbered})
        wide = next(size for size in (16, 32, 64) if len(self.lengths) <= size)
        self._mask_type = np.dtype(f"u{wide // 8}").type
        self._bit = {length: self._mask_type(bit) for bit, length in enumerate(self.lengths)}
        self._longest = self.lengths[-1] if self.lengths else 0
        self._letters = np.zeros((len(entries), self._longest), dtype=np.uint16)
        keys = np.zeros(len(entries), dtype=np.uint64)
        self._edge = np.zeros((max(1, len(sets)), alphabet.size), dtype=self._mask_type)
        for index, ((number, _), word) in enumerate(zip(entries, numbered, strict=True)):
            self._letters[index, : len(word)] = word
            self._edge[number, word[0]] |= self._mask_type(1) << self._bit[len(word)]
        rolled = np.zeros(len(entries), dtype=np.uint64)
        sizes = np.array([len(word) for word in numbered], dtype=np.int64)
        for place in range(self._longest):
            more = place < sizes
            rolled[more] = _roll(rolled[more], self._letters[more, place], place)
        self._set = np.array([number for number, _ in entries], dtype=np.int64)
        keys = rolled + np.array([number for number, _ in entries], dtype=np.uint64) * _SET
        if len(np.unique(keys)) != len(entries):
            raise ValueError("two words of one set are the same")
        self._fill_slots(keys)

    def _fill_slots(self, keys: Array) -> None:
        """Lay the words out in a table with open addresses, at most a quarter full."""
        bits = max(4, int(len(keys) * 4).bit_length())
        self._shift = np.uint64(64 - bits)
        self._slot_key = np.zeros((1 << bits) + len(keys) + 1, dtype=np.uint64)
        self._slot_word = np.full(len(self._slot_key), -1, dtype=np.int64)
        self._probes = 1
        slots = (keys * _MIX >> self._shift).tolist()
        for word, (key, slot) in enumerate(zip(keys.tolist(), slots, strict=True)):
            first = slot
            while self._slot_word[slot] >= 0:
                slot += 1
            self._slot_word[slot], self._slot_key[slot] = word, key
            self._probes = max(self._probes, slot - first + 1)

    def scan_masks(self, pairs: int) -> Array:
        """Return, for sets of which only number 0 is used, which lengths begin with each pair of characters."""
        masks = np.zeros(pairs * pairs, dtype=self._mask_type)
        at = self._letters[:, 0].astype(np.int64) * pairs + self._letters[:, 1]
        sizes = (self._letters > 0).sum(axis=1)
        bits = np.array([self._mask_type(1) << self._bit[size] for size in sizes.tolist()], dtype=self._mask_type)
        np.bitwise_or.at(masks, at, bits)
        return masks

    def at(self, letters: Array, sets: Array, places: Array) -> Hits:
        """Find the words of set ``sets[i]`` that begin (``backward``: end) at ``places[i]``.

        ``letters`` is ``Alphabet.numbers`` of a flat text; places lie inside its borders.
        """
        edge = places - 1 if self._backward else places
        masks = self._edge[sets, letters[edge]]
        item = np.flatnonzero(masks)
        return self.resolve(letters, item, sets[item], edge[item], masks[item])

    def in_windows(self, letters: Array, sets: Array, low: Array, counts: Array) -> tuple[Array, Array, Array]:
        """Find the words of set ``sets[i]`` that begin (``backward``: end) at ``counts[i]`` places from ``low[i]`` on.

        Returns the window, the place and the length of each word found. No counts are negative.
        """
        ends = np.cumsum(counts)
        cuts = np.searchsorted(ends, np.arange(_CHUNK, ends[-1], _CHUNK)).tolist() if len(ends) else []
        parts = [
            self._windows(letters, sets[first:last], low[first:last], counts[first:last], first)
            for first, last in pairwise([0, *cuts, len(counts)])
        ]
        if len(parts) == 1:
            return parts[0]
        window, place, length = (np.concatenate([part[i] for part in parts]) for i in range(3))
        return window, place, length

    def _windows(
        self, letters: Array, sets: Array, low: Array, counts: Array, shift: int
    ) -> tuple[Array, Array, Array]:
        """Return what ``in_windows`` does for few enough places that the arrays stay in the processor's cache."""
        ends = np.cumsum(counts)
        spots = np.repeat(low - ends + counts, counts)
        spots += np.arange(len(spots))
        index = np.repeat(sets * self._size, counts)
        index += letters[spots - 1] if self._backward else letters[spots]
        masks = self._edge.reshape(-1)[index]
        hit = np.flatnonzero(masks)
        window = np.searchsorted(ends, hit, side="right")
        place = spots[hit]
        edge = place - 1 if self._backward else place
        found = self.resolve(letters, np.arange(len(hit)), sets[window], edge, masks[hit])
        return window[found.item] + shift, place[found.item], found.length

    def resolve(self, letters: Array, item: Array, sets: Array, edge: Array, masks: Array) -> Hits:
        """Find the words whose first letter stands at ``edge`` and whose lengths are among the bits of ``masks``."""
        step = -1 if self._backward else 1
        salt = sets.astype(np.uint64) * _SET
        rolled = np.zeros(len(item), dtype=np.uint64)
        found: list[tuple[Array, int, Array]] = []
        place = edge
        done = 0
        for length in self.lengths:
            while done < length:
                rolled = _roll(rolled, letters[place], done)
                place = np.minimum(np.maximum(place + step, 0), len(letters) - 1)
                done += 1
            some = np.flatnonzero((masks >> self._bit[length]) & self._mask_type(1))
            if len(some):
                word = self._known(letters, sets[some], edge[some], length, rolled[some] + salt[some])
                hit = word >= 0
                found.append((item[some[hit]], length, word[hit]))
            left = np.flatnonzero(masks >> self._bit[length] > 1)
            if not len(left):
                break
            if len(left) < len(item):
                item, sets, salt, rolled, place, edge, masks = (
                    column[left] for column in (item, sets, salt, rolled, place, edge, masks)
                )
        if not found:
            none = np.zeros(0, dtype=np.int64)
            return Hits(none, none, none)
        return Hits(
            np.concatenate([item for item, _, _ in found]),
            np.concatenate([np.full(len(item), length) for item, length, _ in found]),
            np.concatenate([word for _, _, word in found]),
        )

    def _known(self, letters: Array, sets: Array, edge: Array, length: int, keys: Array) -> Array:
        """Return the number of the word of the set with this key, -1 when there is none or a letter differs."""
        slot = (keys * _MIX >> self._shift).astype(np.int64)
        word = np.where(self._slot_key[slot] == keys, self._slot_word[slot], -1)
        open_ones = np.flatnonzero((word < 0) & (self._slot_word[slot] >= 0))
        for step in range(1, self._probes):
            if not len(open_ones):
                break
            at = slot[open_ones] + step
            same = self._slot_key[at] == keys[open_ones]
            word[open_ones[same]] = self._slot_word[at[same]]
            open_ones = open_ones[~same & (self._slot_word[at] >= 0)]
        word[(word >= 0) & (self._set[word] != sets)] = -1
        if length <= _EXACT:
            return word
        hit = np.flatnonzero(word >= 0)
        steps = np.arange(length) * (-1 if self._backward else 1)
        written = letters[np.clip(edge[hit, None] + steps, 0, len(letters) - 1)]
        word[hit[(written != self._letters[word[hit], :length]).any(axis=1)]] = -1
        return word
