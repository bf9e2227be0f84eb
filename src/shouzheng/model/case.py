"""What the person states about the case: who they are, which debts, who the numbers belong to, what was refused.

Everything here is the person's own statement, not a verified fact; outputs say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from shouzheng.model.kinds import InstitutionKind as InstitutionKind
from shouzheng.model.kinds import ProductKind as ProductKind
from shouzheng.model.kinds import Role as Role
from shouzheng.model.moment import Moment


class PartyKind(StrEnum):
    """Who stands behind a number."""

    CREDITOR = "creditor"
    AGENCY = "agency"
    SCAM = "scam"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class KnownBy(StrEnum):
    """How the person knows whose number it is."""

    CONTRACT = "contract"
    DIRECTORY = "directory"
    CALL_BACK = "call_back"
    OWN_WORDS = "own_words"  # the caller said so
    TEXT_CLAIM = "text_claim"  # the text says so
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose phone or papers are in the case. ``consented`` is when a third person agreed to be in it."""

    id: str
    role: Role
    name: str = ""
    files: tuple[str, ...] = ()
    minor: bool | None = None
    consented: Moment | None = None
    is_narrator: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A creditor, agency, fraudster or private person, and the numbers and signatures that the person maps to it.

    ``numbers`` are normalised numbers; one that ends in ``*`` is a prefix (``1069…`` gateways add digits).
    ``about_debt`` is True when the person states that answered calls from these numbers were about the debt.
    """

    id: str
    kind: PartyKind
    name: str = ""
    institution_kind: InstitutionKind = InstitutionKind.UNKNOWN
    acts_for: str | None = None
    numbers: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    known_by: KnownBy = KnownBy.OTHER
    known_note: str = ""
    about_debt: bool | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt: who lent, which product, when the contract was made. Amounts in fen, ``None`` when not stated."""

    id: str
    creditor: str
    product_kind: ProductKind = ProductKind.UNKNOWN
    contract_date: date | None = None
    due_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A person's refusal to be contacted or to have data processed: when, to whom, how, with what proof."""

    person: str
    at: Moment
    party: str
    how: str = ""
    words: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """Agreed hours of contact, as minutes of the Beijing day, half-open; they may cross midnight."""

    person: str
    party: str
    from_minute: int
    to_minute: int
    since: date | None = None
    until: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Days (local, both included) on which the clock of a person's phone told the time of a zone.

    Without ``person`` it holds for every phone.
    """

    first: date
    last: date
    zone: tzinfo
    person: str = ""

    def holds(self, day: date) -> bool:
        """True when the day lies within the stay."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Case:
    """The whole statement of the person. ``invented`` marks examples.

    ``named`` are contacts without a number of whom the person said who it was: id of the event and of the party.
    """

    title: str
    persons: tuple[Person, ...]
    parties: tuple[Party, ...] = ()
    debts: tuple[Debt, ...] = ()
    objections: tuple[Objection, ...] = ()
    agreed_times: tuple[AgreedTime, ...] = ()
    agreements_complete: bool = False
    objections_complete: bool = False
    offset_minutes: int = 480
    invented: bool = False
    stays: tuple[Stay, ...] = ()
    named: tuple[tuple[str, str], ...] = ()

    def person(self, person_id: str) -> Person:
        """Return the person with this id; raises ``KeyError``."""
        for person in self.persons:
            if person.id == person_id:
                return person
        raise KeyError(person_id)

    def party(self, party_id: str) -> Party:
        """Return the party with this id; raises ``KeyError``."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise KeyError(party_id)
