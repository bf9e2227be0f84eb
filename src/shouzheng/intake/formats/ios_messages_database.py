"""The message store of an iPhone (``sms.db``): SMS, MMS, iMessage and RCS, with what was deleted recently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.apple.times import IN_SECONDS, apple_moment
from shouzheng.intake.apple.typed_stream import text_of
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.database import Database
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables, rows_of
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    NonContact,
    NonContactKind,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

NAME = "ios_messages_database"
_COLUMNS = frozenset(["date", "is_from_me", "handle_id", "text"])
_DIRECTIONS = {"0": Direction.INBOUND, "1": Direction.OUTBOUND}
#: Stands in a text where an attachment is shown.
_PLACE_OF_ATTACHMENT = "\ufffc"
#: Reactions (a thumb, a heart) are messages about another message.
_REACTIONS = range(2000, 4000)
_IMESSAGE_EXPORTER = "ReagentX/imessage-exporter docs/tables/messages.md"
_ILEAPP = "abrignoni/iLEAPP scripts/artifacts/sms.py"
_MVT = "mvt-project/mvt src/mvt/ios/modules/mixed/sms.py"


def _recognise(look: Look) -> Words | None:
    tables = look.tables
    if "handle" not in tables or not set(tables.get("message", ())) >= _COLUMNS:
        return None
    return Words(
        "数据库里有表 message 和 handle，含 is_from_me、handle_id 列",
        "the database has the tables message and handle with the columns is_from_me and handle_id",
    )


class _Decoder:
    """Decodes the rows of one database; handles, chats and attachments are read beforehand.

    Every look-up may find nothing: a message without handle is a message (a LEFT JOIN).
    """

    def __init__(self, database: Database, context: ReadContext) -> None:
        def rows(table: str, kept: int = 1000) -> Iterator[Fields]:
            return rows_of(database, table, context, kept=kept)

        self._offset = context.offset_minutes
        self._handles = {_id(row, "ROWID"): row.values for row in rows("handle")}
        self._chats = {_id(row, "ROWID"): row.values for row in rows("chat")}
        self._people: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows("chat_handle_join", 2):
            address = self._handles.get(row.values.get("handle_id", ""), {}).get("id")
            if address is not None:
                self._people[row.values.get("chat_id", "")].append(address)
        self._chat_of = {
            row.values.get("message_id", ""): row.values.get("chat_id", "") for row in rows("chat_message_join", 2)
        }
        self._deleted = {
            row.values.get("message_id", ""): (row.values.get("chat_id", ""), row.values.get("delete_date", ""))
            for row in rows("chat_recoverable_message_join", 3)
        }
        files = {_id(row, "ROWID"): row.values for row in rows("attachment")}
        self._files: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("message_attachment_join", 2):
            known = files.get(row.values.get("attachment_id", ""))
            self._files[row.values.get("message_id", "")].append(known or {})

    def message(self, fields: Fields, position: Position, context: ReadContext) -> Result:
        values, notes, number = fields.values, fields.notes, _id(fields, "ROWID")
        direction = _DIRECTIONS.get(values.get("is_from_me", ""))
        if direction is None:
            raise Refused(problems.UNKNOWN_CODE, field="is_from_me", value=values.get("is_from_me", ""))
        time = apple_moment(values.get("date"), "date", self._offset, notes)
        if values.get("item_type", "0") not in ("", "0"):
            return NonContact(context.original, position, NonContactKind.NOTIFICATION)  # somebody joined, a new title
        if direction is Direction.OUTBOUND and values.get("error", "0") not in ("", "0"):
            return NonContact(context.original, position, NonContactKind.FAILED)
        raw = list(fields.raw)
        attachments = self._attachments(number, raw)
        other, others, handle = self._parties(values, number, direction, raw, notes)
        text = _text(fields, raw, notes)
        self._note_state(values, number, raw, notes)
        return ContactEvent(
            id=context.event_id(position.record),
            original=context.original,
            source_format=NAME,
            positions=(position,),
            time=time,
            channel=_channel(values, handle, bool(attachments), notes),
            direction=direction,
            outcome=_outcome(values, direction),
            other=other,
            owner=context.owner,
            others=others,
            text=text,
            text_source=TextSource.RECORD if text is not None else None,
            attachments=attachments,
            sim=values.get("destination_caller_id") or None,
            raw=tuple(raw),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _attachments(self, number: str, raw: list[tuple[str, str]]) -> tuple[Attachment, ...]:
        """Media lie in files of their own, which are not opened: names only, no digests."""
        found = []
        for place, file in enumerate(self._files.get(number, ()), 1):
            raw.extend((f"attachment[{place}].{name}", value) for name, value in file.items())
            name = file.get("transfer_name") or file.get("filename", "").rpartition("/")[2]
            found.append(Attachment(file.get("mime_type") or "application/octet-stream", name, None))
        return tuple(found)

    def _parties(
        self, values: dict[str, str], number: str, direction: Direction, raw: list[tuple[str, str]], notes: list[str]
    ) -> tuple[Number, tuple[Number, ...], dict[str, str]]:
        """The other party: the handle, else (own messages) the chat's; further people of a group as others."""
        handle = self._handles.get(values.get("handle_id", ""), {})
        raw.extend((f"handle.{name}", value) for name, value in handle.items())
        # What was deleted recently stands in a chat no more, but iOS remembers in which it stood.
        chat_id = self._chat_of.get(number) or self._deleted.get(number, ("", ""))[0]
        chat = self._chats.get(chat_id, {})
        raw.extend(
            (f"chat.{name}", chat[name])
            for name in ("guid", "chat_identifier", "display_name", "service_name")
            if name in chat
        )
        people = list(dict.fromkeys(self._people.get(chat_id, ())))
        address = handle.get("id")
        if address is None and direction is Direction.OUTBOUND:
            address = people[0] if len(people) == 1 else chat.get("chat_identifier")
        if address is None:
            notes.append("address_missing")
            other = Number("", None, NumberKind.UNKNOWN)
        else:
            other = classify(address)
        if len(people) > 1:
            notes.append("group")
        return other, tuple(classify(each) for each in people if each != address), handle

    def _note_state(self, values: dict[str, str], number: str, raw: list[tuple[str, str]], notes: list[str]) -> None:
        deleted = self._deleted.get(number)
        if deleted is not None:
            notes.append("recently_deleted")
            raw.append(("chat_recoverable_message_join.delete_date", deleted[1]))
        kind = values.get("associated_message_type", "0")
        if kind.isascii() and kind.isdigit() and len(kind) < 6 and int(kind) in _REACTIONS:
            notes.append("reaction")
        for column, note in (
            ("is_spam", "marked_as_spam"),
            ("is_corrupt", "corrupt_in_store"),
            ("date_edited", "edited"),
            ("date_retracted", "retracted"),
        ):
            if values.get(column, "0") not in ("", "0"):
                notes.append(note)

    def tables(self) -> Sequence[Table]:
        """Return the one table that is read row by row."""
        return (Table("message", self.message),)


def _id(fields: Fields, column: str) -> str:
    return fields.values.get(column, str(fields.row_id))


def _text(fields: Fields, raw: list[tuple[str, str]], notes: list[str]) -> str | None:
    """The text, out of ``attributedBody`` where ``text`` is empty, without the marks of attachments."""
    text = fields.values.get("text") or None
    body = fields.blobs.get("attributedBody")
    if text is None and body:
        try:
            text = text_of(body)
            raw.append(("attributedBody.text", text))
            notes.append("text_from_attributed_body")
        except ValueError:
            notes.append("attributed_body_unreadable")
    if text is not None:
        text = text.replace(_PLACE_OF_ATTACHMENT, "") or None
    subject = fields.values.get("subject")
    if subject:
        notes.append("subject_in_text")
        text = subject if text is None else f"{subject}\n{text}"
    return text


def _channel(values: dict[str, str], handle: dict[str, str], media: bool, notes: list[str]) -> Channel:
    service = values.get("service") or handle.get("service", "")
    if not values.get("service"):
        notes.append("service_from_handle")
    if service.startswith("iMessage"):
        return Channel.IM
    if service == "RCS":
        notes.append("rcs")
        return Channel.IM
    if service in ("SMS", "SatelliteSMS"):
        return Channel.MMS if media or values.get("subject") else Channel.SMS
    raise Refused(problems.UNKNOWN_CODE, field="service", value=service)


def _outcome(values: dict[str, str], direction: Direction) -> Outcome:
    """A received message was delivered; a sent one only where the phone was told so."""
    told = values.get("is_delivered") == "1" or values.get("date_delivered", "0") not in ("", "0")
    return Outcome.DELIVERED if direction is Direction.INBOUND or told else Outcome.UNKNOWN


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    return read_tables(path, context, lambda database: _Decoder(database, context).tables())


FORMAT = Format(
    name=NAME,
    title=Words("iPhone 短信数据库 sms.db", "an iPhone's message database sms.db"),
    file_names=("sms.db", "3d0d7e5fb2ce288813306e4d4636395e047a3d28"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="Messages (iOS)",
    versions="iOS 6 – 26; seen: 14.3",
    grade=Grade.C,
    holds_messages=True,
    all_senders=True,
    decodes=(
        Decode(
            "date",
            Words(
                "自2001年起（UTC）的纳秒，旧系统为秒，逐条按大小判断",
                "nanoseconds since 2001 UTC, seconds on old systems; told apart by size, value by value",
            ),
            f"{_IMESSAGE_EXPORTER}; fixture ios_backup",
            Known.SEEN,
        ),
        Decode("is_from_me", Words("0收到 1发出", "0 received 1 sent"), _MVT, Known.READ),
        Decode(
            "attributedBody",
            Words("typedstream；text 为空时正文在这里", "typed stream; holds the text when text is empty"),
            "dgelessus/python-typedstream; iLEAPP PR 1523",
            Known.READ,
        ),
        Decode("handle.id", Words("号码或邮箱", "number or e-mail address"), _MVT, Known.READ),
        Decode(
            "service",
            Words("SMS、iMessage、RCS；为空时取 handle.service", "SMS, iMessage, RCS; handle.service where empty"),
            f"{_IMESSAGE_EXPORTER}; fixture ios_backup",
            Known.SEEN,
        ),
        Decode(
            "item_type",
            Words("不为0是群成员变动等系统提示", "anything but 0 is a notice of the system (a member joined)"),
            _IMESSAGE_EXPORTER,
            Known.READ,
        ),
        Decode(
            "error", Words("发出的短信不为0即失败", "a sent message with anything but 0 failed"), _ILEAPP, Known.MEMORY
        ),
        Decode(
            "chat_recoverable_message_join",
            Words("iOS 16 起“最近删除”的短信", "messages deleted recently (iOS 16 and later)"),
            _IMESSAGE_EXPORTER,
            Known.READ,
        ),
        Decode(
            "destination_caller_id",
            Words("收到短信的本机号码", "which of one's own numbers received it"),
            _IMESSAGE_EXPORTER,
            Known.READ,
        ),
    ),
    tried=(
        Tried(
            "ios_backup (iOS 14.3)",
            "1 message",
            date(2026, 11, 22),
            "ios_backup/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28",
            1,
        ),
    ),
    notes=(
        Words(
            "开启“iCloud 云端信息”后，短信可能不在备份里。",
            "With Messages in iCloud switched on, messages may be missing from a backup.",
        ),
        Words(
            "图片等附件在另外的文件里，这里只有名称。", "Attachments lie in files of their own; here are only names."
        ),
        Words(f"以秒计的时间标记为 {IN_SECONDS}。", f"Times counted in seconds carry the note {IN_SECONDS}."),
    ),
)
