"""New contacts added to an audit give what auditing everything anew gives: findings, tallies, missing facts, hash."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shouzheng.audit.generate.write import ARCHIVE, MAPPING, generate
from shouzheng.audit.incremental import LATE, add
from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import WORK, audit
from shouzheng.audit.mapping import ArchiveMapping, load_mapping
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import MAPPING as RANDOM_MAPPING

LAW = load_rulebook()
FILES = ("tally.parquet", "missing.parquet", "findings.parquet")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("added")
    generate(folder, 1_500, 11)
    return folder


def parts_of(table: pa.Table, folder: Path, cuts: list[pa.Array]) -> list[Path]:
    paths = []
    for number, mask in enumerate(cuts):
        paths.append(folder / f"part{number}.parquet")
        pq.write_table(table.filter(mask), paths[-1])
    return paths


def assert_equal(added: Path, whole: Path) -> None:
    for name in FILES:
        one, other = (pq.read_table(each / name).to_pylist() for each in (added, whole))
        key = [str(row) for row in one]
        assert sorted(key) == sorted(str(row) for row in other), name
    results = [json.loads((each / RESULT).read_text("utf-8")) for each in (added, whole)]
    assert results[0] == results[1]


def check(paths: list[Path], mapping: ArchiveMapping, folder: Path) -> None:
    audit(paths[:1], mapping, folder / "added", workers=1)
    key = folder / "added" / "pseudonyms.key"
    for number in range(1, len(paths)):
        add(paths[:number], paths[number : number + 1], mapping, folder / "added", workers=1)
    audit(paths, mapping, folder / "whole", workers=1, key=key)
    assert_equal(folder / "added", folder / "whole")


def test_new_weeks_one_after_the_other_give_the_full_run(made: Path, tmp_path: Path) -> None:
    table = pq.read_table(made / ARCHIVE)
    days = table["at"].cast(pa.int64()).to_numpy() // 86_400_000
    first, second = sorted(days)[len(days) // 2], sorted(days)[3 * len(days) // 4]
    cuts = [pa.array(days < first), pa.array((days >= first) & (days < second)), pa.array(days >= second)]
    check(parts_of(table, tmp_path, cuts), load_mapping(made / MAPPING, LAW.facts), tmp_path)
    assert json.loads((tmp_path / "added" / LATE).read_text("utf-8"))["late"] == 0
    assert not (tmp_path / "added" / WORK / "adding").exists()


def test_late_contacts_reopen_their_windows_and_the_report_says_so(made: Path, tmp_path: Path) -> None:
    table = pq.read_table(made / ARCHIVE)
    late = pa.array([number % 5 == 0 for number in range(table.num_rows)])
    paths = parts_of(table, tmp_path, [pa.array([not each for each in late.to_pylist()]), late])
    mapping = made / MAPPING
    words = ["audit", str(paths[0]), "--mapping", str(mapping), "--out", str(tmp_path / "added"), "--workers", "1"]
    assert main(words) == 1
    assert main([*words, "--new", str(paths[1]), "--lang", "en"]) == 1
    key = tmp_path / "added" / "pseudonyms.key"
    audit(paths, load_mapping(mapping, LAW.facts), tmp_path / "whole", workers=1, key=key)
    assert_equal(tmp_path / "added", tmp_path / "whole")
    assert "late contacts" in (tmp_path / "added" / "report.html").read_text("utf-8")
    assert main(["audit", "review", str(tmp_path / "added")]) == 2  # its working folder lacks the new ones


def test_random_rows_with_many_unknowns_repeats_and_refusals_give_the_full_run(tmp_path: Path) -> None:
    rows = rows_of(33, 300)
    for number, row in enumerate(rows):
        row["person"] = f"{row['person']}{number % 30}"
        row["debtor"] = f"d{number % 17}"
        row["text"] = row["text"] if row["text"] and row["text"].strip() else None
    rows[250]["contact_id"], rows[250]["person"] = rows[3]["contact_id"], rows[3]["person"]
    rows[260]["contact_id"], rows[260]["person"] = rows[255]["contact_id"], rows[255]["person"]
    rows[252]["contact_id"], rows[252]["person"] = rows[9]["contact_id"], rows[9]["person"]
    rows[252]["at"] = (
        rows[9]["at"] - 1
    )  # delivered again, and the later delivery is the earlier contact: that one stays
    rows[270]["at"] = 17
    (tmp_path / "m.toml").write_text(RANDOM_MAPPING, "utf-8")
    table = table_of(rows)
    cut = [pa.array([number < 240 for number in range(300)]), pa.array([number >= 240 for number in range(300)])]
    check(parts_of(table, tmp_path, cut), load_mapping(tmp_path / "m.toml", LAW.facts), tmp_path)


def test_another_input_mapping_or_folder_is_refused(made: Path, tmp_path: Path) -> None:
    table = pq.read_table(made / ARCHIVE).slice(0, 100)
    paths = parts_of(table, tmp_path, [pa.array([n % 2 == side for n in range(100)]) for side in (0, 1)])
    mapping = load_mapping(made / MAPPING, LAW.facts)
    with pytest.raises(ShouzhengError) as refused:
        add(paths[:1], paths[1:], mapping, tmp_path / "out", workers=1)
    assert refused.value.problems[0].code == "SZ-6533"
    audit(paths[:1], mapping, tmp_path / "out", workers=1)
    for old, other in ((paths[1:], mapping), (paths[:1], ArchiveMapping(mapping.columns, {}, mapping.practice))):
        with pytest.raises(ShouzhengError) as refused:
            add(old, paths[1:], other, tmp_path / "out", workers=1)
        assert refused.value.problems[0].code == "SZ-6540"
    assert (tmp_path / "out" / RESULT).exists()
