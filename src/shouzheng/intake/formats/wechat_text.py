"""A chat that WeChat itself sent by e-mail as text: display names, days on lines of their own, minutes only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.chat_problems import DOUBTFUL_HEADERS, NO_DATE
from shouzheng.intake.chat_text import MOST, Block, blocks, is_text, local_time, text_lines
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import Attachment
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "wechat_text"

_DAY = re.compile(r"\s*[—―─–-]{2,}\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*[—―─–-]{2,}\s*", re.ASCII)
_HEAD = re.compile(r"(?P<name>\S.{0,100}?)(?:[ \u00a0\u3000]{2,}|\t+)(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*")
_TWO = re.compile(r"(?P<one>.{1,100}?)\s?和\s?(?P<other>.{1,100}?)\s?在微信上的聊天记录如下")
_TITLE = re.compile(r"的聊天记录如下")
_MEDIA = re.compile(
    r"\[(?P<kind>图片|视频|文件|语音|Image|Video|File)(?:[:：]\s*(?P<name>[^\]\n(（]{1,200}))?[^\]\n]{0,60}\]"
)
_KINDS = {"图片": "image/*", "视频": "video/*", "语音": "audio/*", "Image": "image/*", "Video": "video/*"}
_MOST_NAMES = 10_000
_WHY = Words(
    "文本里有“……的聊天记录如下”和“————— 日期 —————”的行",
    "the text has the line “…的聊天记录如下” and dates between dashes",
)
_SOURCE = "public samples of the export, one of February 2026"


@dataclass(frozen=True, slots=True)
class _Head:
    """A day, or the sender and minute of a message; ``doubtful`` when it may be a line of a text."""

    day: date | None = None
    name: str = ""
    seconds: int = 0
    raw: str = ""
    doubtful: bool = False


def _recognise(look: Look) -> Words | None:
    if not is_text(look):
        return None
    lines = look.text.decode(look.codec, "replace").splitlines()
    titled = any(_TITLE.search(line[:400]) for line in lines[:20])
    return _WHY if titled and any(_DAY.fullmatch(line[:100]) for line in lines) else None


def _day(line: str) -> date | None:
    found = _DAY.fullmatch(line)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


class _Heads:
    """Tells days and first lines of messages from text, knowing the names of the whole file.

    The first line of a message follows an empty line; a name that occurs once and is not in the title is doubtful.
    """

    def __init__(self, known: frozenset[str], counted: Counter[str]) -> None:
        self._known = known
        self._counted = counted
        self.dated = False

    def __call__(self, line: str, blank: bool) -> _Head | None:
        """Return what the line is, ``None`` for a line of a text."""
        day = _day(line)
        if day is not None:
            self.dated = True
            return _Head(day=day, raw=line.strip())
        found = _named(line)
        if found is None or not blank:
            return None
        name, seconds, raw = found
        certain = name in self._known or self._counted[name] > 1
        return _Head(None, name, seconds, raw, doubtful=not certain)


def _named(line: str) -> tuple[str, int, str] | None:
    found = _HEAD.fullmatch(line)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        return None
    return found["name"].strip(), hour * 3600 + minute * 60, f"{found['hour']}:{found['minute']}"


def _survey(path: Path, context: ReadContext) -> tuple[frozenset[str], Counter[str]]:
    """Return the two names of the title, and how often each name stands where a message may begin."""
    titled: frozenset[str] = frozenset()
    counted: Counter[str] = Counter()
    blank = True
    for number, (_, data, _) in enumerate(text_lines(path, context.look.encoding)):
        line = data[:1600].decode("utf-8", "replace")[:400]
        if number < 20 and not titled and (found := _TWO.search(line)):
            titled = frozenset([found["one"].strip(), found["other"].strip()])
        named = _named(line) if blank else None
        if named is not None and (len(counted) < _MOST_NAMES or named[0] in counted):
            counted[named[0]] += 1
        blank = not line.strip() or _day(line) is not None
    return titled, counted


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    titled, counted = _survey(path, context)
    own = sides_of(context).own
    others = titled - own if len(titled) == 2 and titled & own else frozenset()
    sides = sides_of(context, *others, chat=next(iter(others), ""), two=len(others) == 1)
    day: date | None = None
    day_raw = ""
    doubtful = 0
    for block in blocks(text_lines(path, context.look.encoding), _Heads(titled, counted)):
        head = block.head
        if head is None:
            if not _TITLE.search(block.text[:4000]):
                yield _stray(block, context)
            continue
        if head.day is not None:
            day, day_raw = head.day, head.raw
            if block.text.strip():
                yield _stray(block, context)
            continue
        doubtful += head.doubtful
        yield _message(block, head, day, day_raw, sides, context)
    if doubtful:
        context.say(DOUBTFUL_HEADERS, count=doubtful)
    sides.say(context)


def _position(block: Block[_Head], context: ReadContext) -> Position:
    context.records += 1
    context.done = block.offset
    return Position(block.offset, block.length, context.records, f"message[{context.records}]")


def _stray(block: Block[_Head], context: ReadContext) -> Result:
    return context.unread(_position(block, context), problems.STRAY_TEXT, block.data)


def _message(
    block: Block[_Head], head: _Head, day: date | None, day_raw: str, sides: Sides, context: ReadContext
) -> Result:
    position = _position(block, context)
    if block.too_large:
        return context.unread(
            position, problems.TOO_LARGE, block.data, length=block.length, attribute=MOST, record=MOST
        )
    if day is None:
        return context.unread(position, NO_DATE, block.data)
    written = f"{day.isoformat()} {head.raw}"
    time = local_time(written, day, head.seconds, Resolution.MINUTE, context.offset_minutes)
    if time is None:
        return context.unread(position, problems.IMPOSSIBLE_TIME, block.data, field="date", value=written)
    notes = ["sender_doubtful"] if head.doubtful else []
    if block.broken_text:
        notes.append("invalid_utf-8")
    sides.note_time(time, notes)
    text = block.text
    raw = (("day", day_raw), ("time", head.raw), ("sender", head.name), ("text", text))
    said = Said(NAME, head.name, text, time, position, raw, notes, _attachments(text, notes))
    return event_of(said, sides, context)


def _attachments(text: str, notes: list[str]) -> tuple[Attachment, ...]:
    found = _MEDIA.fullmatch(text.strip()) if len(text) < 400 else None
    if found is None:
        return ()
    kind = found["kind"]
    if kind == "语音":
        notes.append("voice_not_in_export")
    name = (found["name"] or "").strip()
    return (attachment(name, "" if name else _KINDS.get(kind, "")),)


FORMAT = Format(
    name=NAME,
    title=Words("微信官方导出的聊天文本", "a chat that WeChat itself exported as text"),
    file_names=("*.txt",),
    media_type="text/plain",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.TEXT,
    app="WeChat (official e-mail export)",
    versions="2018 – 2026",
    grade=Grade.E,
    decodes=(
        Decode("day", Words("破折号之间的日期行", "a line with the date between dashes"), _SOURCE, Known.EXCERPT),
        Decode(
            "name and time",
            Words(
                "“姓名  时:分”，只到分钟；没有微信号",
                "“name  hour:minute”; minutes only, and no WeChat id",
            ),
            _SOURCE,
            Known.EXCERPT,
        ),
        Decode("[图片…] [语音]", Words("媒体只有占位文字", "media are placeholders only"), _SOURCE, Known.EXCERPT),
    ),
    notes=(
        EDITABLE,
        Words("本程序从不读取微信的数据库。", "WeChat's own database is never read."),
    ),
)
