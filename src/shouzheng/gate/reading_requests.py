"""JSON values to typed requests; facts that are stated are checked against the law's own list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from shouzheng.gate import fields as f
from shouzheng.gate.problems import NOT_STATEABLE, WRONG_VALUE
from shouzheng.gate.request import (
    AGREEMENTS_COMPLETE,
    BEIJING_MINUTES,
    CONSENT_SCOPES,
    HISTORY_COMPLETE_FROM,
    OBJECTIONS_COMPLETE,
    OutcomeReport,
    PlannedContact,
    Standing,
    StandingScope,
    Wish,
    WishKind,
)
from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.model.verdict import FactValue
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.facts_file import FactDefinition

PLANNED = (
    f.identifier("key", needed=True),
    f.identifier("person", needed=True),
    f.choice("role", Role, default=Role.UNKNOWN),
    f.identifier("debtor", needed=True),
    f.identifier("creditor", needed=True),
    f.choice("institution", InstitutionKind, default=InstitutionKind.UNKNOWN),
    f.identifier("agency"),
    f.identifier("debt"),
    f.choice("product", ProductKind, default=ProductKind.UNKNOWN),
    f.day("contract_day"),
    f.choice("channel", Channel, needed=True),
    f.line("number", longest=64, needed=True),
    f.identifier("line"),
    f.instant("at", needed=True, zone_needed=False),
    f.zone("zone", BEIJING_MINUTES),
    f.words("text"),
    f.identifier("template"),
    f.truth("about_debt", default=True),
    f.truth("minor"),
    f.mapping("stated"),
)
OUTCOME = (
    f.identifier("decision", needed=True),
    f.truth("made", default=True),
    f.truth("connected"),
    f.truth("effective"),
    f.integer("seconds", 0, 604_800),
    f.truth("refused", default=False),
    f.instant("at"),
)
WISH = (
    f.choice("kind", WishKind, needed=True),
    f.identifier("person", needed=True),
    f.identifier("party", needed=True),
    f.identifier("creditor", needed=True),
    f.instant("at", needed=True),
    f.line("proof", longest=500, needed=True),
    f.identifier("by"),
    f.identifier("scope"),
    f.integer("from_minute", 0, 1439),
    f.integer("to_minute", 0, 1440),
    f.day("since"),
    f.day("until"),
    f.identifier("ends"),
)
STANDING = (
    f.choice("scope", StandingScope, needed=True),
    f.identifier("of", needed=True),
    f.identifier("name", needed=True),
    f.Field("value", lambda value: value, {"type": ["boolean", "integer", "string"]}, "value of the fact", needed=True),
    f.line("proof", longest=500, needed=True),
    f.instant("at", needed=True),
)

#: Facts that others compute from records and that an institution may state of its own records.
_MAY_STATE = frozenset({"is_notice", "debtor_reachable", "named_as_contact", "shares_debt", "agreed_frequency"})
#: Never stated: the gate sets it.
_OWN = frozenset({"is_draft", "contract_day_no"})
_Facts = Mapping[str, FactDefinition]
#: What may be stated by the law asked last: worked out once, and asked for at every request.
_STATEABLE: dict[int, tuple[_Facts, frozenset[str]]] = {}


def stateable(facts: _Facts) -> frozenset[str]:
    """Return the facts that a request may state: what papers or the institution's own records show."""
    kept = _STATEABLE.get(id(facts))
    if kept is None or kept[0] is not facts:
        shown = {name for name, fact in facts.items() if fact.computed_by in ("case", "institution")}
        kept = facts, frozenset((shown | (_MAY_STATE & set(facts))) - _OWN)
        _STATEABLE.clear()
        _STATEABLE[id(facts)] = kept
    return kept[1]


def planned_contact(data: object, facts: _Facts) -> PlannedContact:
    """Return the planned contact; raises ``ShouzhengError`` with every problem of the request."""
    found = f.read_fields(PLANNED, data)
    stated = cast("dict[str, object]", found["stated"] or {})
    _check_stated(stated, facts)
    zone = None if found["zone"] == f.UNKNOWN_ZONE else found["zone"]
    written = str(cast("Mapping[str, object]", data)["at"])
    has_zone = written.endswith("Z") or written[-6:-5] in ("+", "-")
    if found["text"] is not None and found["template"] is not None:
        raise ShouzhengError(Problem(WRONG_VALUE, "", (("field", "template"), ("form", "text or template, not both"))))
    return PlannedContact(**{**found, "stated": stated, "zone": zone, "at_has_zone": has_zone})  # type: ignore[arg-type]


def outcome_report(data: object) -> OutcomeReport:
    """Return the outcome; raises ``ShouzhengError`` with every problem of it."""
    return OutcomeReport(**f.read_fields(OUTCOME, data))  # type: ignore[arg-type]  # the fields are those of the class


def wish(data: object, wish_id: str) -> Wish:
    """Return a wish with the id given to it; raises ``ShouzhengError`` with every problem of it."""
    found = f.read_fields(WISH, data)
    kind = cast(WishKind, found["kind"])
    problems = [*_needed_for(kind, found)]
    by = found["by"]
    if by is not None and by != found["person"] and kind not in (WishKind.CONSENT, WishKind.WITHDRAWAL):
        problems.append(_wrong("by", "only a consent is declared, and withdrawn again, by another person"))
    if problems:
        raise ShouzhengError(*problems)
    return Wish(id=wish_id, **found)  # type: ignore[arg-type]


def _needed_for(kind: WishKind, found: Mapping[str, object]) -> list[Problem]:
    needed = {
        WishKind.AGREED_TIME: ("from_minute", "to_minute"),
        WishKind.CONSENT: ("scope",),
        WishKind.WITHDRAWAL: ("ends",),
    }.get(kind, ())
    problems = [_wrong(name, f"needed for {kind.value}") for name in needed if found[name] is None]
    if kind is WishKind.CONSENT and found["scope"] is not None and found["scope"] not in CONSENT_SCOPES:
        problems.append(_wrong("scope", " | ".join(CONSENT_SCOPES)))
    return problems


def standing(data: object, facts: _Facts) -> Standing:
    """Return a standing fact; raises ``ShouzhengError`` with every problem of it."""
    found = f.read_fields(STANDING, data)
    name, value = str(found["name"]), found["value"]
    if name in (OBJECTIONS_COMPLETE, AGREEMENTS_COMPLETE):
        sound = isinstance(value, bool)
    elif name == HISTORY_COMPLETE_FROM:
        sound = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    else:
        _check_stated({name: value}, facts)
        sound = True
    if not sound:
        raise ShouzhengError(_wrong("value", name))
    return Standing(**found)  # type: ignore[arg-type]


def _check_stated(stated: Mapping[str, object], facts: _Facts) -> None:
    allowed = stateable(facts)
    problems = []
    for name, value in stated.items():
        if name not in allowed:
            shown = name[:60].encode("utf-8", "replace").decode()
            problems.append(Problem(NOT_STATEABLE, "stated", (("fact", shown),)))
        elif not facts[name].accepts(value):
            problems.append(_wrong(f"stated.{name}", facts[name].type.value))
    if problems:
        raise ShouzhengError(*problems)


def _wrong(field: str, form: str) -> Problem:
    return Problem(WRONG_VALUE, "", (("field", field), ("form", form)))


def as_stated(data: Mapping[str, object]) -> dict[str, FactValue]:
    """Return facts that were checked, typed as such."""
    return {name: cast(FactValue, value) for name, value in data.items()}
