"""Reads what a run wrote and makes the figures of its report; nothing is judged here, only added up and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.sums import FINDINGS, MISSING, TALLY
from shouzheng.audit.problems import NO_RESULT
from shouzheng.audit.report.intervals import wilson
from shouzheng.audit.report.suppress import SMALL, hidden
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.load import Rulebook, load_rulebook

#: Breakdowns in the order of the report.
BREAKDOWNS = ("creditor", "agency", "collector", "channel", "role", "hour", "week")
_FOUND = (Answer.BREACH.value, Answer.NEEDS_PERSON.value)
#: Events of a rule that are listed, and bursts.
EVENTS, BURSTS = 20, 10
#: Doubts about the mapping that somebody overrode.
ACCEPTED = "accepted.json"
_EPOCH = date(1970, 1, 1)
_BEIJING, _DAY = 480 * 60_000, 86_400_000
#: Characters of a pseudonym that are shown.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One bar: contacts to which the rule applied and that could be judged, and those found; ``None`` when hidden."""

    value: str | None
    judged: int | None
    found: int | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the share found."""
        return None if self.judged is None or self.found is None or not self.judged else wilson(self.found, self.judged)


@dataclass(frozen=True, slots=True)
class Event:
    """One finding: id of the contact, its time (milliseconds UTC), pseudonym of the person, the agency."""

    contact: str
    at: int
    person: str
    agency: str | None


@dataclass(frozen=True)
class RuleFigures:
    """All figures of one rule."""

    rule: Rule
    answers: Mapping[str, int]
    cells: Mapping[str, tuple[Cell, ...]]
    missing: tuple[tuple[str, int], ...]
    events: tuple[Event, ...]

    @property
    def found(self) -> int:
        """Contacts that break the rule or that a person has to judge."""
        return sum(self.answers.get(answer, 0) for answer in _FOUND)

    @property
    def judged(self) -> int:
        """Contacts to which the rule applied and that could be judged."""
        return self.found + self.answers.get(Answer.CLEAR.value, 0)

    @property
    def cannot_tell(self) -> int:
        """Contacts of which a fact was missing."""
        return self.answers.get(Answer.CANNOT_TELL.value, 0)

    @property
    def is_hidden(self) -> bool:
        """True when so few contacts were judged that even the total is hidden."""
        return 0 < self.judged < SMALL

    @property
    def whole(self) -> Cell:
        """The total as a cell."""
        return Cell(None, None, None) if self.is_hidden else Cell(None, self.judged, self.found)


def by_findings(each: RuleFigures) -> tuple[bool, int, str]:
    """Order rules by their findings, most first; of hidden ones the place tells nothing."""
    return each.is_hidden, 0 if each.is_hidden else -each.found, each.rule.id


@dataclass(frozen=True, slots=True)
class Burst:
    """A person's day with many findings about how often they were contacted."""

    person: str
    day: date
    findings: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """The whole report as figures. ``accepted`` are doubts about the mapping that somebody overrode."""

    result: Mapping[str, Any]
    rules: tuple[RuleFigures, ...]
    bursts: tuple[Burst, ...]
    rulebook: Rulebook
    accepted: tuple[Words, ...] = ()
    review: Mapping[str, Any] = field(default_factory=dict)
    thirds: Mapping[str, Any] = field(default_factory=dict)
    late: Mapping[str, Any] = field(default_factory=dict)
    complaints: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def judged(self) -> tuple[RuleFigures, ...]:
        """Rules that could be judged on some contact."""
        return tuple(each for each in self.rules if each.judged)

    def said(self, answer: Answer) -> int:
        """Return how often the rules that are shown gave an answer.

        A rule whose own total is hidden is left out: the sum of all would give it away.
        """
        return sum(each.answers.get(answer.value, 0) for each in self.rules if not each.is_hidden)

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the weeks that contacts lie in."""
        weeks = [int(cell.value) for each in self.rules for cell in each.cells.get("week", ()) if cell.value]
        return (_EPOCH + timedelta(min(weeks)), _EPOCH + timedelta(max(weeks) + 6)) if weeks else None


def read_figures(out: Path) -> Figures:
    """Read the results in ``out``; raises ``ShouzhengError`` (SZ-6533) when there is no whole result."""
    try:
        result = json.loads((out / RESULT).read_text("utf-8"))
        tally, missing = pq.read_table(out / TALLY), pq.read_table(out / MISSING)
        findings = pq.read_table(out / FINDINGS)
    except (OSError, ValueError) as error:
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", type(error).__name__),))) from error
    law = load_rulebook()
    counts: dict[str, dict[str, dict[str | None, dict[str, int]]]] = {}
    for row in tally.to_pylist():
        value = row["value"][:_SHOWN] if row["by"] == "collector" and row["value"] else row["value"]
        cell = counts.setdefault(row["rule"], {}).setdefault(row["by"], {}).setdefault(value, {})
        cell[row["answer"]] = cell.get(row["answer"], 0) + int(row["contacts"])
    lacking: dict[str, list[tuple[str, int]]] = {}
    for row in missing.sort_by([("contacts", "descending"), ("fact", "ascending")]).to_pylist():
        lacking.setdefault(row["rule"], []).append((row["fact"], int(row["contacts"])))
    rules = tuple(
        _rule(rule, counts.get(rule.id, {}), tuple(lacking.get(rule.id, ())), findings)
        for rule in law.rules
        if rule.condition is not None
    )
    own = str(result["report_hash"])
    extra = {name: _read_json(out / f"{name}.json", own) for name in ("review", "thirds", "late", "complaints")}
    doubts = _read_json(out / ACCEPTED, own).get("doubts", [])
    accepted = tuple(Words(str(zh), str(en)) for zh, en in doubts)
    return Figures(result, rules, _bursts(findings, law), law, accepted, **extra)


def _rule(
    rule: Rule,
    counts: Mapping[str, Mapping[str | None, Mapping[str, int]]],
    missing: tuple[tuple[str, int], ...],
    findings: Any,
) -> RuleFigures:
    cells = {by: _cells(counts.get(by, {})) for by in BREAKDOWNS}
    return RuleFigures(rule, counts.get("all", {}).get(None, {}), cells, missing, _events(findings, rule.id, cells))


def _read_json(path: Path, report_hash: str) -> Mapping[str, Any]:
    """Return what was measured on this result; what was measured on an earlier one says nothing about it."""
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found if isinstance(found, dict) and found.get("report_hash") == report_hash else {}


def _cells(values: Mapping[str | None, Mapping[str, int]]) -> tuple[Cell, ...]:
    """Return the cells of one breakdown, small ones hidden; what had nothing to judge is left out."""
    found = {value: sum(answers.get(answer, 0) for answer in _FOUND) for value, answers in values.items()}
    judged = {value: found[value] + answers.get(Answer.CLEAR.value, 0) for value, answers in values.items()}
    names = {("" if value is None else f"={value}"): value for value in values}
    gone = hidden({name: judged[value] for name, value in names.items()})
    return tuple(
        Cell(value, None, None) if name in gone else Cell(value, judged[value], found[value])
        for name, value in sorted(names.items())
        if judged[value]
    )


def _events(findings: Any, rule: str, cells: Mapping[str, tuple[Cell, ...]]) -> tuple[Event, ...]:
    """Return the first findings of a rule; none of a hidden cell, so that a list gives no hidden number away."""
    chosen = findings.filter(pc.equal(findings["rule"].cast("string"), rule))
    gone = {
        by: {cell.value for cell in cells[by] if cell.judged is None} for by in ("creditor", "agency", "hour", "week")
    }
    events: list[Event] = []
    for part in chosen.to_batches(max_chunksize=1_000):
        for row in part.to_pylist():
            day, within = divmod(int(row["earliest"]) + _BEIJING, _DAY)
            places = {
                "creditor": row.get("creditor"),
                "agency": row.get("agency"),
                "hour": str(within // 3_600_000),
                "week": str((day + 3) // 7 * 7 - 3),  # 1970-01-01 was a Thursday
            }
            if not any(places[by] in gone[by] for by in gone):
                events.append(
                    Event(row["contact_id"], int(row["earliest"]), str(row["person"])[:_SHOWN], row.get("agency"))
                )
            if len(events) == EVENTS:
                return tuple(events)
    return tuple(events)


def _bursts(findings: Any, law: Rulebook) -> tuple[Burst, ...]:
    """Return the days on which one person has most findings about how often, worst first."""
    often = [rule.id for rule in law.rules if rule.topic == "frequency"]
    chosen = findings.filter(pc.is_in(findings["rule"].cast("string"), _strings(often)))
    if not chosen.num_rows:
        return ()
    days = pc.divide(pc.add(chosen["earliest"], _BEIJING), _DAY)
    table = chosen.select(["person", "rule"]).append_column("day", days)
    table = table.set_column(1, "rule", table["rule"].cast("string"))
    grouped = table.group_by(["person", "day"]).aggregate([("rule", "count"), ("rule", "distinct")])
    worst = grouped.sort_by([("rule_count", "descending"), ("day", "ascending"), ("person", "ascending")])
    return tuple(
        Burst(
            str(row["person"])[:_SHOWN],
            _EPOCH + timedelta(int(row["day"])),
            int(row["rule_count"]),
            tuple(sorted(row["rule_distinct"])),
        )
        for row in worst.slice(0, BURSTS).to_pylist()
    )


def _strings(values: list[str]) -> Any:
    import pyarrow as pa

    return pa.array(values, pa.string())
