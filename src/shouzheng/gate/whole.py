"""Is everything still in the ledger that the log says? The chains against contacts, wishes and standing facts.

The chain shows a changed entry by itself; rows of the other tables it does not hold. They are compared with what the
entries say was entered: each must be there, as it was said. What is past its retention may have been removed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shouzheng.gate.chain import Entry
from shouzheng.gate.json_text import as_json
from shouzheng.gate.ledger.session import Session, instant
from shouzheng.gate.ledger.tables import IMPORTED, MADE, RESERVED
from shouzheng.gate.request import HISTORY_COMPLETE_FROM, StandingScope
from shouzheng.gate.told import refusal_of, wish_said

_WISH = (
    "SELECT id, kind, person, party, creditor, at, scope, from_minute, to_minute, ends FROM wish WHERE id IS NOT NULL"
)
_NAMES = ("id", "kind", "person", "party", "creditor", "at", "scope", "from_minute", "to_minute", "ends")


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that the log and the tables do not agree on.

    ``kind`` is ``contact``, ``wish``, ``standing`` or ``imported``; ``name`` the decision, wish, fact or day; ``how``
    is ``missing`` (the log has it), ``changed``, or ``unknown`` (only the table has it).
    """

    kind: str
    name: str
    how: str


@dataclass(slots=True)
class Expected:
    """What the entries of all chains say the tables must hold; about 200 bytes for each allowed contact."""

    contacts: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    outcomes: dict[str, tuple[bool, bool, int | None]] = field(default_factory=dict)
    wishes: dict[str, dict[str, object]] = field(default_factory=dict)
    standing: set[tuple[str, str, str, str]] = field(default_factory=set)
    imported: Counter[int] = field(default_factory=Counter)
    days_told: bool = True

    def add(self, entry: Entry) -> None:
        """Note what one entry says was entered."""
        noted = {
            "decision": self._decision,
            "outcome": self._outcome,
            "wish": self._wish,
            "standing": self._standing,
            "import": self._import,
        }.get(entry.kind)
        if noted is not None:
            noted(json.loads(entry.body))

    def _decision(self, body: dict[str, Any]) -> None:
        reservation = body["answer"]["reservation"]
        if reservation is not None:
            about = {name: body["request"][name] for name in ("person", "agency", "creditor", "role")}
            self.contacts[body["answer"]["id"]] = reservation["from"], about

    def _outcome(self, body: dict[str, Any]) -> None:
        self.outcomes[body["decision"]] = body["made"], body["refused"], body.get("at")

    def _wish(self, body: dict[str, Any]) -> None:
        self.wishes[body["id"]] = body

    def _standing(self, body: dict[str, Any]) -> None:
        self.standing.add((body["scope"], body["of"], body["name"], as_json(body["value"])))

    def _import(self, body: dict[str, Any]) -> None:
        creditor, since = body["creditor"], as_json(body["from"])
        self.standing.add((StandingScope.CREDITOR.value, creditor, HISTORY_COMPLETE_FROM, since))
        if "days" in body:
            self.imported.update({int(day): number for day, number in body["days"].items()})
        elif body["contacts"]:
            self.days_told = False  # an entry made before days were told

    def lost(self, session: Session, kept_from: int) -> Iterator[Lost]:
        """Yield every disagreement; ``kept_from`` is the instant (milliseconds) from which contacts must be kept."""
        whole = all(session.anchor(chain)[0] == 0 for chain in session.chains())
        yield from self._lost_contacts(session, kept_from, whole=whole)
        yield from self._lost_wishes(session, whole=whole)
        there = {
            (scope, of, name, as_json(json.loads(value)))
            for scope, of, name, value in session.execute("SELECT scope, about, name, value FROM standing", {})
        }
        yield from (Lost("standing", _fact(each), "missing") for each in sorted(self.standing - there))
        if whole:
            yield from (Lost("standing", _fact(each), "unknown") for each in sorted(there - self.standing))

    def _lost_contacts(self, session: Session, kept_from: int, *, whole: bool) -> Iterator[Lost]:
        rows = session.execute("SELECT decision, state FROM contact WHERE decision IS NOT NULL", {})
        there = dict(map(tuple, rows))
        for decision, (planned, _) in self.contacts.items():
            made, _, told = self.outcomes.get(decision, (None, False, None))
            state, at = (RESERVED if made is None else MADE), told or planned
            if made is False:
                continue  # the reservation was given back
            found = there.pop(decision, None)
            if found is None and at >= kept_from:
                yield Lost("contact", decision, "missing")
            elif found is not None and found != state:
                yield Lost("contact", decision, "changed")
        if whole:
            yield from (Lost("contact", decision, "unknown") for decision in sorted(there))
        if not self.days_told:
            return
        rows = session.execute(
            "SELECT day_no, COUNT(*) FROM contact WHERE state = :state GROUP BY day_no", {"state": IMPORTED}
        )
        days = dict(map(tuple, rows))
        first_day = kept_from // 86_400_000 + 2  # days are those of Beijing; the first one may be half gone
        for day in sorted({*days, *self.imported}):
            if day >= first_day and days.get(day, 0) != self.imported[day]:
                shown = instant(day * 86_400_000).date().isoformat()
                yield Lost("imported", shown, "missing" if days.get(day, 0) < self.imported[day] else "unknown")

    def _lost_wishes(self, session: Session, *, whole: bool) -> Iterator[Lost]:
        there = {row[0]: dict(zip(_NAMES, row, strict=True)) for row in session.execute(_WISH, {})}
        for name, said in {**self.wishes, **self._refusals()}.items():
            found = there.pop(name, None)
            if found is None:
                yield Lost("wish", name, "missing")
            elif any(found.get(key) != value for key, value in said.items()):
                yield Lost("wish", name, "changed")
        if whole:
            yield from (Lost("wish", name, "unknown") for name in sorted(there))

    def _refusals(self) -> dict[str, dict[str, object]]:
        """Return the objections that outcomes brought; an outcome of one chain may belong to a decision of another."""
        found: dict[str, dict[str, object]] = {}
        for decision, (_, refused, at) in self.outcomes.items():
            planned, about = self.contacts.get(decision, (0, None))
            if refused and about is not None:
                said = wish_said(refusal_of(about, decision, instant(at or planned)))
                if at is None:  # entries made before the time of an outcome was told
                    del said["at"]
                found[f"refused-{decision}"] = said
        return found


def _fact(found: tuple[str, str, str, str]) -> str:
    return " ".join(found[:3])
