"""Rewrites comparisons of counts so that doubt about what was counted gives "cannot tell" on every engine.

A count has two columns: ``x`` (rows that surely match) and ``x_possible`` (rows that match or might), so the true
count lies between them. ``x > n`` becomes ``(x > n OR (x_possible > n AND NULL))`` and ``x < n`` becomes
``(x_possible < n OR (x < n AND NULL))``: TRUE or FALSE when both ends agree, else unknown, in plain SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.language.nodes import (
    MIRRORED,
    And,
    Arithmetic,
    Between,
    Compare,
    Fact,
    In,
    IsNull,
    Named,
    Negative,
    Node,
    Not,
    Null,
    Or,
)


def rewrite_counts(node: Node, counts: Collection[str]) -> Node:
    """Return the tree with every count comparison rewritten; the tree must have passed ``check_types``."""
    match node:
        case Compare(op, Fact(name), right) if name in counts:
            return _doubtful(Compare(op, node.left, right, node.at), name)
        case Compare(op, left, Fact(name)) if name in counts:
            return _doubtful(Compare(MIRRORED[op], node.right, left, node.at), name)
        case And(parts, at):
            return And(tuple(rewrite_counts(part, counts) for part in parts), at)
        case Or(parts, at):
            return Or(tuple(rewrite_counts(part, counts) for part in parts), at)
        case Not(part, at):
            return Not(rewrite_counts(part, counts), at)
        case Compare(op, left, right, at):
            return Compare(op, rewrite_counts(left, counts), rewrite_counts(right, counts), at)
        case IsNull(part, negated, at):
            return IsNull(rewrite_counts(part, counts), negated, at)
    return node


def bind_numbers(node: Node, references: Mapping[str, str]) -> Node:
    """Return the tree with the names of numbers replaced, so that equal parts of two rules mean the same number."""
    match node:
        case Named(name, at):
            return Named(references[name], at)
        case And(parts, at):
            return And(tuple(bind_numbers(part, references) for part in parts), at)
        case Or(parts, at):
            return Or(tuple(bind_numbers(part, references) for part in parts), at)
        case Not(part, at):
            return Not(bind_numbers(part, references), at)
        case Negative(part, at):
            return Negative(bind_numbers(part, references), at)
        case IsNull(part, negated, at):
            return IsNull(bind_numbers(part, references), negated, at)
        case In(part, choices, negated, at):
            return In(bind_numbers(part, references), choices, negated, at)
        case Compare(op, left, right, at):
            return Compare(op, bind_numbers(left, references), bind_numbers(right, references), at)
        case Arithmetic(sign, left, right, at):
            return Arithmetic(sign, bind_numbers(left, references), bind_numbers(right, references), at)
        case Between(part, low, high, negated, at):
            bound = [bind_numbers(each, references) for each in (part, low, high)]
            return Between(bound[0], bound[1], bound[2], negated, at)
    return node


def _doubtful(sure: Compare, name: str) -> Node:
    at = sure.at
    possible = Compare(sure.op, Fact(name + POSSIBLE, at), sure.right, at)
    certain, doubtful = (sure, possible) if sure.op in (">", ">=") else (possible, sure)
    return Or((certain, And((doubtful, Null(at, doubt=name)), at)), at)
