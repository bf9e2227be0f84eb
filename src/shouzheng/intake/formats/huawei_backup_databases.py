"""Huawei and Honor backups after decryption (``db/sms.db``, ``db/calllog.db``): Android's columns in ``…_tb``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_calls import DECODES, call_of
from shouzheng.intake.formats._android_messages import SMS_DECODES, sms_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "huawei_backup_databases"
_CALLS, _MESSAGES = "calls_tb", "sms_tb"


def _recognise(look: Look) -> Words | None:
    calls = {"number", "date", "type"} <= set(look.tables.get(_CALLS, ()))
    messages = {"address", "date", "type", "body"} <= set(look.tables.get(_MESSAGES, ()))
    if not calls and not messages:
        return None
    found = [name for name, fits in ((_MESSAGES, messages), (_CALLS, calls)) if fits]
    return Words(f"数据库里有华为备份的表 {'、'.join(found)}", f"the database has Huawei's table {', '.join(found)}")


def _call(fields: Fields, position: Position, context: ReadContext) -> Result:
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    name = android.present(fields.values.get("name"))
    if android.present(fields.values.get("mark_content")) is not None:
        fields.notes.append("marked")
    return call_of(new_row(NAME, fields.values, fields.raw, position, offset, fields.notes, name), context)


def _message(fields: Fields, position: Position, context: ReadContext) -> Result:
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    return sms_of(new_row(NAME, fields.values, fields.raw, position, offset, fields.notes), context)


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    # The rows are written anew for the backup, so their row ids say nothing about what is missing.
    return read_tables(
        path, context, [Table(_MESSAGES, _message, has_gaps=False), Table(_CALLS, _call, has_gaps=False)]
    )


FORMAT = Format(
    name=NAME,
    title=Words("华为/荣耀备份（解密后）的短信和通话", "messages and calls of a Huawei or Honor backup (decrypted)"),
    file_names=("db/sms.db", "db/calllog.db"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="HiSuite, KoBackup",
    versions="EMUI 5 – 10",
    grade=Grade.C,
    splits_sms=True,
    holds_messages=True,
    holds_calls=True,
    decodes=(
        *SMS_DECODES,
        *DECODES,
        Decode(
            "sms_tb",
            Words("列同安卓短信库，没有 _id", "Android's columns without _id"),
            "P79N6A/pa_script android_sms.py",
            Known.READ,
        ),
        Decode(
            "mark_type, mark_content",
            Words("手机显示的号码标记；只是弱佐证", "what the number was marked as; a weak corroboration"),
            "P79N6A/pa_script android_callrecord.py",
            Known.READ,
        ),
        Decode(
            "db/",
            Words("解密后的数据库文件夹", "folder of databases after decryption"),
            "RealityNet/kobackupdec",
            Known.READ,
        ),
    ),
    notes=(
        Words(
            "备份由本人密码加密；先用公开工具解密，再读取 db 文件夹。",
            "The backup is encrypted with the person's password: decrypt it with a public tool and read its folder db.",
        ),
    ),
)
