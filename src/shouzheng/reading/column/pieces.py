"""Entities of many texts as columns, and the way to get them from the reference where nothing faster is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.sign_tables import KINDS
from shouzheng.reading.entities.found import FoundEntity

#: 1970-01-01 as an ordinal of ``datetime.date``.
EPOCH = date(1970, 1, 1).toordinal()
#: Stands for "no day" and "no amount" in the columns.
NONE = -(1 << 31)


@dataclass(frozen=True, slots=True)
class Strings:
    """Many texts as code points one after another; ``lengths`` -1 stands for "none"."""

    codes: Array
    lengths: Array

    @staticmethod
    def none(number: int) -> Strings:
        """Return that many times "none"."""
        return Strings(np.zeros(0, dtype=np.uint32), np.full(number, -1, dtype=np.int64))

    @staticmethod
    def of(texts: Sequence[str | None]) -> Strings:
        """Return Python texts in this form; lone surrogates become U+FFFD, because Arrow can hold none."""
        joined = "".join(text or "" for text in texts).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, dtype=np.uint32)
        codes = np.where((codes >= 0xD800) & (codes < 0xE000), np.uint32(0xFFFD), codes)
        return Strings(codes, np.array([-1 if text is None else len(text) for text in texts], dtype=np.int64))

    @staticmethod
    def slices(codes: Array, start: Array, end: Array) -> Strings:
        """Return pieces of a flat text."""
        which, number = spread(end - start)
        return Strings(codes[start[which] + number], end - start)

    @staticmethod
    def join(parts: Sequence[Strings]) -> Strings:
        """Return all texts of all parts in their order."""
        return Strings(np.concatenate([p.codes for p in parts]), np.concatenate([p.lengths for p in parts]))

    def take(self, order: Array) -> Strings:
        """Return the texts in another order."""
        sizes = np.maximum(self.lengths, 0)
        first = np.cumsum(sizes) - sizes
        which, number = spread(sizes[order])
        return Strings(self.codes[first[order][which] + number], self.lengths[order])

    def arrow(self) -> Any:
        """Return an Arrow ``string`` array."""
        sizes = np.maximum(self.lengths, 0)
        widths = 1 + (self.codes > 0x7F) + (self.codes > 0x7FF) + (self.codes > 0xFFFF).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(widths)])
        offsets = before[np.concatenate([[0], np.cumsum(sizes)])].astype(np.int32)
        body = self.codes.astype("<u4").tobytes().decode("utf-32-le").encode("utf-8")
        known = self.lengths >= 0
        valid = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
        return pa.StringArray.from_buffers(len(self.lengths), pa.py_buffer(offsets), pa.py_buffer(body), valid)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Entities: text, place in ``KINDS``, folded span, and one of amount, day (from 1970-01-01) and value."""

    row: Array
    kind: Array
    start: Array
    end: Array
    fen: Array
    day: Array
    value: Strings

    @staticmethod
    def join(parts: Sequence[Pieces]) -> Pieces:
        """Return all of them, one part behind the other."""
        row, kind, start, end, fen, day = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("row", "kind", "start", "end", "fen", "day")
        )
        return Pieces(row, kind, start, end, fen, day, Strings.join([part.value for part in parts]))

    def take(self, order: Array) -> Pieces:
        """Return them in another order."""
        columns = (self.row, self.kind, self.start, self.end, self.fen, self.day)
        row, kind, start, end, fen, day = (column[order] for column in columns)
        return Pieces(row, kind, start, end, fen, day, self.value.take(order))


def pieces_of(rows: Sequence[int], shift: Sequence[int], found: Sequence[FoundEntity]) -> Pieces:
    """Return entities that the reference found; ``shift`` is where the text of each begins in the flat text."""
    return Pieces(
        np.array(rows, dtype=np.int64),
        np.array([KINDS.index(one.kind) for one in found], dtype=np.int64),
        np.array([one.start + by for one, by in zip(found, shift, strict=True)], dtype=np.int64),
        np.array([one.end + by for one, by in zip(found, shift, strict=True)], dtype=np.int64),
        np.array([NONE if one.fen is None else one.fen for one in found], dtype=np.int64),
        np.array([NONE if one.day is None else one.day.toordinal() - EPOCH for one in found], dtype=np.int64),
        Strings.of([one.value for one in found]),
    )
