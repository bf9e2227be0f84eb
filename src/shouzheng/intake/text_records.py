"""Cuts text into records that stand between two marker lines, in bounded memory, each with its place.

For formats like vMessage: everything from a line ``begin`` to a line ``end``. A second ``begin`` before the ``end``
ends the record that was left open, which is then broken; text between records is a piece of its own.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from shouzheng.intake.markup.encoding import TextEncoding, cuttable

#: Bytes of a piece that are kept for showing it when it is not handed out whole.
EXCERPT = 400
_LINE = 16 << 20


class PieceKind(Enum):
    """What was cut."""

    RECORD = "record"
    BROKEN = "broken"  # another record begins before this one ends
    STRAY = "stray"
    CUT_OFF = "cut_off"
    TOO_LARGE = "too_large"


class Piece(NamedTuple):
    """A piece: absolute byte offset (in UTF-8, if the file was converted) and length, its bytes or their beginning."""

    kind: PieceKind
    offset: int
    length: int
    data: bytes


def utf_8(chunks: Iterable[bytes], encoding: TextEncoding | None) -> Iterator[bytes]:
    """Yield the text as UTF-8 without byte order mark, whatever its own encoding; wrong bytes stay as they are."""
    known = encoding or TextEncoding("utf-8")
    if known.codec == "utf-8":
        yield from cuttable(chunks, known)
        return
    decoder = codecs.getincrementaldecoder(known.codec)("replace")
    for chunk in cuttable(chunks, known):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines_of(chunks: Iterable[bytes], base: int = 0, longest: int = _LINE) -> Iterator[tuple[int, bytes, int]]:
    """Yield offset, bytes (without line end, at most ``longest``) and whole length of each line, line end included."""
    rest, offset, dropped, begun = b"", base, 0, b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            whole = dropped + len(line) + 1
            yield offset, (begun if dropped else line).rstrip(b"\r"), whole
            offset += whole
            dropped = 0
        if len(rest) > longest:
            begun = begun if dropped else rest[:longest]
            dropped, rest = dropped + len(rest), b""
    if rest or dropped:
        yield offset, (begun if dropped else rest).rstrip(b"\r"), dropped + len(rest)


def cut_records(
    chunks: Iterable[bytes], begin: bytes, end: bytes, *, base: int = 0, most: int = 8 << 20
) -> Iterator[Piece]:
    """Yield the records between lines ``begin`` and ``end`` (any case, spaces around ignored) and what is no record."""
    first, last = begin.lower(), end.lower()
    kept: list[bytes] = []
    start, length, inside = base, 0, False
    for offset, line, whole in lines_of(chunks, base):
        mark = line.strip().lower()[: max(len(first), len(last)) + 1]
        if mark == first:
            if length:
                yield _piece(PieceKind.BROKEN if inside else PieceKind.STRAY, start, length, kept)
            kept, start, length, inside = [], offset, 0, True
        elif not inside and not length:
            if not line.strip():
                continue
            start = offset
        length += whole
        if length <= most:
            kept.append(line)
        if inside and mark == last:
            yield _piece(PieceKind.RECORD if length <= most else PieceKind.TOO_LARGE, start, length, kept)
            kept, length, inside = [], 0, False
    if length:
        yield _piece(PieceKind.CUT_OFF if inside else PieceKind.STRAY, start, length, kept)


def _piece(kind: PieceKind, start: int, length: int, kept: list[bytes]) -> Piece:
    data = b"\n".join(kept)
    return Piece(kind, start, length, data if kind is PieceKind.RECORD else data[:EXCERPT])
