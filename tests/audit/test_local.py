"""An audit in buckets gives what the kernel gives on the whole archive; it goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from shouzheng.audit.archive import Practice
from shouzheng.audit.facts.table import facts_table
from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import WORK, audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.mapping_sql import id_hash
from shouzheng.audit.repeats import in_order
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from tests.audit.making import rows_of, table_of

LAW = load_rulebook()
MAPPING = """
[columns]
contact_id = "contact_id"
at = { from = "at", as = "epoch_ms" }
channel = "channel"
direction = "direction"
outcome = "outcome"
seconds = "seconds"
person = "person"
line = "line"
number = "number"
role = "role"
debtor = "debtor"
creditor = "creditor"
agency = "agency"
institution_kind = "institution_kind"
product_kind = "product_kind"
contract_day = "contract_day"
text = "text"
objected_at = { from = "objected_at", as = "epoch_ms" }
[practice]
objections_complete = true
"""
SIZE = 300


@pytest.fixture
def rows() -> list[dict[str, object]]:
    made = rows_of(21, SIZE)
    for number, row in enumerate(made):  # more people, so that there is something to cut
        row["person"] = f"{row['person']}{number % 40}"
        row["direction"] = row["direction"] or "inbound"
        row["text"] = row["text"] if row["text"] and row["text"].strip() else None
    return made


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path


def found_whole(rows: list[dict[str, object]]) -> set[tuple[str, str, str]]:
    """All findings of the kernel on the table as one; contacts at one instant stand in the order of all engines."""
    given = table_of(rows).append_column("key_text", pa.array([row["text"] for row in rows], pa.string()))
    with duckdb.connect() as engine:
        engine.register("given", given)
        table = in_order(engine.sql(f"SELECT *, {id_hash('given')} FROM given").to_arrow_table())  # noqa: S608
    reader = ColumnReader(load_lexicon())
    facts = facts_table(table, LAW, reader, practice=Practice(objections_complete=True), carried=["contact_id"])
    found = VectorKernel(LAW, ("contact_id",)).judge_all(facts).found()
    ids = facts["contact_id"].take(found["row"]).to_pylist()
    return set(zip(ids, found["rule"].to_pylist(), found["answer"].to_pylist(), strict=True))


def findings_of(out: Path) -> set[tuple[str, str, str]]:
    table = pq.read_table(out / "findings.parquet")
    return set(zip(*(table[name].to_pylist() for name in ("contact_id", "rule", "answer")), strict=True))


def test_buckets_give_what_the_whole_gives(tmp_path: Path, rows: list[dict[str, object]], mapping: Path) -> None:
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    checked = load_mapping(mapping, LAW.facts)
    result = audit([tmp_path / "in.parquet"], checked, tmp_path / "out", workers=2, bucket=100)
    assert findings_of(tmp_path / "out") == found_whole(rows)
    assert result.sums.contacts == result.sums.rows == SIZE
    assert not result.sums.refused
    one = audit([tmp_path / "in.parquet"], checked, tmp_path / "one", workers=1, bucket=10_000)
    assert one.sums.report_hash == result.sums.report_hash


def test_a_csv_gives_what_parquet_gives(tmp_path: Path, rows: list[dict[str, object]], mapping: Path) -> None:
    table = table_of(rows)
    pq.write_table(table, tmp_path / "in.parquet")
    pyarrow.csv.write_csv(table, tmp_path / "in.csv")
    checked = load_mapping(mapping, LAW.facts)
    hashes = {
        audit([tmp_path / name], checked, tmp_path / f"out-{name}", workers=1, bucket=10_000).sums.report_hash
        for name in ("in.parquet", "in.csv")
    }
    assert len(hashes) == 1


def test_people_stand_nowhere_by_name(tmp_path: Path, rows: list[dict[str, object]], mapping: Path) -> None:
    for row in rows:
        row["person"] = f"示例人物{row['person']}"
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    out = tmp_path / "out"
    audit([tmp_path / "in.parquet"], load_mapping(mapping, LAW.facts), out, workers=1)
    for path in (each for each in out.rglob("*.parquet")):
        table = pq.ParquetFile(path).read()
        assert "示例人物" not in str(table.to_pydict()), path
    persons = set(pq.read_table(out / "findings.parquet")["person"].to_pylist())
    assert all(len(person) == 32 for person in persons)


def test_what_is_no_contact_is_counted_and_listed(tmp_path: Path, rows: list[dict[str, object]], mapping: Path) -> None:
    rows[0]["contact_id"] = None
    rows[1]["at"] = 17
    rows[2]["channel"] = "pigeon"
    rows[3]["person"] = " "
    rows[5]["contact_id"], rows[5]["person"] = rows[4]["contact_id"], rows[4]["person"]
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    sums = audit([tmp_path / "in.parquet"], load_mapping(mapping, LAW.facts), tmp_path / "out", workers=1).sums
    assert sums.refused == {"contact_id": 1, "impossible_time": 1, "channel": 1, "person": 1, "repeated_id": 1}
    assert sums.contacts == SIZE - 5
    assert sums.rows == SIZE


def test_a_stopped_run_goes_on_and_shows_no_result_before(
    tmp_path: Path, rows: list[dict[str, object]], mapping: Path
) -> None:
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    checked = load_mapping(mapping, LAW.facts)
    whole = audit([tmp_path / "in.parquet"], checked, tmp_path / "whole", workers=1, bucket=60)
    out = tmp_path / "out"

    class Stopped(Exception):
        pass

    for stop in (("read", 1), ("facts", 2), ("counts", 1), ("rules", 2)):

        def stopping(stage: str, done: int, _total: int, at: tuple[str, int] = stop) -> None:
            if (stage, done) == at:
                raise Stopped

        with pytest.raises(Stopped):
            audit([tmp_path / "in.parquet"], checked, out, workers=1, bucket=60, progress=stopping)
        assert not (out / RESULT).exists()
    resumed = audit([tmp_path / "in.parquet"], checked, out, workers=1, bucket=60)
    assert resumed.sums.report_hash == whole.sums.report_hash
    assert json.loads((out / RESULT).read_text("utf-8"))["report_hash"] == whole.sums.report_hash


def test_another_archive_does_not_go_on_in_the_same_folder(
    tmp_path: Path, rows: list[dict[str, object]], mapping: Path
) -> None:
    checked = load_mapping(mapping, LAW.facts)
    pq.write_table(table_of(rows), tmp_path / "a.parquet")
    pq.write_table(table_of(rows[:50]), tmp_path / "b.parquet")
    audit([tmp_path / "a.parquet"], checked, tmp_path / "out", workers=1)
    with pytest.raises(ShouzhengError) as refused:
        audit([tmp_path / "b.parquet"], checked, tmp_path / "out", workers=1)
    assert refused.value.problems[0].kind.code == "SZ-6507"
    fresh = audit([tmp_path / "b.parquet"], checked, tmp_path / "out", workers=1, again=True)
    assert fresh.sums.contacts == 50
    assert (tmp_path / "out" / WORK).stat().st_mode & 0o077 == 0
