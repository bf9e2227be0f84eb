"""The call log of an iPhone (``CallHistory.storedata``, iOS 8 and later)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.apple.times import seconds_moment
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.report import Remark
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

NAME = "ios_calls_database"
TABLE = "ZCALLRECORD"
_COLUMNS = frozenset(["ZDATE", "ZADDRESS", "ZORIGINATED", "ZANSWERED"])
_DIRECTIONS = {"0": Direction.INBOUND, "1": Direction.OUTBOUND}
_PHONE, _VIDEO, _AUDIO, _OTHER_APP = "1", "8", "16", "0"
#: About as many calls as an iPhone keeps (openradar 18281; an iLEAPP sample has 1,003 rows).
_ABOUT_FULL = 995
_ILEAPP = "abrignoni/iLEAPP scripts/artifacts/callHistory.py"

_FULL = Remark(
    "ios_call_log_full",
    Words("通话记录有大约1000条。", "The call log holds about 1,000 calls."),
    Words(
        "iPhone 大约只保留最近1000条，更早的会自动删除。",
        "An iPhone keeps about the newest 1,000 and removes older ones by itself.",
    ),
    Words(
        "向运营商索取通话详单（一般只能查近6个月），今后定期备份。", "Fetch the operator's bill, and back up regularly."
    ),
)


def _recognise(look: Look) -> Words | None:
    if not set(look.tables.get(TABLE, ())) >= _COLUMNS:
        return None
    return Words("数据库里有表 ZCALLRECORD", "the database has the table ZCALLRECORD")


def _call(fields: Fields, position: Position, context: ReadContext) -> Result:
    values, notes = fields.values, fields.notes
    direction = _DIRECTIONS.get(values.get("ZORIGINATED", ""))
    if direction is None:
        raise Refused(problems.UNKNOWN_CODE, field="ZORIGINATED", value=values.get("ZORIGINATED", ""))
    time = seconds_moment(values.get("ZDATE"), "ZDATE", context.offset_minutes)
    channel = _channel(values, notes)
    raw = list(fields.raw)
    address = values.get("ZADDRESS")
    if address is None and "ZADDRESS" in fields.blobs:
        address = _decoded(fields.blobs["ZADDRESS"], notes)
        raw.append(("ZADDRESS.text", address))
    seconds = _seconds(values.get("ZDURATION"), notes)
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=time,
        channel=channel,
        direction=direction,
        outcome=_outcome(values, direction, seconds, notes),
        other=classify(address) if address else Number(address or "", None, NumberKind.WITHHELD),
        owner=context.owner,
        seconds=seconds,
        raw=tuple(raw),
        notes=tuple(dict.fromkeys(notes)),
    )


def _channel(values: dict[str, str], notes: list[str]) -> Channel:
    kind = values.get("ZCALLTYPE", _PHONE)
    if kind == _PHONE:
        return Channel.CALL
    if kind in (_VIDEO, _AUDIO):
        notes.append("facetime")
        return Channel.VIDEO_CALL if kind == _VIDEO else Channel.CALL
    if kind == _OTHER_APP:
        notes.append("call_of_another_app")
        return Channel.CALL
    raise Refused(problems.UNKNOWN_CODE, field="ZCALLTYPE", value=kind)


def _decoded(data: bytes, notes: list[str]) -> str:
    notes.append("address_in_bytes")
    try:
        return data.rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        notes.append("address_unreadable")
        return data.decode("utf-8", "replace")


def _seconds(raw: str | None, notes: list[str]) -> int | None:
    """Talk time in whole seconds, ``None`` (noted) when missing or unreadable."""
    try:
        value = float(raw) if raw is not None and len(raw) < 40 else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not 0 <= value < 10**9:
        notes.append("duration_missing" if raw is None else "duration_unreadable")
        return None
    return int(value)


def _outcome(values: dict[str, str], direction: Direction, seconds: int | None, notes: list[str]) -> Outcome:
    """An incoming call that was not answered is missed; whether it was rejected the log does not say surely."""
    if values.get("ZDISCONNECTED_CAUSE", "0") not in ("", "0"):
        notes.append("disconnected_cause_set")
    if direction is Direction.OUTBOUND:
        return Outcome.CONNECTED if seconds else Outcome.UNKNOWN
    answered = values.get("ZANSWERED")
    if answered == "1":
        return Outcome.CONNECTED
    if answered == "0":
        if seconds:
            notes.append("duration_of_unanswered_call")
        return Outcome.MISSED
    return Outcome.UNKNOWN


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    yield from read_tables(path, context, (Table(TABLE, _call),))
    if context.records >= _ABOUT_FULL:
        context.remarks.append(_FULL)


FORMAT = Format(
    name=NAME,
    title=Words("iPhone 通话记录数据库 CallHistory.storedata", "an iPhone's call log CallHistory.storedata"),
    file_names=("CallHistory.storedata", "CallHistoryTemp.storedata", "5a4935c78a5255723f707230a451d79c540d2741"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="Phone (iOS)",
    versions="iOS 8 – 26",
    grade=Grade.C,
    holds_calls=True,
    decodes=(
        Decode("ZDATE", Words("自2001年起（UTC）的秒", "seconds since 2001 UTC"), _ILEAPP, Known.READ),
        Decode("ZDURATION", Words("通话秒数", "seconds of talk"), _ILEAPP, Known.READ),
        Decode("ZADDRESS", Words("号码，文本或字节", "the number, as text or bytes"), _ILEAPP, Known.READ),
        Decode("ZORIGINATED", Words("0呼入 1呼出", "0 incoming 1 outgoing"), _ILEAPP, Known.READ),
        Decode("ZANSWERED", Words("呼入且为0即未接", "incoming and 0 is missed"), _ILEAPP, Known.READ),
        Decode(
            "ZCALLTYPE",
            Words(
                "0其他应用 1电话 8 FaceTime 视频 16 FaceTime 语音",
                "0 another app 1 phone 8 FaceTime video 16 FaceTime audio",
            ),
            _ILEAPP,
            Known.READ,
        ),
        Decode(
            "ZDISCONNECTED_CAUSE",
            Words("0结束 6拒接；因应用而异，只作备注", "0 ended 6 rejected; differs by app, so only noted"),
            _ILEAPP,
            Known.READ,
        ),
        Decode("ZNAME", Words("含义没有核实，只保留原值", "not verified; kept as stored"), "from memory", Known.MEMORY),
    ),
)
