"""An archive whose verdicts a person wrote from the law files comes out exactly (``hand/``).

``contacts.csv`` holds the contacts with the rules that each one breaks or that a person has to judge (``expected``),
``groups.csv`` the provision and the reason for each group of rows. The verdicts were written before our code ran on
them. Every date on which a text came into force or went out has its near misses, and so has every number.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq

from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.rulebook.load import load_rulebook

HAND = Path(__file__).parent / "hand"


def test_every_contact_gets_the_verdicts_that_a_person_wrote(tmp_path: Path) -> None:
    with (HAND / "contacts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (HAND / "groups.csv").open(encoding="utf-8", newline="") as file:
        why = {row["group"]: row["why"] for row in csv.DictReader(file)}
    mapping = load_mapping(HAND / "mapping.toml", load_rulebook().facts)
    result = audit([HAND / "contacts.csv"], mapping, tmp_path, workers=1)
    found: dict[str, set[str]] = {}
    for row in pq.read_table(tmp_path / "findings.parquet").to_pylist():
        found.setdefault(row["contact_id"], set()).add(row["rule"])
    wrong = [
        (row["id"], row["at"], sorted(found.get(row["id"], ())), row["expected"], why[row["group"]])
        for row in rows
        if found.get(row["id"], set()) != set(row["expected"].split())
    ]
    assert wrong == []
    assert result.sums.rows == result.sums.contacts == len(rows) >= 300
    assert not result.problems
