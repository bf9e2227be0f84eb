"""An independent parser of SQL (sqlglot, as a reader only) must build the same tree from the same text."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from sqlglot import expressions as sql

from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import (
    And,
    Arithmetic,
    ArithmeticOp,
    Between,
    Boolean,
    Compare,
    CompareOp,
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
)
from shouzheng.rulebook.language.render import to_sql
from tests.rulebook.language.test_expression import READ
from tests.rulebook.making import conditions


def _plain(node: Node) -> Node:
    """Flatten nested AND and OR and write negated predicates as NOT, as far as the two trees may differ in form."""
    match node:
        case And(parts):
            flat = [
                inner for part in map(_plain, parts) for inner in (part.parts if isinstance(part, And) else (part,))
            ]
            return And(tuple(flat))
        case Or(parts):
            flat = [inner for part in map(_plain, parts) for inner in (part.parts if isinstance(part, Or) else (part,))]
            return Or(tuple(flat))
        case Not(part):
            return Not(_plain(part))
        case In(part, choices, True):
            return Not(_plain(In(part, choices)))
        case Between(part, low, high, True):
            return Not(_plain(Between(part, low, high)))
        case Between(part, low, high):
            return Between(_plain(part), _plain(low), _plain(high))
        case IsNull(part, True):
            return Not(IsNull(_plain(part)))
        case IsNull(part):
            return IsNull(_plain(part))
        case Compare(op, left, right):
            return Compare(op, _plain(left), _plain(right))
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, _plain(left), _plain(right))
        case Negative(part):
            return Negative(_plain(part))
        case Integer(value) if value < 0:
            return Negative(Integer(-value))
        case In(part, choices):
            return In(_plain(part), tuple(map(_plain, choices)))
    return node


_OPS: dict[type, CompareOp] = {sql.EQ: "=", sql.NEQ: "<>", sql.LT: "<", sql.LTE: "<=", sql.GT: ">", sql.GTE: ">="}
_SIGNS: dict[type, ArithmeticOp] = {sql.Add: "+", sql.Sub: "-", sql.Mul: "*"}


def _from_sqlglot(tree: Any) -> Node:
    match tree:
        case sql.Paren():
            return _from_sqlglot(tree.this)
        case sql.And():
            return And((_from_sqlglot(tree.this), _from_sqlglot(tree.expression)))
        case sql.Or():
            return Or((_from_sqlglot(tree.this), _from_sqlglot(tree.expression)))
        case sql.Not():
            return Not(_from_sqlglot(tree.this))
        case sql.In():
            return In(_from_sqlglot(tree.this), tuple(_from_sqlglot(each) for each in tree.expressions))
        case sql.Between():
            low, high = _from_sqlglot(tree.args["low"]), _from_sqlglot(tree.args["high"])
            return Between(_from_sqlglot(tree.this), low, high)
        case sql.Is():
            return IsNull(_from_sqlglot(tree.this))
        case sql.Neg():
            return Negative(_from_sqlglot(tree.this))
        case sql.Boolean():
            return Boolean(bool(tree.this))
        case sql.Null():
            return Null()
        case sql.Literal():
            return Text(tree.name) if tree.is_string else Integer(int(tree.name))
        case sql.Placeholder():
            return Named(tree.name)
        case sql.Column():
            return Fact(tree.name)
    if type(tree) in _OPS:
        return Compare(_OPS[type(tree)], _from_sqlglot(tree.this), _from_sqlglot(tree.expression))
    return Arithmetic(_SIGNS[type(tree)], _from_sqlglot(tree.this), _from_sqlglot(tree.expression))


@settings(deadline=None, max_examples=80)
@given(conditions())
def test_sqlglot_builds_the_same_tree(node: Node) -> None:
    assert _plain(_from_sqlglot(sqlglot.parse_one(to_sql(node)))) == _plain(node)


@pytest.mark.parametrize("text", [text for text, _ in READ])
def test_sqlglot_reads_our_examples_alike(text: str) -> None:
    assert _plain(_from_sqlglot(sqlglot.parse_one(text))) == _plain(parse(text))
