"""Reads ``events.jsonl`` back: the private file that ``check`` wrote, row by row (keys as in ``event_files``).

Only what the file holds is read: the event and who stood behind it then. Its reading is left to whoever judges, with
the lexicon of today. The file is the person's own and may have been edited: every value is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shouzheng.intake.problems import BAD_EVENT_ROW, NOT_FOUND
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.reference.problems import Problem, ShouzhengError

#: Longest line read, in characters: a record with all its raw fields stays far below.
MAX_LINE = 16_000_000

_Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the file: the number of its line (from 1), and who stood behind it when it was written."""

    line: int
    event: ContactEvent
    attribution: Attribution


def read_event_rows(path: Path) -> Iterator[EventRow]:
    """Yield the events of a file in their order; the note in its first line is no event.

    Raises ``ShouzhengError`` (SZ-1304, exit code 2) at the first line that is no event, with its place.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            number = 0
            while line := lines.readline(MAX_LINE + 1):
                number += 1
                row = _parse(path, number, line)
                if row is not None:
                    yield row
    except FileNotFoundError as error:
        raise ShouzhengError(Problem(NOT_FOUND, path.name)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise ShouzhengError(Problem(BAD_EVENT_ROW, path.name, (("detail", detail),))) from error


def event_of_line(line: str, where: str) -> ContactEvent:
    """Return the event of one line; ``where`` says where it stood. Raises ``ShouzhengError`` (SZ-1304, exit 2)."""
    try:
        return _event(_map(json.loads(line)))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise ShouzhengError(Problem(BAD_EVENT_ROW, where, (("detail", detail),))) from error


def _parse(path: Path, number: int, line: str) -> EventRow | None:
    if not line.strip():
        return None
    try:
        if len(line) > MAX_LINE:
            raise ValueError("too long")
        data = json.loads(line)
        if not isinstance(data, dict):
            raise TypeError("no object")
        if number == 1 and data.get("private") is True and "id" not in data:
            return None
        return EventRow(number, _event(data), _attribution(_map(data["attribution"])))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise ShouzhengError(Problem(BAD_EVENT_ROW, f"{path.name}:{number}", (("detail", detail),))) from error


def _event(row: _Row) -> ContactEvent:
    source = _map(row["source"])
    sent = row["sent"]
    return ContactEvent(
        id=_text(row["id"]),
        original=Digest("sha256", _text(source["sha256"]), _int(source["length"])),
        source_format=_text(source["format"]),
        positions=tuple(_position(_map(each)) for each in _list(source["positions"])),
        time=_moment(_map(row["time"])),
        channel=Channel(_text(row["channel"])),
        direction=Direction(_text(row["direction"])),
        outcome=Outcome(_text(row["outcome"])),
        other=_number(_map(row["other"])),
        owner=_text(row["owner"]),
        seconds=None if row["seconds"] is None else _int(row["seconds"]),
        sent=None if sent is None else _moment(_map(sent)),
        others=tuple(_number(_map(each)) for each in _list(row["others"])),
        contact_name=_text_or_none(row["contact_name"]),
        text=_text_or_none(row["text"]),
        text_source=None if row["text_source"] is None else TextSource(_text(row["text_source"])),
        attachments=tuple(_attachment(_map(each)) for each in _list(row["attachments"])),
        sim=_text_or_none(row["sim"]),
        raw=tuple(_pair(each) for each in _list(row["raw"])),
        notes=tuple(_text(each) for each in _list(row["notes"])),
    )


def _attribution(row: _Row) -> Attribution:
    known_by = row["known_by"]
    return Attribution(
        kind=PartyKind(_text(row["kind"])),
        party=_text_or_none(row["party"]),
        creditor=_text_or_none(row["creditor"]),
        debt=_text_or_none(row["debt"]),
        institution_kind=InstitutionKind(_text(row["institution_kind"])),
        product_kind=ProductKind(_text(row["product_kind"])),
        known_by=None if known_by is None else KnownBy(_text(known_by)),
        evidence=_text(row["evidence"]),
        claim=_text_or_none(row["claim"]),
        confirmed=_bool(row["confirmed"]),
    )


def _moment(row: _Row) -> Moment:
    utc = datetime.fromisoformat(_text(row["utc"]))
    if utc.utcoffset() is None:
        raise ValueError("time without an offset")
    return Moment(
        raw=_text(row["raw"]),
        utc=utc.astimezone(UTC),
        offset_minutes=_int(row["offset_minutes"]),
        resolution=Resolution(_text(row["resolution"])),
        offset_source=OffsetSource(_text(row["offset_source"])),
    )


def _number(row: _Row) -> Number:
    return Number(_text(row["raw"]), _text_or_none(row["normal"]), NumberKind(_text(row["kind"])))


def _position(row: _Row) -> Position:
    return Position(_int(row["offset"]), _int(row["length"]), _int(row["record"]), _text(row["path"]))


def _attachment(row: _Row) -> Attachment:
    digest = row["digest"]
    return Attachment(_text(row["media_type"]), _text(row["name"]), None if digest is None else _digest(_map(digest)))


def _digest(row: _Row) -> Digest:
    (algorithm,) = (name for name in row if name != "length")
    return Digest(algorithm, _text(row[algorithm]), _int(row["length"]))


def _pair(value: object) -> tuple[str, str]:
    name, text = _list(value)
    return _text(name), _text(text)


def _map(value: object) -> _Row:
    if not isinstance(value, dict):
        raise TypeError("an object is needed")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError("an integer is needed")
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is needed")
    return value
