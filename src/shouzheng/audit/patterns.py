"""Contacts that got the same answers from all rules, counted together: there are few such patterns among many contacts.

Sums over rules are then made over patterns instead of contacts, and give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.judging.vector.kernel import FOUND, ROW, Answered
from shouzheng.rulebook.engines.vector import ANSWERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: So many answers go into one byte, eight bytes into one word.
_IN_BYTE = 3 if len(ANSWERS) ** 3 <= 256 else 2
_IN_WORD = 8 * _IN_BYTE
#: An odd number whose multiples spread over 64 bits (2^64 divided by the golden ratio).
_SPREAD = numpy.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Patterns:
    """``of`` is the pattern of each contact, ``codes`` the answers (rules × patterns), places in ``ANSWERS``."""

    rules: tuple[str, ...]
    of: Array
    codes: Array

    @classmethod
    def among(cls, answered: Answered) -> Patterns:
        """Find the patterns of the answers on some contacts."""
        words = _words(answered.codes)
        mixed = numpy.zeros(words.shape[1], dtype=numpy.uint64)
        for word in words:
            mixed = (mixed ^ word) * _SPREAD
            mixed ^= mixed >> numpy.uint64(29)
        encoded = pa.array(mixed).dictionary_encode()  # a table of hashes: nothing is sorted
        of = encoded.indices.to_numpy()
        first = _first_places(of, len(encoded.dictionary))
        if not bool((words == words[:, first[of]]).all()):  # two patterns were mixed into the same number
            _, first, of = numpy.unique(words, axis=1, return_index=True, return_inverse=True)
        return cls(answered.rules, of.reshape(-1).astype(numpy.int32), answered.codes[:, first])

    def found(self, answered: Answered) -> pa.Table:
        """Return what ``Answered.found`` does."""
        put: Array = numpy.isin(self.codes, [ANSWERS.index(answer) for answer in FOUND]).max(axis=0, initial=False)
        rows = numpy.flatnonzero(put[self.of])
        found = Answered(answered.rules, answered.codes[:, rows]).found()
        place = found.schema.get_field_index(ROW)
        return found.set_column(place, ROW, pa.array(rows[found[ROW].to_numpy()]))

    def cells(self, values: Array, size: int) -> tuple[Array, Array, Array]:
        """Return which of ``size`` values (one for each contact) occur with which pattern, and how often."""
        number = self.codes.shape[1]
        both = values.astype(numpy.int64) * number + self.of
        if size * number <= max(4 * len(both), 100_000):
            counts = numpy.bincount(both, minlength=size * number)
            cells = numpy.flatnonzero(counts)
            counts = counts[cells]
        else:
            cells, counts = numpy.unique(both, return_counts=True)
        return cells // max(number, 1), cells % max(number, 1), counts


def _first_places(numbers: Array, size: int) -> Array:
    """Return where each of the numbers below ``size`` stands first."""
    first = numpy.empty(size, dtype=numpy.intp)
    first[numbers[::-1]] = numpy.arange(len(numbers) - 1, -1, -1)  # what is written last stays
    return first


def _words(codes: Array) -> Array:
    """Pack the answers on each contact into 64-bit words, an array (words × contacts)."""
    rules, contacts = codes.shape
    number = max(1, -(-rules // _IN_WORD))
    packed = numpy.zeros((number, contacts, 8), dtype=numpy.uint8)
    for place in range(0, rules, _IN_BYTE):
        byte = codes[place].copy()
        for more in codes[place + 1 : place + _IN_BYTE]:
            byte *= numpy.uint8(len(ANSWERS))
            byte += more
        packed[place // _IN_WORD, :, place % _IN_WORD // _IN_BYTE] = byte
    return packed.view(numpy.uint64).reshape(number, contacts)
