"""Pairs of rules: the same conduct under the same law must not get two different answers, nor be found twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from shouzheng.model.law import CiteRole
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.files.instruments import ANY
from shouzheng.rulebook.files.rule import ANYONE, Rule


def contradictions(context: Context) -> Iterator[Problem]:
    """Two rules with the same condition, a forbidding provision and persons in common."""
    for one, other in combinations(context.rulebook.rules, 2):
        if one.condition is None or one.condition != other.condition or not _meet(one, other):
            continue
        kind = problems.SAME_CONDITION if one.answer is other.answer else problems.CONTRADICTION
        yield context.rule_problem(kind, other, "condition", "when", one=one.id, other=other.id)


def _meet(one: Rule, other: Rule) -> bool:
    """True when some contact can fall under both rules with the same forbidding provision."""
    forbidding = [{cite.provision for cite in rule.cites if cite.role is CiteRole.FORBIDS} for rule in (one, other)]
    return (
        bool(forbidding[0] & forbidding[1])
        and _share(one.institution_kinds, other.institution_kinds, ANY)
        and _share(one.contacted, other.contacted, ANYONE)
    )


def _share(one: tuple[str, ...], other: tuple[str, ...], everything: str) -> bool:
    return everything in one or everything in other or bool(set(one) & set(other))


PAIR_CHECKS: tuple[Check, ...] = (contradictions,)
