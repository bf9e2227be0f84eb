"""History under other law: who would have been spared, in people, contacts and hours.

Contacts that were made are replayed in time on a ledger of their own, as they turned out. Each is judged by the law as
it is and by the other one (another folder, or the law of a coming day). Nothing is reserved, and nobody is contacted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from shouzheng.gate.assess import Judged, Known, Prepared, assess, prepare
from shouzheng.gate.book import Book
from shouzheng.gate.carry_over import PriorContact, made_row, turned_out
from shouzheng.gate.decide import conclude
from shouzheng.gate.decision import Decision, Go
from shouzheng.gate.ledger.session import Session, milliseconds
from shouzheng.gate.ledger.store import Store
from shouzheng.gate.request import Wish
from shouzheng.judging.facts import NIGHT_BEGINS, NIGHT_ENDS
from shouzheng.model.event import Direction
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer, FactValue

#: Milliseconds of an hour, and the hours that Beijing is ahead of UTC.
_HOUR_MS, _BEIJING_HOURS = 3_600_000, 8


@dataclass
class Tally:
    """What one law stopped: contacts and people, by rule and by hour of the Beijing day.

    ``spared_hours`` are the clock hours in which somebody was contacted and would not have been: person and hour.
    """

    answers: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    spared_hours: set[tuple[str, int]] = field(default_factory=set)
    contacts: int = 0

    def add(self, row: PriorContact, decision: Decision) -> None:
        """Count one contact with the answer that this law gives."""
        self.answers[decision.go.value] += 1
        against = [reason.rule for reason in decision.reasons if reason.answer is not Answer.CANNOT_TELL]
        if decision.go is Go.ALLOW or not against:
            return  # what only lacks a fact is counted as an answer, and spares nobody for sure
        self.contacts += 1
        self.people.add(row.contact.person)
        self.rules.update(against)
        self.hours[place_hour(row)] += 1
        self.spared_hours.add((row.contact.person, milliseconds(row.contact.at) // _HOUR_MS))

    def as_json(self) -> dict[str, object]:
        """Return the tally as JSON values; people only as a number."""
        return {
            "answers": dict(sorted(self.answers.items())),
            "contacts_stopped": self.contacts,
            "people": len(self.people),
            "hours": len(self.spared_hours),
            "night_hours": sum(1 for _, hour in self.spared_hours if _is_night(hour)),
            "by_rule": dict(sorted(self.rules.items())),
            "by_hour": {str(hour): number for hour, number in sorted(self.hours.items())},
        }


def _is_night(hour: int) -> bool:
    minute = (hour + _BEIJING_HOURS) % 24 * 60
    return minute >= NIGHT_BEGINS or minute < NIGHT_ENDS


@dataclass
class Simulation:
    """Both tallies, and what the other law would have stopped that the one as it is did not."""

    contacts: int = 0
    live: Tally = field(default_factory=Tally)
    other: Tally = field(default_factory=Tally)
    spared: Tally = field(default_factory=Tally)

    def as_json(self) -> Mapping[str, object]:
        """Return the report as JSON values."""
        tallies = {"live": self.live, "other": self.other, "spared": self.spared}
        return {"contacts": self.contacts, **{name: tally.as_json() for name, tally in tallies.items()}}


def place_hour(row: PriorContact) -> int:
    """Return the hour of the Beijing day of a contact."""
    return row.contact.at.astimezone(BEIJING).hour


def simulate(
    live: Book,
    other: Book,
    store: Store,
    rows: Iterable[PriorContact],
    *,
    wishes: Iterable[Wish] = (),
    standing: Mapping[str, FactValue] | None = None,
) -> Simulation:
    """Replay contacts in time on an empty ledger and judge each by both laws.

    ``standing`` are facts taken as given for all of them (what papers show); without one of them the rules that ask
    for it cannot tell. Both laws have to count by the same facts, or what only one of them counts is unknown.
    """
    found, of = Simulation(), list(wishes)
    with store.transaction(()) as session:
        for row in sorted(rows, key=lambda each: each.contact.at):
            known = Known(
                [wish for wish in of if wish.person == row.contact.person], standing or {}, True, True, history_from=0
            )
            prepared = _as_it_was(live, row, known)
            if row.direction is Direction.INBOUND:
                found.contacts += 1
                before, after = (_judged(book, prepared, session) for book in (live, other))
                found.live.add(row, before)
                found.other.add(row, after)
                if before.go is Go.ALLOW or not _stands(before):
                    found.spared.add(row, after)
            session.enter_contact(made_row(live, prepared, row))
    return found


def _stands(decision: Decision) -> bool:
    return any(reason.answer is not Answer.CANNOT_TELL for reason in decision.reasons)


def _as_it_was(book: Book, row: PriorContact, known: Known) -> Prepared:
    prepared = prepare(book, row.contact, known, row.contact.key)
    return replace(prepared, ways=[turned_out(prepared, row)])


def _judged(book: Book, prepared: Prepared, session: Session) -> Decision:
    judged: list[Judged] = assess(book, prepared, session)
    return conclude(book, judged, ())
