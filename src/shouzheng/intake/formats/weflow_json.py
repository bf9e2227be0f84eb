"""Chats in the JSON that WeFlow or echotrace wrote: a file that the person already has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of, unix_moment
from shouzheng.intake.formats._json_rows import notes_of, raw_of, texts
from shouzheng.intake.formats._wechat_tools import NOT_TAKEN
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import Attachment, Direction, NonContact, NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "weflow_json"
_WHERE = (("messages",),)
_KEYS = frozenset(["createTime", "type", "content"])
_DIRECTIONS = {"0": Direction.INBOUND, "1": Direction.OUTBOUND}
_TEXTS = ("文本消息", "引用消息")
_SYSTEM = "系统消息"
_KINDS = {"图片消息": "image/*", "语音消息": "audio/*", "视频消息": "video/*", "动画表情": "image/*"}
_WHY = Words(
    "JSON 里的 messages 记录有 createTime、type、content、isSend 或 senderUsername",
    "the JSON has messages with createTime, type, content, and isSend or senderUsername",
)
_SOURCE = "ChatLab/ChatLab packages/parser/src/formats/weflow.ts"


def _recognise(look: Look) -> Words | None:
    for record in first_records(look, _WHERE):
        if record.keys() >= _KEYS and record.keys() & {"isSend", "senderUsername"}:
            return _WHY
    return None


class _Reader:
    def __init__(self, context: ReadContext) -> None:
        self.sides: Sides | None = None
        self._context = context

    def decode(self, record: JsonRecord, position: Position, context: ReadContext) -> Result:
        if self.sides is None:
            frame = record.frame
            names = (frame.get(("session", key), "") for key in ("remark", "displayName", "nickname"))
            self.sides = sides_of(context, chat=next(filter(None, names), ""))
        values, notes = texts(record.value), notes_of(record)
        kind = values.get("type", "")
        time = unix_moment(values.get("createTime"), "createTime", values.get("formattedTime", ""), context)
        self.sides.note_time(time, notes)
        if kind == _SYSTEM:
            return NonContact(context.original, position, NonContactKind.NOTIFICATION)
        sent = values.get("isSend", "")
        if sent not in ("", "0", "1"):
            raise Refused(problems.UNKNOWN_CODE, field="isSend", value=sent)
        files: tuple[Attachment, ...] = ()
        if kind not in _TEXTS:
            notes.append("media_in_other_file" if kind in _KINDS else "media_kind_unknown")
            files = (attachment("", _KINDS.get(kind, "")),)
        sender = values.get("senderDisplayName") or values.get("senderUsername") or ""
        text = values.get("content", "") if kind in _TEXTS else ""
        raw = raw_of(record)
        said = Said(NAME, sender, text, time, position, raw, notes, files, direction=_DIRECTIONS.get(sent))
        return event_of(said, self.sides, context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    reader = _Reader(context)
    yield from read_json(chunks, context, JsonGrammar(reader.decode, where=_WHERE))
    if reader.sides is not None:
        reader.sides.say(context)


FORMAT = Format(
    name=NAME,
    title=Words("WeFlow/echotrace 导出的微信聊天（JSON）", "a WeChat chat that WeFlow or echotrace wrote (JSON)"),
    file_names=("*.json",),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="WeFlow, echotrace",
    versions="2025 – 2026",
    grade=Grade.E,
    decodes=(
        Decode("createTime", Words("秒，自1970年起（UTC）", "seconds since 1970 UTC"), _SOURCE, Known.READ),
        Decode("isSend", Words("1本人发出 0收到 空为未知", "1 sent 0 received, empty unknown"), _SOURCE, Known.READ),
        Decode(
            "type", Words("中文名称；localType 不可信", "a Chinese name; localType is not trusted"), _SOURCE, Known.READ
        ),
        Decode(
            "localId",
            Words("每次导出都会变，不用于判断缺漏", "changes with each export: no gaps are told"),
            _SOURCE,
            Known.READ,
        ),
    ),
    notes=(NOT_TAKEN, EDITABLE),
)
