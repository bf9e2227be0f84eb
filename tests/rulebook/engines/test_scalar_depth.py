"""Many conditions in one rule, or shared by many, never nest deeper than Python reads."""

from __future__ import annotations

import pytest

from shouzheng.rulebook.engines.scalar_rules import _RuleWriter
from shouzheng.rulebook.language.nodes import And, Compare, Integer, Node
from tests.rulebook.making import read


def chain(first: int, last: int) -> Node:
    """``m`` above every number from the first up to the last."""
    return read(" AND ".join(f"m > {number}" for number in range(first, last)))


def bound(part: Node) -> int:
    """The number in ``m > 7``."""
    assert isinstance(part, Compare)
    assert isinstance(part.right, Integer)
    return part.right.value


@pytest.mark.parametrize(
    "rules",
    [
        [(chain(0, 99), []), (chain(0, 99), [])],
        [(chain(0, 105), []), (chain(0, 55), []), (chain(50, 150), [])],
        [(chain(0, last), []) for last in range(1, 120, 3)],
        [(chain(0, 150), [])],
        [(chain(0, 2), [read(f"m > {number}") for number in range(200, 320)])],
    ],
)
def test_answers_are_right_however_many_conditions_there_are(rules: list[tuple[Node, list[Node]]]) -> None:
    compiled = _RuleWriter(frozenset()).rules(rules)
    for value in (1000, -1, 120, None):
        codes = compiled.of_mapping({"m": value}, ())
        assert codes == compiled.of_tuple([value], ())
        for (when, unless), code in zip(rules, codes, strict=False):
            if value is None:
                assert code == 1
                continue
            holds = all(value > bound(part) for part in (when.parts if isinstance(when, And) else (when,)))
            excepted = any(value > bound(part) for part in unless)
            assert code == (3 if holds and not excepted else 0)
