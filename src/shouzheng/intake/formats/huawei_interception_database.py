"""Huawei's and Honor's store of intercepted calls and messages (``harassment.db`` and the phone manager's own)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.moments import moment_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables
from shouzheng.model.event import Channel, ContactEvent, Direction, Outcome, TextSource
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "huawei_interception_database"
#: The provider also hands out copies for backups under these names.
_MESSAGES = ("interception_messages", "interception_messages_backup")
_CALLS = ("interception_calls", "interception_calls_backup")
_SOURCE = "com.huawei.systemmanager HarassmentInterceptionDBProvider (decompiled, public excerpts)"


def _recognise(look: Look) -> Words | None:
    found = [name for name in (*_MESSAGES, *_CALLS) if {"phone", "date"} <= set(look.tables.get(name, ()))]
    if not found:
        return None
    return Words(
        f"数据库里有骚扰拦截的表 {'、'.join(found)}", f"the database has the interception table {', '.join(found)}"
    )


def _event(fields: Fields, position: Position, context: ReadContext, channel: Channel) -> ContactEvent:
    """One intercepted contact: always incoming, always blocked. What the codes in ``type`` mean is not known."""
    values, notes = fields.values, fields.notes
    raw_time, instant = android.milliseconds(values)
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    text = values.get("body") if channel is Channel.SMS else None
    if (marked := android.present(values.get("mark_count"))) not in (None, "0"):
        notes.append(f"marked_by_{marked}" if marked and marked.isdecimal() and len(marked) < 10 else "marked")
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=moment_of(raw_time, instant, Resolution.MILLISECOND, offset),
        channel=channel,
        direction=Direction.INBOUND,
        outcome=Outcome.BLOCKED,
        other=android.address(values.get("phone"), notes),
        owner=context.owner,
        contact_name=android.present(values.get("name")),
        text=text,
        text_source=TextSource.RECORD if text is not None else None,
        sim=android.sim(values, "sub_id"),
        raw=fields.raw,
        notes=tuple(dict.fromkeys(notes)),
    )


def _message(fields: Fields, position: Position, context: ReadContext) -> Result:
    return _event(fields, position, context, Channel.SMS)


def _call(fields: Fields, position: Position, context: ReadContext) -> Result:
    return _event(fields, position, context, Channel.CALL)


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    tables = [Table(name, _message) for name in _MESSAGES] + [Table(name, _call) for name in _CALLS]
    return read_tables(path, context, tables)


FORMAT = Format(
    name=NAME,
    title=Words("华为/荣耀骚扰拦截记录", "calls and messages intercepted by a Huawei or Honor phone"),
    file_names=("harassment.db",),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="com.huawei.systemmanager, com.hihonor.systemmanager",
    versions="EMUI, Magic UI",
    grade=Grade.C,
    splits_sms=True,
    holds_messages=True,
    holds_calls=True,
    decodes=(
        Decode("phone", Words("对方号码", "the other party's number"), _SOURCE, Known.EXCERPT),
        Decode(
            "date", Words("毫秒（推断自写入代码）", "milliseconds (inferred from the code)"), _SOURCE, Known.EXCERPT
        ),
        Decode("body", Words("短信正文", "text of the message"), _SOURCE, Known.EXCERPT),
        Decode(
            "mark_count",
            Words("被多少人标记；只是弱佐证", "how many people had marked the number; a weak corroboration"),
            _SOURCE,
            Known.EXCERPT,
        ),
        Decode(
            "type, block_type, block_reason",
            Words("含义没有依据，原样保留", "no source for their meaning; kept as they are"),
            _SOURCE,
            Known.EXCERPT,
        ),
    ),
)
