"""SMS Backup & Restore: the call log (``calls-*.xml``, root ``calls``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _sms_backup_restore as app
from shouzheng.intake.formats._android_calls import TYPES, other_party, outcome_of, seconds_of
from shouzheng.intake.markup.parse import Record
from shouzheng.intake.moments import OffsetFinder, moment_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Look
from shouzheng.intake.xml_format import Refused, XmlGrammar, read_xml
from shouzheng.model.event import Channel, new_event
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "sms_backup_restore_calls"

#: The app writes types 1 to 6 only.
_TYPES = {kind: TYPES[kind] for kind in ("1", "2", "3", "4", "5", "6")}

_WHY = Words("根元素是 <calls>，其中是 <call> 记录", "the root element is <calls>, holding <call> records")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.root == "calls" else None


class _Decoder:
    """Decodes the records of one file."""

    def __init__(self, assumed_offset: int) -> None:
        self._offset = OffsetFinder(assumed_offset)

    def call(self, record: Record, position: Position, context: ReadContext) -> Result:
        attributes = record.attributes
        notes = list(record.notes)
        kind = app.code(attributes, "type")
        if kind not in _TYPES:
            raise Refused(problems.UNKNOWN_CODE, field="type", value=kind)
        raw_time, instant = app.milliseconds(attributes)
        direction, stated = _TYPES[kind]
        other = other_party(attributes, notes)
        outcome, seconds = outcome_of(stated, seconds_of(attributes, notes), notes)
        if len(record.elements) > 1 or record.text:
            notes.append("unknown_content")
        return new_event(
            id=context.event_id(position.record),
            original=context.original,
            source_format=NAME,
            positions=(position,),
            time=moment_of(
                raw_time, instant, Resolution.MILLISECOND, self._offset(attributes.get("readable_date"), instant)
            ),
            channel=Channel.CALL,
            direction=direction,
            outcome=outcome,
            other=other,
            owner=context.owner,
            seconds=seconds,
            contact_name=app.contact_name(attributes),
            sim=app.sim(attributes, "subscription_id"),
            raw=tuple(attributes.items()),
            notes=tuple(notes),
        )


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    decoder = _Decoder(context.offset_minutes)
    return read_xml(chunks, context, XmlGrammar("calls", {"call": decoder.call}))


FORMAT = Format(
    name=NAME,
    title=Words("SMS Backup & Restore 通话记录（XML）", "SMS Backup & Restore call log (XML)"),
    file_names=("calls-*.xml", "calls.xml"),
    media_type="application/xml",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    roots=("calls",),
    holds_calls=True,
    decodes=(
        Decode("date", Words("毫秒，自1970年起（UTC）", "milliseconds since 1970 UTC"), app.FIELD_LIST, Known.READ),
        Decode("duration", Words("通话秒数", "seconds of talk"), app.FIELD_LIST, Known.READ),
        Decode(
            "type",
            Words(
                "1呼入 2呼出 3未接 4语音信箱 5拒接 6拦截",
                "1 incoming 2 outgoing 3 missed 4 voicemail 5 rejected 6 blocked",
            ),
            app.FIELD_LIST,
            Known.READ,
        ),
        Decode(
            "presentation",
            Words("1显示 2隐藏 3未知 4公用电话", "1 allowed 2 restricted 3 unknown 4 payphone"),
            app.AOSP,
            Known.READ,
        ),
        Decode(
            "number", Words("空、-1、-2 表示号码被隐藏", "empty, -1 or -2 when withheld"), app.EXTRACTOR, Known.READ
        ),
        Decode("subscription_id", Words("SIM 卡", "SIM account"), app.FIELD_LIST, Known.READ),
        Decode(
            "readable_date",
            Words("只用来推算手机时区，不作为时间", "used only to find the phone's offset, never as a time"),
            app.HPI,
            Known.READ,
        ),
        Decode("count", Words("记录数，用于核对", "number of records, compared"), "fixture calls.xml", Known.SEEN),
    ),
    app=app.APP,
    versions="8.50 (2016)",
    tried=(
        Tried(
            "calls.xml (app v8.50.86, 2016)", "7 calls", date(2026, 11, 22), "sms_backup_restore/calls.xml", events=7
        ),
    ),
    notes=(app.EDITABLE,),
)
