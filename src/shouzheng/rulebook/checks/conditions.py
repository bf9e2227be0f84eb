"""Conditions: each can be TRUE and can be FALSE, each exception can matter, each number is used and sure enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shouzheng.model.verdict import Answer, FactValue
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.rule import Rule, RuleKind
from shouzheng.rulebook.files.thresholds import field_of
from shouzheng.rulebook.language.nodes import And, Node, number_names
from shouzheng.rulebook.satisfy import can_be
from shouzheng.rulebook.select import number_on


def can_decide(context: Context) -> Iterator[Problem]:
    """A condition can be TRUE and can be FALSE (tried: the rule's examples, then a search over boundary values)."""
    for rule, node, numbers in _live(context):
        if not _reaches(context, rule, node, numbers, wanted=True):
            yield context.rule_problem(problems.NEVER_TRUE, rule, "condition", "when", id=rule.id)
        if not _reaches(context, rule, node, numbers, wanted=False):
            yield context.rule_problem(problems.NEVER_FALSE, rule, "condition", "when", id=rule.id)


def exceptions_matter(context: Context) -> Iterator[Problem]:
    """Each ``unless`` can be TRUE while the ``when`` is."""
    for rule, _, numbers in _live(context):
        for index, exception in enumerate(rule.exceptions):
            both = exception.node if rule.when is None else And((rule.when, exception.node))
            if not _reaches(context, rule, both, numbers, wanted=True):
                path = ("condition", "unless", index, "when")
                yield context.rule_problem(problems.UNLESS_IDLE, rule, *path, text=exception.text[:80])


def numbers_used(context: Context) -> Iterator[Problem]:
    """Every named number of a rule stands in its condition."""
    for rule in context.rulebook.rules:
        trees = [tree for tree in (rule.written, *(each.written for each in rule.exceptions)) if tree is not None]
        used = {name for tree in trees for name in number_names(tree)}
        for number in rule.numbers:
            if number.name not in used:
                yield context.rule_problem(problems.NUMBER_UNUSED, rule, "numbers", number.name, name=number.name)


def numbers_firm(context: Context) -> Iterator[Problem]:
    """A rule that says "breach" compares only with numbers that the law has and that are sure."""
    for rule in context.rulebook.rules:
        for number in rule.numbers:
            for threshold_id, field in number.references:
                threshold = context.rulebook.thresholds[threshold_id]
                slots = {"name": number.name, "threshold": threshold_id}
                if field_of(threshold, field) is None:
                    yield context.rule_problem(problems.NUMBER_EMPTY, rule, "numbers", number.name, **slots)
                elif not threshold.firm and rule.kind is RuleKind.ELEMENT and rule.answer is Answer.BREACH:
                    yield context.rule_problem(problems.NUMBER_UNSURE, rule, "numbers", number.name, **slots)


_NumberSets = list[Mapping[str, int | None]]


def _live(context: Context) -> Iterator[tuple[Rule, Node, _NumberSets]]:
    """Yield the rules with a condition, with every set of numbers that is in force together with its law."""
    for rule in context.rulebook.rules:
        numbers = _number_sets(context, rule)
        if rule.condition is not None and numbers:
            yield rule, rule.condition, numbers


def _number_sets(context: Context, rule: Rule) -> _NumberSets:
    used = [context.rulebook.thresholds[threshold] for number in rule.numbers for threshold, _ in number.references]
    days = context.forbidding(rule)
    firsts = {each.first for each in days} | {threshold.in_force.first for threshold in used}
    found: _NumberSets = []
    for day in sorted(firsts):
        numbers = {number.key: number_on(context.rulebook, number, day) for number in rule.numbers}
        if any(each.covers(day) for each in days) and None not in numbers.values() and numbers not in found:
            found.append(numbers)
    return found


def _reaches(context: Context, rule: Rule, node: Node, number_sets: _NumberSets, *, wanted: bool) -> bool:
    examples: list[dict[str, FactValue]] = [dict(test.facts) for test in rule.tests]
    if any(evaluate(node, values, numbers) is wanted for numbers in number_sets for values in examples):
        return True
    return any(can_be(node, context.rulebook.facts, numbers, wanted=wanted) for numbers in number_sets)


CONDITION_CHECKS: tuple[Check, ...] = (can_decide, exceptions_matter, numbers_used, numbers_firm)
