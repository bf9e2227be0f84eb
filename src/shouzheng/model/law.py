"""Law as data: instruments, provisions, thresholds and rules, each with the dates it was in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.words import Words

_NOTHING = Words("", "")


class NormForce(StrEnum):
    """Kind of norm; it decides the wording of a finding."""

    LAW = "law"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    JUDICIAL_POLICY = "judicial_policy"  # 若干意见 and the like: guidance to courts and prosecutors, not law
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    DEPARTMENTAL_RULE = "departmental_rule"
    NORMATIVE_DOCUMENT = "normative_document"
    LOCAL_RULE = "local_rule"
    NATIONAL_STANDARD = "recommended_national_standard"
    SELF_REGULATION = "self_regulation"

    @property
    def is_soft(self) -> bool:
        """True for recommended standards and association texts: 不符合, never 违反."""
        return self in (NormForce.NATIONAL_STANDARD, NormForce.SELF_REGULATION)


class Verified(StrEnum):
    """In how many independent texts a fact about the law was seen."""

    TWO = "two"
    ONE = "one"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class InForce:
    """Closed interval of days; ``last`` is ``None`` while in force."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """True when the day lies in the interval."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, rule, standard or association text. ``scope_*`` hold the law base's terms; ``("any",)`` binds all."""

    id: str
    title: Words
    issuer: str
    number: str
    force: NormForce
    in_force: InForce
    scope_institutions: tuple[str, ...]
    scope_products: tuple[str, ...]
    verified: Verified
    sources: tuple[str, ...]
    note: Words = _NOTHING
    binds: Words = _NOTHING
    adopted: date | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """An article. ``article`` is printed only when ``citable``; else the instrument is named and the duty described.

    ``scope_*`` narrow the instrument's scope; empty means the instrument's own.
    """

    id: str
    instrument: str
    article: str
    gist: Words
    in_force: InForce
    citable: bool
    verified: Verified
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    previous: str | None = None
    next: str | None = None
    note: Words = _NOTHING
    scope_institutions: tuple[str, ...] = ()
    scope_products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A dated number out of the law. ``value`` is an integer in ``unit``, or ``None`` where the law gives no number.

    ``start_minute`` and ``end_minute`` hold quiet hours as minutes of the Beijing day, half-open, crossing midnight.
    """

    id: str
    what: Words
    operator: str
    value: int | None
    unit: str
    in_force: InForce
    provisions: tuple[str, ...]
    firm: bool
    verified: Verified
    start_minute: int | None = None
    end_minute: int | None = None
    note: Words = _NOTHING
    applies_to: Words = _NOTHING
    sources: tuple[str, ...] = ()


class CiteRole(StrEnum):
    """What a citation does in a rule."""

    FORBIDS = "forbids"  # carries the rule: without one in force and in scope the rule does not apply
    SUPPORTS = "supports"  # printed beside a forbidding one; never alone
    CONTEXT = "context"  # shown in explanations only
    NEVER_PRINTED = "never_printed"  # criminal law: known to the rulebook, not printed in any output


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision chosen for one event: in force on its day and binding the institution and product.

    ``through`` is the provision of transitional law by which it applies on a day outside its own, else ``None``.
    """

    provision: Provision
    instrument: Instrument
    role: CiteRole
    through: Citation | None = None
