"""A small sample of an archive, spread over its files, so that a mapping is proposed and checked before a long run."""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_text``

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.audit.ingest import Ingest
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.mapping_sql import sql_text
from shouzheng.audit.sources import COUNTED_PLACE, input_files, source_sql
from shouzheng.rulebook.files.facts import FactDefinition

if TYPE_CHECKING:
    import duckdb

#: Rows that are looked at, and files they are taken from at most.
ROWS, FILES = 40_000, 8
#: A Parquet file with more rows gives whole vectors from all over it, not its beginning.
_SPREAD = 200_000


def sample_source(engine: duckdb.DuckDBPyConnection, given: Sequence[Path], rows: int = ROWS) -> str:
    """Return the SQL of about so many rows: some of up to ``FILES`` files, evenly spread over all of them.

    Of a large Parquet file vectors from all over it are taken, always the same ones; of a CSV file its beginning.
    """
    kind, files = input_files(given)
    step = max(1, len(files) // FILES)
    chosen = files[::step][:FILES]
    each = max(1, rows // len(chosen))
    parts = []
    for path in chosen:
        one = source_sql([path])
        spread = ""
        if kind == "parquet":
            listed = f"parquet_file_metadata({sql_text(str(path))})"
            found = engine.execute(f"SELECT num_rows FROM {listed}").fetchone()
            if found and int(found[0]) > max(_SPREAD, each):
                spread = f" USING SAMPLE {min(99.0, 300.0 * each / int(found[0])):.6f}% (system, 7)"
        parts.append(f"(SELECT * FROM (SELECT * FROM {one}{spread}) LIMIT {each})")
    return f"({' UNION ALL BY NAME '.join(parts)})"


class SampledIngest(Ingest):
    """An ``Ingest`` that sees a sample only and writes nothing: the view ``mapped`` of an engine of its own."""

    def __init__(
        self,
        given: Sequence[Path],
        mapping: ArchiveMapping,
        facts: Mapping[str, FactDefinition],
        work: Path,
        engine: duckdb.DuckDBPyConnection,
    ) -> None:
        super().__init__(given, mapping, facts, work)
        self._source = sample_source(engine, given)
        self._mapped(engine)

    def _place(self, engine: duckdb.DuckDBPyConnection) -> str:
        return COUNTED_PLACE
