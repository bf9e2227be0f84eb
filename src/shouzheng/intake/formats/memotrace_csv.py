"""Chats in the CSV that MemoTrace (留痕, WeChatMsg) wrote: a file that the person already has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.chat_text import is_text
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of, unix_moment
from shouzheng.intake.formats._wechat_tools import MEDIA, NOT_TAKEN, SYSTEM, TEXT
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.csv_records import MOST, Record, fields_in, records, separator_of
from shouzheng.intake.tables.problems import BAD_STRUCTURE
from shouzheng.model.event import Attachment, Direction, NonContact, NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "memotrace_csv"
_COLUMNS = frozenset(["Type", "IsSender", "CreateTime", "StrContent"])
_DIRECTIONS = {"0": Direction.INBOUND, "1": Direction.OUTBOUND}
_WHY = Words(
    "CSV 第一行有 IsSender、CreateTime、StrContent",
    "the first line of the CSV has IsSender, CreateTime and StrContent",
)
_SOURCE = "LC044/WeChatMsg (public excerpts)"


def _first_line(look: Look) -> list[str]:
    text = look.text.decode(look.codec, "replace").lstrip("\ufeff")
    line = text.partition("\n")[0].rstrip("\r")
    return fields_in(line, separator_of(line)) or []


def _recognise(look: Look) -> Words | None:
    if not is_text(look) or b"StrContent" not in look.text[:4000]:
        return None
    return _WHY if set(_first_line(look)) >= _COLUMNS else None


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    text = context.look.text.decode(context.look.codec, "replace")
    separator = separator_of(text[:4000])
    header: list[str] | None = None
    sides = sides_of(context)
    for record in records(chunks, context.look.encoding, separator):
        if header is None:
            header = [name.strip("\ufeff ") for name in record.fields or []]
            continue
        context.records += 1
        position = Position(record.offset, record.length, context.records, f"row[{context.records}]")
        try:
            yield _row(header, record, position, sides, context)
        except Refused as refused:
            yield context.unread(position, refused.kind, record.data, **refused.slots)
    sides.say(context)


def _row(header: list[str], record: Record, position: Position, sides: Sides, context: ReadContext) -> Result:
    if record.fields is None:
        raise Refused(problems.TOO_LARGE, length=record.length, attribute=MOST, record=MOST)
    if len(record.fields) != len(header):
        raise Refused(BAD_STRUCTURE, detail=f"{len(record.fields)} / {len(header)}")
    values = dict(zip(header, record.fields, strict=True))
    if not values.keys() >= _COLUMNS:
        raise Refused(problems.FIELD_MISSING, field=", ".join(sorted(_COLUMNS - values.keys())))
    direction = _DIRECTIONS.get(values["IsSender"].strip())
    if direction is None:
        raise Refused(problems.UNKNOWN_CODE, field="IsSender", value=values["IsSender"])
    kind = values["Type"].strip()
    notes = list(record.notes)
    time = unix_moment(values["CreateTime"].strip(), "CreateTime", values.get("StrTime", "").strip(), context)
    sides.note_time(time, notes)
    if kind == SYSTEM:
        return NonContact(context.original, position, NonContactKind.NOTIFICATION)
    files: tuple[Attachment, ...] = ()
    if kind != TEXT:
        notes.append("media_kind_unknown" if kind not in MEDIA else "media_in_other_file")
        files = (attachment("", MEDIA.get(kind, "")),)
    sender = values.get("Remark") or values.get("NickName") or values.get("Sender") or ""
    raw = tuple(zip(header, record.fields, strict=True))
    # The content of pictures and cards is the XML of the app, not words that anybody wrote.
    text = values["StrContent"] if kind == TEXT else ""
    said = Said(NAME, sender, text, time, position, raw, notes, files, direction=direction)
    return event_of(said, sides, context)


FORMAT = Format(
    name=NAME,
    title=Words("留痕（MemoTrace/WeChatMsg）导出的 CSV", "a CSV that MemoTrace (WeChatMsg) wrote"),
    file_names=("*.csv",),
    media_type="text/csv",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.TEXT,
    app="MemoTrace, WeChatMsg",
    versions="1, 2",
    grade=Grade.E,
    decodes=(
        Decode("CreateTime", Words("秒，自1970年起（UTC）", "seconds since 1970 UTC"), _SOURCE, Known.EXCERPT),
        Decode("IsSender", Words("1本人发出 0收到", "1 sent 0 received"), _SOURCE, Known.EXCERPT),
        Decode("Type 1, 49", Words("1文字 49卡片、文件", "1 text 49 a card or file"), _SOURCE, Known.EXCERPT),
        Decode(
            "Type 3, 34, 43, 47, 10000",
            Words("3图片 34语音 43视频 47表情 10000系统", "3 picture 34 voice 43 video 47 sticker 10000 system"),
            "from memory",
            Known.MEMORY,
        ),
    ),
    notes=(NOT_TAKEN, EDITABLE),
)
