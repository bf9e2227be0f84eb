"""Does contacting third persons work? Repayments and complaints of debtors with and without any such contact.

Two groups of debtors and nothing else: never by act, agency, collector or person, so that nobody learns here which
pressure pays. The groups differ from the start, which the report says; this is a description, no effect.
"""
# ruff: noqa: S608 -- every name and value that comes from outside is quoted

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shouzheng.audit.incremental import ADDED, was_added_to
from shouzheng.audit.ingest import PEOPLE, connect
from shouzheng.audit.local.layout import RESULT, load
from shouzheng.audit.local.run import WORK
from shouzheng.audit.problems import BAD_OUTCOMES, NO_RESULT
from shouzheng.audit.report.intervals import share
from shouzheng.audit.report.suppress import SMALL
from shouzheng.audit.sources import source_sql
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.load import load_rulebook

#: Columns of the file of outcomes besides ``debtor``; 0 or 1, empty is not known.
OUTCOMES = ("repaid", "complaint")
_KEPT = 32


def compare(out: Path, outcomes: Path, key: Path | None) -> dict[str, Any]:
    """Return for both groups how many debtors it has and the share of each outcome, ``[share, low, high]``.

    ``key`` is the pseudonyms' key of the run (default: the one in ``out``). A share of fewer than ten debtors is left
    out, and when one group is that small both counts are. Raises ``ShouzhengError`` (SZ-6538, SZ-6533).
    """
    if was_added_to(out):
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", ADDED),)))
    secret = _secret(key or out / "pseudonyms.key")
    numbers = _numbers(out)
    third = _with_third(out)
    counts = {name: {each: [0, 0] for each in OUTCOMES} for name in ("with", "without")}
    debtors = {"with": 0, "without": 0}
    seen: set[int] = set()
    left_out = {"not_in_archive": 0, "repeated": 0, "not_understood": 0}
    for name, strange, *results in _read(outcomes, out / WORK):
        code = numbers.get(hmac.new(secret, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_KEPT])
        if code is None or code in seen:
            left_out["not_in_archive" if code is None else "repeated"] += 1
            continue
        seen.add(code)
        left_out["not_understood"] += int(strange)
        group = "with" if code in third else "without"
        debtors[group] += 1
        for each, result in zip(OUTCOMES, results, strict=True):
            if result is not None:
                counts[group][each][0] += int(result)
                counts[group][each][1] += 1
    report_hash = json.loads((out / RESULT).read_text("utf-8"))["report_hash"]
    hide = any(0 < count < SMALL for count in debtors.values())
    groups = {
        group: {
            "debtors": None if hide else debtors[group],
            **{each: None if hide else _share(*counts[group][each]) for each in OUTCOMES},
        }
        for group in counts
    }
    return {**groups, "left_out": left_out, "report_hash": report_hash}


def _share(found: int, of: int) -> list[float] | None:
    return share(found, of) if of >= SMALL else None


def _secret(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShouzhengError(Problem(BAD_OUTCOMES, path.name, (("what", str(error.strerror)),))) from error


def _numbers(out: Path) -> dict[str, int]:
    try:
        rows = pq.read_table(out / WORK / PEOPLE).to_pylist()
    except OSError as error:
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", PEOPLE),))) from error
    return {row["pseudonym"]: int(row["code"]) for row in rows}


def _with_third(out: Path) -> set[int]:
    """Return the numbers of the debtors about whose debt any third person was contacted."""
    import pyarrow.compute as pc

    third = pa.array(load_rulebook().facts["recipient_role"].members("third_person"), pa.string())
    found: set[int] = set()
    for path in sorted((out / WORK / "facts").glob("*.arrow")):
        facts = load(path)
        role, heading = facts["recipient_role"].cast(pa.string()), facts["direction"].cast(pa.string())
        chosen = pc.and_(pc.is_in(role, third), pc.equal(heading, "inbound"))
        found.update(pc.unique(facts.filter(chosen)["key_matter"].drop_null().cast(pa.int64())).to_pylist())
    return found


def _read(outcomes: Path, work: Path) -> list[tuple[Any, ...]]:
    import duckdb

    engine = connect(work)
    try:
        flags = ", ".join(
            f"CASE trim(CAST({name} AS VARCHAR)) WHEN '1' THEN true WHEN 'true' THEN true WHEN '0' THEN false "
            f"WHEN 'false' THEN false END"
            for name in OUTCOMES
        )
        strange = " OR ".join(
            f"trim(CAST({name} AS VARCHAR)) NOT IN ('', '0', '1', 'true', 'false')" for name in OUTCOMES
        )
        columns = f"trim(CAST(debtor AS VARCHAR)) AS d, coalesce({strange}, false), {flags}"
        rows: list[tuple[Any, ...]] = engine.execute(
            f"SELECT {columns} FROM {source_sql([outcomes])} WHERE d <> '' ORDER BY d"
        ).fetchall()
        return rows
    except duckdb.Error as error:
        detail = visible(shorten(str(error).splitlines()[0], 200))
        raise ShouzhengError(Problem(BAD_OUTCOMES, outcomes.name, (("what", detail),))) from error
    finally:
        engine.close()
