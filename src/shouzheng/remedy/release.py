"""What a copy that leaves the case says of itself: what it leaves out, and what its time proofs show.

Whom no listed contact touches is not named in it. People tell their case whole; whoever gets a bundle is to learn of
those only whose contacts stand in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shouzheng.judging.case import Contact
from shouzheng.model.case import Case
from shouzheng.model.words import Words


@dataclass(frozen=True, slots=True)
class Release:
    """``redacted``: a copy with hidden parts; ``objections`` and ``agreed``: how many statements are left out of it.

    ``proof`` says what time proofs show that go along, ``None`` where there are none.
    """

    redacted: bool = False
    objections: int = 0
    agreed: int = 0
    proof: Words | None = None

    @classmethod
    def of(cls, told: Case, shown: Case, *, redacted: bool = False, proof: Words | None = None) -> Release:
        """Return it for what was told, of which only ``shown`` is released."""
        left = len(told.objections) - len(shown.objections), len(told.agreed_times) - len(shown.agreed_times)
        return cls(redacted, *left, proof)


def touched(case: Case, contacts: Sequence[Contact]) -> Case:
    """Return the case with the narrator, those whose records hold a contact, and the parties of these contacts only."""
    owners = {contact.event.owner for contact in contacts}
    persons = tuple(each for each in case.persons if each.is_narrator or each.id in owners)
    with_contacts = {contact.attribution.party for contact in contacts}
    with_contacts |= {contact.attribution.creditor for contact in contacts}
    with_contacts |= {each.acts_for for each in case.parties if each.id in with_contacts}
    parties = tuple(each for each in case.parties if each.id in with_contacts)
    people, sides = {each.id for each in persons}, {each.id for each in parties}
    return replace(
        case,
        persons=persons,
        parties=parties,
        debts=tuple(each for each in case.debts if each.creditor in sides),
        objections=tuple(each for each in case.objections if each.person in people and each.party in sides),
        agreed_times=tuple(each for each in case.agreed_times if each.person in people and each.party in sides),
    )
