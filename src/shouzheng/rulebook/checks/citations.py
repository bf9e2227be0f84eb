"""Citations: every rule rests on a norm that can bind those it is about, and criminal law is never printed."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.case import InstitutionKind
from shouzheng.model.law import CiteRole, InForce, Instrument, Verified
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import FIRST_EVENT_DAY, Check, Context, overlap, union
from shouzheng.rulebook.files.instruments import ANY
from shouzheng.rulebook.load import COUNTRY
from shouzheng.rulebook.select import in_force, scope_of

_EVERY_INSTITUTION = frozenset(kind.value for kind in InstitutionKind if kind is not InstitutionKind.UNKNOWN)


def forbids_something(context: Context) -> Iterator[Problem]:
    """A rule with a condition rests on at least one provision that forbids."""
    for rule in context.rulebook.rules:
        if rule.condition is not None and not any(cite.role is CiteRole.FORBIDS for cite in rule.cites):
            yield context.rule_problem(problems.NO_FORBIDS, rule, "cites", id=rule.id)


def cited_once(context: Context) -> Iterator[Problem]:
    """A provision stands in a rule's list once."""
    for rule in context.rulebook.rules:
        seen: set[str] = set()
        for index, cite in enumerate(rule.cites):
            if cite.provision in seen:
                yield context.rule_problem(problems.CITED_TWICE, rule, "cites", index, provision=cite.provision)
            seen.add(cite.provision)


def is_criminal(instrument: Instrument) -> bool:
    """True for criminal law and everything whose very title speaks of it (刑法, 刑事案件, 犯罪)."""
    return "刑" in instrument.title.zh or "犯罪" in instrument.title.zh


def criminal_law_silent(context: Context) -> Iterator[Problem]:
    """Criminal law is known to the rulebook but has the role ``never_printed`` everywhere."""
    for rule in context.rulebook.rules:
        for index, cite in enumerate(rule.cites):
            instrument = context.rulebook.instruments[context.rulebook.provisions[cite.provision].instrument]
            if is_criminal(instrument) and cite.role is not CiteRole.NEVER_PRINTED:
                slots = {"provision": cite.provision, "role": cite.role.value}
                yield context.rule_problem(problems.CRIMINAL_PRINTED, rule, "cites", index, "role", **slots)
        for index, exception in enumerate(rule.exceptions):
            if exception.provision is None:
                continue
            instrument = context.rulebook.instruments[context.rulebook.provisions[exception.provision].instrument]
            if is_criminal(instrument):
                path = ("condition", "unless", index, "provision")
                slots = {"provision": exception.provision, "role": "unless"}
                yield context.rule_problem(problems.CRIMINAL_PRINTED, rule, *path, **slots)


def scope_satisfiable(context: Context) -> Iterator[Problem]:
    """Some forbidding provision can bind an institution that the rule is about."""
    for rule in context.rulebook.rules:
        meant = _EVERY_INSTITUTION if ANY in rule.institution_kinds else frozenset(rule.institution_kinds)
        for index, cite in enumerate(rule.cites):
            if cite.role is not CiteRole.FORBIDS:
                continue
            provision = context.rulebook.provisions[cite.provision]
            institutions, _ = scope_of(context.rulebook, provision)
            if ANY not in institutions and not meant & set(institutions):
                slots = {
                    "provision": cite.provision,
                    "scope": " ".join(institutions),
                    "applies": " ".join(sorted(meant)),
                }
                yield context.rule_problem(problems.SCOPE_NEVER, rule, "cites", index, "provision", **slots)
            if in_force(context.rulebook, provision) is None:
                slots = {"provision": cite.provision}
                yield context.rule_problem(problems.NEVER_IN_FORCE, rule, "cites", index, "provision", **slots)


def numbers_cover(context: Context) -> Iterator[Problem]:
    """While a forbidding provision is in force, so is every number the rule compares with."""
    for rule in context.rulebook.rules:
        since = InForce(FIRST_EVENT_DAY)
        forbidden = [days for each in union(context.forbidding(rule)) if (days := overlap(each, since)) is not None]
        for number in rule.numbers:
            given = union([context.rulebook.thresholds[threshold].in_force for threshold, _ in number.references])
            for days in forbidden:
                if not any(overlap(days, each) == days for each in given):
                    slots = {"name": number.name, "days": f"{days.first} – {days.last or '…'}"}
                    yield context.rule_problem(problems.NUMBER_MISSING_DAYS, rule, "numbers", number.name, **slots)


def citable_was_seen(context: Context) -> Iterator[Problem]:
    """An article number is printed only when somebody saw it in a text."""
    for provision in context.rulebook.provisions.values():
        if provision.citable and provision.verified is Verified.MEMORY:
            file = f"{COUNTRY}/provisions/{provision.instrument}.toml"
            path = (*context.entry(file, "provision", provision.id), "citable")
            yield context.problem(problems.CITABLE_UNSEEN, file, *path, id=provision.id)


CITATION_CHECKS: tuple[Check, ...] = (
    forbids_something,
    cited_once,
    criminal_law_silent,
    scope_satisfiable,
    numbers_cover,
    citable_was_seen,
)
