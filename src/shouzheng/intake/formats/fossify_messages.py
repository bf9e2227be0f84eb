"""Fossify Messages and its forerunner Simple SMS Messenger: a JSON array of SMS and MMS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_messages import MMS_DECODES, SMS_DECODES, Mms, mms_of, sms_of
from shouzheng.intake.formats._json_rows import notes_of, objects, raw_of, texts
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.json_text.cutter import Path as JsonPath
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.problems import KIND_UNKNOWN
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "fossify_messages"
_SOURCE = "FossifyOrg/Messages app/src/main/kotlin/org/fossify/messages/models"
#: Names of the class's fields (one serialiser writes these) and the columns that the other one writes.
_COLUMNS = {
    "subscriptionId": "sub_id",
    "dateSent": "date_sent",
    "serviceCenter": "service_center",
    "contentType": "ct_t",
    "messageType": "m_type",
    "messageBox": "msg_box",
    "subject": "sub",
    "subjectCharSet": "sub_cs",
    "transactionId": "tr_id",
}
_PART_COLUMNS = {"contentType": "ct", "contentLocation": "cl", "filename": "fn", "sequenceOrder": "seq"}
#: Base64 of pictures.
_LONG = frozenset(["data"])
_LISTS: tuple[JsonPath, ...] = (("*", "sms"), ("*", "mms"))
_WHY = Words("JSON 记录里有 backupType（sms 或 mms）", "the JSON records say backupType, sms or mms")
_WHY_OLD = Words(
    "JSON 数组的元素各有 sms 和 mms 列表", "each element of the JSON array has a list of sms and one of mms"
)


def _where(look: Look) -> tuple[JsonPath, ...]:
    """Old versions wrote one element per conversation, with a list of SMS and one of MMS."""
    records = first_records(look, most=1)
    nested = bool(records) and all(isinstance(records[0].get(key, []), list) for key in ("sms", "mms"))
    return _LISTS if nested and records[0].keys() & {"sms", "mms"} else ((),)


def _recognise(look: Look) -> Words | None:
    if _where(look) is _LISTS:
        return _WHY_OLD
    return _WHY if any(record.get("backupType") in ("sms", "mms") for record in first_records(look)) else None


def _decode(record: JsonRecord, position: Position, context: ReadContext) -> Result:
    value, fields = record.value, texts(record.value, _COLUMNS)
    kind = fields.get("backupType", record.path[-1] if record.path else "sms")
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    row = new_row(NAME, fields, raw_of(record, _LONG), position, offset, notes_of(record))
    if kind == "sms":
        return sms_of(row, context)
    if kind != "mms":
        raise Refused(KIND_UNKNOWN, value=kind)
    mms = Mms([texts(part, _PART_COLUMNS) for part in objects(value.get("parts"))])
    for each in objects(value.get("addresses")):
        known = texts(each)
        if "address" in known:
            mms.addresses.append((known.get("type", ""), known["address"]))
    return mms_of(row, mms, context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_json(chunks, context, JsonGrammar(_decode, _where(context.look)))


FORMAT = Format(
    name=NAME,
    title=Words(
        "Fossify Messages / Simple SMS Messenger 短信（JSON）", "Fossify / Simple SMS Messenger messages (JSON)"
    ),
    file_names=("messages_*.json",),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="Fossify Messages (formerly Simple SMS Messenger)",
    versions="Simple 5.x, Fossify 1.x",
    splits_sms=True,
    holds_messages=True,
    decodes=(
        *SMS_DECODES,
        *MMS_DECODES,
        Decode(
            "subscriptionId / sub_id",
            Words("两种写法都见于不同版本", "written in either way by different versions"),
            f"{_SOURCE}/SmsBackup.kt",
            Known.READ,
        ),
        Decode(
            "[].sms, [].mms",
            Words("旧版按会话分组", "grouped by conversation in old versions"),
            "SimpleMobileTools/Simple-SMS-Messenger",
            Known.MEMORY,
        ),
    ),
    notes=(
        android.EDITABLE,
        Words(
            "来自被拉黑号码的短信，这个应用根本不保存。",
            "Messages from blocked numbers are not stored by this app at all.",
        ),
    ),
)
