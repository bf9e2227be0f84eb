"""The parser: precedence as in SQL, every refusal with its exact place, and hostile text that cannot hurt."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.words import Lang
from shouzheng.rulebook.language.expression import MAX_DEPTH, parse
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
    number_names,
    walk,
)
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.language.tokens import MAX_INTEGER, MAX_LENGTH, ExpressionError
from tests.rulebook.making import conditions

A, B, C, M = Fact("a"), Fact("b"), Fact("c"), Fact("m")

READ = [
    ("a", A),
    ("a AND b OR c", Or((And((A, B)), C))),
    ("a OR b AND c", Or((A, And((B, C))))),
    ("(a OR b) AND c", And((Or((A, B)), C))),
    ("NOT a AND b", And((Not(A), B))),
    ("NOT NOT a", Not(Not(A))),
    ("NOT m = 1", Not(Compare("=", M, Integer(1)))),
    ("a AND b AND c", And((A, B, C))),
    ("m + 1 * 2 > 3", Compare(">", Arithmetic("+", M, Arithmetic("*", Integer(1), Integer(2))), Integer(3))),
    ("m - 1 - 2 = 3", Compare("=", Arithmetic("-", Arithmetic("-", M, Integer(1)), Integer(2)), Integer(3))),
    ("-m < -1", Compare("<", Negative(M), Integer(-1))),
    ("m <> :limit", Compare("<>", M, Named("limit"))),
    ("m <= 1", Compare("<=", M, Integer(1))),
    ("e = 'x'", Compare("=", Fact("e"), Text("x"))),
    ("e = 'it''s'", Compare("=", Fact("e"), Text("it's"))),
    ("e IN ('x', 'y')", In(Fact("e"), (Text("x"), Text("y")))),
    ("m NOT IN (1, -2)", In(M, (Integer(1), Integer(-2)), True)),
    ("m BETWEEN 1 AND 2 AND a", And((Between(M, Integer(1), Integer(2)), A))),
    ("m NOT BETWEEN :limit AND 2 + 1", Between(M, Named("limit"), Arithmetic("+", Integer(2), Integer(1)), True)),
    ("m IS NULL OR m IS NOT NULL", Or((IsNull(M), IsNull(M, True)))),
    ("(a AND b) IS NULL", IsNull(And((A, B)))),
    ("TRUE OR FALSE OR NULL", Or((Boolean(True), Boolean(False), Null()))),
    ("a\r\n\tAND\n b", And((A, B))),
    (f"m = {MAX_INTEGER}", Compare("=", M, Integer(MAX_INTEGER))),
]


@pytest.mark.parametrize(("text", "tree"), READ, ids=[text for text, _ in READ])
def test_reads(text: str, tree: Node) -> None:
    assert parse(text) == tree


REFUSED = [
    # what is written, code, line:column of the first thing that is wrong
    ("", "SZ-3102", "1:1"),
    ("a AND", "SZ-3102", "1:6"),
    ("a b", "SZ-3102", "1:3"),
    ("(a", "SZ-3102", "1:3"),
    ("a)", "SZ-3102", "1:2"),
    ("m IN ()", "SZ-3102", "1:7"),
    ("m IN (n)", "SZ-3102", "1:7"),
    ("m IN (NULL)", "SZ-3102", "1:7"),
    ("m IN (:limit)", "SZ-3102", "1:7"),
    ("m IN (1, )", "SZ-3102", "1:10"),
    ("m IN 1", "SZ-3102", "1:6"),
    ("m BETWEEN 1", "SZ-3102", "1:12"),
    ("m BETWEEN 1 OR 2", "SZ-3102", "1:13"),
    ("m IS 1", "SZ-3102", "1:6"),
    ("m IS TRUE", "SZ-3102", "1:6"),
    ("m NOT 1", "SZ-3102", "1:7"),
    ("a = NOT b", "SZ-3102", "1:5"),
    ("e = 'open", "SZ-3102", "1:5"),
    ("e = 'x\ny'", "SZ-3102", "1:5"),
    ("- 'x' = 1", "SZ-3106", "1:3"),
    ("length(e) > 3", "SZ-3101", "1:1"),
    ("a AND coalesce(a, b)", "SZ-3101", "1:7"),
    ("CAST(m AS int) = 1", "SZ-3101", "1:1"),
    ("m::int = 1", "SZ-3101", "1:2"),
    ("m / 2 > 1", "SZ-3101", "1:3"),
    ("m % 2 = 0", "SZ-3101", "1:3"),
    ("m DIV 2 = 0", "SZ-3101", "1:3"),
    ("e LIKE 'x%'", "SZ-3101", "1:3"),
    ("a AND e NOT LIKE 'x%'", "SZ-3101", "1:13"),
    ("e || 'x' = 'xx'", "SZ-3101", "1:3"),
    ("CASE WHEN a THEN b END", "SZ-3101", "1:1"),
    ('"a" AND b', "SZ-3101", "1:1"),
    ("`a` AND b", "SZ-3101", "1:1"),
    ("a AND EXISTS (SELECT 1)", "SZ-3101", "1:7"),
    ("m > (SELECT 1)", "SZ-3101", "1:6"),
    ("m > ALL (1)", "SZ-3101", "1:5"),
    ("a -- a remark", "SZ-3101", "1:3"),
    ("a /* a remark */", "SZ-3101", "1:3"),
    ("a; DROP TABLE x", "SZ-3101", "1:2"),
    ("m != 1", "SZ-3101", "1:3"),
    ("m == 1", "SZ-3101", "1:3"),
    ("m[1] = 1", "SZ-3101", "1:2"),
    ("m > 1.5", "SZ-3101", "1:5"),
    ("m > .5", "SZ-3101", "1:5"),
    ("m > 1e3", "SZ-3101", "1:5"),
    ("m > 1_000", "SZ-3101", "1:5"),
    ("m = 1 = 2", "SZ-3101", "1:7"),
    ("1 < m < 3", "SZ-3101", "1:7"),
    ("m IS NULL = TRUE", "SZ-3101", "1:11"),
    ("m IN (1) IS NULL", "SZ-3101", "1:10"),
    ("m IS DISTINCT FROM 1", "SZ-3101", "1:6"),
    ("DATE '2025-01-01' = m", "SZ-3101", "1:1"),
    ("m > INTERVAL '1' DAY", "SZ-3101", "1:5"),
    ("a and b", "SZ-3101", "1:3"),
    ("a AND\n  not b", "SZ-3101", "2:3"),
    ("A AND b", "SZ-3101", "1:1"),
    ("a AND ¬b", "SZ-3100", "1:7"),
    ("a ＡＮＤ b", "SZ-3100", "1:3"),
    ("a AND \u200bb", "SZ-3100", "1:7"),
    ("a AND b\x00", "SZ-3100", "1:8"),
    ("m = ١", "SZ-3100", "1:5"),
    ("t.a", "SZ-3100", "1:2"),
    ("a XOR b", "SZ-3101", "1:3"),
    (":Limit > 1", "SZ-3100", "1:1"),
    ("$1 > 1", "SZ-3100", "1:1"),
    ("? > 1", "SZ-3100", "1:1"),
    ("m = 1000000000001", "SZ-3103", "1:5"),
    ("m = " + "9" * 5000, "SZ-3103", "1:5"),
    ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "SZ-3103", f"1:{MAX_DEPTH + 1}"),
    ("NOT " * (MAX_DEPTH + 1) + "a", "SZ-3103", f"1:{4 * (MAX_DEPTH + 1) + 1}"),
    ("m = " + "- " * (MAX_DEPTH + 1) + "1", "SZ-3103", f"1:{4 + 2 * (MAX_DEPTH + 1) + 1}"),
    ("m = 1" + " + 1" * (MAX_DEPTH + 1), "SZ-3103", f"1:{6 + 4 * MAX_DEPTH + 1}"),
    ("a" + " " * MAX_LENGTH, "SZ-3103", f"1:{MAX_LENGTH + 1}"),
]


@pytest.mark.parametrize(("text", "code", "place"), REFUSED, ids=[text[:24] for text, _, _ in REFUSED])
def test_refuses_with_the_exact_place(text: str, code: str, place: str) -> None:
    from tests.rulebook.making import read

    with pytest.raises(ExpressionError) as caught:
        read(text)
    error = caught.value
    assert (error.problem("x").code, f"{error.line}:{error.column}") == (code, place)
    for lang in Lang:
        problem = error.problem("x")
        assert problem.what(lang)
        assert problem.why(lang)
        assert problem.repair(lang)


def test_deepest_allowed_text_is_read_with_little_stack() -> None:
    text = "NOT (" * (MAX_DEPTH // 2) + "a" + ")" * (MAX_DEPTH // 2)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(400)
    try:
        assert len(list(walk(parse(text)))) == MAX_DEPTH // 2 + 1
    finally:
        sys.setrecursionlimit(before)


def test_long_flat_conditions_are_fine() -> None:
    text = " OR ".join(["a"] * 1500)
    assert parse(text) == Or((A,) * 1500)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    error = _error(text)
    if error is None:
        assert parse(to_sql(parse(text))) == parse(text)
    else:
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.column >= 1


_WORDS = [
    "a",
    "m",
    "e",
    "1",
    "'x'",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    "=",
    "<",
    "IN",
    "BETWEEN",
    "IS",
    "NULL",
    "+",
    "-",
    ":p",
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_any_heap_of_tokens_is_read_or_refused(words: list[str]) -> None:
    text = " ".join(words)
    error = _error(text)
    if error is None:
        assert parse(to_sql(parse(text))) == parse(text)
    else:
        assert 0 <= error.at <= len(text)


def _error(text: str) -> ExpressionError | None:
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


@settings(deadline=None, max_examples=100)
@given(conditions())
def test_sql_text_reads_back_to_the_same_tree(node: Node) -> None:
    assert parse(to_sql(node)) == node


def test_names_in_order_of_appearance() -> None:
    node = parse("m > :limit AND (b OR a) AND m < :other + :limit")
    assert fact_names(node) == ("m", "b", "a")
    assert number_names(node) == ("limit", "other")


def test_every_node_is_walked() -> None:
    node = parse("NOT (m + 1 IN (1, 2)) OR m BETWEEN 1 AND :limit OR e IS NULL OR -m = 3")
    assert sum(1 for _ in walk(node)) == 1 + sum(len(list(walk(child))) for child in children(node))
    assert {type(part).__name__ for part in walk(node)} >= {"Not", "In", "Between", "IsNull", "Negative", "Named"}
