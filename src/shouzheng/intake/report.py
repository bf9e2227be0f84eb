"""What became of a file: counts in equal counts out, what was not understood, and what may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.event import NonContactKind
from shouzheng.model.moment import Moment
from shouzheng.model.original import Original, Unread
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem

#: Unread records that are listed one by one; ``unread_total`` counts all of them.
UNREAD_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an export may lack, in neutral words: what was seen, what may cause it, what to do about it."""

    code: str
    what: Words
    causes: Words
    advice: Words


@dataclass(frozen=True)
class ImportReport:
    """The account of one file.

    ``declared_count`` is what the file says of itself. ``joined`` counts records that were folded into the event of
    another one (parts of a long SMS). ``first`` and ``last`` are the earliest and latest event. Raises ``RuntimeError``
    when the counts do not add up, because then something was lost: an error of the program.
    """

    original: Original
    format: str
    recognised_by: Words
    declared_count: int | None
    records: int
    events: int
    joined: int
    non_contacts: tuple[tuple[NonContactKind, int], ...]
    unread: tuple[Unread, ...]
    unread_total: int
    problems: tuple[Problem, ...]
    completeness: tuple[Remark, ...]
    first: Moment | None
    last: Moment | None

    def __post_init__(self) -> None:
        out = self.events + self.joined + sum(count for _, count in self.non_contacts) + self.unread_total
        if self.records != out:
            raise RuntimeError(f"{self.original.name}: {self.records} records went in, {out} came out")
