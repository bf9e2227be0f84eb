"""A chat that WhatsApp exported as text. The order of day and month is told from the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.chat_problems import DATE_ORDER_ASSUMED, DATE_ORDER_FROM_SEQUENCE
from shouzheng.intake.chat_text import MARKERS, MOST, Block, blocks, is_text, local_time, seconds_of_day, text_lines
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.date_order import Decision, Order, OrderFinder, Sure, date_in
from shouzheng.model.event import Attachment, NonContact, NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "whatsapp_text"

_HIDDEN = "\u200e\u200f\u202a-\u202e\ufeff"
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " ", "\u3000": " "})
#: Date, time, and either brackets around both (iPhone) or a hyphen behind (Android).
_HEAD = re.compile(
    rf"[{_HIDDEN}]*(?P<open>\[)?(?P<date>(\d{{1,4}})[./\-年] ?(\d{{1,2}})[./\-月] ?(\d{{1,4}}))[.日]?,? +"
    rf"(?P<time>(?P<before>{MARKERS})? ?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    rf" ?(?P<after>{MARKERS})?)(?(open)\] ?| - )(?P<rest>.*)",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
#: Longest display name; WhatsApp allows 25 characters, address books more.
_LONGEST_NAME = 120
_ENCRYPTED = re.compile("end-to-end|端到端|端對端", re.IGNORECASE)
_ATTACHED = re.compile(
    rf"[{_HIDDEN}]*(?:<(?:attached|附件|附加文件)[:：] ?(?P<iphone>[^<>\n]{{1,200}})>"
    r"|(?P<android>[^<>\n]{1,200}\.\w{2,5}) [(（](?:file attached|文件附件|已附加文件|檔案已附加)[)）])",
    re.IGNORECASE,
)
#: The chat's partner stands in the file's name.
_FILE_NAMES = (
    re.compile(r"WhatsApp Chat (?:with|-) (?P<name>.+?)(?:\.txt)?", re.IGNORECASE),
    re.compile(r"与(?P<name>.+?)的 ?WhatsApp ?(?:聊天|对话)(?:\.txt)?", re.IGNORECASE),
)
_WHY = Words(
    "文本以“日期, 时间 - 姓名: 内容”或“[日期, 时间] 姓名: 内容”的行开头",
    "the text begins with a line like “date, time - name: text” or “[date, time] name: text”",
)
_SOURCE = "joweich/chat-miner; KnugiHK/WhatsApp-Chat-Exporter issues 64, 169"


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line of a record: date and time as written, and what stands behind them."""

    numbers: tuple[str, str, str]
    date: str
    time: str
    seconds: int | None
    resolution: Resolution
    rest: str


def _head(line: str, blank: bool) -> _Head | None:
    del blank
    found = _HEAD.fullmatch(line.translate(_SPACES))
    if found is None:
        return None
    numbers = (found[3], found[4], found[5])
    marker = found["before"] or found["after"] or ""
    second = found["second"]
    seconds = seconds_of_day(int(found["hour"]), int(found["minute"]), int(second or 0), marker)
    resolution = Resolution.SECOND if second else Resolution.MINUTE
    return _Head(numbers, found["date"], found["time"].strip(), seconds, resolution, found["rest"])


def _recognise(look: Look) -> Words | None:
    if not is_text(look):
        return None
    first = look.text.decode(look.codec, "replace").lstrip("\ufeff\r\n ").partition("\n")[0]
    return _WHY if _head(first.rstrip("\r")[:400], True) else None


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    encoding = context.look.encoding
    finder = OrderFinder()
    halves = False
    for _, line, _ in text_lines(path, encoding):
        head = _head(line[:1600].decode("utf-8", "replace")[:400], True)
        if head is not None:
            finder.take(head.numbers, head.date)
            halves = halves or not head.time[:1].isdigit() or not head.time[-1:].isdigit()
    # The two English ways: the American one has halves of the day, the others as a rule do not.
    decision = finder.decide(Order.MDY if halves else Order.DMY)
    if decision is not None and decision.sure is not Sure.NUMBERS:
        kind = DATE_ORDER_ASSUMED if decision.sure is Sure.ASSUMED else DATE_ORDER_FROM_SEQUENCE
        context.say(kind, example=decision.example, order=decision.order.value)
    partner = _partner(context.look.name)
    sides = sides_of(context, partner, chat=partner, two=bool(partner))
    for block in blocks(text_lines(path, encoding), _head):
        yield _outcome(block, decision, sides, context)
        context.done = block.offset
    sides.say(context)


def _partner(name: str) -> str:
    found = next((found for pattern in _FILE_NAMES if (found := pattern.fullmatch(name))), None)
    return found["name"] if found else ""


def _outcome(block: Block[_Head], decision: Decision | None, sides: Sides, context: ReadContext) -> Result:
    context.records += 1
    position = Position(block.offset, block.length, context.records, f"message[{context.records}]")
    if block.head is None or decision is None:
        return context.unread(position, problems.STRAY_TEXT, block.data)
    if block.too_large:
        return context.unread(
            position, problems.TOO_LARGE, block.data, length=block.length, attribute=MOST, record=MOST
        )
    try:
        return _message(block, block.head, decision, position, sides, context)
    except Refused as refused:
        return context.unread(position, refused.kind, block.data, **refused.slots)


def _message(
    block: Block[_Head], head: _Head, decision: Decision, position: Position, sides: Sides, context: ReadContext
) -> Result:
    time = _time(head, decision, context)
    sender, colon, first = head.rest.partition(": ")
    if not colon and head.rest.endswith(":"):
        sender, colon, first = head.rest[:-1], ":", ""
    text = "\n".join([first, *block.lines]).rstrip()
    if not colon or len(sender) > _LONGEST_NAME or (not sides.names and _ENCRYPTED.search(text[:500])):
        return NonContact(context.original, position, NonContactKind.NOTIFICATION)  # a line of the app itself
    notes: list[str] = []
    if decision.sure is Sure.ASSUMED:
        notes.append("date_order_assumed")
    if block.broken_text:
        notes.append("invalid_utf-8")
    sides.note_time(time, notes)
    raw = (("date", head.date), ("time", head.time), ("sender", sender), ("text", text))
    name = sender.strip().strip("\u200e\u200f\u202a\u202b\u202c\u202d\u202e~\u00a0 ")
    return event_of(Said(NAME, name, text, time, position, raw, notes, _attachments(text)), sides, context)


def _time(head: _Head, decision: Decision, context: ReadContext) -> Moment:
    day = date_in(head.numbers, decision.order)
    raw = f"{head.date} {head.time}"
    time = None
    if day is not None and head.seconds is not None:
        time = local_time(raw, day, head.seconds, head.resolution, context.offset_minutes)
    if time is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="date", value=raw)
    return time


def _attachments(text: str) -> tuple[Attachment, ...]:
    found = _ATTACHED.match(text)
    return (attachment(found["iphone"] or found["android"]),) if found else ()


FORMAT = Format(
    name=NAME,
    title=Words("WhatsApp 导出的聊天文本", "a chat that WhatsApp exported as text"),
    file_names=("WhatsApp Chat with *.txt", "与*的 WhatsApp 聊天.txt", "_chat.txt"),
    media_type="text/plain",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.TEXT,
    app="WhatsApp",
    versions="Android, iPhone",
    grade=Grade.E,
    decodes=(
        Decode(
            "date",
            Words(
                "月日顺序随手机语言，看完整个文件再定；定不了就说明并逐条标记",
                "the order follows the phone's language and is told from the whole file; else it is said and marked",
            ),
            _SOURCE,
            Known.READ,
        ),
        Decode("time", Words("手机当地时间，没有时区", "local time of the phone, without zone"), _SOURCE, Known.READ),
        Decode(
            "name",
            Words("冒号前的显示名；没有冒号的是系统提示", "display name before the colon; a line without is a notice"),
            _SOURCE,
            Known.READ,
        ),
        Decode("file name", Words("含对方名字", "holds the other side's name"), _SOURCE, Known.MEMORY),
    ),
    notes=(EDITABLE,),
)
