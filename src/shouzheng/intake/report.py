"""What became of a file: counts in equal counts out, what was not understood, and what may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.event import NonContactKind
from shouzheng.model.grade import Grade
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
    another one (parts of a long SMS). ``first`` and ``last`` are the earliest and latest event. ``tried`` is False when
    the format was never tried on a real file; ``grade`` is that of its records by themselves. ``beside`` are originals
    that were read with this one (the ``-wal`` file of a database). Raises ``RuntimeError`` when the counts do not add
    up, because then something was lost: an error of the program.
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
    tried: bool = True
    grade: Grade = Grade.D
    beside: tuple[Original, ...] = ()

    def __post_init__(self) -> None:
        out = self.events + self.joined + sum(count for _, count in self.non_contacts) + self.unread_total
        if self.records != out:
            raise RuntimeError(f"{self.original.name}: {self.records} records went in, {out} came out")


@dataclass(frozen=True, slots=True)
class Other:
    """A member of a container that is no export, and what it really is."""

    member: str
    what: Words


@dataclass(frozen=True)
class ContainerReport:
    """The account of one folder, archive or backup: what became of each of its members.

    ``original`` is ``None`` for a folder. ``read`` are exports and containers that were opened, ``belonging`` files
    that were read with another one, ``others`` (at most ``UNREAD_KEPT`` of ``others_total``) what is no export,
    ``refused`` what could not be read; each of those has a problem. Raises ``RuntimeError`` when the counts do not add
    up.
    """

    name: str
    original: Original | None
    container: str
    recognised_by: Words
    members: int
    read: int
    belonging: int
    others: tuple[Other, ...]
    others_total: int
    refused: int
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        out = self.read + self.belonging + self.others_total + self.refused
        if self.members != out:
            raise RuntimeError(f"{self.name}: {self.members} members went in, {out} came out")
