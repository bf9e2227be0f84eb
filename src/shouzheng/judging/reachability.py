"""Whether the records show that the debtor could be reached: the debtor's own calls, answers and messages.

The working definition is that of ``law/facts.toml``: the debtor answered a call or wrote to the creditor or its agency
within the three days before the contact. Its three days follow the CBA guideline as one digest reports it (not seen in
the full text). What nobody recorded proves nothing, so the answer is TRUE or unknown, never FALSE.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouzheng.judging.case import Contact
from shouzheng.judging.placement import DAY_MS, Placement, place
from shouzheng.model.case import Case, Role
from shouzheng.model.event import Direction, Outcome

#: How far back a sign of the debtor counts, in milliseconds.
REACH_MS = 3 * DAY_MS


@dataclass(frozen=True, slots=True)
class Reachability:
    """Instants (latest possible, in milliseconds, sorted) of the debtor's signs towards each creditor."""

    signs: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, case: Case, contacts: Iterable[Contact]) -> Reachability:
        """Collect the signs of all debtors in the case."""
        debtors = {person.id for person in case.persons if person.role is Role.DEBTOR}
        found: dict[str, list[int]] = {}
        for contact in contacts:
            creditor = contact.attribution.creditor
            if creditor is not None and contact.event.owner in debtors and _is_sign(contact):
                found.setdefault(creditor, []).append(place(contact.event.time).latest)
        return cls({creditor: tuple(sorted(instants)) for creditor, instants in found.items()})

    def at(self, creditor: str | None, at: Placement) -> bool | None:
        """TRUE when the debtor gave this creditor's side a sign within three days before the contact, else unknown."""
        signs = self.signs.get(creditor or "", ())
        before = bisect_left(signs, at.earliest)
        return True if before and signs[before - 1] >= at.earliest - REACH_MS else None


def _is_sign(contact: Contact) -> bool:
    event = contact.event
    if event.is_call:
        return event.outcome is Outcome.CONNECTED
    return event.direction is Direction.OUTBOUND
