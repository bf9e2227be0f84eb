"""JSON values to typed requests; facts that are stated are checked against the law's own list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from shouzheng.gate import fields as f
from shouzheng.gate.problems import CONTRADICTION, NOT_STATEABLE
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
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.files.facts import FactDefinition, FactType

_OF_FACT = Words("该事实的值", "value of the fact")
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
    f.choice("role", Role),
)
STANDING = (
    f.choice("scope", StandingScope, needed=True),
    f.identifier("of", needed=True),
    f.identifier("name", needed=True),
    f.Field("value", lambda value: value, {"type": ["boolean", "integer", "string"]}, _OF_FACT, needed=True),
    f.line("proof", longest=500, needed=True),
    f.instant("at", needed=True),
)

#: Facts that others compute from records and that an institution may state of its own records.
_MAY_STATE = frozenset({"is_notice", "debtor_reachable", "named_as_contact", "shares_debt", "agreed_frequency"})
#: Stated once only of the person it is about: for all people of a creditor it would open what one of them agreed to.
_OF_ONE = frozenset({"shares_debt", "named_as_contact", "agreed_frequency"})
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
        form = Words("text 与 template 只写一个", "text or template, not both")
        raise ShouzhengError(f.wrong("template", form))
    _check_number(found)
    return PlannedContact(**{**found, "stated": stated, "zone": zone, "at_has_zone": has_zone})  # type: ignore[arg-type]


def _check_number(found: Mapping[str, object]) -> None:
    """Refuse a called number in the place of the caller's, which is stored in clear."""
    digits = _digits(found["number"])
    if len(digits) < _MOBILE_DIGITS:
        return
    for name in ("line", "person", "debtor"):
        if _digits(found[name]) == digits:
            raise ShouzhengError(f.wrong("number", Words(_CALLERS.zh.format(name), _CALLERS.en.format(name))))


#: Digits of a mobile number on the mainland, without its country code.
_MOBILE_DIGITS = 11
_CALLERS = Words(
    "被联系人看到的主叫号码，不是 {} 里被叫的号码",
    "the caller's number as the person sees it, not the called one of {}",
)


def _digits(value: object) -> str:
    kept = str(value or "").translate(_BETWEEN_DIGITS)
    return kept[-_MOBILE_DIGITS:] if kept.isdigit() else ""


_BETWEEN_DIGITS = str.maketrans("", "", "+- .:@()")


def outcome_report(data: object) -> OutcomeReport:
    """Return the outcome; raises ``ShouzhengError`` with every problem of it (SZ-6014 where it contradicts itself)."""
    outcome = OutcomeReport(**f.read_fields(OUTCOME, data))  # type: ignore[arg-type]  # the fields are the class's
    check_outcome(outcome)
    return outcome


def check_outcome(outcome: OutcomeReport) -> None:
    """Raise ``ShouzhengError`` (SZ-6014) for an outcome that contradicts itself."""
    problems = [_contradiction(*each) for each in _contradictions(outcome)]
    if problems:
        raise ShouzhengError(*problems)


def _contradictions(outcome: OutcomeReport) -> list[tuple[str, str]]:
    """Return the pairs of statements of an outcome that cannot both be true."""
    found = []
    spoken = [
        name
        for name, said in (("effective=true", outcome.effective is True), ("seconds>0", (outcome.seconds or 0) > 0))
        if said
    ]
    if outcome.connected is False:
        found += [("connected=false", name) for name in spoken]
    if not outcome.made:
        told = (("connected=true", outcome.connected is True), ("refused=true", outcome.refused))
        found += [("made=false", name) for name in (*(name for name, said in told if said), *spoken)]
    return found


def _contradiction(first: str, second: str) -> Problem:
    return Problem(CONTRADICTION, "", (("first", first), ("second", second)))


def wish(data: object, wish_id: str) -> Wish:
    """Return a wish with the id given to it; raises ``ShouzhengError`` with every problem of it."""
    found = f.read_fields(WISH, data)
    kind = cast(WishKind, found["kind"])
    problems = [*_needed_for(kind, found)]
    by = found["by"]
    if by is not None and by != found["person"] and kind not in (WishKind.CONSENT, WishKind.WITHDRAWAL):
        problems.append(f.wrong("by", _BY_ANOTHER))
    problems += _impossible(found)
    if problems:
        raise ShouzhengError(*problems)
    return Wish(id=wish_id, **found)  # type: ignore[arg-type]


_BY_ANOTHER = Words(
    "只有同意可以由别人声明、再由其撤回", "only a consent is declared, and withdrawn again, by another person"
)


def _impossible(found: Mapping[str, object]) -> list[Problem]:
    """Return what no agreed time can be: no hours at all, or an end before its beginning."""
    problems = []
    start, end = found["from_minute"], found["to_minute"]
    if start is not None and start == end:
        form = Words(
            "与 from_minute 不同：这样的时段没有一分钟", "another minute than from_minute: no minute lies between"
        )
        problems.append(f.wrong("to_minute", form))
    since, until = cast("date | None", found["since"]), cast("date | None", found["until"])
    if since is not None and until is not None and until < since:
        problems.append(_contradiction(f"since={since}", f"until={until}"))
    return problems


def _needed_for(kind: WishKind, found: Mapping[str, object]) -> list[Problem]:
    needed = {
        WishKind.AGREED_TIME: ("from_minute", "to_minute"),
        WishKind.CONSENT: ("scope",),
        WishKind.WITHDRAWAL: ("ends",),
    }.get(kind, ())
    problems = [
        f.wrong(name, Words(f"{kind.value} 必须写明这一项", f"needed for {kind.value}"))
        for name in needed
        if found[name] is None
    ]
    if kind is WishKind.CONSENT and found["scope"] is not None and found["scope"] not in CONSENT_SCOPES:
        problems.append(f.wrong("scope", _alike(" | ".join(CONSENT_SCOPES))))
    return problems


def standing(data: object, facts: _Facts) -> Standing:
    """Return a standing fact; raises ``ShouzhengError`` with every problem of it."""
    found = f.read_fields(STANDING, data)
    name, value = str(found["name"]), found["value"]
    if name in (OBJECTIONS_COMPLETE, AGREEMENTS_COMPLETE):
        sound, form = isinstance(value, bool), _alike("true | false")
    elif name == HISTORY_COMPLETE_FROM:
        sound = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        form = Words("1970 年以来的毫秒数", "milliseconds since 1970")
    else:
        _check_stated({name: value}, facts)
        sound = name not in _OF_ONE or found["scope"] is StandingScope.PERSON
        if not sound:
            raise ShouzhengError(
                f.wrong("scope", Words(f"{name} 只能按人登记：person", f"person: {name} is of one only"))
            )
    if not sound:
        raise ShouzhengError(f.wrong("value", form))
    return Standing(**found)  # type: ignore[arg-type]


def _check_stated(stated: Mapping[str, object], facts: _Facts) -> None:
    allowed = stateable(facts)
    problems = []
    for name, value in stated.items():
        if name not in allowed:
            shown = name[:60].encode("utf-8", "replace").decode()
            problems.append(Problem(NOT_STATEABLE, "stated", (("fact", shown),)))
        elif not facts[name].accepts(value):
            problems.append(f.wrong(f"stated.{name}", _form_of(facts[name])))
    if problems:
        raise ShouzhengError(*problems)


def _form_of(fact: FactDefinition) -> Words:
    if fact.type is FactType.BOOL:
        return _alike("true | false")
    return _alike(f"{fact.low}-{fact.high}" if fact.type is FactType.INT else " | ".join(fact.values))


def _alike(form: str) -> Words:
    """A form that is written alike in both languages."""
    return Words(form, form)


def as_stated(data: Mapping[str, object]) -> dict[str, FactValue]:
    """Return facts that were checked, typed as such."""
    return {name: cast(FactValue, value) for name, value in data.items()}
