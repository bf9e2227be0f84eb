"""``letters/deadlines.toml``: each term with its length, its unit, from what it runs, and the law it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.law_file import LawFile

if TYPE_CHECKING:
    from shouzheng.remedy.letters.letter_file import Shelf

#: ``from`` of a term that runs from a matter for the police; any other ``from`` names a step that was done.
POLICE_MATTER = "police_matter"


class Unit(StrEnum):
    """How a term is counted. ``EITHER``: the norm says 日 and it is unclear which days it means, so both are shown."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    EITHER = "day_or_working_day"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One term. ``provisions`` in the order of preference; the first in force on the day it is computed is named."""

    id: str
    what: Words
    starts: str
    count: int
    unit: Unit
    provisions: tuple[str, ...]
    remark: Words


def read_deadlines(file: LawFile, shelf: Shelf) -> Mapping[str, DeadlineRule]:
    """Read the file; problems are in ``file.problems``."""
    root = file.root()
    found: dict[str, DeadlineRule] = {}
    for table in root.tables("deadline"):
        rule = DeadlineRule(
            id=table.text("id"),
            what=table.words("what"),
            starts=table.text("from"),
            count=table.integer("count", low=1, high=400) or 1,
            unit=table.choice("unit", Unit, Unit.DAY),
            provisions=table.texts("provisions"),
            remark=table.words("remark", needed=False),
        )
        table.finish()
        for place, provision in enumerate(rule.provisions):
            if provision not in shelf.rulebook.provisions:
                table.report(problems.UNKNOWN_REFERENCE, "provisions", place, what="provision", id=provision)
        if rule.id in found:
            table.report(problems.DUPLICATE_ID, "id", id=rule.id, other=file.name)
        found[rule.id] = rule
    root.finish()
    return found
