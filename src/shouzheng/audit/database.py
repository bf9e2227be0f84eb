"""Brings a table of a PostgreSQL server here, in one read-only transaction and in bounded memory.

The rows are streamed (``COPY``) into Parquet files of a private folder, from where the audit reads them like any other
archive: what is judged is one state of the table. The folder holds what the table holds, names too; whoever made it
removes it. Of the address nothing is written or said, and of an error only its kind, since both may hold a password.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shouzheng.audit.local.layout import say, whole_folder
from shouzheng.audit.problems import CANNOT_READ_DATABASE, NO_AUDIT_EXTRA
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMES = ("postgresql://", "postgres://")
#: What tells from which table a folder came.
SOURCE = "source.json"
#: Rows of a file, and bytes that the driver holds at a time.
_FILE_ROWS, _BATCH_BYTES = 2_000_000, 16 * 1024 * 1024
#: Types that Arrow has; all others come as text.
_PLAIN = frozenset(
    ["bool", "int2", "int4", "int8", "float4", "float8", "text", "varchar", "date", "timestamp", "timestamptz"]
)
_COLUMNS = (
    "SELECT a.attname::text, t.typname::text FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
)


def is_address(given: str) -> bool:
    """True for the address of a PostgreSQL server."""
    return given.startswith(SCHEMES)


def source_of(address: str, table: str) -> str:
    """Return a hash of what a folder came from, made without user and password."""
    parts = urlsplit(address)
    place = [parts.netloc.rpartition("@")[2], parts.path, table]
    return hashlib.sha256(json.dumps(place).encode("utf-8", "surrogatepass")).hexdigest()


def arrived(folder: Path, address: str, table: str) -> bool:
    """True when a folder holds the whole of this table already."""
    try:
        return bool(json.loads((folder / SOURCE).read_text("utf-8"))["from"] == source_of(address, table))
    except (OSError, ValueError, KeyError):
        return False


def fetch(address: str, table: str, folder: Path, *, columns: Sequence[str] = (), most: int | None = None) -> int:
    """Write the rows of ``table`` (``name`` or ``schema.name``) to Parquet files in ``folder``; returns their number.

    ``columns`` are those wanted (default: all), ``most`` the rows at most. The folder is whole or not there. Raises
    ``ShouzhengError``: SZ-6500 without the driver, SZ-6542 when the server or the table cannot be read.
    """
    try:
        from adbc_driver_postgresql import StatementOptions, dbapi  # type: ignore[import-untyped]
    except ImportError as error:
        raise ShouzhengError(Problem(NO_AUDIT_EXTRA, "", (("library", "adbc-driver-postgresql"),))) from error
    failed: Problem
    try:
        with dbapi.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            query = _query(cursor, table, columns, most)
            cursor.adbc_statement.set_options(**{StatementOptions.BATCH_SIZE_HINT_BYTES.value: str(_BATCH_BYTES)})
            cursor.execute(query)
            rows = _write(cursor.fetch_record_batch(), folder, source_of(address, table))
            connection.rollback()
            return rows
    except dbapi.Error as error:
        failed = _problem(table, f"{type(error).__name__} {getattr(error, 'sqlstate', None) or ''}".strip())
    raise ShouzhengError(failed)  # outside the handler: the driver's error may hold the address


def _problem(table: str, what: str) -> Problem:
    return Problem(CANNOT_READ_DATABASE, visible(shorten(table, 80)), (("what", what),))


def _query(cursor: Any, table: str, columns: Sequence[str], most: int | None) -> str:
    """Return the query of the wanted columns; raises SZ-6542 when the table or one of them does not exist."""
    name = ".".join(_name(part) for part in table.split(".", 1))
    cursor.execute(_COLUMNS, (name,))
    kinds = dict(cursor.fetchall())
    missing = [each for each in columns if each not in kinds]
    if missing or not kinds:
        what = "42P01" if not kinds else ", ".join(visible(shorten(each, 40)) for each in missing)
        raise ShouzhengError(_problem(table, what))
    wanted = [each for each in kinds if not columns or each in columns]
    parts = [_name(each) if kinds[each] in _PLAIN else f"{_name(each)}::text AS {_name(each)}" for each in wanted]
    limit = "" if most is None else f" LIMIT {int(most)}"
    return f"SELECT {', '.join(parts)} FROM {name}{limit}"  # noqa: S608 -- quoted names


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _write(batches: pa.RecordBatchReader, folder: Path, source: str) -> int:
    import pyarrow.parquet as pq

    folder.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with whole_folder(folder) as part:
        part.chmod(stat.S_IRWXU)
        for number, some in enumerate(_files(batches)):
            with pq.ParquetWriter(part / f"part-{number:05}.parquet", batches.schema, compression="lz4") as writer:
                for batch in some:
                    writer.write_batch(batch)
                    rows += batch.num_rows
        say(part / SOURCE, {"from": source, "rows": rows})
    return rows


def _files(batches: pa.RecordBatchReader) -> Iterator[Iterator[pa.RecordBatch]]:
    """Part the batches into files of about ``_FILE_ROWS`` rows; there is at least one, however empty."""
    left = True

    def some() -> Iterator[pa.RecordBatch]:
        nonlocal left
        rows = 0
        while rows < _FILE_ROWS:
            try:
                batch = batches.read_next_batch()
            except StopIteration:
                left = False
                return
            rows += batch.num_rows
            yield batch

    while left:
        yield some()
