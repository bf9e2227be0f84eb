"""OPPO, OnePlus and realme (ColorOS) backup: the call log (``calls.xml``, ``callrecord_backup.xml``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_calls import DECODES, call_of
from shouzheng.intake.markup.parse import Record
from shouzheng.intake.moments import whole_number
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Look
from shouzheng.intake.xml_format import XmlGrammar, read_xml
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "oppo_calls"
_WHY = Words("根元素是 <CallLog>，其中是 <CALL_RECORDS> 记录", "the root element is <CallLog>, holding <CALL_RECORDS>")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.root == "CallLog" else None


def _decode(record: Record, position: Position, context: ReadContext) -> Result:
    attributes, notes = record.attributes, list(record.notes)
    ringing = whole_number(android.present(attributes.get("ring_time")))
    if ringing is not None and ringing > 0:
        notes.append("ring_time_known")
    name = (android.present(attributes.get("name")) or "").strip() or None
    if len(record.elements) > 1 or record.text:
        notes.append("unknown_content")
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    return call_of(new_row(NAME, attributes, tuple(attributes.items()), position, offset, notes, name), context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_xml(chunks, context, XmlGrammar("CallLog", {"CALL_RECORDS": _decode}))


FORMAT = Format(
    name=NAME,
    title=Words("OPPO/一加/realme 备份通话记录（XML）", "call log of an OPPO, OnePlus or realme backup (XML)"),
    file_names=("calls.xml", "callrecord_backup.xml"),
    media_type="application/xml",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    roots=("CallLog",),
    app="ColorOS backup and restore",
    versions="2024",
    holds_calls=True,
    decodes=(
        *DECODES,
        Decode("ring_time", Words("响铃秒数", "seconds of ringing"), "fixture calls.xml", Known.SEEN),
        Decode(
            "name",
            Words("通讯录里的名字，空格表示没有", "name in the contacts, a space when none"),
            "fixture calls.xml",
            Known.SEEN,
        ),
    ),
    tried=(Tried("calls.xml (ColorOS, 2024)", "3 missed calls", date(2026, 11, 22), "oppo/calls.xml", 3),),
    notes=(android.EDITABLE,),
)
