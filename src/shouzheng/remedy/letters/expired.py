"""What a letter has to say of itself when the term within which it works has passed for what it tells of.

Counted from the last contact of each finding in it, as the term of the next steps is: acts that go on run from their
end. Whether acts go on is for the body to decide; so the letter is still written, and nobody is told that it is of no
use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.words import Words
from shouzheng.remedy.findings.read import FoundRow
from shouzheng.remedy.next_steps.deadline_file import DeadlineRule
from shouzheng.remedy.next_steps.deadlines import deadline
from shouzheng.remedy.situation import Situation
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import Table

#: Slots of the remarks: the end of the last term, the last contact, and how many days of contact are past it.
SLOTS = frozenset(("ended", "last", "count"))


@dataclass(frozen=True, slots=True)
class Expiry:
    """``term`` is the id of a deadline; ``every`` is said when it has passed for all findings, ``some`` for a part."""

    term: str
    every: Words
    some: Words


def read_expiry(root: Table, slots: Iterable[str]) -> Expiry | None:
    """Read ``[expired]`` of a letter; problems are reported at their place."""
    if not root.has("expired"):
        return None
    table = root.table("expired")
    found = Expiry(table.text("term"), table.words("every"), table.words("some"))
    allowed = frozenset(slots)
    for key, words in (("every", found.every), ("some", found.some)):
        for text in (words.zh, words.en):
            for slot in _named(text) - allowed:
                table.report(problems.NOT_ALLOWED, key, key=key, value=slot, allowed=" ".join(sorted(allowed)))
    table.finish()
    return found


def _named(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def expired_remark(
    expiry: Expiry | None, rows: Iterable[FoundRow], situation: Situation, deadlines: Mapping[str, DeadlineRule]
) -> Words | None:
    """Return what to say of the findings of a letter whose term has passed today; ``None`` where none has."""
    if expiry is None:
        return None
    rule = deadlines[expiry.term]
    ends: dict[date, date] = {}
    for row in rows:
        days = [each.time.beijing.date() for each in map(situation.contacts.get, row.events) if each is not None]
        if days:
            last = max(days)
            latest = deadline(rule, last, situation.rulebook, situation.today).latest
            if latest is not None:
                ends[last] = latest
    over = [last for last, end in ends.items() if end < situation.today]
    if not over:
        return None
    words = expiry.every if len(over) == len(ends) else expiry.some
    return words.fill(last=max(over), ended=max(ends[last] for last in over), count=len(over))
