"""Messages saved by 360 and other Chinese phone assistants (``<SMSRecord>``, values in child elements)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android_messages import RECEIVED, SENT, SMS_NOT_SENT, message_outcome
from shouzheng.intake.markup.parse import Record
from shouzheng.intake.moments import local_moment
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Look
from shouzheng.intake.xml_format import XmlGrammar, read_xml
from shouzheng.model.event import Channel, ContactEvent, Direction, NonContact, TextSource
from shouzheng.model.moment import Moment, OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "phone_assistant_messages"
_WHY = Words("根元素是 <SMSRecord>，其中是 <SMS> 记录", "the root element is <SMSRecord>, holding <SMS> records")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.root == "SMSRecord" else None


def _decode(record: Record, position: Position, context: ReadContext) -> Result:
    notes = list(record.notes)
    raw = [(element.name, element.text) for element in record.elements[1:]]
    raw = [*record.attributes.items(), *raw]
    fields = dict(raw)
    if len(fields) < len(raw):
        notes.append("duplicate_key")
    kind = android.code(fields, "Type").strip()
    if kind in SMS_NOT_SENT:
        return NonContact(context.original, position, SMS_NOT_SENT[kind])
    if kind not in (RECEIVED, SENT):
        raise Refused(problems.UNKNOWN_CODE, field="Type", value=kind)
    direction = Direction.INBOUND if kind == RECEIVED else Direction.OUTBOUND
    body = fields.get("Body")
    subject = android.present(fields.get("Subject"))
    if subject is not None:
        notes.append("subject_in_text")
        body = subject if body is None else f"{subject}\n{body}"
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=_time(fields, context),
        channel=Channel.SMS,
        direction=direction,
        outcome=message_outcome(direction, None, notes),
        other=android.address(fields.get("Address"), notes),
        owner=context.owner,
        text=body,
        text_source=TextSource.RECORD if body is not None else None,
        raw=tuple(raw),
        notes=tuple(dict.fromkeys(notes)),
    )


def _time(fields: dict[str, str], context: ReadContext) -> Moment:
    """The file holds local time without a zone."""
    written = android.code(fields, "Date").strip()
    moment = local_moment(written, (context.offset_minutes, OffsetSource.ASSUMED))
    if moment is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="Date", value=written)
    return moment


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_xml(chunks, context, XmlGrammar("SMSRecord", {"SMS": _decode}))


FORMAT = Format(
    name=NAME,
    title=Words("360等手机助手导出的短信（XML）", "messages saved by 360 and other phone assistants (XML)"),
    file_names=("sms.xml",),
    media_type="application/xml",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    roots=("SMSRecord",),
    app="360 phone assistant",
    versions="2012",
    splits_sms=True,
    holds_messages=True,
    decodes=(
        Decode(
            "Type",
            Words("1收到 2发出，其余同安卓", "1 received 2 sent, others as Android's"),
            "fixture sms360/sms.xml",
            Known.SEEN,
        ),
        Decode("Date", Words("当地时间，没有时区", "local time without a zone"), "fixture sms360/sms.xml", Known.SEEN),
        Decode(
            "Status",
            Words("含义没有依据，原样保留", "no source for its meaning; kept as it is"),
            "fixture sms360/sms.xml",
            Known.SEEN,
        ),
    ),
    tried=(Tried("sms.xml (2012)", "6 messages", date(2026, 11, 22), "sms360/sms.xml", 6),),
    notes=(
        android.EDITABLE,
        Words("时间没有时区，按北京时间读取。", "Times have no zone and are read as Beijing time."),
    ),
)
