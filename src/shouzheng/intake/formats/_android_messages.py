"""One SMS or MMS as Android's message store has it, whoever copied the row."""

from __future__ import annotations

from dataclasses import dataclass, field

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._sms_backup_restore_mms import MmsContent, parties_of
from shouzheng.intake.moments import is_possible, moment_of, whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    NonContact,
    NonContactKind,
    Outcome,
    TextSource,
    new_event,
)
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Words

RECEIVED, SENT = "1", "2"
SMS_NOT_SENT = {
    "3": NonContactKind.DRAFT,
    "4": NonContactKind.OUTBOX,
    "5": NonContactKind.FAILED,
    "6": NonContactKind.QUEUED,
}
MMS_NOT_SENT = {"3": NonContactKind.DRAFT, "4": NonContactKind.OUTBOX, "5": NonContactKind.FAILED}
#: ``m_type`` of OMA MMS encapsulation: 128 send request, 132 retrieved message, 130 notice that one is waiting.
MMS_WITH_CONTENT = frozenset(["128", "132"])
MMS_NOTIFICATION = "130"
#: Delivery status of a sent SMS (TP-Status as Android stores it).
_COMPLETE, _STATUS_FAILED = "0", "64"
_LAYOUT = "application/smil"
#: IANA number of UTF-8 (MIBenum), as Android stores character sets.
_UTF_8 = "106"
IN_SECONDS = "date_in_seconds"

SMS_DECODES = (
    Decode("sms.date", Words("毫秒，自1970年起（UTC）", "milliseconds since 1970 UTC"), android.TELEPHONY, Known.READ),
    Decode(
        "sms.type",
        Words("1收到 2发出 3草稿 4发件箱 5失败 6排队", "1 received 2 sent 3 draft 4 outbox 5 failed 6 queued"),
        android.TELEPHONY,
        Known.READ,
    ),
    Decode(
        "sms.date_sent",
        Words("短信中心的时间，0为未知", "time of the message centre, 0 unknown"),
        android.TELEPHONY,
        Known.READ,
    ),
    Decode(
        "sms.status",
        Words("-1无 0成功 32等待 64失败", "-1 none 0 complete 32 pending 64 failed"),
        android.TELEPHONY,
        Known.READ,
    ),
)
MMS_DECODES = (
    Decode(
        "pdu.date", Words("秒，自1970年起（UTC）", "seconds since 1970 UTC"), f"{android.ALEAPP}/smsmms.py", Known.READ
    ),
    Decode(
        "pdu.msg_box", Words("1收到 2发出 3草稿 4发件箱", "1 in 2 out 3 draft 4 outbox"), android.TELEPHONY, Known.READ
    ),
    Decode("pdu.m_type", Words("130为待取通知", "130 a message is waiting"), "OMA-TS-MMS_ENC", Known.MEMORY),
    Decode(
        "addr.type",
        Words("137发件人 151收件人 130抄送 129密送", "137 From 151 To 130 Cc 129 Bcc"),
        f"{android.ALEAPP}/smsmms.py",
        Known.READ,
    ),
    Decode(
        "pdu.sub",
        Words("主题；字符集106时为按Latin-1存放的UTF-8", "subject; with charset 106 UTF-8 stored as Latin-1"),
        "AOSP PduPersister",
        Known.MEMORY,
    ),
)


@dataclass(slots=True)
class Mms:
    """What stands around the row of an MMS: its parts (columns of ``part``) and addresses (type and address)."""

    parts: list[android.Fields] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)


def sms_of(
    row: android.Row,
    context: ReadContext,
    *,
    not_sent: dict[str, NonContactKind] | None = None,
    type_may_lack: bool = False,
) -> Result:
    """Return the SMS, or why it is no contact; raises ``Refused`` for an unknown type or an impossible time.

    ``not_sent`` are further types that are no contacts; with ``type_may_lack`` a missing type is an unknown direction.
    """
    fields, notes = row.fields, row.notes
    if type_may_lack and "type" not in fields:
        notes.append("direction_unknown")
        return _sms(row, Direction.UNKNOWN, context)
    kind = android.code(fields, "type")
    refused = (SMS_NOT_SENT if not_sent is None else not_sent).get(kind)
    if refused is not None:
        return NonContact(context.original, row.position, refused)
    if kind not in (RECEIVED, SENT):
        raise Refused(problems.UNKNOWN_CODE, field="type", value=kind)
    return _sms(row, Direction.INBOUND if kind == RECEIVED else Direction.OUTBOUND, context)


def _sms(row: android.Row, direction: Direction, context: ReadContext) -> ContactEvent:
    fields, notes = row.fields, row.notes
    raw_time, instant = android.milliseconds(fields)
    body = fields.get("body")
    if body == "null":
        notes.append("text_null")
        body = None
    if fields.get("deleted") == "1":
        notes.append("deleted_in_store")
    outcome = Outcome.BLOCKED if row.blocked else message_outcome(direction, fields.get("status"), notes)
    return new_event(
        id=context.event_id(row.position.record),
        original=context.original,
        source_format=row.format,
        positions=(row.position,),
        time=moment_of(raw_time, instant, Resolution.MILLISECOND, row.offset),
        channel=Channel.SMS,
        direction=direction,
        outcome=outcome,
        other=android.address(fields.get("address"), notes),
        owner=context.owner,
        sent=android.sent_moment(fields, row.offset, notes),
        contact_name=row.contact_name,
        text=body,
        text_source=TextSource.RECORD if body is not None else None,
        sim=android.sim(fields, "sub_id", "sim_id", "phone_id"),
        raw=row.raw,
        notes=tuple(dict.fromkeys(notes)) if notes else (),
    )


def message_outcome(direction: Direction, status: str | None, notes: list[str]) -> Outcome:
    """A received message was delivered; a sent one only when the network confirmed it."""
    if direction is Direction.INBOUND or status == _COMPLETE:
        return Outcome.DELIVERED
    if status == _STATUS_FAILED:
        notes.append("delivery_failed")
    return Outcome.UNKNOWN


def mms_of(row: android.Row, mms: Mms, context: ReadContext) -> Result:
    """Return the MMS, or why it is no contact; raises ``Refused`` for unknown codes or an impossible time."""
    fields, notes = row.fields, row.notes
    direction = mms_direction(fields)
    if isinstance(direction, NonContactKind):
        return NonContact(context.original, row.position, direction)
    time = _mms_time(fields, row.offset, notes)
    text, attachments = _content(mms.parts, notes)
    known = MmsContent(text, attachments, (), tuple(mms.addresses))
    other, others = parties_of(fields.get("address"), known, direction, notes)
    subject = _subject(fields)
    if subject is not None:
        notes.append("subject_in_text")
        text = subject if text is None else f"{subject}\n{text}"
    inbound = direction is Direction.INBOUND
    return new_event(
        id=context.event_id(row.position.record),
        original=context.original,
        source_format=row.format,
        positions=(row.position,),
        time=time,
        channel=Channel.MMS,
        direction=direction,
        outcome=Outcome.BLOCKED if row.blocked else Outcome.DELIVERED if inbound else Outcome.UNKNOWN,
        other=other,
        owner=context.owner,
        sent=android.sent_moment(fields, row.offset, notes, seconds_allowed=True),
        others=others,
        contact_name=row.contact_name,
        text=text,
        text_source=TextSource.RECORD if text is not None else None,
        attachments=attachments,
        sim=android.sim(fields, "sub_id", "sim_id", "phone_id"),
        raw=row.raw,
        notes=tuple(dict.fromkeys(note for note in notes if note != android.DATE_IN_SECONDS)),
    )


def mms_direction(fields: android.Fields) -> Direction | NonContactKind:
    """Return the direction of a message with content, or why there is none; raises ``Refused`` for unknown codes."""
    box, kind = android.code(fields, "msg_box"), android.present(fields.get("m_type"))
    if kind == MMS_NOTIFICATION:
        return NonContactKind.NOTIFICATION
    if box in MMS_NOT_SENT:
        return MMS_NOT_SENT[box]
    if box not in (RECEIVED, SENT):
        raise Refused(problems.UNKNOWN_CODE, field="msg_box", value=box)
    if kind is not None and kind not in MMS_WITH_CONTENT:
        raise Refused(problems.UNKNOWN_CODE, field="m_type", value=kind)
    return Direction.INBOUND if box == RECEIVED else Direction.OUTBOUND


def _mms_time(fields: android.Fields, offset: tuple[int, OffsetSource], notes: list[str]) -> Moment:
    """Android counts an MMS in seconds; a value that can only be milliseconds (some makers) is read as such."""
    raw = fields.get("date")
    value = whole_number(raw)
    if raw is not None and value is not None and is_possible(value * 1000):
        return moment_of(raw, value * 1000, Resolution.SECOND, offset)
    raw, instant = android.milliseconds(fields)
    notes.append("mms_date_in_milliseconds")
    return moment_of(raw, instant, Resolution.MILLISECOND if instant % 1000 else Resolution.SECOND, offset)


def _subject(fields: android.Fields) -> str | None:
    subject = android.present(fields.get("sub"))
    if subject is None or fields.get("sub_cs") != _UTF_8 or subject.isascii():
        return subject
    try:
        return subject.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return subject


def _content(parts: list[android.Fields], notes: list[str]) -> tuple[str | None, tuple[Attachment, ...]]:
    """Text and media of the parts. The media's bytes lie in files of their own, so they have no digest here."""
    texts: list[str] = []
    attachments: list[Attachment] = []
    for part in parts:
        media = (android.present(part.get("ct")) or "").lower()
        if part.get("seq") == "-1" or media == _LAYOUT:
            continue  # the layout says where text and pictures stand: no content
        text = part.get("text")
        if media == "text/plain" and text is not None:
            texts.append(text)
            continue
        name = next((found for key in ("cl", "fn", "name") if (found := android.present(part.get(key)))), "")
        notes.append("attachment_without_data")
        attachments.append(Attachment(media or "application/octet-stream", name, None))
    return ("\n".join(texts) if texts else None), tuple(attachments)
