"""Files of an archive: which ones they are, and the SQL by which DuckDB reads them and numbers their rows."""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_text``

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.audit.mapping_sql import sql_text
from shouzheng.audit.problems import MIXED_INPUT, NO_INPUT, NOT_UTF8
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
#: Bytes at the beginning of a CSV file that show its encoding.
_START = 65_536
#: Columns that DuckDB adds to those of Parquet files, unless these have them.
_PLACES = {"file_index", "file_row_number"}
#: Number of a row when the engine cannot say its place: counted as they come, which takes one thread only.
COUNTED_PLACE = "row_number() OVER () - 1"


def input_files(given: Sequence[Path]) -> tuple[str, list[Path]]:
    """Return the format and the files of what was given, folders with all in them.

    Raises ``ShouzhengError``: SZ-6501 when there is none, SZ-6546 for files of both formats, SZ-6547 for CSV that is no
    UTF-8.
    """
    found: list[Path] = []
    for path in given:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix.lower() in _SUFFIXES and each.exists()]
    formats = {_SUFFIXES[path.suffix.lower()] for path in found}
    if not formats:
        raise ShouzhengError(Problem(NO_INPUT, ", ".join(path.name for path in given[:3])))
    if len(formats) > 1:
        names = {_SUFFIXES[path.suffix.lower()]: path.name for path in reversed(found)}
        raise ShouzhengError(Problem(MIXED_INPUT, "", (("names", ", ".join(sorted(names.values()))),)))
    kind = formats.pop()
    if kind == "csv":
        for path in found:
            _check_encoding(path)
    return kind, found


def _check_encoding(path: Path) -> None:
    """Raise SZ-6547 for a file that begins as another encoding does; single broken lines are refused one by one."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ShouzhengError(Problem(NOT_UTF8, path.name, (("encoding", "UTF-16"),)))
    lines = [line for line in start.splitlines()[: -1 if len(start) == _START else None] if not line.isascii()]
    broken = [line for line in lines if not _decodes(line, "utf-8")]
    if 2 * len(broken) > len(lines) and all(_decodes(line, "gb18030") for line in broken):
        raise ShouzhengError(Problem(NOT_UTF8, path.name, (("encoding", "GB18030"),)))


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def source_sql(given: Sequence[Path]) -> str:
    """Return the SQL that reads the input, columns as they are (CSV: all as text)."""
    kind, files = input_files(given)
    if kind == "parquet":
        return f"read_parquet([{_listed(files)}], union_by_name = true)"
    return (
        f"read_csv([{_listed(files)}], all_varchar = true, header = true, ignore_errors = true, store_rejects = true)"
    )


def place_sql(engine: duckdb.DuckDBPyConnection, given: Sequence[Path]) -> str:
    """Return the SQL of a row's place in the whole input, from 0 on, in the order of the files."""
    kind, files = input_files(given)
    names = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source_sql(given)}").fetchall()}
    if kind != "parquet" or names & _PLACES:
        return COUNTED_PLACE
    counts = engine.execute(
        f"SELECT file_name, num_rows FROM parquet_file_metadata([{_listed(files)}])",
    ).fetchall()
    rows = {name: int(count) for name, count in counts}
    before, whens = 0, []
    for path in files:
        if str(path) not in rows:
            return COUNTED_PLACE
        whens.append(str(before))
        before += rows[str(path)]
    return f"CAST([{', '.join(whens)}][CAST(file_index AS BIGINT) + 1] + file_row_number AS BIGINT)"


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(sql_text(str(path)) for path in files)
