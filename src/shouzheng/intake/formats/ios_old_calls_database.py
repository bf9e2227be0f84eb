"""The call log of an old iPhone (``call_history.db``, up to iOS 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.apple.times import seconds_moment
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.moments import whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

NAME = "ios_old_calls_database"
_COLUMNS = frozenset(["address", "date", "duration", "flags"])
_OUTGOING, _PHONE, _FACETIME = 1, 4, 16
_ILEAPP = "abrignoni/iLEAPP scripts/artifacts/callHistory.py"


def _recognise(look: Look) -> Words | None:
    if not set(look.tables.get("call", ())) >= _COLUMNS:
        return None
    return Words(
        "数据库里有表 call，含 address、date、duration、flags 列",
        "the database has the table call with the columns address, date, duration, flags",
    )


def _call(fields: Fields, position: Position, context: ReadContext) -> Result:
    values, notes = fields.values, fields.notes
    flags = whole_number(values.get("flags"))
    if flags is None or flags < 0 or not flags & (_PHONE | _FACETIME):
        raise Refused(problems.UNKNOWN_CODE, field="flags", value=values.get("flags", ""))
    time = seconds_moment(values.get("date"), "date", context.offset_minutes, since=0)
    if flags & _FACETIME:
        notes.append("facetime")
    seconds = whole_number(values.get("duration"))
    if seconds is None or seconds < 0:
        notes.append("duration_unreadable")
        seconds = None
    outgoing = bool(flags & _OUTGOING)
    address = values.get("address", "")
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=time,
        channel=Channel.CALL,
        direction=Direction.OUTBOUND if outgoing else Direction.INBOUND,
        # A call of 0 seconds may have been missed, rejected or cut off: the flags do not say which.
        outcome=Outcome.CONNECTED if seconds else Outcome.UNKNOWN if outgoing or seconds is None else Outcome.MISSED,
        other=classify(address) if address else Number("", None, NumberKind.WITHHELD),
        owner=context.owner,
        seconds=seconds,
        raw=fields.raw,
        notes=tuple(dict.fromkeys(notes)),
    )


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    return read_tables(path, context, (Table("call", _call),))


FORMAT = Format(
    name=NAME,
    title=Words("旧款 iPhone 通话记录 call_history.db", "an old iPhone's call log call_history.db"),
    file_names=("call_history.db", "2b2b0084a1bc3a5ac8c27afdf14afb42c61a19ca"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="Phone (iOS)",
    versions="iOS 4 – 7",
    grade=Grade.C,
    holds_calls=True,
    decodes=(
        Decode("date", Words("自1970年起（UTC）的秒", "seconds since 1970 UTC"), _ILEAPP, Known.READ),
        Decode("duration", Words("通话秒数", "seconds of talk"), _ILEAPP, Known.READ),
        Decode(
            "flags",
            Words(
                "位：1呼出 4电话 16 FaceTime；其余位含义没有依据",
                "bits: 1 outgoing 4 phone 16 FaceTime; others unknown",
            ),
            _ILEAPP,
            Known.READ,
        ),
    ),
)
