"""Android's own message store (``mmssms.db``), with Samsung's blocked messages and LG's own types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.formats._android import new_row
from shouzheng.intake.formats._android_messages import MMS_DECODES, SMS_DECODES, SMS_NOT_SENT, Mms, mms_of, sms_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.sqlite.database import Database
from shouzheng.intake.sqlite.table_format import Fields, Table, read_tables, rows_of
from shouzheng.model.event import NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "android_messages_database"

_SMS_COLUMNS = frozenset(["address", "date", "type", "body"])
#: LG phones write these types beside Android's (established by tests, not by the maker).
_LG_BLOCKED, _LG_SCHEDULED, _LG_BROADCAST = "7", "8", "19"
_NOT_SENT = {**SMS_NOT_SENT, _LG_SCHEDULED: NonContactKind.QUEUED, _LG_BROADCAST: NonContactKind.NOTIFICATION}
_LG = f"{android.ALEAPP}/smsmms.py"


def _recognise(look: Look) -> Words | None:
    found = [name for name in ("sms", "spam_sms") if look.tables.keys() >= {name} and _fits(look.tables[name])]
    if not found or "calls_tb" in look.tables:
        return None
    return Words(
        f"数据库里有表 {'、'.join(found)}，含 address、date、type、body 列",
        f"the database has the table {', '.join(found)} with the columns address, date, type, body",
    )


def _fits(columns: tuple[str, ...]) -> bool:
    return set(columns) >= _SMS_COLUMNS


class _Decoder:
    """Decodes the rows of one database; parts and addresses of all MMS are read beforehand."""

    def __init__(self, database: Database, context: ReadContext) -> None:
        self._offset = (context.offset_minutes, OffsetSource.ASSUMED)
        self._mms: defaultdict[tuple[str, str], Mms] = defaultdict(Mms)
        for prefix in ("", "spam_"):
            for part in rows_of(database, f"{prefix}part", context):
                self._mms[prefix, part.values.get("mid", "")].parts.append(part.values)
            for addr in rows_of(database, f"{prefix}addr", context):
                values = addr.values
                known = self._mms[prefix, values.get("msg_id", "")].addresses
                known.append((values.get("type", ""), values.get("address", "")))

    def sms(self, fields: Fields, position: Position, context: ReadContext) -> Result:
        values, notes, blocked = fields.values, fields.notes, fields.table != "sms"
        if values.get("type") == _LG_BLOCKED:
            blocked, values = True, {**values, "type": "1"}
            notes.append("lg_blocked_number")
        row = new_row(NAME, values, fields.raw, position, self._offset, notes, blocked=blocked)
        return sms_of(row, context, not_sent=_NOT_SENT)

    def pdu(self, fields: Fields, position: Position, context: ReadContext) -> Result:
        prefix = "spam_" if fields.table.startswith("spam_") else ""
        around = self._mms.get((prefix, fields.values.get("_id", "")), Mms())
        raw = list(fields.raw)
        for number, part in enumerate(around.parts, 1):
            raw.extend((f"part[{number}].{name}", value) for name, value in part.items())
        for number, (kind, address) in enumerate(around.addresses, 1):
            raw.extend([(f"addr[{number}].type", kind), (f"addr[{number}].address", address)])
        row = new_row(NAME, fields.values, tuple(raw), position, self._offset, fields.notes, blocked=prefix != "")
        return mms_of(row, around, context)

    def tables(self) -> Sequence[Table]:
        """Return the tables in the order in which they are read."""
        return (
            Table("sms", self.sms),
            Table("pdu", self.pdu),
            Table("spam_sms", self.sms, has_gaps=False),
            Table("spam_pdu", self.pdu, has_gaps=False),
        )


def _read(path: Path, context: ReadContext) -> Iterator[Result]:
    return read_tables(path, context, lambda database: _Decoder(database, context).tables())


FORMAT = Format(
    name=NAME,
    title=Words("安卓短信数据库 mmssms.db", "Android's message database mmssms.db"),
    file_names=("mmssms.db", "sms.db"),
    media_type="application/vnd.sqlite3",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.SQLITE,
    app="com.android.providers.telephony",
    versions="Android 4 – 16; Samsung, LG",
    grade=Grade.C,
    splits_sms=True,
    holds_messages=True,
    decodes=(
        *SMS_DECODES,
        *MMS_DECODES,
        Decode(
            "spam_sms, spam_pdu",
            Words("三星：来自被拉黑号码的短信、彩信", "Samsung: messages from blocked numbers"),
            "abrignoni/ALEAPP PR 232",
            Known.READ,
        ),
        Decode(
            "sms.type (LG)",
            Words("7被拉黑的号码 8定时发送 19广播预警", "7 blocked number 8 scheduled 19 broadcast alert"),
            _LG,
            Known.READ,
        ),
    ),
    notes=(
        Words(
            "彩信的图片等内容在另外的文件里，这里只有名称。",
            "Pictures of multimedia messages lie in files of their own; here are only their names.",
        ),
    ),
)
