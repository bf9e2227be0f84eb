"""OPPO, OnePlus and realme (ColorOS) phone clone and local backup: messages as vMessage (``sms.vmsg``); Meizu too."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android_messages import message_outcome
from shouzheng.intake.moments import is_possible, local_moment, local_seconds, moment_of, whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.problems import TEXT_CUT_OFF
from shouzheng.intake.text_records import Piece, PieceKind, cut_records, utf_8
from shouzheng.model.event import Channel, ContactEvent, Direction, NonContact, NonContactKind, Outcome, TextSource
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "oppo_messages"
_BOXES = {"INBOX": Direction.INBOUND, "SENDBOX": Direction.OUTBOUND, "SENT": Direction.OUTBOUND}
_NOT_SENT = {
    "DRAFT": NonContactKind.DRAFT,
    "DRAFTBOX": NonContactKind.DRAFT,
    "OUTBOX": NonContactKind.OUTBOX,
    "FAILED": NonContactKind.FAILED,
    "QUEUED": NonContactKind.QUEUED,
}
#: ``Subject;ENCODING=…;CHARSET=…:text``; ColorOS of 2017 left the first semicolon out.
_SUBJECT = re.compile(r"subject[;]?(?P<how>(?:encoding|charset)=[^:]*)?:(?P<text>.*)", re.IGNORECASE | re.DOTALL)
_WHY = Words("文本由 BEGIN:VMSG 开头的记录组成", "the text consists of records that begin with BEGIN:VMSG")
_UNREAD = {
    PieceKind.BROKEN: problems.BROKEN_MARKUP,
    PieceKind.STRAY: problems.STRAY_TEXT,
    PieceKind.CUT_OFF: problems.CUT_OFF,
    PieceKind.TOO_LARGE: problems.TOO_LARGE,
}
_MOST = 8 << 20
#: Most lines of a record that are kept as raw fields.
_MOST_LINES = 2000


def _recognise(look: Look) -> Words | None:
    return _WHY if look.encoding is not None and look.text.lstrip()[:10].upper() == b"BEGIN:VMSG" else None


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    encoding = context.look.encoding
    base = encoding.skip if encoding and not encoding.converted_from else 0
    if encoding and (encoding.converted_from or encoding.codec != "utf-8"):
        context.say(problems.ENCODING_CONVERTED, encoding=(encoding.converted_from or encoding.codec).upper())
    for piece in cut_records(utf_8(chunks, encoding), b"BEGIN:VMSG", b"END:VMSG", base=base, most=_MOST):
        yield _outcome(piece, context)
        if piece.kind is PieceKind.CUT_OFF:
            context.say(TEXT_CUT_OFF)


def _outcome(piece: Piece, context: ReadContext) -> Result:
    context.records += 1
    position = Position(piece.offset, piece.length, context.records, f"VMSG[{context.records}]")
    if piece.kind is not PieceKind.RECORD:
        slots = {"length": piece.length, "attribute": _MOST, "record": _MOST}
        return context.unread(position, _UNREAD[piece.kind], piece.data, **slots)
    try:
        return _message(piece.data, position, context)
    except Refused as refused:
        return context.unread(position, refused.kind, piece.data, **refused.slots)


def _message(data: bytes, position: Position, context: ReadContext) -> Result:
    notes: list[str] = []
    raw, body = _fields(data, notes)
    fields = {name.upper(): value for name, value in raw}
    box = fields.get("X-BOX", fields.get("X-IRMC-BOX"))
    if box is None:
        raise Refused(problems.FIELD_MISSING, field="X-BOX")
    box = box.strip().upper()
    if box in _NOT_SENT:
        return NonContact(context.original, position, _NOT_SENT[box])
    if box not in _BOXES:
        raise Refused(problems.UNKNOWN_CODE, field="X-BOX", value=box)
    direction = _BOXES[box]
    if (blocked := fields.get("BLOCKTYPE", "0").strip()) not in ("", "0"):
        notes.append("block_type_set")
    kind = fields.get("X-TYPE", "SMS").strip().upper()
    outcome = Outcome.UNKNOWN if blocked not in ("", "0") else message_outcome(direction, None, notes)
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=_time(fields, notes, context),
        channel=Channel.MMS if kind == "MMS" else Channel.SMS,
        direction=direction,
        outcome=outcome,
        other=android.address(fields.get("TEL"), notes),
        owner=context.owner,
        text=body,
        text_source=TextSource.RECORD if body is not None else None,
        sim=android.sim(fields, "X-SIMID"),
        raw=tuple(raw),
        notes=tuple(dict.fromkeys(notes)),
    )


def _fields(data: bytes, notes: list[str]) -> tuple[list[tuple[str, str]], str | None]:
    """Raw pairs of the record's lines, and its text; a line that is no field continues the one before it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        notes.append("invalid_utf-8")
    raw: list[tuple[str, str]] = []
    body: str | None = None
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        raise Refused(problems.TOO_MANY_FIELDS, most=_MOST_LINES)
    subject: list[str] | None = None
    for line in lines:
        stripped = line.strip()
        if subject is not None and not stripped.upper().startswith("END:VBODY"):
            subject.append(line)
            continue
        if subject is not None:
            body, subject = _body("\n".join(subject), raw, notes), None
        if stripped[:7].upper() == "SUBJECT" and _SUBJECT.match(stripped):
            subject = [line.lstrip()]
        elif ":" in stripped:
            name, _, value = stripped.partition(":")
            if name.upper() not in ("BEGIN", "END"):
                raw.append((name, value))
        elif stripped:
            notes.append("unknown_content")
    return raw, body


def _body(line: str, raw: list[tuple[str, str]], notes: list[str]) -> str:
    """The decoded text; soft line breaks of quoted-printable and plain continued lines are both put together."""
    found = _SUBJECT.match(line)
    if found is None:
        return line
    how, text = (found["how"] or "").upper(), found["text"]
    raw.append((f"Subject;{how}" if how else "Subject", text))
    if "QUOTED-PRINTABLE" not in how:
        return text
    coded = text.replace(" \n", "\n").encode("utf-8", "replace")
    decoded = quopri.decodestring(coded)
    charset = "gb18030" if "GB" in how else "utf-8"
    try:
        return decoded.decode(charset)
    except UnicodeDecodeError:
        notes.append("invalid_utf-8")
        return decoded.decode(charset, "replace")


def _time(fields: dict[str, str], notes: list[str], context: ReadContext) -> Moment:
    """``DateOrigin`` in milliseconds when it is there; ``Date`` is local time, from which the offset is found."""
    written, origin = fields.get("DATE", "").strip(), fields.get("DATEORIGIN", "").strip()
    local = local_seconds(written)
    assumed = (context.offset_minutes, OffsetSource.ASSUMED)
    value = whole_number(origin) if origin else None
    if value is not None and is_possible(value):
        offset = _offset(local, value)
        return moment_of(
            origin,
            value,
            Resolution.MILLISECOND,
            (offset, OffsetSource.READABLE_DATE) if offset is not None else assumed,
        )
    if origin:
        notes.append("date_origin_unreadable")
    moment = local_moment(written, assumed)
    if moment is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="Date", value=written)
    return moment


def _offset(local: int | None, milliseconds: int) -> int | None:
    """The device's offset in minutes, when local time and instant differ by whole quarter hours within 14 hours."""
    if local is None:
        return None
    difference = local - milliseconds // 1000
    return difference // 60 if difference % 900 == 0 and abs(difference) <= 14 * 3600 else None


FORMAT = Format(
    name=NAME,
    title=Words("OPPO/一加/realme 备份短信（vMessage）", "messages of an OPPO, OnePlus or realme backup (vMessage)"),
    file_names=("sms.vmsg", "*.vmsg"),
    media_type="text/x-vmessage",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.TEXT,
    app="ColorOS backup and restore; Meizu",
    versions="2017",
    splits_sms=True,
    holds_messages=True,
    decodes=(
        Decode(
            "X-BOX",
            Words("INBOX 收到，SENDBOX 发出", "INBOX received, SENDBOX sent"),
            "P79N6A/pa_script model_sms.py",
            Known.READ,
        ),
        Decode(
            "DateOrigin",
            Words("毫秒，自1970年起（UTC）", "milliseconds since 1970 UTC"),
            "fixture sms.vmsg",
            Known.SEEN,
        ),
        Decode("Date", Words("手机当地时间", "local time of the phone"), "fixture sms.vmsg", Known.SEEN),
        Decode(
            "Subject",
            Words(
                "正文，quoted-printable；旧版漏写分号",
                "the text, quoted-printable; a semicolon is missing in old versions",
            ),
            "fixture sms.vmsg",
            Known.SEEN,
        ),
        Decode(
            "BlockType",
            Words("0为没有拦截；其他值含义没有依据", "0 not blocked; other values have no source"),
            "fixture sms.vmsg",
            Known.SEEN,
        ),
    ),
    tried=(Tried("sms.vmsg (ColorOS, 2017)", "3 messages", date(2026, 11, 22), "oppo/sms.vmsg", 3),),
    notes=(android.EDITABLE,),
)
