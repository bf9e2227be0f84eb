"""Runs the examples in the rules' own files on every engine: each must give the expected answer, and all the same.

Engines here are the reference interpreter, the scalar function and, where numpy is installed, the vector kernel; the
project's own test suite adds SQLite and Polars as independent oracles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

from shouzheng.model.law import CiteRole
from shouzheng.model.verdict import Answer, FactValue, Verdict
from shouzheng.rulebook.explain import explain
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.files.rule import Rule, RuleTest
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.verdicts import judge_of

INTERPRETER, SCALAR, VECTOR = "interpreter", "scalar", "vector"


@dataclass(frozen=True, slots=True)
class TestResult:
    """One example on all engines. ``got`` holds each engine's answer; ``wrong`` says what differs."""

    __test__ = False  # not a test class for pytest

    rule: str
    test: RuleTest
    got: tuple[tuple[str, Answer], ...]
    cites: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when every engine gave what was expected."""
        return not self.wrong


def example_values(rulebook: Rulebook, test: RuleTest) -> dict[str, FactValue]:
    """Return the facts of an example; a count given without its ``_possible`` column is sure, so both are equal."""
    values = dict(test.facts)
    for name in rulebook.counts:
        if name in values:
            values.setdefault(name + POSSIBLE, values[name])
    return values


def engines_here() -> tuple[str, ...]:
    """Return the engines that can run: the vector kernel needs numpy (extra ``audit``)."""
    return (INTERPRETER, SCALAR, VECTOR) if find_spec("numpy") else (INTERPRETER, SCALAR)


def run_rule_tests(
    rulebook: Rulebook, rules: Iterable[Rule] | None = None, engines: Iterable[str] | None = None
) -> list[TestResult]:
    """Run every example of the rules (all by default) on the engines (all that can run by default)."""
    chosen = tuple(rulebook.rules if rules is None else rules)
    cases = [(rule, test, example_values(rulebook, test)) for rule in chosen for test in rule.tests]
    verdicts = [explain(rulebook, rule, "test", test.day, values).verdict for rule, test, values in cases]
    answers = {INTERPRETER: [verdict.answer for verdict in verdicts]}
    for engine in engines_here() if engines is None else engines:
        if engine != INTERPRETER:
            answers[engine] = _ENGINES[engine](rulebook, cases)
    results = []
    for index, (rule, test, _) in enumerate(cases):
        got = tuple((engine, found[index]) for engine, found in answers.items())
        results.append(_compare(rule, test, got, verdicts[index]))
    return results


_Case = tuple[Rule, RuleTest, dict[str, FactValue]]


def _scalar(rulebook: Rulebook, cases: list[_Case]) -> list[Answer]:
    places = {rule.id: place for place, rule in enumerate(rulebook.rules)}
    judge = judge_of(rulebook)
    return [judge.answer(places[rule.id], test.day, values) for rule, test, values in cases]


def _vector(rulebook: Rulebook, cases: list[_Case]) -> list[Answer]:
    from shouzheng.rulebook.engines.vector import ANSWERS, VectorJudge, columns_of

    if not cases:
        return []
    places = {rule.id: place for place, rule in enumerate(rulebook.rules)}
    rows: list[tuple[date, Mapping[str, FactValue]]] = [(test.day, values) for _, test, values in cases]
    found = VectorJudge(rulebook).answers(columns_of(rulebook, rows))
    return [ANSWERS[found[places[rule.id], index]] for index, (rule, _, _) in enumerate(cases)]


_ENGINES: dict[str, Callable[[Rulebook, list[_Case]], list[Answer]]] = {
    SCALAR: _scalar,
    VECTOR: _vector,
}


def _compare(rule: Rule, test: RuleTest, got: tuple[tuple[str, Answer], ...], verdict: Verdict) -> TestResult:
    printed = (CiteRole.FORBIDS, CiteRole.SUPPORTS)
    cites = tuple(c.provision.id for c in verdict.citations if c.role in printed)
    wrong = [
        f"{engine}: expected {test.expect.value}, got {answer.value}" for engine, answer in got if answer != test.expect
    ]
    if test.cites is not None and set(test.cites) != set(cites):
        wrong.append(f"cites: expected {' '.join(test.cites) or '-'}, got {' '.join(cites) or '-'}")
    if test.missing is not None and set(test.missing) != set(verdict.missing):
        wrong.append(f"missing: expected {' '.join(test.missing) or '-'}, got {' '.join(verdict.missing) or '-'}")
    return TestResult(rule.id, test, got, cites, verdict.missing, tuple(wrong))
