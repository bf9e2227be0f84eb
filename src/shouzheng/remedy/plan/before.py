"""A loan not taken yet: what it costs, and its heaviest month with the other debts beside what is affordable.

What is affordable has to carry the old debts too. A debt whose later payments are not all known (no chosen plan, no
instalments in the file) may take any part of it: then nobody is told that the new loan can be afforded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.genuine.directory.entries import Answer, Directory, Institution
from shouzheng.genuine.directory.lookup import named_in
from shouzheng.remedy.plan.cost import Cost, cost_before
from shouzheng.remedy.plan.inputs import Before, Due
from shouzheng.rulebook.load import Rulebook

Month = tuple[int, int]


class Afford(StrEnum):
    """Whether a new loan can be afforded."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # what is known fits, but payments are missing in the file


@dataclass(frozen=True, slots=True)
class Asked:
    """What an old debt asks for, in fen by month; ``known`` is false while not all of it has a day."""

    lender: str
    known: bool
    months: Mapping[Month, int]


@dataclass(frozen=True, slots=True)
class BeforeView:
    """A loan not taken yet: its cost, its heaviest month in fen with the other debts, what the directory lists.

    ``unknown``: lenders of old debts whose payments are not all in the file.
    """

    before: Before
    cost: Cost
    most: int
    affordable: int
    unknown: tuple[str, ...]
    answer: Answer
    institutions: tuple[Institution, ...]

    @property
    def afford(self) -> Afford:
        """``NO`` when a month asks for more than there is; ``YES`` only where every payment is known."""
        if self.most > self.affordable:
            return Afford.NO
        return Afford.UNKNOWN if self.unknown or not self.before.payments else Afford.YES

    @property
    def fits(self) -> bool:
        """True when it can surely be afforded."""
        return self.afford is Afford.YES


def due_by_month(due: Iterable[Due]) -> dict[Month, int]:
    """Return what falls into each month, in fen."""
    months: dict[Month, int] = {}
    for each in due:
        key = (each.day.year, each.day.month)
        months[key] = months.get(key, 0) + each.fen
    return months


def look_before(
    before: Before, affordable: int, debts: Sequence[Asked], rulebook: Rulebook, directory: Directory, today: date
) -> BeforeView:
    """Put the new loan beside the old debts and what is affordable in a month."""
    own = due_by_month(before.payments)
    most = max((fen + sum(debt.months.get(month, 0) for debt in debts) for month, fen in own.items()), default=0)
    unknown = tuple(dict.fromkeys(debt.lender for debt in debts if not debt.known))
    institutions = named_in(directory, before.lender)
    answer = Answer.NOT_FOUND
    if institutions:
        answer = Answer.STALE if today > directory.check_by else Answer.LISTED
    return BeforeView(before, cost_before(before, rulebook), most, affordable, unknown, answer, institutions)
