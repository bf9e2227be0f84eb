"""The documented tables as Parquet files, written row group by row group. Needs the optional part ``[audit]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from shouzheng.intake.event_files import PRIVATE_NOTE
from shouzheng.intake.problems import BAD_ROW, CANNOT_WRITE, NO_PYARROW
from shouzheng.model.schema import EVENTS, SCHEMA_VERSION, Table
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError

#: Rows that are held in memory at a time.
ROW_GROUP = 20_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_parquet(path: Path, table: Table, rows: Iterable[Mapping[str, object]], *, row_group: int = ROW_GROUP) -> int:
    """Write rows of a documented table and return how many; the file appears whole or not at all.

    Raises ``ShouzhengError``: SZ-1302 without pyarrow, SZ-1303 for a row that does not fit the table (a missing,
    further or null column where none may be, or another type), SZ-1301 when the folder cannot be written to.
    """
    arrow, writer_of = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    schema = arrow_schema(table)
    try:
        with replacing(path) as stream, writer_of.ParquetWriter(stream, schema, compression="zstd") as writer:
            count = _write(arrow, writer, schema, table, iter(rows), row_group, path.name)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE, path.name, (("detail", detail),))) from error
    return count


def arrow_schema(table: Table) -> Any:
    """Return the ``pyarrow.Schema`` of a documented table; raises ``ShouzhengError`` (SZ-1302) without pyarrow."""
    arrow = _arrow("pyarrow")
    metadata = {"shouzheng.table": table.name, "shouzheng.schema_version": str(SCHEMA_VERSION)}
    if table is EVENTS:
        metadata["shouzheng.private"] = str(PRIVATE_NOTE["note_en"])
        metadata["shouzheng.private_zh"] = str(PRIVATE_NOTE["note_zh"])
    columns = [arrow.field(column.name, _type(arrow, column.arrow), column.nullable) for column in table.columns]
    return arrow.schema(columns, metadata)


def _type(arrow: Any, text: str) -> Any:
    """Return the Arrow type that a documented column names; raises ``ValueError`` for a name that is none."""
    if text.startswith("list<"):
        return arrow.list_(_type(arrow, text[5:-1]))
    if text.startswith("struct<"):
        fields = (field.split(": ") for field in text[7:-1].split(", "))
        return arrow.struct([arrow.field(name, _type(arrow, kind)) for name, kind in fields])
    if text == "map<string, string>":
        return arrow.map_(arrow.string(), arrow.string())
    if text == "timestamp[ms, UTC]":
        return arrow.timestamp("ms", tz="UTC")
    return arrow.type_for_alias(text)


def _arrow(module: str) -> Any:
    """Import on first use, so that everything else works without it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ShouzhengError(Problem(NO_PYARROW)) from error


def _write(
    arrow: Any,
    writer: Any,
    schema: Any,
    table: Table,
    rows: Any,
    row_group: int,
    name: str,
) -> int:
    names = [column.name for column in table.columns]
    required = [column.name for column in table.columns if not column.nullable]
    many = [column.name for column in table.columns if column.arrow.startswith(("list", "map"))]
    count = 0
    while group := list(islice(rows, row_group)):
        for place, row in enumerate(group, count + 1):
            wrong = sorted(set(row) ^ set(names)) or [key for key in required if row[key] is None]
            wrong = wrong or [key for key in many if not isinstance(row[key], list | tuple)]
            if wrong:
                raise _bad_row(name, table, place, f"columns {', '.join(wrong)}")
        columns = {key: [_whole(row[key]) for row in group] for key in names}
        try:
            writer.write_table(arrow.table(columns, schema=schema))
        except (arrow.ArrowInvalid, arrow.ArrowTypeError, arrow.ArrowNotImplementedError, OverflowError) as error:
            raise _bad_row(name, table, count + 1, str(error)[:200]) from error
        count += len(group)
    return count


def _bad_row(name: str, table: Table, row: int, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(BAD_ROW, name, (("row", str(row)), ("table", table.name), ("detail", detail))))


def _whole(value: object) -> object:
    """Half a character cannot be written as UTF-8; it becomes U+FFFD wherever it stands."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [tuple(map(_whole, entry)) if isinstance(entry, tuple) else _whole(entry) for entry in value]
    return value
