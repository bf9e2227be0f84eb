"""The sheets that two reviewers fill in by themselves, and the log of who looked at texts.

Both sheets hold the same questions in another order, and neither says what the audit answered. A reviewer writes yes,
no or unclear into ``answer``.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shouzheng.audit.ingest import connect
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.problems import BAD_REVIEW
from shouzheng.audit.report.tables import inert
from shouzheng.audit.review.sample import Item, Sample
from shouzheng.audit.sources import source_sql
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.load import Rulebook

SHEETS, KEY, LOG = ("sheet_a.csv", "sheet_b.csv"), "sample.json", "review_log.jsonl"
ANSWERS = ("yes", "no", "unclear")
HEAD = ("item", "rule", "question", "time", "contact", "before", "text", "answer")
#: Characters of a text that are shown, and bytes of a sheet that are read back.
_TEXT, _MOST = 2_000, 50_000_000


def sheet(sample: Sample, which: int, law: Rulebook, lang: Lang, texts: Mapping[str, str]) -> bytes:
    """Return one sheet as CSV; ``which`` is 0 or 1, ``texts`` are by the id of the contact."""
    items = list(sample.items)
    random.Random(f"{sample.seed}/sheet{which}").shuffle(items)  # noqa: S311 - an order that can be made again
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for item in items:
        writer.writerow([inert(cell) for cell in _row(item, law, lang, texts.get(item.contact, ""))])
    return out.getvalue().encode("utf-8-sig", "replace")


def _row(item: Item, law: Rulebook, lang: Lang, text: str) -> tuple[str, ...]:
    facts = [
        f"{law.facts[name].label.say(lang)}: {_said(law, name, value).say(lang)}"
        for name, value in item.facts.items()
        if value is not None and name in law.facts
    ]
    before = [f"{_time(at)} {channel} {how}" for at, channel, how in item.before]
    question = law.rule(item.rule).plain.forbids.say(lang)
    shown = visible(shorten(text, _TEXT))
    return item.item, item.rule, question, _time(item.at), "; ".join(facts), "; ".join(before), shown, ""


def _said(law: Rulebook, name: str, value: object) -> Words:
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    return law.facts[name].say_value(str(value))


def _time(milliseconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def texts_of(given: Sequence[Path], mapping: ArchiveMapping, sample: Sample, work: Path) -> dict[str, str]:
    """Return the texts of the sampled contacts from the archive itself; empty when it has none."""
    if "text" not in mapping.columns:
        return {}
    import pyarrow as pa

    wanted = pa.table({"id": sorted({item.contact for item in sample.items})})
    names = ('"' + mapping.columns[name].name.replace('"', '""') + '"' for name in ("contact_id", "text"))
    contact, text = names
    engine = connect(work)
    try:
        engine.register("wanted", wanted)
        rows = engine.execute(
            f"SELECT trim(CAST({contact} AS VARCHAR)), CAST({text} AS VARCHAR) FROM {source_sql(given)} "  # noqa: S608
            f"WHERE trim(CAST({contact} AS VARCHAR)) IN (SELECT id FROM wanted) AND {text} IS NOT NULL"
        ).fetchall()
    finally:
        engine.close()
    return dict(rows)


def log_view(folder: Path, reviewer: str, reason: str, items: int) -> None:
    """Write down who takes out how many texts and why, before they are written; raises SZ-6537 without both."""
    if not reviewer.strip() or not reason.strip():
        raise ShouzhengError(Problem(BAD_REVIEW, LOG, (("what", "--reviewer, --reason"),)))
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "reviewer": visible(shorten(reviewer, 100)),
        "reason": visible(shorten(reason, 300)),
        "texts": items,
    }
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")


def answers_of(path: Path) -> dict[str, str]:
    """Read a filled sheet: item → answer; raises ``ShouzhengError`` (SZ-6537) for what is no answer."""
    try:
        if path.stat().st_size > _MOST:
            raise ShouzhengError(Problem(BAD_REVIEW, path.name, (("what", f"> {_MOST} bytes"),)))
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ShouzhengError(Problem(BAD_REVIEW, path.name, (("what", type(error).__name__),))) from error
    found: dict[str, str] = {}
    for row in rows:
        item, answer = str(row.get("item") or ""), str(row.get("answer") or "").strip().lower()
        if answer not in ANSWERS or not item or item in found:
            what = f"{visible(shorten(item, 20))}: {visible(shorten(answer, 20))}"
            raise ShouzhengError(Problem(BAD_REVIEW, path.name, (("what", what),)))
        found[item] = answer
    return found
