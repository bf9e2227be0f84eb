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
from dataclasses import dataclass
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
from shouzheng.reference.script import in_script
from shouzheng.rulebook.files.facts import Unit
from shouzheng.rulebook.load import Rulebook

SHEETS, KEY, LOG = ("sheet_a.csv", "sheet_b.csv"), "sample.json", "review_log.jsonl"
ANSWERS = ("yes", "no", "unclear")
#: What stands in a sheet; the last two are the reviewer's.
HEAD = ("item", "rule", "question", "time", "contact", "before", "text", "answer", "remark")
#: Characters of a text that are shown, and bytes of a sheet that are read back.
_TEXT, _MOST = 2_000, 50_000_000
#: Only of a call can be said whether it was answered and how long it was.
_CALLS, _OF_CALLS = ("call", "video_call"), ("connected", "seconds")
_UNITS = {Unit.SECOND: Words(" 秒", " seconds"), Unit.DAY: Words(" 日", " days")}
_ANSWERED = {"connected": Words("接通", "answered"), "not connected": Words("未接通", "not answered")}


@dataclass(frozen=True)
class Shown:
    """What a reviewer sees of one contact, harmless to look at, in their language; the time is Beijing's."""

    item: str
    rule: str
    question: str
    time: str
    facts: tuple[tuple[str, str], ...]
    before: tuple[str, ...]
    text: str

    def line(self) -> str:
        """Return the line of the sheet up to the answer: CSV without end of line, no cell a formula."""
        facts = "; ".join(f"{label}: {value}" for label, value in self.facts)
        out = io.StringIO()
        cells = (self.item, self.rule, self.question, self.time, facts, "; ".join(self.before), self.text)
        csv.writer(out, lineterminator="").writerow([inert(cell) for cell in cells])
        return out.getvalue()


def shown(sample: Sample, which: int, law: Rulebook, lang: Lang, texts: Mapping[str, str]) -> list[Shown]:
    """Return the questions in the order of reviewer ``which`` (0 or 1); ``texts`` are by the id of the contact."""
    items = list(sample.items)
    random.Random(f"{sample.seed}/sheet{which}").shuffle(items)  # noqa: S311 - an order that can be made again
    return [_shown(item, law, lang, texts.get(item.contact, "")) for item in items]


def sheet(items: Sequence[Shown]) -> bytes:
    """Return one sheet as CSV, UTF-8 with a byte order mark, answers and remarks empty."""
    lines = [",".join(HEAD), *(f"{each.line()},," for each in items)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig", "replace")


def _shown(item: Item, law: Rulebook, lang: Lang, text: str) -> Shown:
    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    def earlier(at: int, channel: str, how: str) -> str:
        answered = f" {say(_ANSWERED[how])}" if how in _ANSWERED and channel in _CALLS else ""
        return f"{_time(at)} {say(_said(law, 'channel', channel))}{answered}"

    call = item.facts.get("channel") in _CALLS
    return Shown(
        item.item,
        item.rule,
        say(law.rule(item.rule).plain.forbids),
        _time(item.at),
        tuple(
            (say(law.facts[name].label), visible(shorten(say(_said(law, name, value)), 80)))
            for name, value in item.facts.items()
            if value is not None and name in law.facts and (call or name not in _OF_CALLS)
        ),
        tuple(earlier(*each) for each in item.before),
        visible(shorten(text, _TEXT)),
    )


def _said(law: Rulebook, name: str, value: object) -> Words:
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    fact = law.facts[name]
    said, unit = fact.say_value(str(value)), _UNITS.get(fact.unit, Words("", ""))
    return Words(said.zh + unit.zh, said.en + unit.en)


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


def log_view(folder: Path, reviewer: str, reason: str, items: int, files: Sequence[str] = SHEETS) -> None:
    """Write down who takes out how many texts, why and into which files, before they are written.

    Raises ``ShouzhengError`` (SZ-6537) without a name or a reason.
    """
    if not reviewer.strip() or not reason.strip():
        raise ShouzhengError(Problem(BAD_REVIEW, LOG, (("what", "--reviewer, --reason"),)))
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "reviewer": visible(shorten(reviewer, 100)),
        "reason": visible(shorten(reason, 300)),
        "texts": items,
        "files": list(files),
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
