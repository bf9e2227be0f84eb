"""Android's own call log (``calllog.db``, before Android 7 ``contacts2.db``; Samsung's and Huawei's copies too)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_calls import DECODES, call_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "android_calls_database"

_COLUMNS = frozenset(["number", "date", "duration", "type"])
_WHY = Words(
    "数据库里有表 calls，含 number、date、duration、type 列",
    "the database has the table calls with the columns number, date, duration, type",
)


def _recognise(look: Look) -> Words | None:
    return _WHY if set(look.tables.get("calls", ())) >= _COLUMNS else None


def _decode(fields: Fields, position: Position, context: ReadContext) -> Result:
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    name = android.present(fields.values.get("name"))
    return call_of(new_row(NAME, fields.values, fields.raw, position, offset, fields.notes, name), context)


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    return read_tables(path, context, [Table("calls", _decode)])


FORMAT = Format(
    name=NAME,
    title=Words("安卓通话记录数据库 calllog.db", "Android's call log database calllog.db"),
    file_names=("calllog.db", "contacts2.db"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="com.android.providers.contacts, com.samsung.android.providers.contacts",
    versions="Android 4 – 16",
    grade=Grade.C,
    holds_calls=True,
    decodes=(
        *DECODES,
        Decode(
            "name",
            Words("手机缓存的联系人名，可能已过时", "contact's name as cached by the phone, perhaps stale"),
            android.CALL_LOG,
            Known.READ,
        ),
        Decode("deleted", Words("软删除标记", "soft delete flag"), f"{android.ALEAPP}/calllog.py", Known.READ),
    ),
    notes=(
        Words(
            "安卓默认只保留最近500条通话，新的一条写入时旧的就被删除。",
            "Android keeps the newest 500 calls; each new one deletes an older one.",
        ),
    ),
)
