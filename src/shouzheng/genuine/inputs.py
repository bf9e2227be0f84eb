"""Turns what a person hands over (words, a number, a file, a recorded event) into a question, within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from shouzheng.genuine.problems import BAD_EVENT, CANNOT_READ_FILE, NO_SUCH_EVENT, NOTHING_TO_READ, TOO_LARGE
from shouzheng.genuine.question import Question, about_text
from shouzheng.model.case import Role
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError

#: At most so many bytes of a file or of standard input are looked at.
MOST_BYTES = 4_000_000
#: At most so many bytes of one line of events.jsonl.
MOST_LINE = 2_000_000
_NUMBER = re.compile(r"\+?[0-9][0-9 \-()（）]{1,30}")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_number(text: str) -> bool:
    """True when an argument is a telephone number and not a message: digits with the usual separators."""
    return _NUMBER.fullmatch(text.strip()) is not None


def read_bytes(source: Path | BinaryIO, limit: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file or stream; raises ``ShouzhengError`` when unreadable or larger than ``limit``."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                content = stream.read(limit + 1)
        else:
            content = source.read(limit + 1)
    except OSError as error:
        raise _error(CANNOT_READ_FILE, source, detail=error.strerror or type(error).__name__) from error
    if len(content) > limit:
        raise _error(TOO_LARGE, source, limit=f"{limit // 1_000_000} MB")
    return content


def decode(content: bytes, source: Path | BinaryIO) -> str:
    """Return text: UTF-8, UTF-16 with its mark, or GB 18030; raises ``ShouzhengError`` when it is none of them."""
    encodings = ("utf-16",) if content[:2] in _UTF16 else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _error(CANNOT_READ_FILE, source, detail="UTF-8 / GB 18030 ?")


def read_text(source: Path | BinaryIO, limit: int = MOST_BYTES) -> str:
    """Return the text of a file or stream."""
    return decode(read_bytes(source, limit), source)


def _error(kind: ProblemKind, source: Path | BinaryIO, **slots: str) -> ShouzhengError:
    where = source.name if isinstance(source, Path) else "-"
    return ShouzhengError(Problem(kind, where, tuple(slots.items())))


def nothing() -> ShouzhengError:
    """Return the error for a question without words and number."""
    return ShouzhengError(Problem(NOTHING_TO_READ))


def read_event(path: Path, wanted: str | None) -> Question:
    """Return the question about one record of ``events.jsonl``: the one with the id, or the only one.

    Raises ``ShouzhengError`` when there is no such record, or the line is not one that this program wrote.
    """
    found: Question | None = None
    for number, row in _rows(path):
        if wanted is not None and row.get("id") != wanted:
            continue
        if found is not None:
            raise _error(NO_SUCH_EVENT, path, id="--id ?")
        found = _question(row, path, number)
        if wanted is not None:
            return found
    if found is None:
        raise _error(NO_SUCH_EVENT, path, id=wanted or "-")
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        with path.open("rb") as stream:
            yield from _lines(stream, path)
    except OSError as error:
        raise _error(CANNOT_READ_FILE, path, detail=error.strerror or type(error).__name__) from error


def _lines(stream: BufferedReader, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    number = 0
    while line := stream.readline(MOST_LINE + 1):
        number += 1
        if not line.strip():
            continue
        try:
            row = json.loads(line) if len(line) <= MOST_LINE else None
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise _error(BAD_EVENT, path, line=str(number))
        if "id" in row:  # the first line says that the file is private
            yield number, row


def _question(row: dict[str, object], path: Path, line: int) -> Question:
    other, time, text = row.get("other"), row.get("time"), row.get("text")
    raw = other.get("raw") if isinstance(other, dict) else None
    utc = time.get("utc") if isinstance(time, dict) else None
    if not isinstance(raw, str) or not isinstance(text, str | None):
        raise _error(BAD_EVENT, path, line=str(line))
    try:
        sent = datetime.fromisoformat(utc).astimezone(UTC) if isinstance(utc, str) else None
    except (ValueError, OverflowError) as error:
        raise _error(BAD_EVENT, path, line=str(line)) from error
    return about_text(text or "", sender=classify(raw), sent=sent, role=Role.UNKNOWN)
