"""Checks the types of a condition against the facts: booleans, integers and enum values are never mixed.

Integer ranges are followed as well, so that no calculation can leave 64 bits on any engine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
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
)
from shouzheng.rulebook.language.tokens import MAX_INTEGER, ExpressionError

_LIMIT = 2**63 - 1


class _Type(StrEnum):
    BOOL = "bool"
    INT = "int"
    ENUM = "enum"
    TEXT = "text"
    NULL = "null"
    WRONG = "wrong"  # an error was already reported below


_SAY = {
    _Type.BOOL: Words("真假", "a boolean"),
    _Type.INT: Words("整数", "an integer"),
    _Type.ENUM: Words("取值类事实", "an enum fact"),
    _Type.TEXT: Words("取值", "a quoted value"),
    _Type.NULL: Words("NULL", "NULL"),
}
#: What the right side of = and <> must be for each left side.
_PARTNER = {_Type.BOOL: _Type.BOOL, _Type.INT: _Type.INT, _Type.ENUM: _Type.TEXT, _Type.TEXT: _Type.ENUM}
_FACT_TYPES = {FactType.BOOL: _Type.BOOL, FactType.INT: _Type.INT, FactType.ENUM: _Type.ENUM}


@dataclass(frozen=True, slots=True)
class _Found:
    type: _Type
    low: int = 0
    high: int = 0


_WRONG = _Found(_Type.WRONG)
_BOOL = _Found(_Type.BOOL)


def check_types(
    node: Node,
    text: str,
    facts: Mapping[str, FactDefinition],
    numbers: Collection[str] = (),
    counts: Collection[str] = (),
) -> list[ExpressionError]:
    """Return all type errors of a condition as written; ``numbers`` and ``counts`` are the names it may use."""
    checker = _Checker(text, facts, numbers, counts)
    checker.need(node, _Type.BOOL)
    return checker.errors


class _Checker:
    def __init__(
        self, text: str, facts: Mapping[str, FactDefinition], numbers: Collection[str], counts: Collection[str]
    ) -> None:
        self.text, self.facts, self.numbers, self.counts = text, facts, numbers, counts
        self.errors: list[ExpressionError] = []

    def need(self, node: Node, wanted: _Type) -> _Found:
        """Find the type of a part and report it when it is not the wanted one (NULL may stand for a boolean)."""
        found = self.find(node)
        if found.type in (wanted, _Type.WRONG) or (wanted is _Type.BOOL and found.type is _Type.NULL):
            return found
        return self.mismatch(node, _SAY[wanted], found.type)

    def mismatch(self, node: Node, expected: Words, found: _Type) -> _Found:
        say = _SAY[found]
        self.errors.append(
            ExpressionError(
                problems.TYPE_MISMATCH,
                self.text,
                node.at,
                expected_zh=expected.zh,
                expected_en=expected.en,
                found_zh=say.zh,
                found_en=say.en,
            )
        )
        return _WRONG

    def find(self, node: Node) -> _Found:
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    self.need(part, _Type.BOOL)
                return _BOOL
            case Not(part):
                self.need(part, _Type.BOOL)
                return _BOOL
            case Compare():
                return self.compare(node)
            case In():
                return self.inside(node)
            case Between(part, low, high):
                for each in (part, low, high):
                    self.not_a_count(each)
                    self.need(each, _Type.INT)
                return _BOOL
            case IsNull(part):
                self.not_a_count(part)
                found = self.find(part)
                return _BOOL if found.type not in (_Type.TEXT, _Type.NULL) else self.mismatch(part, _NAME, found.type)
            case Arithmetic() | Negative():
                return self.calculation(node)
            case Fact() | Named():
                return self.name(node)
            case Integer(value):
                return _Found(_Type.INT, value, value)
            case Boolean():
                return _BOOL
            case Text():
                return _Found(_Type.TEXT)
            case Null():
                return _Found(_Type.NULL)

    def name(self, node: Fact | Named) -> _Found:
        if isinstance(node, Named):
            if node.name in self.numbers:
                return _Found(_Type.INT, -MAX_INTEGER, MAX_INTEGER)
            self.errors.append(ExpressionError(problems.UNKNOWN_NUMBER, self.text, node.at, name=node.name))
            return _WRONG
        if node.name.removesuffix(POSSIBLE) in self.counts and node.name.endswith(POSSIBLE):
            self.errors.append(ExpressionError(problems.POSSIBLE_NAMED, self.text, node.at, name=node.name))
            return _WRONG
        fact = self.facts.get(node.name)
        if fact is None:
            self.errors.append(self.unknown_fact(node))
            return _WRONG
        return _Found(_FACT_TYPES[fact.type], fact.low, fact.high)

    def unknown_fact(self, node: Fact) -> ExpressionError:
        from difflib import get_close_matches  # slow to import, and only errors need it

        near = get_close_matches(node.name, self.facts, 3)
        zh = f"（是否要写 {'、'.join(near)}）" if near else ""
        en = f" (did you mean {', '.join(near)}?)" if near else ""
        return ExpressionError(problems.UNKNOWN_FACT, self.text, node.at, name=node.name, near_zh=zh, near_en=en)

    def compare(self, node: Compare) -> _Found:
        left, right = self.find(node.left), self.find(node.right)
        if _Type.WRONG in (left.type, right.type):
            return _BOOL
        self.count_compared(node)
        types = {left.type, right.type}
        ordering = node.op not in ("=", "<>")
        if types == {_Type.ENUM, _Type.TEXT} and not ordering:
            fact, value = (node.left, node.right) if left.type is _Type.ENUM else (node.right, node.left)
            self.value_of(fact, value)
        elif types == {_Type.BOOL} and not ordering:
            pass
        elif types != {_Type.INT}:
            wanted = _Type.INT if ordering else _PARTNER.get(left.type, _Type.INT)
            at_right = not ordering or left.type is _Type.INT
            wrong = (node.right, right) if at_right else (node.left, left)
            self.mismatch(wrong[0], _SAY[wanted], wrong[1].type)
        return _BOOL

    def inside(self, node: In) -> _Found:
        self.not_a_count(node.part)
        found = self.find(node.part)
        if found.type is _Type.ENUM:
            for choice in node.choices:
                self.value_of(node.part, choice)
        elif found.type is _Type.INT:
            for choice in node.choices:
                self.need(choice, _Type.INT)
        elif found.type is not _Type.WRONG:
            self.mismatch(node.part, Words("整数或取值类事实", "an integer or enum fact"), found.type)
        return _BOOL

    def value_of(self, fact: Node, value: Node) -> None:
        """Check that a literal is one of the values of the enum fact it is compared with."""
        if not isinstance(value, Text):
            self.need(value, _Type.TEXT)
        elif isinstance(fact, Fact) and value.value not in self.facts[fact.name].values:
            allowed = " ".join(self.facts[fact.name].values)
            slots = {"fact": fact.name, "value": value.value, "allowed": allowed}
            self.errors.append(ExpressionError(problems.NOT_A_VALUE, self.text, value.at, **slots))

    def calculation(self, node: Arithmetic | Negative) -> _Found:
        for child in children(node):
            self.not_a_count(child)
        parts = [self.need(child, _Type.INT) for child in children(node)]
        if any(part.type is _Type.WRONG for part in parts):
            return _WRONG
        first, last = parts[0], parts[-1]
        if isinstance(node, Negative):
            ends = [-first.low, -first.high]
        elif node.op == "+":
            ends = [first.low + last.low, first.high + last.high]
        elif node.op == "-":
            ends = [first.low - last.high, first.high - last.low]
        else:
            ends = [a * b for a in (first.low, first.high) for b in (last.low, last.high)]
        if max(ends) > _LIMIT or min(ends) < -_LIMIT:
            self.errors.append(ExpressionError(problems.OVERFLOW, self.text, node.at))
            return _WRONG
        return _Found(_Type.INT, min(ends), max(ends))

    # --- counts: only compared by order, with something that holds no fact

    def not_a_count(self, node: Node) -> None:
        if isinstance(node, Fact) and node.name in self.counts:
            self.misused(node)

    def count_compared(self, node: Compare) -> None:
        for part, other in ((node.left, node.right), (node.right, node.left)):
            if (
                isinstance(part, Fact)
                and part.name in self.counts
                and (node.op in ("=", "<>") or not is_constant(other))
            ):
                self.misused(part)

    def misused(self, node: Node) -> None:
        self.errors.append(ExpressionError(problems.COUNT_MISUSED, self.text, node.at, name=getattr(node, "name", "")))


_NAME = Words("事实或条件", "a fact or a condition")


def is_constant(node: Node) -> bool:
    """True when the part holds no fact, so that its value does not change between events of one day."""
    return not isinstance(node, Fact) and all(is_constant(child) for child in children(node))
