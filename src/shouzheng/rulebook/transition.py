"""Transitional law: clauses by which a norm reaches contacts outside the days on which it was in force.

Only what a provision says is declared, and each clause names the provision that says so (``by``); nothing is guessed:

- ``retroactive_from = { day = 2020-08-20, by = "…" }``: the norm reaches back to contacts from this day on, though it
  came into force only later.
- ``applies_if_facts_before = { fact = "contract_day_no", day = 2020-08-20, by = "…" }``: after its last day, and while
  ``by`` is in force, the norm goes on to govern contacts about older facts (a contract made before that day). When the
  fact is not known, whether the norm binds is not known either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from shouzheng.model.law import Citation, CiteRole, InForce, Instrument, Provision
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.facts import FactDefinition

if TYPE_CHECKING:
    from shouzheng.model.verdict import FactValue
    from shouzheng.rulebook.files.law_file import Table

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Retroactive:
    """The norm reaches back to contacts from ``day`` on; ``by`` is the id of the provision that says so."""

    day: date
    by: str


@dataclass(frozen=True, slots=True)
class FactsBefore:
    """The norm goes on after its last day for contacts whose ``fact`` (a day) lies before ``day``, as ``by`` says."""

    fact: str
    day: date
    by: str

    def truth(self, value: FactValue) -> bool | None:
        """Tell whether a value of the fact (days since 1970-01-01) lies before the day; ``None`` when not known."""
        return value < self.day.toordinal() - _EPOCH if type(value) is int else None


@dataclass(frozen=True, slots=True)
class Cite:
    """A provision that a rule rests on, what it does there, and the transitional clauses that widen its days."""

    provision: str
    role: CiteRole
    retroactive: Retroactive | None = None
    facts_before: FactsBefore | None = None

    @property
    def is_transitional(self) -> bool:
        """True when a clause lets the provision reach contacts outside its own days."""
        return self.retroactive is not None or self.facts_before is not None


@dataclass(frozen=True, slots=True)
class Reach:
    """The days that a provision reaches by its clauses, beyond its own: before them, and (for older facts) after them.

    Either is ``None`` when there is no such clause or it adds no day.
    """

    before: InForce | None
    after: InForce | None

    def covers(self, day: date) -> bool:
        """True when a clause may reach a contact of this day."""
        return any(days is not None and days.covers(day) for days in (self.before, self.after))


def days_of(provision: Provision, instruments: Mapping[str, Instrument]) -> InForce | None:
    """Return the days on which both a provision and its instrument are in force, ``None`` when there are none."""
    instrument = instruments[provision.instrument].in_force
    first = max(provision.in_force.first, instrument.first)
    lasts = [last for last in (provision.in_force.last, instrument.last) if last is not None]
    last = min(lasts) if lasts else None
    return None if last is not None and last < first else InForce(first, last)


def reach(cite: Cite, provisions: Mapping[str, Provision], instruments: Mapping[str, Instrument]) -> Reach:
    """Return the days outside its own that a cited provision reaches by its clauses."""
    own = days_of(provisions[cite.provision], instruments)
    if own is None:
        return Reach(None, None)
    before = after = None
    if cite.retroactive is not None and cite.retroactive.day < own.first:
        before = InForce(cite.retroactive.day, _day_beside(own.first, -1))
    if cite.facts_before is not None and own.last is not None:
        by = days_of(provisions[cite.facts_before.by], instruments)
        if by is not None and (by.last is None or by.last > own.last):
            after = InForce(max(by.first, _day_beside(own.last, 1)), by.last)
    return Reach(before, after)


def through(by: str, provisions: Mapping[str, Provision], instruments: Mapping[str, Instrument]) -> Citation:
    """Return the provision that makes a clause, as a citation to be named beside the norm that it lets apply."""
    provision = provisions[by]
    return Citation(provision, instruments[provision.instrument], CiteRole.CONTEXT)


def read_cite(table: Table, facts: Mapping[str, FactDefinition], provisions: Mapping[str, Provision]) -> Cite:
    """Read one ``[[cites]]`` entry of a rule; what is wrong is reported at its place."""
    cite = Cite(
        provision=_provision(table, "provision", provisions),
        role=table.choice("role", CiteRole, CiteRole.FORBIDS),
        retroactive=_retroactive(table, provisions),
        facts_before=_facts_before(table, facts, provisions),
    )
    table.finish()
    return cite


def _provision(table: Table, key: str, provisions: Mapping[str, Provision]) -> str:
    name = table.text(key)
    if name and name not in provisions:
        table.report(problems.UNKNOWN_REFERENCE, key, at_value=True, what="provision", id=name)
    return name


def _retroactive(cite: Table, provisions: Mapping[str, Provision]) -> Retroactive | None:
    if not cite.has("retroactive_from"):
        return None
    table = cite.table("retroactive_from")
    day, by = table.day("day"), _provision(table, "by", provisions)
    table.finish()
    return Retroactive(day, by) if day is not None else None


def _facts_before(
    cite: Table, facts: Mapping[str, FactDefinition], provisions: Mapping[str, Provision]
) -> FactsBefore | None:
    if not cite.has("applies_if_facts_before"):
        return None
    table = cite.table("applies_if_facts_before")
    name, day, by = table.text("fact"), table.day("day"), _provision(table, "by", provisions)
    fact = facts.get(name)
    if name and fact is None:
        table.report(problems.UNKNOWN_REFERENCE, "fact", at_value=True, what="fact", id=name)
    elif fact is not None and not fact.is_calendar:
        allowed = " ".join(sorted(each for each in facts if facts[each].is_calendar))
        table.report(problems.NOT_ALLOWED, "fact", at_value=True, key="fact", value=name, allowed=allowed)
    table.finish()
    return FactsBefore(name, day, by) if day is not None else None


def _day_beside(day: date, step: int) -> date:
    ordinal = day.toordinal() + step
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
