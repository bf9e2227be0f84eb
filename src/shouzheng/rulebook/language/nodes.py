"""The tree of a rule's condition: fifteen frozen kinds of node, and nothing else can be said in a rule.

Every engine (interpreter, scalar function, vector kernel, SQL text, sentence) is made from this one tree. ``at`` is
the character offset in the expression's text; it takes no part in equality, so equal parts of two rules are shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

CompareOp = Literal["=", "<>", "<", "<=", ">", ">="]
ArithmeticOp = Literal["+", "-", "*"]

#: What remains of a comparison when its two sides change places.
MIRRORED: dict[CompareOp, CompareOp] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in ``facts.toml`` (or the ``_possible`` column of a count)."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A named number ``:name``: from the rule's ``[numbers]``, or after binding the reference ``threshold.field``."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer literal."""

    value: int
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text literal; only values of enum facts are written so."""

    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Boolean:
    """TRUE or FALSE."""

    value: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Null:
    """NULL. ``doubt`` names the count fact when the NULL stands for "sure and possible count differ"."""

    at: int = field(default=0, compare=False)
    doubt: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Unary minus on an integer."""

    part: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` on integers."""

    op: ArithmeticOp
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``; unknown when either side is."""

    op: CompareOp
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class In:
    """``part [NOT] IN (choices)``; the choices are literals, never NULL."""

    part: Node
    choices: tuple[Node, ...]
    negated: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """``part [NOT] BETWEEN low AND high``, both ends included."""

    part: Node
    low: Node
    high: Node
    negated: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IsNull:
    """``part IS [NOT] NULL``; never unknown itself."""

    part: Node
    negated: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """``NOT part``."""

    part: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All parts; two or more."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part; two or more."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


Node = (
    Fact
    | Named
    | Integer
    | Text
    | Boolean
    | Null
    | Negative
    | Arithmetic
    | Compare
    | In
    | Between
    | IsNull
    | Not
    | And
    | Or
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct parts of a node in the order they are written."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part) | Negative(part) | IsNull(part):
            return (part,)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case In(part, choices):
            return (part, *choices)
        case Between(part, low, high):
            return (part, low, high)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, in the order it is written."""
    yield node
    for child in children(node):
        yield from walk(child)


def fact_names(node: Node) -> tuple[str, ...]:
    """Return the names of all facts in the tree, each once, in order of first appearance."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Fact)))


def number_names(node: Node) -> tuple[str, ...]:
    """Return the names of all named numbers in the tree, each once, in order of first appearance."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Named)))
