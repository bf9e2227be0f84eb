"""Files of an archive: which ones they are, and the SQL by which DuckDB reads them and numbers their rows."""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_text``

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.audit.mapping_sql import sql_text
from shouzheng.audit.problems import NO_INPUT
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
#: Columns that DuckDB adds to those of Parquet files, unless these have them.
_PLACES = {"file_index", "file_row_number"}
#: Number of a row when the engine cannot say its place: counted as they come, which takes one thread only.
COUNTED_PLACE = "row_number() OVER () - 1"


def input_files(given: Sequence[Path]) -> tuple[str, list[Path]]:
    """Return the format and the files of what was given, folders with all in them; raises SZ-6501."""
    found: list[Path] = []
    for path in given:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix.lower() in _SUFFIXES and each.exists()]
    formats = {_SUFFIXES[path.suffix.lower()] for path in found}
    if len(formats) != 1:
        raise ShouzhengError(Problem(NO_INPUT, ", ".join(path.name for path in given[:3])))
    return formats.pop(), found


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
