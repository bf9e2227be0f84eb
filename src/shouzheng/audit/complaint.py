"""Answers a complaint item by item from the institution's own records: found, not found, or found and different.

A person's evidence bundle (a folder or ZIP, ``remedy.bundle``) lists contacts; each is looked for among the records of
that person. The digests of the two files that are read are compared with the bundle's list; its signatures are checked
by ``shouzheng verify``, not here. That a record is missing does not show that the contact did not take place.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shouzheng.audit.incremental import MappedView
from shouzheng.audit.ingest import connect
from shouzheng.audit.local.sums import FINDINGS
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.problems import BAD_COMPLAINT, CANNOT_READ_INPUT
from shouzheng.audit.report.html import Html, outside, page, table, tag
from shouzheng.audit.report.tables import inert
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.load import load_rulebook

FOUND, NOT_FOUND, DIFFERS, NOT_ASKED = "found", "not_found", "differs", "person_not_named"
EVENTS, MANIFEST = "data/events.jsonl", "manifest-sha256.txt"
REPLY, REPLY_PAGE = "reply.csv", "reply.html"
#: How far two clocks may be apart, by how finely the phone's record tells time, in milliseconds.
_APART = {"ms": 120_000, "s": 120_000, "min": 180_000, "day": 86_400_000}
_MOST = 200_000_000
#: Digits of two numbers that must agree: the last ones, because prefixes (+86, 0) differ between systems.
_DIGITS = 8
HEAD = ("item", "time", "channel", "number", "answer", "record", "differs", "rules")
ANSWER = {
    FOUND: Words("查到", "found"),
    NOT_FOUND: Words("未查到", "not found"),
    DIFFERS: Words("查到，但不一致", "found, but different"),
    NOT_ASKED: Words("未说明是本机构的哪位客户", "not said whose record to look in"),
}
TITLE = Words("对投诉所列联系的逐条答复", "Reply to the contacts of a complaint, one by one")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer on one contact: ``record`` is our id of it, ``differs`` the columns that are not the same."""

    item: str
    time: str
    channel: str
    number: str
    answer: str
    record: str = ""
    differs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def read_bundle(bundle: Path) -> list[dict[str, Any]]:
    """Return the contacts of a bundle; raises ``ShouzhengError`` (SZ-6539) when it is none or was changed."""
    try:
        manifest, lines = _member(bundle, MANIFEST), _member(bundle, EVENTS)
        digest = hashlib.sha256(lines).hexdigest()
        if f"{digest}  {EVENTS}" not in manifest.decode("utf-8", "replace").split("\n"):
            raise ShouzhengError(Problem(BAD_COMPLAINT, bundle.name, (("what", EVENTS),)))
        events = [json.loads(line) for line in lines.decode("utf-8").split("\n") if line]
        for event in events:
            _instant(event)
    except (OSError, KeyError, ValueError, TypeError, RecursionError, zipfile.BadZipFile) as error:
        raise ShouzhengError(Problem(BAD_COMPLAINT, bundle.name, (("what", type(error).__name__),))) from error
    return events


def _member(bundle: Path, name: str) -> bytes:
    if bundle.is_dir():
        with (bundle / name).open("rb") as file:
            content = file.read(_MOST + 1)
    else:
        with zipfile.ZipFile(bundle) as packed:
            inside = [each for each in packed.namelist() if each == name or each.endswith(f"/{name}")]
            if len(inside) != 1:
                raise KeyError(name)
            with packed.open(inside[0]) as member:
                content = member.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError(f"{name} is too large")
    return content


def answer(
    bundle: Path, given: Sequence[Path], mapping: ArchiveMapping, persons: Mapping[str, str], work: Path, out: Path
) -> list[Reply]:
    """Look for every contact of a bundle in the archive.

    ``persons`` names our own id for each person of the bundle; ``out`` is the folder of an audit whose findings are
    put beside the records, when it has any. Raises ``ShouzhengError`` (SZ-6539, SZ-6500 to SZ-6503).
    """
    events = read_bundle(bundle)
    records = _records(given, mapping, sorted(set(persons.values())), work)
    rules = _rules(out, [row["contact_id"] for rows in records.values() for row in rows])
    used: set[str] = set()
    return [
        _reply(str(number), event, persons.get(str(event.get("owner"))), records, rules, used)
        for number, event in enumerate(events, 1)
    ]


def _records(
    given: Sequence[Path], mapping: ArchiveMapping, persons: list[str], work: Path
) -> dict[str, list[dict[str, Any]]]:
    import duckdb

    engine = connect(work)
    try:
        MappedView(given, mapping, load_rulebook().facts, work).show(engine, "known")
        engine.register("wanted", pa.table({"person": pa.array(persons, pa.string())}))
        rows = engine.sql(
            'SELECT * FROM known WHERE refused IS NULL AND person IN (SELECT person FROM wanted) ORDER BY "at"'
        )
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows.to_arrow_table().to_pylist():
            found.setdefault(row["person"], []).append(row)
        return found
    except duckdb.Error as error:
        detail = visible(shorten(str(error).splitlines()[0], 300))
        raise ShouzhengError(Problem(CANNOT_READ_INPUT, given[0].name, (("detail", detail),))) from error
    finally:
        engine.close()


def _rules(out: Path, contacts: list[str]) -> dict[str, tuple[str, ...]]:
    if not (out / FINDINGS).exists():
        return {}
    findings = pq.read_table(out / FINDINGS, columns=["contact_id", "rule"])
    chosen = findings.filter(pc.is_in(findings["contact_id"], pa.array(contacts, findings["contact_id"].type)))
    rules: dict[str, list[str]] = {}
    for row in chosen.to_pylist():
        rules.setdefault(row["contact_id"], []).append(str(row["rule"]))
    return {contact: tuple(sorted(each)) for contact, each in rules.items()}


def _reply(
    item: str,
    event: Mapping[str, Any],
    person: str | None,
    records: Mapping[str, list[dict[str, Any]]],
    rules: Mapping[str, tuple[str, ...]],
    used: set[str],
) -> Reply:
    """Answer on one contact; no record answers for two of them."""
    number = str((event.get("other") or {}).get("raw") or (event.get("other") or {}).get("number") or "")
    time, channel = str(event["time"]["utc"]), str(event.get("channel"))
    shown = _beijing(_instant(event))
    if person is None:
        return Reply(item, shown, channel, number, NOT_ASKED)
    apart = _APART.get(str(event["time"].get("resolution")), _APART["s"])
    near = [
        row
        for row in records.get(person, ())
        if row["channel"] == channel
        and row["contact_id"] not in used
        and abs(row["at"] - _instant(event)) <= apart
        and (not row.get("direction") or row["direction"] == event.get("direction"))
    ]
    if not near:
        return Reply(item, shown, channel, number, NOT_FOUND)
    best = min(near, key=lambda row: (len(_different(event, row, number)), abs(row["at"] - _instant(event)), time))
    used.add(best["contact_id"])
    differs = _different(event, best, number)
    contact = best["contact_id"]
    return Reply(item, shown, channel, number, DIFFERS if differs else FOUND, contact, differs, rules.get(contact, ()))


def _different(event: Mapping[str, Any], row: Mapping[str, Any], number: str) -> tuple[str, ...]:
    """Return the columns on which both speak and say something else."""
    found = []
    ours, theirs = _digits(row.get("number")), _digits(number)
    if ours and theirs and ours != theirs:
        found.append("number")
    said, claimed = row.get("outcome"), event.get("outcome")
    if said and claimed and claimed != "unknown" and (said == "connected") is not (claimed == "connected"):
        found.append("outcome")
    if row.get("text") and event.get("text") and _words(row["text"]) != _words(str(event["text"])):
        found.append("text")
    return tuple(found)


def _digits(number: object) -> str:
    return re.sub(r"[^0-9]", "", str(number or ""))[-_DIGITS:]


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _instant(event: Mapping[str, Any]) -> int:
    """Return the time of an event in milliseconds since 1970 UTC; raises ``ValueError`` and ``KeyError``."""
    moment = datetime.strptime(event["time"]["utc"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _beijing(milliseconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def reply_csv(replies: Sequence[Reply]) -> bytes:
    """Return the reply sheet for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for each in replies:
        cells = (each.item, each.time, each.channel, each.number, each.answer, each.record)
        lists = (" ".join(each.differs), " ".join(each.rules))
        writer.writerow([inert(cell) for cell in (*cells, *lists)])
    return out.getvalue().encode("utf-8-sig", "replace")


def reply_page(replies: Sequence[Reply], lang: Lang) -> bytes:
    """Return the reply sheet as a page."""

    def told(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    counts = {name: sum(each.answer == name for each in replies) for name in ANSWER}
    boxes = [
        tag("div", tag("b", str(count)), ANSWER[name].say(lang))
        for name, count in counts.items()
        if count or name != NOT_ASKED
    ]
    rows = [
        (
            each.item,
            each.time,
            outside(each.channel),
            outside(each.number),
            ANSWER[each.answer].say(lang),
            outside(each.record),
            ", ".join((*each.differs, *each.rules)) or "–",
        )
        for each in replies
    ]
    head = (
        "",
        told("时间（北京）", "time (Beijing)"),
        told("方式", "channel"),
        told("号码", "number"),
        told("答复", "answer"),
        told("我方记录", "our record"),
        told("不一致之处、涉及的规则", "differences, rules"),
    )
    note = told(
        "未查到只表示我方记录里没有，不表示没有发生。时间相差两分钟以内视为同一次。",
        "Not found means: not in our records. It does not show that it did not take place. Times within two minutes "
        "count as the same contact.",
    )
    body = Html(tag("h1", TITLE.say(lang)) + tag("div", *boxes, class_="f") + tag("p", note) + table(head, rows))
    return page(TITLE, body, lang)
