"""Says a condition in SQL, made from the same tree that runs (``sentence`` says it in Chinese and English)."""

from __future__ import annotations

from collections.abc import Mapping

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
    Or,
    Text,
)
from shouzheng.rulebook.language.sentence import to_sentence

__all__ = ["to_sentence", "to_sql"]

Numbers = Mapping[str, int | None]

#: Binding strength of each kind of node, loosest first; a looser part inside a tighter one gets brackets.
_OR, _AND, _NOT, _PREDICATE, _SUM, _PRODUCT, _UNARY, _ATOM = range(1, 9)


def to_sql(node: Node, numbers: Numbers | None = None) -> str:
    """Return the condition as SQL that means the same on every engine; numbers are put in where they are given.

    A number that is ``None`` becomes NULL; one that is not in ``numbers`` stays ``:name``. Without numbers the text
    parses back to the same tree.
    """
    return _sql(node, numbers or {})


def _sql(node: Node, numbers: Numbers) -> str:
    def part(inner: Node, level: int) -> str:
        text = _sql(inner, numbers)
        return text if _level(inner, numbers) >= level else f"({text})"

    match node:
        case Or(parts):
            return " OR ".join(part(each, _OR + 1) for each in parts)
        case And(parts):
            return " AND ".join(part(each, _AND + 1) for each in parts)
        case Not(inner):
            return f"NOT {part(inner, _NOT)}"
        case Compare(op, left, right):
            return f"{part(left, _SUM)} {op} {part(right, _SUM)}"
        case In(inner, choices, negated):
            listed = ", ".join(_sql(choice, numbers) for choice in choices)
            return f"{part(inner, _SUM)} {'NOT IN' if negated else 'IN'} ({listed})"
        case Between(inner, low, high, negated):
            word = "NOT BETWEEN" if negated else "BETWEEN"
            return f"{part(inner, _SUM)} {word} {part(low, _SUM)} AND {part(high, _SUM)}"
        case IsNull(inner, negated):
            return f"{part(inner, _SUM)} {'IS NOT NULL' if negated else 'IS NULL'}"
        case Arithmetic(op, left, right):
            level = _PRODUCT if op == "*" else _SUM
            return f"{part(left, level)} {op} {part(right, level + 1)}"
        case Negative(inner):
            return f"-{part(inner, _ATOM)}"
        case _:
            return _atom(node, numbers)


def _atom(node: Node, numbers: Numbers) -> str:
    match node:
        case Fact(name):
            return name
        case Named(name):
            value = numbers.get(name, name)
            return f":{name}" if value is name else "NULL" if value is None else str(value)
        case Integer(value):
            return str(value)
        case Text(text):
            return "'" + text.replace("'", "''") + "'"
        case Boolean(truth):
            return "TRUE" if truth else "FALSE"
    return "NULL"


def _level(node: Node, numbers: Numbers) -> int:
    match node:
        case Or():
            return _OR
        case And():
            return _AND
        case Not():
            return _NOT
        case Compare() | In() | Between() | IsNull():
            return _PREDICATE
        case Arithmetic("*"):
            return _PRODUCT
        case Arithmetic():
            return _SUM
        case Negative():
            return _UNARY
        case Integer(value) if value < 0:
            return _UNARY
        case Named(name) if (numbers.get(name) or 0) < 0:
            return _UNARY
    return _ATOM
