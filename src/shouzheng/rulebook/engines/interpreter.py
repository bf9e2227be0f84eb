"""The reference interpreter: three-valued, slow and obvious. Every faster engine must agree with it.

Values are ``True``, ``False``, integers, enum texts, and ``None`` for unknown, with the meaning SQL gives to NULL.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shouzheng.model.verdict import FactValue, Leaf
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.language.nodes import (
    And,
    Arithmetic,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Integer,
    IsNull,
    Named,
    Negative,
    Node,
    Not,
    Null,
    Or,
    Text,
    children,
    fact_names,
    walk,
)

Values = Mapping[str, FactValue]
Numbers = Mapping[str, int | None]

#: The type check of the rules has excluded sides that cannot be ordered, hence ``Any``.
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def evaluate(node: Node, values: Values, numbers: Numbers | None = None) -> bool | None:
    """Return the truth of a type-checked condition; facts that are not in ``values`` are unknown."""
    result = _value(node, values, numbers or {})
    return result if isinstance(result, bool) else None


def missing(node: Node, values: Values, numbers: Numbers | None = None) -> tuple[str, ...]:
    """Name the unknown facts that keep the condition from being decided, in the order they are written.

    Parts that are TRUE or FALSE are passed over: an unknown fact below them could not change the answer. A count whose
    sure and possible value differ is named by its own name. Empty when the condition is not unknown.
    """
    return tuple(dict.fromkeys(_missing(node, values, numbers or {})))


def leaves(node: Node, values: Values, numbers: Numbers | None = None) -> tuple[Leaf, ...]:
    """Return every fact and named number (as ``:name``) of a condition with its value, each once, in written order."""
    found: dict[str, FactValue] = {}
    for part in walk(node):
        if isinstance(part, Fact):
            found.setdefault(part.name, values.get(part.name))
        elif isinstance(part, Named):
            found.setdefault(f":{part.name}", (numbers or {}).get(part.name))
    return tuple(Leaf(name, value) for name, value in found.items())


def _value(node: Node, values: Values, numbers: Numbers) -> FactValue:
    match node:
        case And(parts):
            return conjunction(_truth(part, values, numbers) for part in parts)
        case Or(parts):
            return negation(conjunction(negation(_truth(part, values, numbers)) for part in parts))
        case Not(part):
            return negation(_truth(part, values, numbers))
        case Fact(name):
            return values.get(name)
        case Named(name):
            return numbers.get(name)
        case Integer(value) | Text(value) | Boolean(value):
            return value
        case Null():
            return None
        case Compare(op, left, right):
            return _compare(op, _value(left, values, numbers), _value(right, values, numbers))
        case IsNull(part, negated):
            return (_value(part, values, numbers) is None) is not negated
        case In(part, choices, negated):
            one = _value(part, values, numbers)
            return None if one is None else (one in [_value(each, values, numbers) for each in choices]) is not negated
        case Between(part, low, high, negated):
            one = _value(part, values, numbers)
            at_least = _compare(">=", one, _value(low, values, numbers))
            inside = conjunction([at_least, _compare("<=", one, _value(high, values, numbers))])
            return negation(inside) if negated else inside
        case Arithmetic() | Negative():
            return _calculate(node, values, numbers)


def _truth(node: Node, values: Values, numbers: Numbers) -> bool | None:
    result = _value(node, values, numbers)
    return result if isinstance(result, bool) else None


def conjunction(truths: Iterable[bool | None]) -> bool | None:
    """FALSE when any part is FALSE, else unknown when any is unknown, else TRUE."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def negation(truth: bool | None) -> bool | None:
    """Unknown stays unknown."""
    return None if truth is None else not truth


def _compare(op: str, left: FactValue, right: FactValue) -> bool | None:
    return None if left is None or right is None else _COMPARE[op](left, right)


def _calculate(node: Arithmetic | Negative, values: Values, numbers: Numbers) -> int | None:
    parts = [_value(child, values, numbers) for child in children(node)]
    known = [part for part in parts if isinstance(part, int)]
    if len(known) < len(parts):
        return None
    return -known[0] if isinstance(node, Negative) else _ARITHMETIC[node.op](known[0], known[1])


def _missing(node: Node, values: Values, numbers: Numbers) -> list[str]:
    if _value(node, values, numbers) is not None:
        return []
    if isinstance(node, Null):
        return [node.doubt] if node.doubt else []
    if isinstance(node, And | Or | Not):
        return [name for child in children(node) for name in _missing(child, values, numbers)]
    return [name.removesuffix(POSSIBLE) for name in fact_names(node) if values.get(name) is None]
