"""Cuts CSV into records with their places, in bounded memory; quotes may hold line ends.

The separator is the one of comma, semicolon and tabulator under which the first lines have the most fields.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shouzheng.intake.markup.encoding import TextEncoding
from shouzheng.intake.text_records import EXCERPT, lines_of, utf_8

#: Most bytes and fields of one record.
MOST, MOST_FIELDS = 1 << 20, 1000
_SEPARATORS = ",;\t"
_UTF_8 = TextEncoding("utf-8")


class Record(NamedTuple):
    """One record: place and length in bytes, fields (``None`` when they could not be told), beginning, notes."""

    offset: int
    length: int
    fields: list[str] | None
    data: bytes
    notes: tuple[str, ...]


def separator_of(text: str) -> str:
    """Return the separator that the first lines are written with."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: (sum(line.count(mark) for line in lines), -_SEPARATORS.index(mark)))


def fields_in(text: str, separator: str) -> list[str] | None:
    """Return the fields of one record, ``None`` when it has too many or is not CSV."""
    try:
        rows = list(csv.reader([text], delimiter=separator, strict=False))
    except csv.Error:
        return None
    return rows[0] if rows and len(rows[0]) <= MOST_FIELDS else [] if not rows else None


def records(chunks: Iterable[bytes], encoding: TextEncoding | None, separator: str) -> Iterator[Record]:
    """Yield every record that is not empty, in file order."""
    known = encoding or _UTF_8
    base = 0 if known.converted_from else known.skip
    kept: list[bytes] = []
    start, length, inside, mark = base, 0, False, separator.encode()
    for offset, line, whole in lines_of(utf_8(chunks, known), base):
        if not length:
            start = offset
        length += whole
        inside = _is_open(line, mark, inside)
        if length <= MOST:
            kept.append(line)
        if inside and length <= MOST:
            continue
        if any(each.strip() for each in kept) or length > MOST:
            yield _record(start, length, kept, separator)
        kept, length, inside = [], 0, False
    if length:
        yield _record(start, length, kept, separator)


def _is_open(line: bytes, separator: bytes, inside: bool) -> bool:
    """True when the line ends inside of quotes. Only a quote at the beginning of a field opens one: 1'01" does not."""
    if b'"' not in line:
        return inside
    place = 0
    while place < len(line):
        if not inside and line[place : place + 1] == b'"':
            inside, place = True, place + 1
            continue
        if inside:
            place = line.find(b'"', place)
            if place < 0:
                return True
            if line[place + 1 : place + 2] == b'"':
                place += 2
                continue
            inside = False
        place = line.find(separator, place) + 1
        if not place:
            return False
    return inside


def _record(start: int, length: int, kept: list[bytes], separator: str) -> Record:
    data = b"\n".join(kept)
    if length > MOST:
        return Record(start, length, None, data[:EXCERPT], ())
    notes: tuple[str, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, notes = data.decode("utf-8", "replace"), ("invalid_utf-8",)
    # A whole record is one row: line ends inside of quotes are put back by the reader itself.
    fields = fields_in(text.replace("\0", "\ufffd"), separator)
    return Record(start, length, fields, data[:EXCERPT], notes)
