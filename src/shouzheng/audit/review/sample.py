"""Draws contacts for review: for each rule with findings some of them, and some on which the audit was silent."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shouzheng.audit.incremental import ADDED, was_added_to
from shouzheng.audit.local.layout import load
from shouzheng.audit.local.run import JOB, WORK
from shouzheng.audit.local.sums import FINDINGS
from shouzheng.audit.problems import NO_RESULT
from shouzheng.audit.report.figures import read_figures
from shouzheng.reference.problems import Problem, ShouzhengError

#: Contacts of each kind and rule.
EACH = 20
#: Earlier contacts with the same person that are shown beside one, and how far back, in milliseconds.
NEIGHBOURS, BACK = 12, 86_400_000
#: Facts of one contact that a reviewer sees.
SHOWN = ("channel", "direction", "connected", "seconds", "recipient_role", "attribution", "institution_kind")
_SHOWN_TOO = ("product_kind", "objection_before", "named_as_contact", "debtor_reachable", "agreed_time", "is_notice")
#: What only papers or the institution show; without it rules on visits, agencies and settled debts cannot be answered.
_FROM_PAPERS = (
    "visit_place",
    "visitors",
    "visit_scene",
    "visit_recorded",
    "credentials_shown",
    "from_private_account",
    "private_contact_agreed",
    "number_altered",
    "agency_published",
    "days_since_settlement",
)


@dataclass(frozen=True)
class Item:
    """One question: does this contact break this rule? ``found`` is what the audit said, not shown to reviewers."""

    item: str
    rule: str
    contact: str
    found: bool
    at: int
    facts: dict[str, Any]
    before: list[tuple[int, str, str]]


@dataclass(frozen=True)
class Sample:
    """All questions on one result, and for each rule how many contacts were found and how many not."""

    seed: int
    report_hash: str
    items: tuple[Item, ...]
    totals: dict[str, tuple[int, int]]


def draw(out: Path, seed: int, each: int = EACH) -> Sample:
    """Draw a sample from a finished run in ``out``: the same seed and archive give the same one.

    Raises ``ShouzhengError`` (SZ-6533) when the run or its working folder is not whole.
    """
    figures = read_figures(out)
    if was_added_to(out):
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", ADDED),)))
    try:
        job = json.loads((out / WORK / JOB).read_text("utf-8"))
    except OSError as error:
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", WORK),))) from error
    findings = pq.read_table(out / FINDINGS, columns=["contact_id", "rule"])
    wanted: dict[str, set[str]] = {}
    silent: dict[int, list[str]] = {}
    known: dict[str, set[str]] = {}
    totals: dict[str, tuple[int, int]] = {}
    contacts = int(figures.result["contacts"])
    for one in (figure for figure in figures.judged if figure.found):
        rule = one.rule.id
        chance = random.Random(f"{seed}/{rule}")  # noqa: S311 - a sample that can be drawn again
        ids = findings.filter(pc.equal(findings["rule"].cast("string"), rule))["contact_id"].to_pylist()
        known[rule] = set(ids)
        for contact in chance.sample(ids, min(each, len(ids))):
            wanted.setdefault(contact, set()).add(rule)
        rows = range(int(job["rows"]))
        for place in chance.sample(rows, min(3 * each, len(rows))):
            silent.setdefault(place, []).append(rule)
        totals[rule] = (one.found, contacts - one.found)
    items = sorted(_items(out, wanted, silent, known, each), key=lambda item: (item.rule, item.contact))
    random.Random(f"{seed}/order").shuffle(items)  # noqa: S311 - see above
    numbered = tuple(Item(f"{number:04}", *_rest(item)) for number, item in enumerate(items, 1))
    return Sample(seed, str(figures.result["report_hash"]), numbered, totals)


def _rest(item: Item) -> tuple[Any, ...]:
    return item.rule, item.contact, item.found, item.at, item.facts, item.before


def _items(
    out: Path, wanted: dict[str, set[str]], silent: dict[int, list[str]], known: dict[str, set[str]], each: int
) -> Iterator[Item]:
    """Look the contacts up, bucket by bucket; silent ones are the first drawn that were not found."""
    order = {place: number for number, place in enumerate(silent)}
    found_silent: dict[str, list[tuple[int, Item]]] = {}
    for path in sorted((out / WORK / "facts").glob("*.arrow")):
        facts = load(path)
        chosen = pc.or_(
            pc.is_in(facts["contact_id"], pa.array(sorted(wanted), facts["contact_id"].type)),
            pc.is_in(facts["seq"], pa.array(sorted(silent), facts["seq"].type)),
        )
        for row in facts.filter(chosen).to_pylist():
            before = _before(facts, row)
            contact = row["contact_id"]
            for rule in sorted(wanted.get(contact, ())):
                yield _item(rule, row, True, before)
            for rule in silent.get(row["seq"], ()):
                if contact not in known[rule]:
                    found_silent.setdefault(rule, []).append((order[row["seq"]], _item(rule, row, False, before)))
    for drawn in found_silent.values():
        yield from (item for _, item in sorted(drawn, key=lambda pair: pair[0])[:each])


def _item(rule: str, row: dict[str, Any], found: bool, before: list[tuple[int, str, str]]) -> Item:
    facts = {name: row.get(name) for name in (*SHOWN, *_SHOWN_TOO, *_FROM_PAPERS)}
    return Item("", rule, row["contact_id"], found, int(row["earliest"]), facts, before)


def _before(facts: pa.Table, row: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return the contacts with the same person within 24 hours before: time, channel, answered or not."""
    same = pc.and_(
        pc.equal(facts["person"], row["person"]),
        pc.and_(
            pc.less_equal(facts["earliest"], row["earliest"]), pc.greater(facts["earliest"], row["earliest"] - BACK)
        ),
    )
    near = facts.filter(same).select(["contact_id", "earliest", "channel", "connected"])
    rows = near.sort_by([("earliest", "descending")]).to_pylist()
    said = {True: "connected", False: "not connected", None: "?"}
    return [
        (int(one["earliest"]), str(one["channel"]), said[one["connected"]])
        for one in rows
        if one["contact_id"] != row["contact_id"]
    ][:NEIGHBOURS]


def as_json(sample: Sample) -> str:
    """Return the sample with what the audit said: the key, kept away from the reviewers."""
    return json.dumps(asdict(sample), ensure_ascii=False, sort_keys=True, indent=1)
