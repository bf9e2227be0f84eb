"""Rows stay in place but for contacts at one moment; shared values come back; blanks around values change nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.audit.ingest import Ingest
from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import WORK, audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.mapping_sql import ID_HASH
from shouzheng.audit.repeats import in_order, parted, settled, without_repeats
from shouzheng.model.moment import Resolution
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import MAPPING

LAW = load_rulebook()
#: Blanks of several scripts.
BLANKS = (" ", "\u3000", "\u00a0", "\u2003")


def test_every_count_by_a_line_counts_by_the_person_too() -> None:
    by_line = [count.by for count in LAW.counts.values() if "own_line" in (*count.by, count.of)]
    assert by_line
    assert all("owner" in by for by in by_line)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 4), st.integers(0, 3)), max_size=30),
    st.sampled_from([Resolution.SECOND, Resolution.MINUTE, Resolution.DAY]),
)
def test_contacts_at_one_moment_stand_as_in_the_whole_order(
    rows: list[tuple[int, int, int]], resolution: Resolution
) -> None:
    step = {Resolution.SECOND: 1_000, Resolution.MINUTE: 60_000, Resolution.DAY: 86_400_000}[resolution]
    key, moment, hashes = (numpy.array([row[place] for row in rows], dtype=numpy.int64) for place in range(3))
    table = pa.table({"seq": range(len(rows)), "key": key, "at": moment * step, ID_HASH: hashes})
    moved = settled(table, key, moment).to_pylist()
    whole = table.sort_by([(ID_HASH, "ascending"), ("seq", "ascending")]).to_pylist()
    for wanted in {(row["key"], row["at"]) for row in whole if row["key"] >= 0}:
        assert [each["seq"] for each in moved if (each["key"], each["at"]) == wanted] == [
            each["seq"] for each in whole if (each["key"], each["at"]) == wanted
        ]
    assert sorted(each["seq"] for each in moved) == list(range(len(rows)))


def test_rows_stay_where_nothing_asks_them_to_move() -> None:
    table = pa.table({"seq": [0, 1, 2], "person": [1, 1, 2], "at": [5_000, 5_001, 5_000], ID_HASH: [9, 4, 1]})
    kept, repeats = parted(table, Resolution.SECOND)
    assert kept is table
    assert not repeats.num_rows
    minutes, _ = parted(table, Resolution.MINUTE)  # the first two are at one moment now
    assert minutes["seq"].to_pylist() == [1, 0, 2]


def test_a_contact_delivered_twice_is_parted_off() -> None:
    ids, at = ["a", "b", "a", "c"], [9_000, 2_000, 3_000, 1_000]
    columns = {"seq": range(4), "contact_id": ids, "person": [1] * 4, "at": at, ID_HASH: [7, 5, 7, 6]}
    table = pa.table(columns)
    kept, repeats = parted(table, Resolution.SECOND)
    assert repeats["seq"].to_pylist() == [0]
    assert kept.to_pylist() == without_repeats(in_order(table))[0].to_pylist()


def _archive(folder: Path) -> tuple[Path, list[dict[str, object]]]:
    rows = rows_of(41, 150)
    for number, row in enumerate(rows):
        row["person"], row["direction"], row["text"] = f"{row['person']}{number % 20}", "inbound", None
        row["creditor"], row["institution_kind"], row["product_kind"] = "某公司", "bank", "credit_card"
    pq.write_table(table_of(rows), folder / "in.parquet")
    return folder / "in.parquet", rows


def _result(folder: Path, name: str, archive: Path, mapping: str) -> dict[str, object]:
    path, key = folder / f"{name}.toml", folder / "key"
    path.write_text(mapping, "utf-8")
    key.write_bytes(bytes(32))
    audit([archive], load_mapping(path, LAW.facts), folder / name, workers=1, bucket=60, key=key)
    tables = [pq.read_table(folder / name / f"{each}.parquet").to_pylist() for each in ("findings", "tally", "missing")]
    result: dict[str, object] = json.loads((folder / name / RESULT).read_text("utf-8"))
    return {"result": result, "tables": tables}


def test_what_all_rows_share_may_stand_in_the_mapping(tmp_path: Path) -> None:
    archive, _ = _archive(tmp_path)
    shared = ("creditor", "institution_kind", "product_kind")
    lines = [line for line in MAPPING.splitlines() if line.partition(" ")[0] not in shared]
    same = ['[same]\ncreditor = "某公司"\ninstitution_kind = "bank"\nproduct_kind = "credit_card"']
    same += ["minor = false\nvisitors = 3\ncontract_day = 2025-01-01"]
    lines = [line for line in lines if not line.startswith("contract_day")]
    table = pq.read_table(archive)
    days = pa.array([date(2025, 1, 1)] * table.num_rows)
    wide = table.set_column(table.schema.get_field_index("contract_day"), "contract_day", days)
    wide = wide.append_column("minor_", pa.array([False] * table.num_rows))
    wide = wide.append_column("visitors_", pa.array([3] * table.num_rows, pa.int32()))
    pq.write_table(wide, tmp_path / "wide.parquet")
    columns = MAPPING.replace("[practice]", 'minor = "minor_"\nvisitors = "visitors_"\n[practice]')
    one = _result(tmp_path, "one", tmp_path / "wide.parquet", columns)
    other = _result(tmp_path, "other", archive, "\n".join([*lines, *same]))
    assert one == other
    assert one["tables"]


@pytest.mark.parametrize(
    "line",
    ['visitors = "two"', "visitors = true", 'minor = "perhaps"', 'contract_day = "soon"', 'objected_at = "2026-01-01"'],
)
def test_a_shared_value_of_another_kind_is_a_mistake_of_the_mapping(tmp_path: Path, line: str) -> None:
    kept = [each for each in MAPPING.splitlines() if each.partition(" ")[0] != line.partition(" ")[0]]
    path = tmp_path / "mapping.toml"
    path.write_text("\n".join([*kept, "[same]", line]), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_mapping(path, LAW.facts)
    assert caught.value.exit_code == 3
    assert [problem.code for problem in caught.value.problems] == ["SZ-6502"]


@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_around_values_change_nothing(tmp_path: Path, blank: str) -> None:
    archive, rows = _archive(tmp_path)
    plain = _result(tmp_path, "plain", archive, MAPPING)
    for row in rows[::7]:
        for name in ("person", "creditor", "agency", "channel", "role"):
            if row[name] is not None:
                row[name] = f"{row[name]}{blank}" if name != "creditor" else f"{blank}{row[name]}"
    pq.write_table(table_of(rows), tmp_path / "blanks.parquet")
    assert _result(tmp_path, "blanks", tmp_path / "blanks.parquet", MAPPING) == plain


def test_only_what_is_odd_makes_it_look_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closely: list[int] = []
    was = Ingest._look_closely

    def counted(*args: Any) -> Any:
        closely.append(1)
        return was(*args)

    monkeypatch.setattr(Ingest, "_look_closely", counted)
    archive, rows = _archive(tmp_path)
    _result(tmp_path, "plain", archive, MAPPING)
    assert not closely
    for name, value in (("contact_id", None), ("person", " p"), ("number", "1 "), ("role", "nobody"), ("channel", "x")):
        changed = [dict(row) for row in rows]
        changed[3][name] = value
        pq.write_table(table_of(changed), tmp_path / "odd.parquet")
        before = len(closely)
        found = _result(tmp_path, name, tmp_path / "odd.parquet", MAPPING)
        assert len(closely) == before + 1
        refused = found["result"]["refused"]  # type: ignore[index]
        assert refused == ({name: 1} if name in ("contact_id", "channel") else {})
    assert (tmp_path / "contact_id" / WORK / "refused.parquet").exists()
