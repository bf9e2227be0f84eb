"""Reads a condition into its tree by recursive descent; one function per level of precedence, as in SQL.

Grammar, loosest first: OR, AND, NOT, one comparison (= <> < <= > >=, [NOT] IN, [NOT] BETWEEN, IS [NOT] NULL; never
chained), + and -, *, unary minus, then literals, names and brackets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from shouzheng.model.words import Words
from shouzheng.rulebook import problems
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
from shouzheng.rulebook.language.tokens import ExpressionError, Kind, Token, refuse, refuse_call, tokenize

#: Deepest nesting of brackets, NOT and minus, and longest run of + - *. Real conditions nest three or four deep.
MAX_DEPTH = 24

_CHAINED = (
    Words("连续比较", "a chain of comparisons"),
    Words("用 AND 连接两个比较，或加括号。", "Join two comparisons with AND, or use brackets."),
)
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def parse(text: str) -> Node:
    """Read a condition; raises ``ExpressionError`` with line and column. Types are checked by ``check.check_types``."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.place = 0
        self.depth = 0

    # --- moving through the tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def next(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def take(self, kind: Kind, value: str) -> bool:
        """Step over the token if it is this one."""
        if self.token.kind is kind and self.token.value == value:
            self.place += 1
            return True
        return False

    def need(self, kind: Kind, value: str) -> None:
        if not self.take(kind, value):
            raise self.failure(Words(value, value))

    def failure(self, expected: Words) -> ExpressionError:
        token = self.token
        found = "⏎" if token.kind is Kind.END else token.value
        return ExpressionError(
            problems.SYNTAX, self.text, token.at, expected_zh=expected.zh, expected_en=expected.en, found=found
        )

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep(self.token.at)

    def too_deep(self, at: int) -> ExpressionError:
        detail = Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} deep")
        return ExpressionError(problems.TOO_LARGE, self.text, at, detail_zh=detail.zh, detail_en=detail.en)

    # --- the levels of precedence

    def whole(self) -> Node:
        node = self.disjunction()
        if self.token.kind is not Kind.END:
            raise self.failure(Words("AND、OR 或结尾", "AND, OR or the end"))
        return node

    def disjunction(self) -> Node:
        at = self.token.at
        parts = [self.conjunction()]
        while self.take(Kind.KEYWORD, "OR"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts), at)

    def conjunction(self) -> Node:
        at = self.token.at
        parts = [self.negation()]
        while self.take(Kind.KEYWORD, "AND"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts), at)

    def negation(self) -> Node:
        at = self.token.at
        if not self.take(Kind.KEYWORD, "NOT"):
            return self.predicate()
        self.deeper()
        node = Not(self.negation(), at)
        self.depth -= 1
        return node

    def predicate(self) -> Node:
        at = self.token.at
        left = self.sum()
        token = self.token
        if token.kind is Kind.SIGN and token.value in _COMPARISONS:
            self.next()
            node: Node = Compare(cast(CompareOp, token.value), left, self.sum(), at)
        elif token.kind is Kind.KEYWORD and token.value in ("IS", "IN", "BETWEEN", "NOT"):
            node = self.keyword_predicate(left, at)
        else:
            return left
        if self.token.value in (*_COMPARISONS, "IS", "IN", "BETWEEN") and self.token.kind in (Kind.SIGN, Kind.KEYWORD):
            raise refuse(self.text, self.token.at, self.token.value, *_CHAINED)
        return node

    def keyword_predicate(self, left: Node, at: int) -> Node:
        if self.take(Kind.KEYWORD, "IS"):
            negated = self.take(Kind.KEYWORD, "NOT")
            self.need(Kind.KEYWORD, "NULL")
            return IsNull(left, negated, at)
        negated = self.take(Kind.KEYWORD, "NOT")
        if self.take(Kind.KEYWORD, "IN"):
            return In(left, self.choices(), negated, at)
        if self.take(Kind.KEYWORD, "BETWEEN"):
            low = self.sum()
            self.need(Kind.KEYWORD, "AND")
            return Between(left, low, self.sum(), negated, at)
        raise self.failure(Words("IN 或 BETWEEN", "IN or BETWEEN"))

    def choices(self) -> tuple[Node, ...]:
        self.need(Kind.SIGN, "(")
        choices = [self.choice()]
        while self.take(Kind.SIGN, ","):
            choices.append(self.choice())
        self.need(Kind.SIGN, ")")
        return tuple(choices)

    def choice(self) -> Node:
        at = self.token.at
        minus = self.take(Kind.SIGN, "-")
        token = self.token
        if token.kind is Kind.INTEGER:
            self.next()
            return Integer(-int(token.value) if minus else int(token.value), at)
        if token.kind is Kind.TEXT and not minus:
            self.next()
            return Text(token.value, at)
        raise self.failure(Words("整数或带单引号的取值", "an integer or a quoted value"))

    def sum(self) -> Node:
        return self.chain(("+", "-"), self.product)

    def product(self) -> Node:
        return self.chain(("*",), self.unary)

    def chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        at = self.token.at
        left = part()
        length = 0
        while self.token.kind is Kind.SIGN and self.token.value in signs:
            length += 1
            if length > MAX_DEPTH:
                raise self.too_deep(self.token.at)
            left = Arithmetic(cast(ArithmeticOp, self.next().value), left, part(), at)
        return left

    def unary(self) -> Node:
        at = self.token.at
        if not self.take(Kind.SIGN, "-"):
            return self.primary()
        self.deeper()
        part = self.unary()
        self.depth -= 1
        return Integer(-part.value, at) if isinstance(part, Integer) else Negative(part, at)

    def primary(self) -> Node:
        token = self.token
        match token.kind, token.value:
            case Kind.SIGN, "(":
                return self.bracket()
            case Kind.KEYWORD, "TRUE" | "FALSE":
                node: Node = Boolean(token.value == "TRUE", token.at)
            case Kind.KEYWORD, "NULL":
                node = Null(token.at)
            case Kind.INTEGER, _:
                node = Integer(int(token.value), token.at)
            case Kind.TEXT, _:
                node = Text(token.value, token.at)
            case Kind.NAMED, _:
                node = Named(token.value, token.at)
            case Kind.NAME, _:
                node = Fact(token.value, token.at)
            case _:
                raise self.failure(Words("事实、数、取值或括号", "a fact, number, value or bracket"))
        self.next()
        if isinstance(node, Fact) and self.token.kind is Kind.SIGN and self.token.value == "(":
            raise refuse_call(self.text, token)
        return node

    def bracket(self) -> Node:
        self.deeper()
        self.next()
        node = self.disjunction()
        self.need(Kind.SIGN, ")")
        self.depth -= 1
        return node
