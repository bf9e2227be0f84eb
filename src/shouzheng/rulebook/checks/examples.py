"""Examples: enough of each answer, both sides of each date and number, and nothing that cannot happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.model.verdict import Answer
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import FIRST_EVENT_DAY, Check, Context, day_after, day_before
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.files.rule import NumberUse, Rule
from shouzheng.rulebook.files.thresholds import field_of
from shouzheng.rulebook.language.nodes import MIRRORED, Between, Compare, Fact, Named, Node, walk

#: Fewest examples that fire, that are lawful, and that cannot be told (DESIGN §3).
_FIRING, _LAWFUL, _UNSURE = 2, 2, 1
#: Examples that show on which side of a number a fact lies.
_DECIDED = (Answer.BREACH, Answer.NEEDS_PERSON, Answer.CLEAR)


def enough(context: Context) -> Iterator[Problem]:
    """At least two breaches (or "needs a person"), two lawful cases, one that cannot be told."""
    for rule in context.rulebook.rules:
        if rule.condition is None:
            continue
        found = [test.expect for test in rule.tests]
        for least, wanted in (
            (_FIRING, rule.answer),
            (_LAWFUL, Answer.CLEAR),
            (_UNSURE, Answer.CANNOT_TELL),
        ):
            if found.count(wanted) < least:
                slots = {"least": str(least), "answer": wanted.value, "found": str(found.count(wanted))}
                yield context.rule_problem(problems.FEW_EXAMPLES, rule, "id", **slots)


def both_sides_of_dates(context: Context) -> Iterator[Problem]:
    """On each day on which a forbidding provision begins or ends, an example on that day and on the one beside it."""
    for rule in context.rulebook.rules:
        if rule.condition is None:
            continue
        tried = {test.day for test in rule.tests}
        wanted: set[date] = set()
        for interval in context.forbidding(rule):
            if interval.first > FIRST_EVENT_DAY:
                wanted |= {day_before(interval.first), interval.first}
            if interval.last is not None:
                wanted |= {interval.last, day_after(interval.last)}
        for day in sorted(wanted - tried):
            yield context.rule_problem(problems.DATE_UNTRIED, rule, "cites", day=str(day))


def both_sides_of_numbers(context: Context) -> Iterator[Problem]:
    """For each comparison of a fact with a named number, an example on each side of the number."""
    for rule in context.rulebook.rules:
        trees = [tree for tree in (rule.written, *(each.written for each in rule.exceptions)) if tree is not None]
        comparisons = dict.fromkeys(found for tree in trees for found in _comparisons(tree))
        for fact, op, name in comparisons:
            number = next(number for number in rule.numbers if number.name == name)
            yield from _untried(context, rule, fact, op, number)


def _comparisons(tree: Node) -> list[tuple[str, str, str]]:
    """Return (fact, operator, number's name) for every comparison of a fact with a named number."""
    found: list[tuple[str, str, str]] = []
    for node in walk(tree):
        match node:
            case Compare(op, Fact(fact), Named(name)):
                found.append((fact, op, name))
            case Compare(op, Named(name), Fact(fact)):
                found.append((fact, MIRRORED[op], name))
            case Between(Fact(fact), low, high):
                found += [(fact, ">=", low.name)] if isinstance(low, Named) else []
                found += [(fact, "<=", high.name)] if isinstance(high, Named) else []
    return found


def _untried(context: Context, rule: Rule, fact: str, op: str, number: NumberUse) -> Iterator[Problem]:
    definition = context.rulebook.facts[fact]
    for threshold_id, field in number.references:
        threshold = context.rulebook.thresholds[threshold_id]
        value = field_of(threshold, field)
        if value is None:
            continue
        tried = {
            seen
            for test in rule.tests
            if test.expect in _DECIDED and threshold.in_force.covers(test.day)
            for name, seen in test.facts
            if name == fact
        }
        for wanted in (value, value + 1) if op in (">", "<=") else (value - 1, value):
            if definition.low <= wanted <= definition.high and wanted not in tried:
                slots = {
                    "fact": fact,
                    "value": str(wanted),
                    "name": number.name,
                    "op": op,
                    "number": f"{value}, {threshold_id}",
                }
                yield context.rule_problem(problems.NUMBER_UNTRIED, rule, "numbers", number.name, **slots)


def possible_counts(context: Context) -> Iterator[Problem]:
    """What is sure is possible as well: an example with more sure than possible contacts cannot happen."""
    for rule in context.rulebook.rules:
        for index, test in enumerate(rule.tests):
            facts = dict(test.facts)
            for name in context.rulebook.counts:
                sure, possible = facts.get(name), facts.get(name + POSSIBLE)
                if isinstance(sure, int) and isinstance(possible, int) and sure > possible:
                    path = ("tests", index, "facts", name)
                    slots = {"count": name, "sure": str(sure), "possible": str(possible)}
                    yield context.rule_problem(problems.IMPOSSIBLE_COUNT, rule, *path, **slots)


def named_once(context: Context) -> Iterator[Problem]:
    """An example is known by its name."""
    for rule in context.rulebook.rules:
        seen: set[str] = set()
        for index, test in enumerate(rule.tests):
            if test.name in seen:
                yield context.rule_problem(problems.EXAMPLE_TWICE, rule, "tests", index, "name", name=test.name)
            seen.add(test.name)


def missing_named(context: Context) -> Iterator[Problem]:
    """An example that cannot be told names the missing facts, so that the naming is tested as well."""
    for rule in context.rulebook.rules:
        for index, test in enumerate(rule.tests):
            if test.expect is Answer.CANNOT_TELL and not test.missing:
                yield context.rule_problem(problems.MISSING_UNNAMED, rule, "tests", index, "expect", name=test.name)


EXAMPLE_CHECKS: tuple[Check, ...] = (
    enough,
    both_sides_of_dates,
    both_sides_of_numbers,
    possible_counts,
    named_once,
    missing_named,
)
