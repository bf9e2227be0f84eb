"""Breaks the law on purpose, one small thing at a time: every mutant must be caught by an example of its rule.

Comparisons are flipped, numbers and dates shifted by one, parts of AND and OR dropped or exchanged, facts negated,
exceptions and transitional clauses dropped, and days of clauses shifted. An example catches a mutant by another answer,
other citations, or other facts named as missing. A mutant that all examples accept is a survivor: either an example is
missing, or it means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shouzheng.model.law import CiteRole, InForce
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.engines.interpreter import evaluate, missing
from shouzheng.rulebook.engines.scalar import code_of
from shouzheng.rulebook.files.rule import Rule, RuleTest, joined_condition
from shouzheng.rulebook.language.counts_sugar import bind_numbers, rewrite_counts
from shouzheng.rulebook.language.nodes import (
    And,
    Arithmetic,
    Between,
    Compare,
    CompareOp,
    Fact,
    In,
    Integer,
    IsNull,
    Negative,
    Node,
    Not,
    Or,
)
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.rule_tests import example_values
from shouzheng.rulebook.select import SCOPE_FACTS, Selection, answers_of, select
from shouzheng.rulebook.transition import Cite, reach

_FLIPS: dict[CompareOp, tuple[CompareOp, ...]] = {
    "=": ("<>",),
    "<>": ("=",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of one rule. ``what`` is stable text, so that a list of equivalent mutants can name it."""

    rule: str
    what: str
    rulebook: Rulebook


def survivors(rulebook: Rulebook, rules: Iterable[Rule] | None = None) -> list[Mutant]:
    """Return every mutant that no example of its own rule catches."""
    return [
        mutant
        for rule in (rulebook.rules if rules is None else rules)
        for mutant in mutants(rulebook, rule)
        if not is_caught(mutant)
    ]


def mutants(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """Yield all mutants of a rule: of its conditions, its numbers and the dates of its forbidding provisions."""
    if rule.written is None:
        return
    for what, changed in _conditions(rule, rulebook):
        yield Mutant(rule.id, what, replace(rulebook, rules=(changed,)))
    yield from _numbers(rulebook, rule)
    yield from _dates(rulebook, rule)
    yield from _clauses(rulebook, rule)


def is_caught(mutant: Mutant) -> bool:
    """True when an example of the mutated rule no longer gives what it expects."""
    (rule,) = mutant.rulebook.rules
    return any(_fails(mutant.rulebook, rule, test) for test in rule.tests)


def _fails(rulebook: Rulebook, rule: Rule, test: RuleTest) -> bool:
    values = example_values(rulebook, test)
    kinds = [value if isinstance(value := values.get(name), str) else None for name in SCOPE_FACTS]
    selection = select(rulebook, rule, test.day, kinds[0], kinds[1], kinds[2], values)
    answer = _answer(rule, selection, values)
    if answer is not test.expect:
        return True
    if test.missing is not None and set(test.missing) != _missing(rule, selection, answer, values):
        return True
    printed = {c.provision.id for c in selection.citations if c.role in (CiteRole.FORBIDS, CiteRole.SUPPORTS)}
    return test.cites is not None and test.expect is not Answer.CLEAR and set(test.cites) != printed


def _answer(rule: Rule, selection: Selection, values: Mapping[str, FactValue]) -> Answer:
    if rule.condition is None:
        return Answer.NOT_APPLICABLE
    return answers_of(rule, selection)[code_of(evaluate(rule.condition, values, selection.numbers))]


def _missing(rule: Rule, selection: Selection, answer: Answer, values: Mapping[str, FactValue]) -> set[str]:
    """Return the facts that the rule names as missing, as ``explain`` does."""
    if answer is not Answer.CANNOT_TELL or rule.condition is None:
        return set()
    return {*missing(rule.condition, values, selection.numbers), *selection.missing}


# --- conditions


def _conditions(rule: Rule, rulebook: Rulebook) -> Iterator[tuple[str, Rule]]:
    if rule.written is None:
        return
    for tree in _changes(rule.written):
        yield f"when: {to_sql(tree)}", _with(rule, rulebook, tree, {})
    for index, exception in enumerate(rule.exceptions):
        for tree in _changes(exception.written):
            yield f"{exception.name}: {to_sql(tree)}", _with(rule, rulebook, rule.written, {index: tree})
        others = (*rule.exceptions[:index], *rule.exceptions[index + 1 :])
        dropped = replace(rule, exceptions=others)
        yield f"{exception.name}: dropped", replace(dropped, condition=joined_condition(rule.when, others))


def _with(rule: Rule, rulebook: Rulebook, written: Node, changed: Mapping[int, Node]) -> Rule:
    """Return the rule with other written trees, evaluated as the loader would."""
    keys = {number.name: number.key for number in rule.numbers}

    def bound(tree: Node) -> Node:
        return bind_numbers(rewrite_counts(tree, rulebook.counts), keys)

    exceptions = tuple(
        replace(each, written=changed[i], node=bound(changed[i])) if i in changed else each
        for i, each in enumerate(rule.exceptions)
    )
    when = bound(written)
    return replace(
        rule, written=written, when=when, exceptions=exceptions, condition=joined_condition(when, exceptions)
    )


def _changes(node: Node) -> Iterator[Node]:
    """Yield every tree that differs from this one in one small thing, here or below."""
    match node:
        case And(parts) | Or(parts):
            kind, other = type(node), Or if isinstance(node, And) else And
            yield other(parts)
            for index, part in enumerate(parts):
                rest = (*parts[:index], *parts[index + 1 :])
                yield rest[0] if len(rest) == 1 else kind(rest)
                for changed in _changes(part):
                    yield kind((*parts[:index], changed, *parts[index + 1 :]))
        case Not(part):
            yield part
            for changed in _changes(part):
                yield Not(changed)
        case Fact():
            yield Not(node)
        case Compare(op, left, right):
            for flipped in _FLIPS[op]:
                yield Compare(flipped, left, right)
            for changed in _shifted(right):
                yield Compare(op, left, changed)
            for changed in _shifted(left):
                yield Compare(op, changed, right)
        case In(part, choices, negated):
            yield In(part, choices, not negated)
            if len(choices) > 1:
                for index in range(len(choices)):
                    yield In(part, (*choices[:index], *choices[index + 1 :]), negated)
        case Between(part, low, high, negated):
            yield Between(part, low, high, not negated)
            for changed in _shifted(low):
                yield Between(part, changed, high, negated)
            for changed in _shifted(high):
                yield Between(part, low, changed, negated)
        case IsNull(part, negated):
            yield IsNull(part, not negated)


def _shifted(node: Node) -> Iterator[Node]:
    """Yield the value with each integer literal in it one smaller and one larger."""
    match node:
        case Integer(value):
            yield Integer(value - 1)
            yield Integer(value + 1)
        case Negative(part):
            for changed in _shifted(part):
                yield Negative(changed)
        case Arithmetic(op, left, right):
            for changed in _shifted(left):
                yield Arithmetic(op, changed, right)
            for changed in _shifted(right):
                yield Arithmetic(op, left, changed)


# --- numbers and dates


def _numbers(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    for number in rule.numbers:
        for threshold_id, field in number.references:
            threshold = rulebook.thresholds[threshold_id]
            value = getattr(threshold, field)
            for step in (-1, 1) if value is not None else ():
                other = replace(threshold, **{field: value + step})
                changed = replace(rulebook, rules=(rule,), thresholds={**rulebook.thresholds, threshold_id: other})
                yield Mutant(rule.id, f":{number.name} {threshold_id}.{field} {step:+d}", changed)


def _dates(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """Shift the first and last day of each forbidding provision by a day (with its instrument and its numbers)."""
    for cite in rule.cites:
        if cite.role is not CiteRole.FORBIDS:
            continue
        provision = rulebook.provisions[cite.provision]
        instrument = rulebook.instruments[provision.instrument]
        back = reach(cite, rulebook.provisions, rulebook.instruments).before
        for what, days in _shifts(provision.in_force):
            if back is not None and days.first != provision.in_force.first:
                continue  # a clause reaches back beyond the first day: the clause's day decides, and is shifted below
            wide = replace(instrument, in_force=_around(instrument.in_force, days))
            thresholds = {
                threshold_id: replace(each, in_force=_around(each.in_force, days))
                if each.in_force.first == provision.in_force.first or each.in_force.last == provision.in_force.last
                else each
                for threshold_id, each in rulebook.thresholds.items()
            }
            changed = replace(
                rulebook,
                rules=(rule,),
                provisions={**rulebook.provisions, provision.id: replace(provision, in_force=days)},
                instruments={**rulebook.instruments, instrument.id: wide},
                thresholds=thresholds,
            )
            yield Mutant(rule.id, f"{provision.id} {what}", changed)


def _clauses(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """Shift the day of each transitional clause by a day, and drop the clause."""
    for index, cite in enumerate(rule.cites):
        if cite.role is not CiteRole.FORBIDS:
            continue
        for what, changed in _clause_changes(cite):
            cites = (*rule.cites[:index], changed, *rule.cites[index + 1 :])
            numbers = tuple(
                replace(each, carried=tuple(changed if one == cite else one for one in each.carried))
                for each in rule.numbers
            )
            # the key of a number names what carries it, not the clause: the condition stays bound
            other = replace(rule, cites=cites, numbers=numbers)
            yield Mutant(rule.id, f"{cite.provision} {what}", replace(rulebook, rules=(other,)))


def _clause_changes(cite: Cite) -> Iterator[tuple[str, Cite]]:
    back, older = cite.retroactive, cite.facts_before
    for step in (-1, 1):
        shift = timedelta(days=step)
        if back is not None:
            yield f"retroactive_from {step:+d}", replace(cite, retroactive=replace(back, day=back.day + shift))
        if older is not None:
            moved = replace(cite, facts_before=replace(older, day=older.day + shift))
            yield f"applies_if_facts_before {step:+d}", moved
    if back is not None:
        yield "retroactive_from dropped", replace(cite, retroactive=None)
    if older is not None:
        yield "applies_if_facts_before dropped", replace(cite, facts_before=None)


#: Before this day the law base knows no events, so a shifted date makes no difference.
_FIRST_EVENT_DAY = date(2018, 1, 1)


def _shifts(days: InForce) -> Iterator[tuple[str, InForce]]:
    for step in (-1, 1):
        shift = timedelta(days=step)
        if days.first > _FIRST_EVENT_DAY:
            yield f"first day {step:+d}", InForce(days.first + shift, days.last)
        if days.last is not None:
            yield f"last day {step:+d}", InForce(days.first, days.last + shift)


def _around(days: InForce, other: InForce) -> InForce:
    """Return the days of both, so that only the provision's own date decides."""
    last = None if days.last is None or other.last is None else max(days.last, other.last)
    return InForce(min(days.first, other.first), last)
