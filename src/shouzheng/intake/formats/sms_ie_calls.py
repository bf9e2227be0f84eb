"""SMS Import / Export (sms-ie): the call log, a JSON array of Android's own columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_calls import DECODES, call_of
from shouzheng.intake.formats._json_rows import notes_of, raw_of, texts
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "sms_ie_calls"
_KEYS = frozenset(["date", "duration", "type"])
_NAMES = ("display-name", "display_name", "__display_name", "name")
_WHY = Words(
    "JSON 记录的字段是安卓通话记录的列名（number、date、duration、type）",
    "the JSON records have the columns of Android's call log (number, date, duration, type)",
)


def _recognise(look: Look) -> Words | None:
    fits = any(record.keys() >= _KEYS for record in first_records(look, lines=True))
    return _WHY if fits else None


def _decode(record: JsonRecord, position: Position, context: ReadContext) -> Result:
    fields = texts(record.value)
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    contact = next((found for name in _NAMES if (found := android.present(fields.get(name)))), None)
    return call_of(new_row(NAME, fields, raw_of(record), position, offset, notes_of(record), contact), context)


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_json(chunks, context, JsonGrammar(_decode, lines=True))


FORMAT = Format(
    name=NAME,
    title=Words("SMS Import / Export 通话记录（JSON）", "SMS Import / Export call log (JSON)"),
    file_names=("calls-*.json",),
    media_type="application/json",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="SMS Import / Export (tmo1/sms-ie)",
    versions="1.x, 2.x",
    holds_calls=True,
    decodes=(
        *DECODES,
        Decode(
            "display-name",
            Words("通讯录里的名字；新版写作 display_name", "name in the contacts; newer versions write display_name"),
            "tmo1/sms-ie README.md, ImportExportCallLog.kt",
            Known.READ,
        ),
    ),
    notes=(android.EDITABLE,),
)
