"""SMS Import / Export (sms-ie): messages, version 1 (one JSON array) and version 2 (``messages.ndjson`` in a ZIP)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_messages import MMS_DECODES, SMS_DECODES, Mms, mms_of, sms_of
from shouzheng.intake.formats._json_rows import notes_of, objects, raw_of, texts
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.json_text.values import Object
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "sms_ie_messages"
_SOURCE = "tmo1/sms-ie README.md"
#: Columns of Android's store that the app copies and other exports leave out: row and thread.
_SMS = frozenset(["_id", "thread_id", "address", "date", "type"])
_MMS = frozenset(["_id", "thread_id", "date", "msg_box"])
#: Base64 of pictures (version 1) and of columns that hold bytes.
_LONG = frozenset(["binary_data"])


def _recognise(look: Look) -> Words | None:
    for record in first_records(look, lines=True):
        keys = record.keys()
        if keys >= _SMS and "body" in keys and "duration" not in keys:
            return Words(
                "JSON 记录的字段是安卓短信库的列名（_id、thread_id、address、date、type、body）",
                "the JSON records have columns of Android's message store (_id, thread_id, address, date, type, body)",
            )
        if keys >= _MMS and keys & {"__parts", "parts", "__sender_address", "sender_address"}:
            return Words(
                "JSON 记录的字段是安卓彩信库的列名，并有应用自加的 parts",
                "the JSON records have the columns of Android's MMS store and the app's own parts",
            )
    return None


def _added(value: Object, name: str) -> object:
    """A tag of the app's own: two underscores in version 2, none in version 1."""
    return value.get(f"__{name}", value.get(name))


def _decode(record: JsonRecord, position: Position, context: ReadContext) -> Result:
    value, fields = record.value, texts(record.value)
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    contact = android.present(fields.get("__display_name", fields.get("display_name")))
    row = new_row(NAME, fields, raw_of(record, _LONG), position, offset, notes_of(record), contact)
    if "msg_box" not in value:
        return sms_of(row, context)
    mms = Mms([texts(part) for part in objects(value.get("__parts", value.get("parts")))])
    sender = value.get("__sender_address", value.get("sender_address"))
    listed = objects(value.get("__recipient_addresses", value.get("recipient_addresses", value.get("addresses"))))
    for each in (sender, *listed):
        known = texts(each)
        if "address" in known:
            mms.addresses.append((known.get("type", ""), known["address"]))
    return mms_of(row, mms, context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_json(chunks, context, JsonGrammar(_decode, lines=True))


FORMAT = Format(
    name=NAME,
    title=Words("SMS Import / Export 短信与彩信（JSON）", "SMS Import / Export messages (JSON)"),
    file_names=("messages.ndjson", "messages-*.json"),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="SMS Import / Export (tmo1/sms-ie)",
    versions="1.x (JSON), 2.x (NDJSON in ZIP)",
    splits_sms=True,
    holds_messages=True,
    decodes=(
        *SMS_DECODES,
        *MMS_DECODES,
        Decode("__display_name", Words("通讯录里的名字", "name in the phone's contacts"), _SOURCE, Known.READ),
        Decode("__parts", Words("彩信的各部分", "parts of an MMS"), _SOURCE, Known.READ),
        Decode(
            "v1",
            Words(
                "应用自加的字段没有双下划线，图片为 binary_data", "own tags without underscores, media as binary_data"
            ),
            "tmo1/sms-ie tools/v1-v2-convert.py",
            Known.READ,
        ),
    ),
    notes=(android.EDITABLE,),
)
