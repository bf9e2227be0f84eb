"""Every row of a stream comes into its bucket once, in order; rows keep their places in the whole input."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from shouzheng.audit.buckets import BUCKETS_BY, bucket_file, read_bucket, split
from shouzheng.audit.sources import COUNTED_PLACE, place_sql, source_sql


def test_rows_come_into_their_buckets(tmp_path: Path) -> None:
    table = pa.table({"n": range(100), BUCKETS_BY: [number * 7 % 5 for number in range(100)]})
    stale = bucket_file(tmp_path / "rows", 9)
    stale.parent.mkdir()
    stale.write_bytes(b"of another run")
    split(pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=13)), tmp_path / "rows", 6)
    for bucket in range(6):
        rows = read_bucket(tmp_path / "rows", bucket)
        assert rows.column_names == ["n"]
        assert rows["n"].to_pylist() == [number for number in range(100) if number * 7 % 5 == bucket]
    assert not stale.exists()


def test_places_run_through_all_files_and_a_column_of_that_name_is_no_place(tmp_path: Path) -> None:
    for name, size in (("a", 3), ("b", 0), ("c", 4)):
        pq.write_table(pa.table({"x": pa.array(range(size), pa.int64())}), tmp_path / f"{name}.parquet")
    with duckdb.connect() as engine:
        place = place_sql(engine, [tmp_path])
        found = engine.execute(f"SELECT {place} FROM {source_sql([tmp_path])}").fetchall()  # noqa: S608
        assert sorted(found) == [(number,) for number in range(7)]
        pq.write_table(pa.table({"x": [1], "file_index": [5]}), tmp_path / "d.parquet")
        assert place_sql(engine, [tmp_path]) == COUNTED_PLACE
