"""A planned contact on its way through the gate: what is read of it before the ledger is asked, and how it is judged.

A person without wishes is judged by what was worked out for contacts that are alike (``alike``); everybody else, and
the first contact of each sort, by ``assess``. Both give the same, fact for fact.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from shouzheng.gate.alike import Kind, Shape, kind_of, names_due_date, shape_of
from shouzheng.gate.assess import Asked, Judged, Known, Prepared, Turn, View, assess, judged, prepare, turns_of
from shouzheng.gate.book import Book
from shouzheng.gate.planned import placed, possibilities
from shouzheng.gate.request import PlannedContact
from shouzheng.judging.acts import due_date_ahead
from shouzheng.judging.case import Contact
from shouzheng.judging.counts import Countable
from shouzheng.judging.keys import key_facts
from shouzheng.judging.placement import MINUTE_MS, Placement
from shouzheng.model.case import AgreedTime
from shouzheng.model.event import Number
from shouzheng.reference.numbers import classify

#: Id of the event that a planned contact would be; no fact hangs on it.
_EVENT = "planned"


@dataclass(slots=True, eq=False)
class Plan:
    """A planned contact whose ids are pseudonyms. ``hide`` makes the pseudonym of a text's digest.

    ``is_first``: no contact of its person or matter is in the ledger, so that all its counts count itself alone.
    """

    book: Book
    planned: PlannedContact
    hide: Callable[[str], str]
    at: Placement
    kind: Kind
    shape: Shape
    keys: dict[str, str | None]
    is_first: bool = False

    @classmethod
    def of(cls, book: Book, planned: PlannedContact, hide: Callable[[str], str]) -> Plan:
        """Read what the request and its words say."""
        at = placed(planned.at)
        kind, shape = kind_of(book.memory, planned), _shape(book, planned, at)
        return cls(book, planned, hide, at, kind, shape, _keys(book, planned, hide))

    def at_another_time(self, at: datetime) -> Plan:
        """Return the same contact planned for another time; its words are read anew, because they may name dates."""
        planned, there = replace(self.planned, at=at), placed(at)
        shape = _shape(self.book, planned, there)
        return Plan(self.book, planned, self.hide, there, self.kind, shape, self.keys, self.is_first)

    def judged(self, known: Known, view: View) -> list[Judged]:
        """Judge every way the contact may turn out, by every clock."""
        if known.wishes:
            return assess(self.book, self._prepared(known), view)
        key: tuple[Hashable, ...] = (self.kind, known, self.shape, self.at.earliest // MINUTE_MS)
        since = known.history_from
        if not self.is_first or (since is not None and since > self.at.earliest - self.book.longest_ms):
            return self._asked(key, known, view)
        first = self.book.memory.first
        whole = (*key, *[name for name, value in self.keys.items() if value is None])
        return first.get(whole) or first.keep(whole, self._asked(key, known, view))

    def _asked(self, key: tuple[Hashable, ...], known: Known, view: View) -> list[Judged]:
        found = []
        for number, way in enumerate(self._turns(key, known)):
            keys = self.keys if number == 0 or self.planned.text is None else {**self.keys, "text": None}
            asked = Asked(self.book, self.planned, known, view, Countable(self.at, keys))
            found += [self._judged(turn, asked) for turn in way]
        return found

    def _turns(self, key: tuple[Hashable, ...], known: Known) -> list[list[Turn]]:
        turns = self.book.memory.turns
        found = turns.get(key)
        if found is None:
            prepared = self._prepared(known)
            found = turns.keep(key, [turns_of(self.book, prepared, way) for way in prepared.ways])
        return found

    def _judged(self, turn: Turn, asked: Asked) -> Judged:
        facts = asked.facts(turn) if turn.wanted else {}
        kept, key = self.book.memory.judged, (turn, *facts.values())
        return kept.get(key) or kept.keep(key, judged(self.book, turn, facts))

    def agreed_times(self, known: Known) -> tuple[AgreedTime, ...]:
        """Return the hours that were agreed with the person."""
        return self._prepared(known).case.agreed_times if known.wishes else ()

    def _prepared(self, known: Known) -> Prepared:
        return prepare(self.book, self.planned, known, _EVENT, self.hide)


def _shape(book: Book, planned: PlannedContact, at: Placement) -> Shape:
    text = planned.text
    if text is None:
        return None
    day = at.day
    key = (text, planned.role, day)
    found = book.shapes.get(key)
    if found is None:
        reading, due = book.reading(text, planned.role, day), None
        if names_due_date(reading):
            contact = possibilities(planned, book.reading, _EVENT)[0].contact
            due = due_date_ahead(contact, book.readable, planned.role, day)
        found = book.shapes.keep(key, shape_of(text, reading, due))
    return found


@dataclass(slots=True)
class _Event:
    """What keys look at of an event; a whole one takes ten times as long to make."""

    owner: str
    sim: str | None
    other: Number
    text: str | None


@dataclass(slots=True)
class _Attribution:
    creditor: str
    party: str
    debt: str | None


@dataclass(slots=True)
class _Contact:
    event: _Event
    attribution: _Attribution


def _keys(book: Book, planned: PlannedContact, hide: Callable[[str], str]) -> dict[str, str | None]:
    """Return the keys that the contact is counted by, those of ``assess.keys_of`` for its first way."""
    event = _Event(planned.person, planned.line, classify(planned.number), planned.text)
    contact = _Contact(event, _Attribution(planned.creditor, planned.party, planned.debt))
    keys = key_facts(cast(Contact, contact), book.key_names)
    keys["matter"] = planned.debtor
    text = keys.get("text")
    if text is not None:
        keys["text"] = hide(text)
    return keys
