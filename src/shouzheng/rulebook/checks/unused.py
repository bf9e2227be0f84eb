"""Facts and counts: used by something, and those that choose the law have the law's own values."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.files.counts import COUNTED
from shouzheng.rulebook.files.facts import POSSIBLE, UNKNOWN, FactType
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.select import SCOPE_FACTS

_FACTS, _COUNTS = "facts.toml", "counts.toml"
_SCOPES = dict(zip(SCOPE_FACTS, (InstitutionKind, ProductKind, Role), strict=True))


def facts_used(context: Context) -> Iterator[Problem]:
    """Every fact is read by some rule or count (a warning: later stages read more)."""
    used = _used_by_rules(context) | {
        name for count in context.rulebook.counts.values() for name in fact_names(count.where)
    }
    for name in context.rulebook.facts:
        if name not in used and not name.endswith(POSSIBLE) and name not in context.rulebook.counts:
            yield context.problem(problems.FACT_UNUSED, _FACTS, "fact", name, name=name)


def counts_used(context: Context) -> Iterator[Problem]:
    """Every count is read by some rule (a warning as well)."""
    used = _used_by_rules(context)
    for name in context.rulebook.counts:
        if name not in used:
            yield context.problem(problems.COUNT_UNUSED, _COUNTS, "count", name, name=name)


def counts_declared(context: Context) -> Iterator[Problem]:
    """A fact said to be counted has its declaration."""
    for name, fact in context.rulebook.facts.items():
        if fact.computed_by == COUNTED and name.removesuffix(POSSIBLE) not in context.rulebook.counts:
            yield context.problem(problems.COUNT_UNDECLARED, _FACTS, "fact", name, name=name)


def scope_facts(context: Context) -> Iterator[Problem]:
    """The facts that choose the law exist, with exactly the values of the nouns (and never ``unknown``)."""
    for name, kinds in _SCOPES.items():
        fact = context.rulebook.facts.get(name)
        wanted = {kind.value for kind in kinds} - {UNKNOWN}
        if fact is None or fact.type is not FactType.ENUM or set(fact.values) != wanted:
            slots = {"name": name, "values": " ".join(sorted(wanted))}
            yield context.problem(problems.SCOPE_FACT, _FACTS, "fact", name, **slots)


def _used_by_rules(context: Context) -> set[str]:
    conditions = [rule.condition for rule in context.rulebook.rules if rule.condition is not None]
    return {*SCOPE_FACTS, *(name for condition in conditions for name in fact_names(condition))}


UNUSED_CHECKS: tuple[Check, ...] = (facts_used, counts_used, counts_declared, scope_facts)
