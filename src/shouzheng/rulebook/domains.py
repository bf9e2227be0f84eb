"""The values of a fact that can make a difference to a condition: what to try when one asks "what if"."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.engines.interpreter import Numbers, evaluate
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
from shouzheng.rulebook.language.nodes import (
    Arithmetic,
    Between,
    Compare,
    Fact,
    In,
    Integer,
    Named,
    Negative,
    Node,
    fact_names,
    walk,
)

#: Distance from each number at which a comparison can change.
_AROUND = (-1, 0, 1)


def candidates(node: Node, facts: Mapping[str, FactDefinition], numbers: Numbers) -> dict[str, tuple[FactValue, ...]]:
    """Return for each fact of a condition the known values worth trying.

    Booleans and enums give all values. Integers give each number that the condition compares them with, and its two
    neighbours, inside the fact's range; a condition changes nowhere else unless it calculates with several facts.
    """
    marks = {number for part in walk(node) for number in _marks(part, numbers)}
    found: dict[str, tuple[FactValue, ...]] = {}
    for name in fact_names(node):
        fact = facts[name]
        if fact.type is FactType.BOOL:
            found[name] = (True, False)
        elif fact.type is FactType.ENUM:
            found[name] = fact.values
        else:
            near = sorted({mark + step for mark in marks for step in _AROUND} | {0, 1})
            found[name] = tuple(value for value in near if fact.low <= value <= fact.high)
    return found


def _marks(part: Node, numbers: Numbers) -> list[int]:
    """Return the numbers that a comparison compares a fact with; with arithmetic on the way, its constants as well."""
    if not isinstance(part, Compare | Between | In):
        return []
    found = []
    for inner in walk(part):
        if isinstance(inner, Integer):
            found.append(inner.value)
        elif isinstance(inner, Named):
            value = numbers.get(inner.name)
            found += [] if value is None else [value]
        elif isinstance(inner, Arithmetic | Negative) and not any(isinstance(p, Fact) for p in walk(inner)):
            value = _constant(inner, numbers)
            found += [] if value is None else [value]
    return found


def _constant(node: Node, numbers: Numbers) -> int | None:
    match node:
        case Integer(value):
            return value
        case Named(name):
            return numbers.get(name)
        case Negative(part):
            inner = _constant(part, numbers)
            return None if inner is None else -inner
        case Arithmetic(op, left, right):
            a, b = _constant(left, numbers), _constant(right, numbers)
            if a is None or b is None:
                return None
            return a + b if op == "+" else a - b if op == "-" else a * b
    return None


def single_changes(
    node: Node, facts: Mapping[str, FactDefinition], values: Mapping[str, FactValue], numbers: Numbers
) -> list[tuple[str, FactValue]]:
    """Return each change of one fact that makes a condition FALSE: what would have made the contact lawful.

    A count is changed in both its columns at once, as if it were surely that. Of integers only those are given beside
    which the condition still holds: the last minute before the night, the most calls allowed.
    """

    def clears(columns: tuple[str, ...], value: FactValue) -> bool:
        return evaluate(node, {**values, **dict.fromkeys(columns, value)}, numbers) is False

    found: list[tuple[str, FactValue]] = []
    for name, tries in candidates(node, facts, numbers).items():
        if name.endswith(POSSIBLE) and name.removesuffix(POSSIBLE) in facts:
            continue
        columns = (name, name + POSSIBLE) if name + POSSIBLE in facts else (name,)
        for value in tries:
            if value == values.get(name) or not clears(columns, value):
                continue
            fact = facts[name]
            beside = [value - 1, value + 1] if type(value) is int else []
            inside = [each for each in beside if fact.low <= each <= fact.high]
            if not inside or any(not clears(columns, each) for each in inside):
                found.append((name, value))
    return found
