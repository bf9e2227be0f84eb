"""What a check may look at: the law as loaded, the files with their places, and today's date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.law import CiteRole, InForce
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.reference.toml_places import Path
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import in_force

#: The law base speaks of events from this day on; examples of earlier days are not asked for.
FIRST_EVENT_DAY = date(2018, 1, 1)


@dataclass(frozen=True)
class Context:
    """The law under check. ``rulebook`` holds only entries that loaded soundly."""

    rulebook: Rulebook
    files: Mapping[str, LawFile]
    today: date

    def problem(self, kind: ProblemKind, file: str, /, *path: str | int, **slots: str) -> Problem:
        """Return a problem at a key of a file."""
        return Problem(kind, self.files[file].where(path), tuple(slots.items()))

    def rule_problem(self, kind: ProblemKind, rule: Rule, /, *path: str | int, **slots: str) -> Problem:
        """Return a problem at a key of a rule's file."""
        return self.problem(kind, rule.file, *path, **slots)

    def entry(self, file: str, array: str, entry_id: str) -> Path:
        """Return the path of the entry with this id in ``[[array]]`` of a file."""
        entries = self.files[file].data.get(array)
        if isinstance(entries, list):
            for index, entry in enumerate(entries):
                if isinstance(entry, dict) and entry.get("id") == entry_id:
                    return (array, index)
        return ()

    def forbidding(self, rule: Rule) -> list[InForce]:
        """Return the days on which each forbidding provision of a rule is in force."""
        intervals = (
            in_force(self.rulebook, self.rulebook.provisions[cite.provision])
            for cite in rule.cites
            if cite.role is CiteRole.FORBIDS
        )
        return [interval for interval in intervals if interval is not None]


Check = Callable[[Context], Iterator[Problem]]


def day_after(day: date) -> date:
    """Return the next calendar day (the last day of all stays)."""
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def day_before(day: date) -> date:
    """Return the calendar day before."""
    return date.fromordinal(max(day.toordinal() - 1, date.min.toordinal()))


def union(intervals: list[InForce]) -> list[InForce]:
    """Return the days covered by any of the intervals as separate intervals in order, neighbours joined."""
    found: list[InForce] = []
    for interval in sorted(intervals, key=lambda each: each.first):
        last = found[-1] if found else None
        if last is None or (last.last is not None and day_after(last.last) < interval.first):
            found.append(interval)
        elif last.last is not None:
            found[-1] = InForce(last.first, None if interval.last is None else max(last.last, interval.last))
    return found


def overlap(one: InForce, other: InForce) -> InForce | None:
    """Return the days two intervals share."""
    lasts = [last for last in (one.last, other.last) if last is not None]
    first, last = max(one.first, other.first), min(lasts) if lasts else None
    return None if last is not None and last < first else InForce(first, last)
