"""SMS Backup & Restore: messages (``sms-*.xml``, root ``smses`` with ``sms`` and ``mms``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _sms_backup_restore as app
from shouzheng.intake.formats._android import address
from shouzheng.intake.formats._android_messages import RECEIVED, SENT, SMS_NOT_SENT, message_outcome, mms_direction
from shouzheng.intake.formats._sms_backup_restore_mms import content_of, parties_of
from shouzheng.intake.markup.parse import Record
from shouzheng.intake.moments import OffsetFinder, is_possible, moment_of, whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Look
from shouzheng.intake.xml_format import Refused, XmlGrammar, read_xml
from shouzheng.model.event import (
    Channel,
    Direction,
    NonContact,
    NonContactKind,
    Outcome,
    TextSource,
    new_event,
)
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "sms_backup_restore_messages"

MMS_IN_SECONDS = "mms_date_in_seconds"

_WHY = Words(
    "根元素是 <smses>，其中是 <sms>、<mms> 记录", "the root element is <smses>, holding <sms> and <mms> records"
)


def _recognise(look: Look) -> Words | None:
    return _WHY if look.root == "smses" else None


class _Decoder:
    """Decodes the records of one file."""

    def __init__(self, assumed_offset: int) -> None:
        self._offset = OffsetFinder(assumed_offset)

    def sms(self, record: Record, position: Position, context: ReadContext) -> Result:
        attributes = record.attributes
        kind = app.code(attributes, "type")
        if kind in SMS_NOT_SENT:
            return NonContact(context.original, position, SMS_NOT_SENT[kind])
        if kind not in (RECEIVED, SENT):
            raise Refused(problems.UNKNOWN_CODE, field="type", value=kind)
        raw_time, instant = app.milliseconds(attributes)
        notes = list(record.notes)
        offset = self._offset(attributes.get("readable_date"), instant)
        direction = Direction.INBOUND if kind == RECEIVED else Direction.OUTBOUND
        body = attributes.get("body")
        if body == "null":
            notes.append("text_null")
            body = None
        if len(record.elements) > 1 or record.text:
            notes.append("unknown_content")
        return new_event(
            id=context.event_id(position.record),
            original=context.original,
            source_format=NAME,
            positions=(position,),
            time=moment_of(raw_time, instant, Resolution.MILLISECOND, offset),
            channel=Channel.SMS,
            direction=direction,
            outcome=message_outcome(direction, attributes.get("status"), notes),
            other=address(attributes.get("address"), notes),
            owner=context.owner,
            sent=app.sent_moment(attributes, offset, notes),
            contact_name=app.contact_name(attributes),
            text=body,
            text_source=TextSource.RECORD if body is not None else None,
            sim=app.sim(attributes, "sub_id"),
            raw=tuple(attributes.items()),
            notes=tuple(notes),
        )

    def mms(self, record: Record, position: Position, context: ReadContext) -> Result:
        attributes = record.attributes
        direction = mms_direction(attributes)
        if isinstance(direction, NonContactKind):
            return NonContact(context.original, position, direction)
        notes = list(record.notes)
        time = self._mms_time(attributes, notes)
        offset = (time.offset_minutes, time.offset_source)
        content = content_of(record.elements, record.long_values, notes)
        other, others = parties_of(attributes.get("address"), content, direction, notes)
        if record.text:
            notes.append("unknown_content")
        context.notes.update(notes)
        text = _with_subject(app.present(attributes.get("sub")), content.text, notes)
        return new_event(
            id=context.event_id(position.record),
            original=context.original,
            source_format=NAME,
            positions=(position,),
            time=time,
            channel=Channel.MMS,
            direction=direction,
            outcome=Outcome.DELIVERED if direction is Direction.INBOUND else Outcome.UNKNOWN,
            other=other,
            owner=context.owner,
            sent=app.sent_moment(attributes, offset, notes, seconds_allowed=True),
            others=others,
            contact_name=app.contact_name(attributes),
            text=text,
            text_source=TextSource.RECORD if text is not None else None,
            attachments=content.attachments,
            sim=app.sim(attributes, "sub_id"),
            raw=(*attributes.items(), *content.raw),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _mms_time(self, attributes: dict[str, str], notes: list[str]) -> Moment:
        """Milliseconds in this app's file; a value that can only be seconds (Android's own unit) is read as such."""
        raw = attributes.get("date")
        value = whole_number(raw)
        if raw is not None and value is not None and not is_possible(value) and is_possible(value * 1000):
            notes.append(MMS_IN_SECONDS)
            instant, resolution = value * 1000, Resolution.SECOND
        else:
            raw, instant = app.milliseconds(attributes)
            resolution = Resolution.MILLISECOND if instant % 1000 else Resolution.SECOND
        return moment_of(raw, instant, resolution, self._offset(attributes.get("readable_date"), instant))


def _with_subject(subject: str | None, text: str | None, notes: list[str]) -> str | None:
    """The subject is read by the person too, so it stands as the first line."""
    if subject is None:
        return text
    notes.append("subject_in_text")
    return subject if text is None else f"{subject}\n{text}"


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    decoder = _Decoder(context.offset_minutes)
    grammar = XmlGrammar(
        "smses",
        {"sms": decoder.sms, "mms": decoder.mms},
        long_value=("part", "data"),
        counted={MMS_IN_SECONDS: problems.SECONDS_FOR_MILLISECONDS},
    )
    return read_xml(chunks, context, grammar)


FORMAT = Format(
    name=NAME,
    title=Words("SMS Backup & Restore 短信与彩信（XML）", "SMS Backup & Restore messages (XML)"),
    file_names=("sms-*.xml", "sms.xml"),
    media_type="application/xml",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    roots=("smses",),
    splits_sms=True,
    holds_messages=True,
    decodes=(
        Decode("sms/date", Words("毫秒，自1970年起（UTC）", "milliseconds since 1970 UTC"), app.FIELD_LIST, Known.READ),
        Decode(
            "sms/type",
            Words("1收到 2发出 3草稿 4发件箱 5失败 6排队", "1 received 2 sent 3 draft 4 outbox 5 failed 6 queued"),
            app.FIELD_LIST,
            Known.READ,
        ),
        Decode(
            "sms/date_sent",
            Words("短信中心或对方的时间，0为未知", "time of the message centre or sender, 0 unknown"),
            app.FIELD_LIST,
            Known.READ,
        ),
        Decode(
            "sms/status",
            Words("-1无 0成功 32等待 64失败", "-1 none 0 complete 32 pending 64 failed"),
            app.FIELD_LIST,
            Known.READ,
        ),
        Decode("sms/sub_id", Words("SIM 卡", "SIM slot or subscription"), app.FIELD_LIST, Known.READ),
        Decode(
            "readable_date",
            Words("只用来推算手机时区，不作为时间", "used only to find the phone's offset, never as a time"),
            app.HPI,
            Known.READ,
        ),
        Decode(
            "mms/date", Words("毫秒（手机数据库为秒）", "milliseconds (the phone counts seconds)"), app.HPI, Known.READ
        ),
        Decode(
            "mms/date_sent",
            Words("毫秒；三星手机的文件中见到秒", "milliseconds; seconds seen in a file from a Samsung phone"),
            "fixture smsrst.xml",
            Known.SEEN,
        ),
        Decode(
            "mms/msg_box", Words("1收到 2发出 3草稿 4发件箱", "1 in 2 out 3 draft 4 outbox"), app.EXTRACTOR, Known.READ
        ),
        Decode("mms/m_type", Words("130为待取通知", "130 a message is waiting"), "OMA-TS-MMS_ENC", Known.MEMORY),
        Decode(
            "mms/addrs/addr/type",
            Words("137发件人 151收件人 130抄送 129密送", "137 From 151 To 130 Cc 129 Bcc"),
            app.EXTRACTOR,
            Known.READ,
        ),
        Decode("count", Words("记录数，用于核对", "number of records, compared"), "fixture sms_old.xml", Known.SEEN),
    ),
    app=app.APP,
    versions="7.42 (2015) – 2016",
    tried=(
        Tried(
            "sms_old.xml (app v7.42, 2015)",
            "4 SMS, 2 MMS with 6 parts and 4 addresses",
            date(2026, 11, 22),
            "sms_backup_restore/sms_old.xml",
            events=6,
        ),
        Tried(
            "smsrst.xml (2016)",
            "3 SMS, 2 MMS; its own count says 2",
            date(2026, 11, 22),
            "sms_backup_restore/smsrst.xml",
            events=5,
        ),
    ),
    notes=(app.EDITABLE,),
)
