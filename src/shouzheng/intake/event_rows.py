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
from shouzheng.reference.typed import a_list, a_text, a_text_or_none, a_truth, a_whole_number, an_object

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
        return _event(an_object(json.loads(line)))
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
        return EventRow(number, _event(data), _attribution(an_object(data["attribution"])))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise ShouzhengError(Problem(BAD_EVENT_ROW, f"{path.name}:{number}", (("detail", detail),))) from error


def _event(row: _Row) -> ContactEvent:
    source = an_object(row["source"])
    sent = row["sent"]
    return ContactEvent(
        id=a_text(row["id"]),
        original=Digest("sha256", a_text(source["sha256"]), a_whole_number(source["length"])),
        source_format=a_text(source["format"]),
        positions=tuple(_position(an_object(each)) for each in a_list(source["positions"])),
        time=_moment(an_object(row["time"])),
        channel=Channel(a_text(row["channel"])),
        direction=Direction(a_text(row["direction"])),
        outcome=Outcome(a_text(row["outcome"])),
        other=_number(an_object(row["other"])),
        owner=a_text(row["owner"]),
        seconds=None if row["seconds"] is None else a_whole_number(row["seconds"]),
        sent=None if sent is None else _moment(an_object(sent)),
        others=tuple(_number(an_object(each)) for each in a_list(row["others"])),
        contact_name=a_text_or_none(row["contact_name"]),
        text=a_text_or_none(row["text"]),
        text_source=None if row["text_source"] is None else TextSource(a_text(row["text_source"])),
        attachments=tuple(_attachment(an_object(each)) for each in a_list(row["attachments"])),
        sim=a_text_or_none(row["sim"]),
        raw=tuple(_pair(each) for each in a_list(row["raw"])),
        notes=tuple(a_text(each) for each in a_list(row["notes"])),
    )


def _attribution(row: _Row) -> Attribution:
    known_by = row["known_by"]
    return Attribution(
        kind=PartyKind(a_text(row["kind"])),
        party=a_text_or_none(row["party"]),
        creditor=a_text_or_none(row["creditor"]),
        debt=a_text_or_none(row["debt"]),
        institution_kind=InstitutionKind(a_text(row["institution_kind"])),
        product_kind=ProductKind(a_text(row["product_kind"])),
        known_by=None if known_by is None else KnownBy(a_text(known_by)),
        evidence=a_text(row["evidence"]),
        claim=a_text_or_none(row["claim"]),
        confirmed=a_truth(row["confirmed"]),
    )


def _moment(row: _Row) -> Moment:
    utc = datetime.fromisoformat(a_text(row["utc"]))
    if utc.utcoffset() is None:
        raise ValueError("time without an offset")
    return Moment(
        raw=a_text(row["raw"]),
        utc=utc.astimezone(UTC),
        offset_minutes=a_whole_number(row["offset_minutes"]),
        resolution=Resolution(a_text(row["resolution"])),
        offset_source=OffsetSource(a_text(row["offset_source"])),
    )


def _number(row: _Row) -> Number:
    return Number(a_text(row["raw"]), a_text_or_none(row["normal"]), NumberKind(a_text(row["kind"])))


def _position(row: _Row) -> Position:
    return Position(
        a_whole_number(row["offset"]), a_whole_number(row["length"]), a_whole_number(row["record"]), a_text(row["path"])
    )


def _attachment(row: _Row) -> Attachment:
    digest = row["digest"]
    return Attachment(
        a_text(row["media_type"]), a_text(row["name"]), None if digest is None else _digest(an_object(digest))
    )


def _digest(row: _Row) -> Digest:
    (algorithm,) = (name for name in row if name != "length")
    return Digest(algorithm, a_text(row[algorithm]), a_whole_number(row["length"]))


def _pair(value: object) -> tuple[str, str]:
    name, text = a_list(value)
    return a_text(name), a_text(text)
