"""``letters/deadlines.toml``: each term with its length, its unit, from what it runs, and the law it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from shouzheng.model.kinds import InstitutionKind
from shouzheng.model.words import Words
from shouzheng.reference.counting import Unit
from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.proceedings.kinds import MessageKind, Pausing, Restarting
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.load import BAD_LAW, Rulebook

#: ``from`` of a term that runs from a matter for the police; any other ``from`` names a step that was done.
POLICE_MATTER = "police_matter"
#: ``from`` of a term that runs only in a proceeding, from a message.
MESSAGE = "message"
DEADLINES = "deadlines.toml"
_E = TypeVar("_E", bound=StrEnum)


class Knows(Protocol):
    """Whatever knows the rulebook that provisions and channels are looked up in."""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook."""


class Basis(StrEnum):
    """Whose way of counting applies; for ``UNREAD`` the usual way, because the text was not seen to say."""

    CIVIL = "civil"
    COURT = "court"
    UNREAD = "unread"


class LawOf(StrEnum):
    """The day whose law is named; ``START``: the term runs only where that law was in force when it began."""

    TODAY = "today"
    START = "start"


class Whose(StrEnum):
    """Who must act within the term."""

    THEY = "they"
    YOU = "you"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One term. ``provisions`` in the order of preference; the first in force on the day of ``law_of`` is named.

    ``extra`` prolongs it, at most ``extra_times``, in its own unit. ``on``: the messages of a proceeding with one of
    ``channels`` from which it runs; ``met_by``: further ones that end it. It does not run from a
    message after which comes one of ``gives_way_later``, or before which (or on its day) stands one of
    ``gives_way_earlier``. ``otherwise`` says what is known where no
    provision was in force, and is said of the messages ``otherwise_on`` too. ``moves`` is false where nothing read lets
    the last day move off weekends and holidays. ``institutions``: the kinds of creditor it binds (none named: any);
    ``otherwise_kind`` says what is known of the others. A term with a ``doubt`` is never said to be over for certain.
    """

    id: str
    what: Words
    starts: str
    count: int
    unit: Unit
    provisions: tuple[str, ...]
    remark: Words
    law_of: LawOf
    basis: Basis
    whose: Whose
    extra: int
    extra_times: int
    moves: bool
    pauses: tuple[Pausing, ...]
    restarts: tuple[Restarting, ...]
    channels: tuple[str, ...]
    on: tuple[MessageKind, ...]
    met_by: tuple[MessageKind, ...]
    gives_way_later: tuple[MessageKind, ...]
    gives_way_earlier: tuple[MessageKind, ...]
    otherwise: Words
    otherwise_on: tuple[MessageKind, ...]
    institutions: tuple[InstitutionKind, ...]
    otherwise_kind: Words
    doubt: Words

    def binds(self, kind: InstitutionKind) -> bool | None:
        """Tell whether it runs against a kind of creditor; ``None`` where that depends on a kind nobody stated."""
        if not self.institutions:
            return True
        return None if kind is InstitutionKind.UNKNOWN else kind in self.institutions


def read_deadlines(file: LawFile, shelf: Knows) -> Mapping[str, DeadlineRule]:
    """Read the file; problems are in ``file.problems``."""
    root = file.root()
    found: dict[str, DeadlineRule] = {}
    for table in root.tables("deadline"):
        rule = _rule(table)
        table.finish()
        _check(rule, table, shelf)
        if rule.id in found:
            table.report(problems.DUPLICATE_ID, "id", id=rule.id, other=file.name)
        found[rule.id] = rule
    root.finish()
    return found


@dataclass(frozen=True, slots=True)
class _Just:
    rulebook: Rulebook


def load_deadlines(rulebook: Rulebook, folder: Path | None = None) -> Mapping[str, DeadlineRule]:
    """Load the terms alone (the shipped ones by default); raises ``ShouzhengError`` (exit 3) with every problem."""
    folder = (folder or data_folder("letters")).resolve()
    return _cached(rulebook, folder, folder_hash(folder))


@lru_cache(maxsize=4)
def _cached(rulebook: Rulebook, folder: Path, _content: str) -> Mapping[str, DeadlineRule]:
    file = LawFile.read(folder / DEADLINES, folder)
    found = {} if file.problems else read_deadlines(file, _Just(rulebook))
    if file.problems:
        raise ShouzhengError(*file.problems, exit_code=BAD_LAW)
    return found


def _rule(table: Table) -> DeadlineRule:
    return DeadlineRule(
        id=table.text("id"),
        what=table.words("what"),
        starts=table.text("from"),
        count=table.integer("count", low=1, high=400) or 1,
        unit=table.choice("unit", Unit, Unit.DAY),
        provisions=table.texts("provisions"),
        remark=table.words("remark", needed=False),
        law_of=table.choice("law_of", LawOf, LawOf.TODAY, needed=False),
        basis=table.choice("basis", Basis, Basis.UNREAD, needed=False),
        whose=table.choice("whose", Whose, Whose.THEY, needed=False),
        extra=table.integer("extra", needed=False, low=1, high=400) or 0,
        extra_times=table.integer("extra_times", needed=False, low=1, high=9) or 0,
        moves=table.boolean("moves", needed=False, default=True),
        pauses=_several(table, "pauses", Pausing),
        restarts=_several(table, "restarts", Restarting),
        channels=table.texts("channels", needed=False),
        on=_several(table, "on", MessageKind),
        met_by=_several(table, "met_by", MessageKind),
        gives_way_later=_several(table, "gives_way_later", MessageKind),
        gives_way_earlier=_several(table, "gives_way_earlier", MessageKind),
        otherwise=table.words("otherwise", needed=False),
        otherwise_on=_several(table, "otherwise_on", MessageKind),
        institutions=_several(table, "institutions", InstitutionKind),
        otherwise_kind=table.words("otherwise_kind", needed=False),
        doubt=table.words("doubt", needed=False),
    )


def _several(table: Table, key: str, kind: type[_E]) -> tuple[_E, ...]:
    allowed = [member.value for member in kind]
    return tuple(kind(text) for text in table.texts(key, needed=False, allowed=allowed) if text in allowed)


def _check(rule: DeadlineRule, table: Table, shelf: Knows) -> None:
    for place, provision in enumerate(rule.provisions):
        if provision not in shelf.rulebook.provisions:
            table.report(problems.UNKNOWN_REFERENCE, "provisions", place, what="provision", id=provision)
    for place, channel in enumerate(rule.channels):
        if channel not in shelf.rulebook.channels:
            table.report(problems.UNKNOWN_REFERENCE, "channels", place, what="channel", id=channel)
    if (rule.starts == MESSAGE and not rule.on) or bool(rule.on) != bool(rule.channels):
        table.report(problems.MISSING_KEY, key="on, channels")
    if bool(rule.institutions) != bool(rule.otherwise_kind.zh):
        table.report(problems.MISSING_KEY, key="institutions, otherwise_kind")
    if rule.otherwise_on and not rule.otherwise.zh:
        table.report(problems.MISSING_KEY, key="otherwise")
    if bool(rule.extra) != bool(rule.extra_times):
        table.report(problems.MISSING_KEY, key="extra, extra_times")
