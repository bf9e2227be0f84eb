"""Messages in an ``adb backup`` (``NNNNNN_sms_backup``, ``NNNNNN_mms_backup``): JSON written by Android's own agent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_messages import MMS_DECODES, SMS_DECODES, Mms, mms_of, sms_of
from shouzheng.intake.formats._json_rows import notes_of, objects, raw_of, texts
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "android_backup_messages"
_MVT = "mvt-project/mvt src/mvt/android/parsers/backup.py"
_WHY = Words(
    "JSON 记录有 date 和 recipients，没有行号：安卓备份代理写的短信",
    "the JSON records have date and recipients and no row id: messages as Android's backup agent writes them",
)


def _recognise(look: Look) -> Words | None:
    for record in first_records(look):
        keys = record.keys()
        if {"date", "recipients"} <= keys and not keys & {"_id", "backupType", "duration"}:
            return _WHY
        if "date" in keys and keys & {"mms_body", "mms_addresses"}:
            return _WHY
    return None


def _decode(record: JsonRecord, position: Position, context: ReadContext) -> Result:
    value, fields = record.value, texts(record.value)
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    row = new_row(NAME, fields, raw_of(record), position, offset, notes_of(record))
    if "msg_box" not in value and "mms_body" not in value and "mms_addresses" not in value:
        return sms_of(row, context, type_may_lack=True)
    mms = Mms()
    if "mms_body" in fields:
        mms.parts.append({"ct": "text/plain", "text": fields["mms_body"]})
    for each in objects(value.get("mms_addresses")):
        known = texts(each)
        if "address" in known:
            mms.addresses.append((known.get("type", ""), known["address"]))
    return mms_of(row, mms, context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_json(chunks, context, JsonGrammar(_decode))


FORMAT = Format(
    name=NAME,
    title=Words("adb 备份里的短信和彩信（JSON）", "messages in an adb backup (JSON)"),
    file_names=("apps/com.android.providers.telephony/d_f/NNNNNN_sms_backup", "…/NNNNNN_mms_backup"),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="com.android.providers.telephony (TelephonyBackupAgent)",
    versions="Android 6 – 12",
    grade=Grade.C,
    splits_sms=True,
    holds_messages=True,
    decodes=(
        *SMS_DECODES,
        *MMS_DECODES,
        Decode("mms_body", Words("彩信文字", "text of an MMS"), _MVT, Known.SEEN),
        Decode("mms_addresses", Words("收发方，类型同 addr.type", "parties, types as addr.type"), _MVT, Known.SEEN),
        Decode(
            "type missing",
            Words("没有 type 时方向写作未知，不从 date_sent 猜", "without type the direction is unknown, not guessed"),
            _MVT,
            Known.READ,
        ),
    ),
    tried=(
        Tried(
            "backup.ab (MVT)", "1 SMS (queued, no contact), 1 MMS", date(2026, 11, 22), "android_backup/backup.ab", 1, 1
        ),
    ),
    notes=(android.EDITABLE,),
)
