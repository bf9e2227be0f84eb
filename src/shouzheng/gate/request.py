"""What the gate is asked and told: a planned contact, its outcome, and a person's wish. Typed, frozen, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.model.verdict import FactValue

#: Minutes that Beijing is ahead of UTC; the rules on hours speak of this time.
BEIJING_MINUTES = 480


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """One contact that somebody means to make.

    ``person``, ``debtor``, ``line`` and ``debt`` are the asker's own ids: ``person`` is who would be contacted,
    ``debtor`` whose debt it is about, ``line`` the number that would be called. ``number`` is what the person would
    see. ``at`` is aware; ``at_has_zone`` is False when the asker wrote no offset (Beijing was taken, and it holds).
    ``zone`` is where the person is, in minutes ahead of UTC, ``None`` when not known. ``about_debt`` is False only for
    contacts that have nothing to do with a debt. ``stated`` are facts that papers or the institution show.
    """

    key: str
    person: str
    debtor: str
    creditor: str
    channel: Channel
    number: str
    at: datetime
    role: Role = Role.UNKNOWN
    institution: InstitutionKind = InstitutionKind.UNKNOWN
    agency: str | None = None
    debt: str | None = None
    product: ProductKind = ProductKind.UNKNOWN
    contract_day: date | None = None
    line: str | None = None
    zone: int | None = BEIJING_MINUTES
    text: str | None = None
    template: str | None = None
    about_debt: bool | None = True
    minor: bool | None = None
    stated: Mapping[str, FactValue] = field(default_factory=dict)
    at_has_zone: bool = True

    @property
    def party(self) -> str:
        """Who makes the contact: the agency, else the creditor itself."""
        return self.agency or self.creditor


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """What became of an allowed contact. ``made`` is False when it was not made, which gives the reservation back.

    ``connected``: somebody answered. ``effective``: the debt was spoken of. ``refused``: the person asked not to be
    contacted again, which is entered as an objection. ``at`` is when it was really made, ``None`` as planned.
    """

    decision: str
    made: bool = True
    connected: bool | None = None
    effective: bool | None = None
    seconds: int | None = None
    refused: bool = False
    at: datetime | None = None


class WishKind(StrEnum):
    """What a person can want. A ``withdrawal`` ends an earlier wish of the same person, whichever it was."""

    OBJECTION = "objection"
    AGREED_TIME = "agreed_time"
    CONSENT = "consent"
    VULNERABLE = "vulnerable"
    WITHDRAWAL = "withdrawal"


#: What a consent can cover: facts of the rulebook that only the person's agreement makes TRUE.
CONSENT_SCOPES = ("named_as_contact", "private_contact_agreed", "agreed_frequency")


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish with its proof and date. ``party`` is the creditor or agency it was told to.

    ``scope`` says what a consent covers, ``ends`` which wish a withdrawal ends. Hours are minutes of the Beijing day,
    half-open, and may cross midnight. ``since`` and ``until`` bound agreed hours; ``by`` is who declared it, when that
    is not the person: a debtor may name a contact, and never object or withdraw for one. ``role`` is as what the
    person spoke, ``None`` when that is not recorded.
    """

    id: str
    kind: WishKind
    person: str
    party: str
    creditor: str
    at: datetime
    proof: str
    by: str | None = None
    scope: str | None = None
    from_minute: int | None = None
    to_minute: int | None = None
    since: date | None = None
    until: date | None = None
    ends: str | None = None
    role: Role | None = None


class StandingScope(StrEnum):
    """Of whom a standing fact is true."""

    CREDITOR = "creditor"
    AGENCY = "agency"
    DEBT = "debt"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact stated once for all contacts of a creditor, agency, debt or person, with its proof; later ones replace it.

    Besides facts of the rulebook: ``objections_complete`` and ``agreements_complete`` (every wish that reached the
    creditor or its agencies is in the ledger), and ``history_complete_from`` (every contact since this instant, in
    milliseconds since 1970, is in the ledger).
    """

    scope: StandingScope
    of: str
    name: str
    value: FactValue
    proof: str
    at: datetime


#: Standing entries that are no facts of the rulebook.
OBJECTIONS_COMPLETE, AGREEMENTS_COMPLETE = "objections_complete", "agreements_complete"
HISTORY_COMPLETE_FROM = "history_complete_from"
