"""A synthetic archive holds exactly what it says: planted violations are all found and none is invented."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shouzheng.audit.generate.plants import PLANTS, WITH_TEXTS
from shouzheng.audit.generate.write import ARCHIVE, MAPPING, TRUTH, generate
from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.plausible import doubts
from shouzheng.rulebook.load import load_rulebook

LAW = load_rulebook()
#: Contacts of the large run; more by SHOUZHENG_AUDIT_CONTACTS.
SIZE = int(os.environ.get("SHOUZHENG_AUDIT_CONTACTS", "20000"))


def pairs(path: Path) -> set[tuple[str, str]]:
    table = pq.read_table(path, columns=["contact_id", "rule"])
    return set(zip(table["contact_id"].to_pylist(), table["rule"].to_pylist(), strict=True))


def found_and_planted(tmp_path: Path, size: int, *, texts: bool) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    generate(tmp_path, size, 3, texts=texts)
    mapping = load_mapping(tmp_path / MAPPING, LAW.facts)
    assert doubts([tmp_path / ARCHIVE], mapping, LAW.facts) == []
    audit([tmp_path / ARCHIVE], mapping, tmp_path / "out", workers=1 if size < 100_000 else 2)
    return pairs(tmp_path / "out" / "findings.parquet"), pairs(tmp_path / TRUTH)


def test_planted_violations_are_all_found_and_none_is_invented(tmp_path: Path) -> None:
    found, planted = found_and_planted(tmp_path, SIZE, texts=False)
    assert found - planted == set()
    assert planted - found == set()
    assert {rule for _, rule in planted} == {rule for steps in PLANTS.values() for one in steps for rule in one.rules}


def test_so_are_those_that_only_words_show(tmp_path: Path) -> None:
    found, planted = found_and_planted(tmp_path, 2_000, texts=True)
    assert found == planted
    assert {rule for steps in WITH_TEXTS.values() for one in steps for rule in one.rules} <= {
        rule for _, rule in planted
    }


@pytest.mark.parametrize("size", [1, 7, 500, 1_234])
def test_there_are_as_many_contacts_as_asked_for(tmp_path: Path, size: int) -> None:
    made = generate(tmp_path, size, 1)
    table = pq.read_table(tmp_path / ARCHIVE)
    assert table.num_rows == made.contacts == size
    assert len(set(table["contact_id"].to_pylist())) == size


def test_the_same_seed_gives_the_same_archive_and_another_one_does_not(tmp_path: Path) -> None:
    tables = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(tmp_path / name, 800, seed)
        tables.append(pq.read_table(tmp_path / name / ARCHIVE))
    assert tables[0].equals(tables[1])
    assert not tables[0].equals(tables[2])


def test_files_are_cut_into_batches_whose_people_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shouzheng.audit.generate.write.BATCH", 300)
    assert generate(tmp_path, 700, 1).files == 3
    people = [set(pq.read_table(path)["person"].to_pylist()) for path in sorted((tmp_path / ARCHIVE).iterdir())]
    assert not people[0] & people[1]
    assert not people[1] & people[2]
