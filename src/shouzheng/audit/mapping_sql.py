"""The SQL that brings an input's columns to those of the archive, run by DuckDB here and in each worker of a cluster.

It converts and compares with listed values, nothing else: no rule and no fact is decided in SQL.
"""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_name`` or ``sql_text``

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouzheng.audit.archive import ArchiveColumn, Kind
from shouzheng.audit.mapping import ArchiveMapping, Source
from shouzheng.audit.problems import BAD_MAPPING
from shouzheng.intake.moments import EARLIEST_MS, LATEST_MS
from shouzheng.reference.problems import Problem, ShouzhengError

#: Prefix of the columns that hold a value as the input had it.
RAW = "raw."
#: Column of the rows: 63 bits of a hash of the contact's id, to find repeats by and to order equal times by.
ID_HASH = "id_hash"
#: Why a row is no contact, asked in this order; null for a contact.
REFUSED = "refused"
_REFUSALS = ("contact_id", "at", "channel", "person", "creditor")
_TRUE = ("1", "true", "t", "yes", "y", "是", "有")
_FALSE = ("0", "false", "f", "no", "n", "否", "无")
_TEXT_FORMS = (
    *("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"),
    *("%Y-%m-%dT%H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y%m%d%H%M%S"),
    *("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y/%m/%d %H:%M:%S.%f"),
)
#: Times that say their own offset (ISO 8601).
_ZONED_FORMS = tuple(f"%Y-%m-%d{mark}%H:%M:%S{part}%z" for mark in ("T", " ") for part in ("", ".%f"))
#: Excel counts days from 1899-12-30; this many lie before 1970.
_EXCEL_EPOCH, _DAY_MS = 25_569, 86_400_000
#: Days that a contract may be of; 9999-12-31 stands for none in many systems.
_DAYS = ("DATE '1900-01-01'", "DATE '2199-12-31'")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at the whole input showed: columns whose values need no trimming, and that no row is refused."""

    clean: frozenset[str] = frozenset()
    sound: bool = False


def mapped_sql(
    mapping: ArchiveMapping,
    known: Mapping[str, ArchiveColumn],
    types: Mapping[str, str],
    source: str,
    seq: str,
    seen: Seen = Seen(),
) -> str:
    """Return the SELECT of all rows of ``source``: ``seq``, the archive's columns, each as it was, ``refused``.

    ``types`` are DuckDB's types of the columns of the source; what was ``seen`` of it is not looked at again. Raises
    ``ShouzhengError`` (SZ-6502, exit 3) when it lacks a column that the mapping names.
    """
    missing = [one.name for one in mapping.columns.values() if one.name not in types]
    if missing:
        raise ShouzhengError(*(Problem(BAD_MAPPING, "", (("what", f"{name} ?"),)) for name in missing), exit_code=3)
    parts = [f"{seq} AS seq"]
    for name, one in mapping.columns.items():
        text = sql_name(one.name) if name in seen.clean else trimmed(one.name)
        value = _value(known[name], one, types[one.name], mapping.offset_minutes, text)
        parts += [f"{value} AS {sql_name(name)}", f"{sql_name(one.name)} AS {sql_name(RAW + name)}"]
    parts += [f"{_same(known[name], value)} AS {sql_name(name)}" for name, value in mapping.same.items()]
    reasons = " ".join(f"WHEN {sql_name(name)} IS NULL THEN {sql_text(name)}" for name in _REFUSALS)
    impossible = f"WHEN \"at\" NOT BETWEEN {EARLIEST_MS} AND {LATEST_MS} THEN 'impossible_time'"
    refused = "CAST(NULL AS VARCHAR)" if seen.sound else f"CASE {reasons} {impossible} END"
    return f"SELECT *, {refused} AS {REFUSED} FROM (SELECT {', '.join(parts)} FROM {source})"


def trimmed(column: str) -> str:
    """Return the SQL of a column as text without blanks around it, NULL when nothing is left."""
    return f"NULLIF(trim(CAST({sql_name(column)} AS VARCHAR)), '')"


def id_hash(table: str) -> str:
    """Return the SQL of ``ID_HASH`` of the contacts of a table."""
    return f"CAST(hash({table}.contact_id) >> 1 AS BIGINT) AS {ID_HASH}"


def text_key(table: str) -> str:
    """Return the SQL of the key by which equal texts are counted: 63 bits of their MD5."""
    return f"CASE WHEN {table}.text <> '' THEN CAST(md5_number_lower({table}.text) >> 1 AS BIGINT) END AS key_text"


def sql_text(value: str) -> str:
    """Return a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_name(value: str) -> str:
    """Return a quoted SQL name."""
    return '"' + value.replace('"', '""') + '"'


def _value(column: ArchiveColumn, source: Source, kind: str, offset: int, text: str) -> str:
    """Return the SQL that brings a column of the input to the archive's type; NULL for what is not understood."""
    raw = sql_name(source.name)
    if source.values:
        cases = " ".join(f"WHEN {sql_text(key)} THEN {sql_text(value)}" for key, value in source.values.items())
        text = f"CASE {text} {cases} ELSE {text} END"
    if column.kind is Kind.INSTANT:
        return _instant(raw, text, source.form, kind, offset)
    if column.kind is Kind.DAY:
        return _within(f"TRY_CAST({raw} AS DATE)", *_DAYS)
    if column.kind is Kind.WHOLE:
        return _within(f"TRY_CAST({raw} AS INTEGER)", str(column.low), str(column.high))
    if column.kind is Kind.FLAG and kind == "BOOLEAN" and not source.values:
        return raw
    if column.kind is Kind.FLAG:
        true, false = (", ".join(map(sql_text, some)) for some in (_TRUE, _FALSE))
        return f"CASE WHEN lower({text}) IN ({true}) THEN true WHEN lower({text}) IN ({false}) THEN false END"
    if column.values:  # places in the list of values; several times faster than asking whether one is in the list
        return f"TRY_CAST({text} AS ENUM ({', '.join(map(sql_text, column.values))}))"
    return f"CAST({raw} AS VARCHAR)" if column.name == "text" else text


def _within(value: str, low: str, high: str) -> str:
    """Return the SQL of a value that lies between two others; NULL for one that does not."""
    return f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END"


def _instant(raw: str, text: str, form: str | None, kind: str, offset: int) -> str:
    if form == "epoch_ms":
        return f"TRY_CAST({raw} AS BIGINT)"
    if form == "epoch_s":
        return f"CAST(floor(TRY_CAST({raw} AS DOUBLE) * 1000) AS BIGINT)"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"epoch_ms({raw})"
    ahead = f" - {offset * 60_000}"
    if form == "excel":
        days = f"TRY_CAST({raw} AS DOUBLE) - {_EXCEL_EPOCH}"
        return f"TRY_CAST(round(({days}) * {_DAY_MS}) AS BIGINT){ahead}"
    if kind.startswith("TIMESTAMP"):
        return f"epoch_ms(CAST({raw} AS TIMESTAMP)){ahead}"
    forms, zoned = (", ".join(map(sql_text, some)) for some in (_TEXT_FORMS, _ZONED_FORMS))
    local = f"epoch_ms(TRY_STRPTIME({text}, [{forms}])){ahead}"
    with_offset = f"regexp_replace({text}, '[Zz]$', '+00:00')"
    return f"coalesce({local}, epoch_ms(TRY_STRPTIME({with_offset}, [{zoned}])))"


def _same(column: ArchiveColumn, value: str) -> str:
    """Return the SQL of a value that every row has."""
    if column.kind is Kind.FLAG:
        return value
    if column.kind is Kind.WHOLE:
        return f"CAST({sql_text(value)} AS INTEGER)"
    return f"CAST({sql_text(value)} AS DATE)" if column.kind is Kind.DAY else sql_text(value)
