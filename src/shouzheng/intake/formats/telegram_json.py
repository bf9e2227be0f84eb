"""Chats that Telegram Desktop exported as JSON (``result.json``), one chat or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._chat import EDITABLE, Said, Sides, attachment, event_of, sides_of, unix_moment
from shouzheng.intake.formats._json_rows import notes_of, raw_of
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.json_text.values import Json, whole
from shouzheng.intake.moments import local_moment, whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.row_ids import RowIds
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import Attachment, Channel, Direction, NonContact, NonContactKind, Outcome
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "telegram_json"

_ONE, _ALL, _LEFT = ("messages",), ("chats", "list", "*", "messages"), ("left_chats", "list", "*", "messages")
_KEYS = frozenset(["id", "type", "date"])
_TYPES = ("message", "service")
_MEDIA = ("photo", "file", "thumbnail")
#: How a call ended, as Telegram writes it; everything else is left open.
_ENDED = {"missed": Outcome.MISSED, "busy": Outcome.REJECTED}
_WHY = Words(
    "JSON 里的 messages 记录有 id、type、date、from 或 date_unixtime",
    "the JSON has messages with id, type, date, and from or date_unixtime",
)
_SOURCE = "ChatLab/ChatLab packages/parser (Telegram)"


def _recognise(look: Look) -> Words | None:
    for record in first_records(look, (_ONE, _ALL, _LEFT)):
        more = record.keys() & {"date_unixtime", "from_id", "actor_id", "text_entities"}
        if record.keys() >= _KEYS and record.get("type") in _TYPES and more:
            return _WHY
    return None


class _Reader:
    """Decodes the messages of one file; a new chat begins where the frame says so."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._chat: tuple[str, str, str] | None = None
        self._sides: Sides = sides_of(context)
        self._ids: RowIds | None = None

    def decode(self, record: JsonRecord, position: Position, context: ReadContext) -> Result:
        sides = self._of_chat(record)
        kind = record.value.get("type")
        if kind not in _TYPES:
            raise Refused(problems.UNKNOWN_CODE, field="type", value=kind if isinstance(kind, str) else "?")
        notes = notes_of(record)
        time = _time(record, context, notes)
        number = whole_number(_text_of(record.value.get("id")))
        if number is not None and self._ids is not None:
            self._ids.take(number, time.utc)
        sides.note_time(time, notes)
        if kind == "service":
            return self._service(record, position, time, notes)
        sender = _text_of(record.value.get("from")) or _text_of(record.value.get("from_id"))
        account = _text_of(record.value.get("from_id"))
        if not sender:
            notes.append("sender_missing")
        if "edited_unixtime" in record.value or "edited" in record.value:
            notes.append("edited")
        if "forwarded_from" in record.value:
            notes.append("forwarded")
        text = whole(_flat_text(record.value.get("text")), notes)
        name = account if account in sides.own else whole(sender, notes)
        said = Said(NAME, name, text, time, position, raw_of(record), notes, _attachments(record))
        return event_of(said, sides, context)

    def _service(self, record: JsonRecord, position: Position, time: Moment, notes: list[str]) -> Result:
        """A call is a contact; that somebody joined or changed a title is not."""
        if record.value.get("action") not in ("phone_call", "group_call"):
            return NonContact(self._context.original, position, NonContactKind.NOTIFICATION)
        actor = whole(_text_of(record.value.get("actor")) or _text_of(record.value.get("actor_id")), notes)
        said = Said(NAME, actor, "", time, position, raw_of(record), notes, channel=Channel.CALL)
        event = event_of(said, self._sides, self._context)
        seconds = whole_number(_text_of(record.value.get("duration_seconds")) or _text_of(record.value.get("duration")))
        reason = _text_of(record.value.get("discard_reason"))
        outcome = Outcome.CONNECTED if seconds else _ENDED.get(reason, Outcome.UNKNOWN)
        if event.direction is not Direction.INBOUND and outcome is not Outcome.CONNECTED:
            outcome = Outcome.UNKNOWN
        return replace(event, outcome=outcome, seconds=max(seconds, 0) if seconds is not None else None)

    def _of_chat(self, record: JsonRecord) -> Sides:
        place = record.path[:-1]
        name, kind, number = (record.frame.get((*place, key), "") for key in ("name", "type", "id"))
        if (name, kind, number) != self._chat:
            self.end()
            self._chat = (name, kind, number)
            two = kind in ("personal_chat", "bot_chat")
            own = record.frame.get(("personal_information", "user_id"), "")
            self._sides = sides_of(self._context, *([name] if two else []), chat=name, two=two)
            if own:
                self._sides.own |= {f"user{own}", own}
                self._sides.told = True
            self._ids = RowIds(whole(name, []) or "messages")
        return self._sides

    def end(self) -> None:
        """Report on the chat that ends; ids are those of the chat alone only in groups of their own numbering."""
        self._sides.say(self._context)
        if self._ids is not None and self._chat is not None and self._chat[1].endswith(("supergroup", "channel")):
            self._context.remarks.extend(self._ids.remarks())


def _text_of(value: Json) -> str:
    return str(value) if isinstance(value, str) else ""


def _flat_text(value: Json) -> str:
    """A text is a string, or a list of strings and objects with a ``text``."""
    if isinstance(value, list):
        return "".join(_text_of(part.get("text")) if isinstance(part, Mapping) else _text_of(part) for part in value)
    return _text_of(value)


def _attachments(record: JsonRecord) -> tuple[Attachment, ...]:
    found = []
    for key in _MEDIA[:2]:
        name = _text_of(record.value.get(key))
        if name:
            media = _text_of(record.value.get("mime_type")) or ("image/jpeg" if key == "photo" else "")
            found.append(attachment(whole(name.rpartition("/")[2], []), whole(media, [])))
    return tuple(found)


def _time(record: JsonRecord, context: ReadContext, notes: list[str]) -> Moment:
    """``date_unixtime`` is the instant; ``date`` local time, from which the computer's offset is found."""
    written = _text_of(record.value.get("date"))
    raw = _text_of(record.value.get("date_unixtime"))
    if raw:
        return unix_moment(raw, "date_unixtime", written, context)
    moment = local_moment(written, (context.offset_minutes, OffsetSource.ASSUMED))
    if moment is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="date", value=written)
    notes.append("time_without_zone")
    return moment


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    reader = _Reader(context)
    yield from read_json(chunks, context, JsonGrammar(reader.decode, where=(_ONE, _ALL, _LEFT)))
    reader.end()


FORMAT = Format(
    name=NAME,
    title=Words("Telegram 电脑版导出的聊天（JSON）", "chats that Telegram Desktop exported (JSON)"),
    file_names=("result.json",),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="Telegram Desktop",
    versions="3 – 6",
    grade=Grade.E,
    decodes=(
        Decode("date_unixtime", Words("秒，自1970年起（UTC）", "seconds since 1970 UTC"), _SOURCE, Known.READ),
        Decode("date", Words("电脑当地时间，没有时区", "local time of the computer, no zone"), _SOURCE, Known.READ),
        Decode(
            "text",
            Words("文本，或文本与 {type,text} 的列表", "a text, or a list of texts and {type,text}"),
            _SOURCE,
            Known.READ,
        ),
        Decode("type", Words("message 消息，service 系统提示", "message, or service (a notice)"), _SOURCE, Known.READ),
        Decode(
            "action phone_call",
            Words("通话；discard_reason 为 missed 未接、busy 拒接", "a call; discard_reason missed, busy (rejected)"),
            "from memory",
            Known.MEMORY,
        ),
    ),
    notes=(EDITABLE,),
)
