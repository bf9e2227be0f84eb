"""Transitional law: each clause adds days, and each is tried on both sides of every day it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.model.law import InForce
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import FIRST_EVENT_DAY, Check, Context, day_before
from shouzheng.rulebook.files.rule import Rule, RuleTest
from shouzheng.rulebook.transition import Cite, FactsBefore, reach

RETROACTIVE, FACTS_BEFORE = "retroactive_from", "applies_if_facts_before"


def adds_days(context: Context) -> Iterator[Problem]:
    """A clause lets its provision reach at least one day outside its own."""
    for rule, index, cite in _transitional(context):
        days = reach(cite, context.rulebook.provisions, context.rulebook.instruments)
        for clause, given, added in (
            (RETROACTIVE, cite.retroactive, days.before),
            (FACTS_BEFORE, cite.facts_before, days.after),
        ):
            if given is not None and added is None:
                slots = {"provision": cite.provision, "clause": clause}
                yield context.rule_problem(problems.TRANSITION_IDLE, rule, "cites", index, clause, **slots)


def tried(context: Context) -> Iterator[Problem]:
    """Each clause has examples on both sides of its days, and one in which its fact is not known."""
    for rule, index, cite in _transitional(context):
        days = reach(cite, context.rulebook.provisions, context.rulebook.instruments)
        if days.before is not None:
            for wanted in _days_untried(rule, days.before):
                yield _untried(context, rule, (index, cite.provision, RETROACTIVE), wanted)
        if days.after is not None and cite.facts_before is not None:
            wanteds = [*_days_untried(rule, days.after), *_facts_untried(rule, cite.facts_before, days.after)]
            for wanted in wanteds:
                yield _untried(context, rule, (index, cite.provision, FACTS_BEFORE), wanted)


def _untried(context: Context, rule: Rule, at: tuple[int, str, str], wanted: Words) -> Problem:
    index, provision, clause = at
    slots = {"provision": provision, "clause": clause, "wanted_zh": wanted.zh, "wanted_en": wanted.en}
    return context.rule_problem(problems.TRANSITION_UNTRIED, rule, "cites", index, clause, **slots)


def _days_untried(rule: Rule, days: InForce) -> list[Words]:
    """Name the first day that a clause reaches, and the day before, where no example is of that day."""
    found = []
    wanted = [day_before(days.first), days.first] if days.first > FIRST_EVENT_DAY else []
    for day in wanted:
        if not any(test.day == day for test in rule.tests):
            found.append(Words(f"{day} 这一天", f"on {day}"))
    return found


def _facts_untried(rule: Rule, clause: FactsBefore, days: InForce) -> list[Words]:
    """Name what the examples of those days lack: a fact just before the day, one on it, one not known."""
    tests = [test for test in rule.tests if days.covers(test.day)]
    before = _number(clause.day) - 1
    wanted: list[tuple[FactValue, Words]] = [
        (before, Words(f"{clause.fact} = {before}（前一日）", f"{clause.fact} = {before} (the day before)")),
        (before + 1, Words(f"{clause.fact} = {before + 1}（当日）", f"{clause.fact} = {before + 1} (that day)")),
    ]
    found = [words for value, words in wanted if not any(dict(test.facts).get(clause.fact) == value for test in tests)]
    if not any(_unknown(test, clause.fact) for test in tests):
        found.append(Words(f"{clause.fact} 不详", f"{clause.fact} not known"))
    return found


def _unknown(test: RuleTest, fact: str) -> bool:
    return test.expect is Answer.CANNOT_TELL and dict(test.facts).get(fact) is None


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _transitional(context: Context) -> Iterator[tuple[Rule, int, Cite]]:
    for rule in context.rulebook.rules:
        for index, cite in enumerate(rule.cites):
            if cite.is_transitional:
                yield rule, index, cite


TRANSITION_CHECKS: tuple[Check, ...] = (adds_days, tried)
