"""No limit of 63 rules, or of any other number that a machine word suggests: the vector kernel takes hundreds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy
import pytest

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.engines.vector import ANSWERS, Column, VectorJudge, columns_of
from shouzheng.rulebook.engines.vector_bits import pack
from shouzheng.rulebook.files.facts import FactType
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.nodes import And, Compare, Fact, Integer
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.verdicts import Judge

LAW = load_rulebook()
DAYS = [date(2020, 2, 1), date(2023, 6, 1), date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1)]


def many(times: int) -> Rulebook:
    """The shipped rules again and again, each time a little different: only from another day number on."""
    rules = [_again(rule, number) for number in range(times) for rule in LAW.rules]
    return replace(LAW, rules=tuple(rules))


def _again(rule: Rule, number: int) -> Rule:
    since = Compare(">=", Fact("day_no"), Integer(18_000 + 400 * number))
    when = rule.when and And((rule.when, since))
    condition = rule.condition and And((rule.condition, since))
    return replace(rule, id=f"{rule.id}-{number}", when=when, condition=condition)


def events(size: int) -> list[tuple[date, dict[str, FactValue]]]:
    chance = random.Random(7)  # noqa: S311 - events that can be made again
    found = []
    for _ in range(size):
        day = chance.choice(DAYS)
        values: dict[str, FactValue] = {"day_no": day.toordinal() - date(1970, 1, 1).toordinal()}
        for name, fact in LAW.facts.items():
            if name in values or chance.random() < 0.2:
                continue
            if fact.type is FactType.BOOL:
                values[name] = chance.random() < 0.4
            elif fact.type is FactType.ENUM:
                values[name] = chance.choice(fact.values)
            else:
                values[name] = chance.randint(max(fact.low, 0), min(fact.high, 2000))
        found.append((day, values))
    return found


@pytest.mark.parametrize("times", [1, 4])
def test_more_than_two_hundred_rules_as_one_by_one(times: int) -> None:
    law, rows = many(times), events(120)
    assert times == 1 or len(law.rules) > 200
    found = VectorJudge(law).answers(columns_of(law, rows), chunk=32)
    assert found.shape == (len(law.rules), len(rows))
    judge = Judge(law)
    for place, (day, values) in enumerate(rows):
        assert [ANSWERS[code] for code in found[:, place]] == judge.answers(day, values)
    # the copies of one rule do differ, so that no copy stands in for another
    assert times == 1 or (found[: len(LAW.rules)] != found[-len(LAW.rules) :]).any()


def test_packed_columns_are_the_same_columns() -> None:
    rows = events(77)
    plain = columns_of(LAW, rows)
    packed = {
        name: Column(
            pack(column.values) if column.values.dtype == bool else column.values,
            None if column.known is None else pack(column.known),
        )
        for name, column in plain.items()
    }
    judge = VectorJudge(LAW)
    assert numpy.array_equal(judge.answers(packed, chunk=16), judge.answers(plain))
    assert numpy.array_equal(judge.answers(packed), judge.answers(plain, chunk=3))
    with pytest.raises(ValueError, match="multiples of eight"):
        judge.answers(packed, chunk=12)
    with pytest.raises(ValueError, match="differ in length"):
        judge.answers({**packed, "is_call": Column(packed["is_call"].values[:-1])})
