"""A chat that QQ for computers exported as text (message manager)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.chat_text import MOST, Block, blocks, is_text, local_time, text_lines
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import NonContact, NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "qq_text"

_MARK = "消息记录（此消息记录为文本格式，不支持重新导入）"
_HEAD = re.compile(
    r"(?P<at>(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2}))"
    r"[ \t]+(?P<who>\S.{0,199})",
    re.ASCII,
)
_WHO = re.compile(r"(?P<name>.*?)(?:\((?P<number>\d{4,12})\)|<(?P<mail>[^<>\s]{3,100})>)\s*")
_FRAME = re.compile(r"(?P<key>消息分组|消息对象)[:：]\s*(?P<value>.*?)\s*")
_RULE = re.compile(r"\s*=+\s*")
#: The number under which QQ writes its own notices.
_SYSTEM = "10000"
_WHY = Words(
    "文本以“消息记录（此消息记录为文本格式…”开头", "the text begins with QQ's “消息记录（此消息记录为文本格式…”"
)
_SOURCE = "ChatLab/ChatLab packages/parser/src/browser/qq.ts"


@dataclass(slots=True)
class _Chat:
    """The chat whose messages follow: its group of contacts and its name."""

    group: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """Time and sender of a message, or (``key``) what a line says about the chat."""

    at: str = ""
    day: date | None = None
    seconds: int = -1
    who: str = ""
    key: str = ""
    value: str = ""


def _recognise(look: Look) -> Words | None:
    if not is_text(look):
        return None
    return (
        _WHY
        if look.text.decode(look.codec, "replace").lstrip("\ufeff\r\n\t ").startswith(_MARK[:5] + "此消息")
        else None
    )


def _head(line: str, blank: bool) -> _Head | None:
    frame = _FRAME.fullmatch(line)
    if frame is not None:
        return _Head(key=frame["key"], value=frame["value"])
    found = _HEAD.fullmatch(line)
    if found is None or (not blank and _WHO.fullmatch(found["who"]) is None):
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        day = None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    seconds = hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else -1
    return _Head(found["at"], day, seconds, found["who"].strip())


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    chat = _Chat()
    sides = sides_of(context)
    for block in blocks(text_lines(path, context.look.encoding), _head):
        head = block.head
        if head is None or head.key:
            if head is not None and head.key == "消息对象":
                sides.say(context)
                chat.name = head.value
                sides = sides_of(context, head.value, chat=head.value)
            elif head is not None:
                chat.group = head.value
            if _is_stray(block):
                yield context.unread(_position(block, context), problems.STRAY_TEXT, block.data)
            continue
        yield _message(block, head, chat, sides, context)
    sides.say(context)


def _is_stray(block: Block[_Head]) -> bool:
    """True when there is more than rules and the file's own title."""
    known = (line for line in block.lines if line.strip() and not _RULE.fullmatch(line))
    return any(not line.strip("\ufeff ").startswith("消息记录") for line in known)


def _position(block: Block[_Head], context: ReadContext) -> Position:
    context.records += 1
    context.done = block.offset
    return Position(block.offset, block.length, context.records, f"message[{context.records}]")


def _message(block: Block[_Head], head: _Head, chat: _Chat, sides: Sides, context: ReadContext) -> Result:
    position = _position(block, context)
    if block.too_large:
        return context.unread(
            position, problems.TOO_LARGE, block.data, length=block.length, attribute=MOST, record=MOST
        )
    time = None
    if head.day is not None and head.seconds >= 0:
        time = local_time(head.at, head.day, head.seconds, Resolution.SECOND, context.offset_minutes)
    if time is None:
        return context.unread(position, problems.IMPOSSIBLE_TIME, block.data, field="time", value=head.at)
    who = _WHO.fullmatch(head.who)
    name = who["name"].strip() if who else head.who
    account = (who["number"] or who["mail"] or "") if who else ""
    if account == _SYSTEM:
        return NonContact(context.original, position, NonContactKind.NOTIFICATION)
    notes = [] if who else ["account_missing"]
    if block.broken_text:
        notes.append("invalid_utf-8")
    sides.note_time(time, notes)
    if account and account in sides.own:
        name = account
    text = block.text
    files = (attachment("", "image/*"),) if text.strip() == "[图片]" else ()
    raw = (("group", chat.group), ("chat", chat.name), ("time", head.at), ("sender", head.who), ("text", text))
    said = Said(NAME, name or account, text, time, position, raw, notes, files)
    return event_of(said, sides, context)


FORMAT = Format(
    name=NAME,
    title=Words("QQ 导出的消息记录文本", "a chat that QQ exported as text"),
    file_names=("*.txt",),
    media_type="text/plain",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.TEXT,
    app="QQ (Windows)",
    versions="8, 9",
    grade=Grade.E,
    decodes=(
        Decode(
            "time",
            Words(
                "当地时间到秒，没有时区；小时可为一位", "local time to the second, no zone; the hour may have one digit"
            ),
            _SOURCE,
            Known.READ,
        ),
        Decode(
            "sender", Words("昵称(QQ号) 或 昵称<邮箱>", "nickname(number) or nickname<e-mail>"), _SOURCE, Known.READ
        ),
        Decode("消息对象", Words("对方或群的名字", "name of the other side or group"), _SOURCE, Known.READ),
        Decode("10000", Words("系统消息", "a notice of QQ itself"), "from memory", Known.MEMORY),
    ),
    notes=(EDITABLE,),
)
