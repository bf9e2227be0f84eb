"""Adds up what the buckets gave: one tally, one list of findings with pseudonyms, and the hash of the report."""
# ruff: noqa: S608 -- the only values put into SQL are paths of this run, quoted

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouzheng.audit.ingest import PEOPLE, connect
from shouzheng.audit.local.layout import Job
from shouzheng.audit.mapping_sql import sql_text
from shouzheng.audit.report_hash import DATA, ReportHash
from shouzheng.rulebook.load import load_rulebook

FINDINGS, TALLY, MISSING = "findings.parquet", "tally.parquet", "missing.parquet"


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of a run: rows, contacts, refused rows by reason, answers by rule, and the hash.

    What a rule does not apply to is left out of its answers.
    """

    rows: int
    contacts: int
    refused: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]
    report_hash: str
    data: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "rows": self.rows,
            "contacts": self.contacts,
            "refused": dict(self.refused),
            "findings": {rule: dict(answers) for rule, answers in self.findings.items()},
            "report_hash": self.report_hash,
            "data": dict(self.data),
        }


def sum_up(job: Job, out: Path, about: Mapping[str, Any], refused: Mapping[str, int]) -> Sums:
    """Write findings, tally and missing facts of all buckets to ``out`` and return the figures."""
    engine = connect(job.root)
    try:
        people = f"read_parquet({sql_text(str(job.root / PEOPLE))})"
        judged = str(job.root / "judged" / "*")
        found = f"read_parquet({sql_text(judged + '/findings.parquet')}, union_by_name = true)"
        columns = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {found}").fetchall()}
        named = [name for name in ("person", "collector") if name in columns]
        joins = " ".join(f"LEFT JOIN {people} {name}_ ON {name}_.code = f.{name}" for name in named)
        shown = ", ".join(f"{name}_.pseudonym AS {name}" for name in named)
        rest = ", ".join(f"f.{name}" for name in ("creditor", "agency", "earliest") if name in columns)
        engine.execute(
            f"COPY (SELECT f.contact_id, f.rule, f.answer, {shown}, {rest} FROM {found} f {joins} "
            f"ORDER BY f.contact_id, f.rule) TO {sql_text(str(out / FINDINGS))} (FORMAT parquet, COMPRESSION zstd)"
        )
        engine.execute(
            'COPY (SELECT "by", coalesce(p.pseudonym, value) AS value, rule, answer, sum(contacts)::BIGINT AS contacts '
            f"FROM read_parquet({sql_text(judged + '/tally.parquet')}) "
            f"LEFT JOIN {people} p ON \"by\" = 'collector' AND p.code::VARCHAR = value "
            f"GROUP BY ALL ORDER BY ALL) TO {sql_text(str(out / TALLY))} (FORMAT parquet)"
        )
        engine.execute(
            "COPY (SELECT rule, fact, sum(contacts)::BIGINT AS contacts "
            f"FROM read_parquet({sql_text(judged + '/missing.parquet')}) GROUP BY ALL ORDER BY ALL) "
            f"TO {sql_text(str(out / MISSING))} (FORMAT parquet)"
        )
        for name in (FINDINGS, TALLY, MISSING):  # not suppressed: for the institution's own eyes
            (out / name).chmod(stat.S_IRUSR | stat.S_IWUSR)
        return figures_of(engine, job.rows, out, about, refused)
    finally:
        engine.close()


def figures_of(engine: Any, rows: int, out: Path, about: Mapping[str, Any], refused: Mapping[str, int]) -> Sums:
    """Return the figures of the findings and tallies in ``out``; ``about`` holds the hashes of the data."""
    findings: dict[str, dict[str, int]] = {rule.id: {} for rule in load_rulebook().rules}
    tally = f"read_parquet({sql_text(str(out / TALLY))})"
    contacts = 0
    for rule, answer, count in engine.execute(
        f"SELECT rule, answer, contacts FROM {tally} WHERE \"by\" = 'all' ORDER BY rule, answer"
    ).fetchall():
        if rule is None:
            contacts = count
        else:
            findings[rule][answer] = count
    data = {name: str(about[name]) for name in DATA}
    whole = ReportHash(data)
    lines = engine.execute(f"SELECT contact_id, rule, answer FROM read_parquet({sql_text(str(out / FINDINGS))})")
    while chunk := lines.fetchmany(65_536):
        for contact, rule, answer in chunk:
            whole.add(contact, rule, answer)
    whole.add_counts(contacts, findings)
    return Sums(rows, contacts, refused, findings, whole.hexdigest(), data)
