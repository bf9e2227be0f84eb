"""One meaning on every engine: interpreter, scalar function, vector kernel, SQLite and Polars agree bit for bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy
import pytest
from hypothesis import given, settings

from shouzheng.model.verdict import FactValue, Leaf
from shouzheng.rulebook.engines.interpreter import conjunction, evaluate, leaves, missing, negation
from shouzheng.rulebook.engines.scalar import UNKNOWN, Compiled, code_of, compile_conditions
from shouzheng.rulebook.engines.vector_bits import pack, unpack_bytes
from shouzheng.rulebook.engines.vector_kernel import compile_kernel
from shouzheng.rulebook.files.facts import POSSIBLE, FactType
from shouzheng.rulebook.language.counts_sugar import bind_numbers, rewrite_counts
from shouzheng.rulebook.language.nodes import Fact, Node, walk
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.language.types import check_types
from tests.rulebook.making import (
    BOOLEANS,
    COUNT,
    FACTS,
    NUMBERS,
    VALUES,
    by_polars,
    by_sqlite,
    conditions,
    events,
    read,
)

Rows = Sequence[Mapping[str, FactValue]]


def by_interpreter(nodes: Sequence[Node], rows: Rows) -> list[list[bool | None]]:
    return [[evaluate(node, row, NUMBERS) for row in rows] for node in nodes]


def by_scalar(nodes: Sequence[Node], rows: Rows) -> list[list[bool | None]]:
    compiled = compile_conditions(nodes, BOOLEANS)
    numbers = [NUMBERS[name] for name in compiled.numbers]
    truth = {code_of(value): value for value in (True, False, None)}
    found = []
    for row in rows:
        codes = compiled.of_mapping(row, numbers)
        assert codes == compiled.of_tuple([row.get(name) for name in compiled.facts], numbers)
        found.append([truth[codes[place]] for place in compiled.places])
    return [[row[i] for row in found] for i in range(len(nodes))]


def by_kernel(nodes: Sequence[Node], rows: Rows) -> list[list[bool | None]]:
    kernel = compile_kernel(nodes, FACTS)
    size = len(rows)
    everything = numpy.full((size + 7) // 8, 255, dtype=numpy.uint8)
    values, known = [], []
    for name in kernel.facts:
        cells = [row.get(name) for row in rows]
        known.append(pack(numpy.array([cell is not None for cell in cells])))
        if FACTS[name].type is FactType.ENUM:
            # An unknown place may hold anything, even a number that no value has.
            codes = [VALUES.index(str(cell)) if cell is not None else 99 for cell in cells]
            values.append(numpy.array(codes, dtype=numpy.int16))
        elif FACTS[name].type is FactType.BOOL:
            values.append(numpy.array([cell is not False for cell in cells], dtype=bool))
        else:
            integers = [cell if isinstance(cell, int) else 7 for cell in cells]
            values.append(numpy.array(integers, dtype=numpy.int64))
    numbers = [(NUMBERS[n] or 0, everything if NUMBERS[n] is not None else everything ^ 255) for n in kernel.numbers]
    found = []
    for true, false in kernel.run(values, known, numbers, everything):
        bits = unpack_bytes(true, size), unpack_bytes(false, size)
        assert not (bits[0] & bits[1]).any()
        found.append([True if t else False if f else None for t, f in zip(*bits, strict=True)])
    return found


def written_with_numbers(node: Node) -> str:
    return to_sql(rewrite_counts(node, {COUNT}), NUMBERS)


@settings(deadline=None, max_examples=120)
@given(conditions(), conditions(), events())
def test_five_engines_agree(one: Node, other: Node, rows: list[dict[str, FactValue]]) -> None:
    # Two conditions at a time, so that shared parts are shared.
    assert check_types(one, "", FACTS, NUMBERS, {COUNT}) == []
    nodes = [rewrite_counts(one, {COUNT}), rewrite_counts(other, {COUNT})]
    texts = [written_with_numbers(one), written_with_numbers(other)]
    expected = by_interpreter(nodes, rows)
    assert by_scalar(nodes, rows) == expected
    assert by_kernel(nodes, rows) == expected
    assert by_sqlite(texts, rows) == expected
    assert by_polars(nodes, rows) == expected


TABLE = [
    # condition, facts, truth: one line for each construct and the surprising corners of SQL's three values
    ("a", {}, None),
    ("NOT a", {}, None),
    ("a AND b", {"a": False}, False),
    ("a AND b", {"a": True}, None),
    ("a OR b", {"a": True}, True),
    ("a OR b", {"a": False}, None),
    ("a = b", {"a": False, "b": False}, True),
    ("a <> b", {"a": False}, None),
    ("m = 1", {"m": 1}, True),
    ("m <> 1", {}, None),
    ("m IN (1, 2)", {"m": 2}, True),
    ("m IN (1, 2)", {}, None),
    ("m NOT IN (1, 2)", {"m": 3}, True),
    ("m NOT IN (1, 2)", {}, None),
    ("e NOT IN ('x', 'y')", {}, None),
    ("e NOT IN ('x', 'y')", {"e": "z"}, True),
    ("e <> 'x'", {}, None),
    ("m BETWEEN 1 AND 3", {"m": 1}, True),
    ("m BETWEEN 1 AND 3", {"m": 3}, True),
    ("m BETWEEN 1 AND n", {"m": 0}, False),
    ("m NOT BETWEEN 1 AND n", {"m": 0}, True),
    ("m BETWEEN 1 AND n", {"m": 2}, None),
    ("m BETWEEN 3 AND 1", {"m": 2}, False),
    ("m IS NULL", {}, True),
    ("m IS NOT NULL", {}, False),
    ("(a AND b) IS NULL", {"a": True}, True),
    ("(a AND b) IS NULL", {"a": False}, False),
    ("(a OR NOT a) IS NULL", {}, True),
    ("m * 2 + n > -1", {"m": 1, "n": -3}, False),
    ("m - n > 0", {"m": 1}, None),
    ("m > :limit", {"m": 3}, True),
    ("m > :limit", {"m": 2}, False),
    ("m > :gone", {"m": 2}, None),
    ("1 = 1", {}, True),
    ("NULL", {}, None),
    ("a AND NULL", {"a": False}, False),
    ("a OR NULL", {"a": True}, True),
    ("calls > 2", {"calls": 3, "calls_possible": 3}, True),
    ("calls > 2", {"calls": 2, "calls_possible": 2}, False),
    ("calls > 2", {"calls": 2, "calls_possible": 3}, None),
    ("calls > 2", {"calls": 3, "calls_possible": 9}, True),
    ("NOT calls > 2", {"calls": 2, "calls_possible": 2}, True),
    ("NOT calls > 2", {"calls": 2, "calls_possible": 3}, None),
    ("NOT calls > 2", {"calls": 3, "calls_possible": 3}, False),
    ("calls >= 2", {"calls": 1, "calls_possible": 2}, None),
    ("calls >= 2", {"calls": 1, "calls_possible": 1}, False),
    ("calls < 2", {"calls": 1, "calls_possible": 1}, True),
    ("calls < 2", {"calls": 1, "calls_possible": 2}, None),
    ("calls < 2", {"calls": 2, "calls_possible": 2}, False),
    ("calls <= 2", {"calls": 2, "calls_possible": 3}, None),
    ("calls <= 2", {"calls": 3, "calls_possible": 3}, False),
    ("2 < calls", {"calls": 3, "calls_possible": 3}, True),
    ("2 < calls", {"calls": 2, "calls_possible": 3}, None),
    (":limit >= calls", {"calls": 2, "calls_possible": 2}, True),
    ("calls > 2", {}, None),
]


@pytest.mark.parametrize(("text", "row", "truth"), TABLE, ids=[f"{text} {row}" for text, row, _ in TABLE])
def test_table_of_truth_on_all_engines(text: str, row: dict[str, FactValue], truth: bool | None) -> None:
    node, sql = read(text), to_sql(read(text), NUMBERS)
    results = {
        "interpreter": by_interpreter([node], [row]),
        "scalar": by_scalar([node], [row]),
        "vector": by_kernel([node], [row]),
        "sqlite": by_sqlite([sql], [row]),
        "polars": by_polars([node], [row]),
    }
    assert all(found == [[truth]] for found in results.values()), results


@settings(deadline=None, max_examples=80)
@given(conditions(), events(3))
def test_doubt_of_a_count_is_honest(written: Node, rows: list[dict[str, FactValue]]) -> None:
    """What is said with doubt holds for every true count between the sure and the possible one."""
    node = rewrite_counts(written, {COUNT})
    if any(isinstance(part, Fact) and part.name == COUNT for part in walk(written)):
        for row in rows:
            low, high = sorted([_small(row[COUNT]), _small(row[COUNT + POSSIBLE])])
            told = evaluate(node, {**row, COUNT: low, COUNT + POSSIBLE: high}, NUMBERS)
            if told is not None and not _asks_whether_unknown(written):
                for true_count in range(low, high + 1):
                    exact = {**row, COUNT: true_count, COUNT + POSSIBLE: true_count}
                    assert evaluate(node, exact, NUMBERS) is told


def _small(value: FactValue) -> int:
    return max(-5, min(5, value)) if isinstance(value, int) else 0


def _asks_whether_unknown(node: Node) -> bool:
    from shouzheng.rulebook.language.nodes import IsNull

    return any(isinstance(part, IsNull) for part in walk(node))


@settings(deadline=None, max_examples=80)
@given(conditions(), events(4))
def test_missing_facts_are_named_alike_and_only_unknown_ones(written: Node, rows: list[dict[str, FactValue]]) -> None:
    node = rewrite_counts(written, {COUNT})
    compiled = compile_conditions([node], BOOLEANS)
    numbers = [NUMBERS[name] for name in compiled.numbers]
    for row in rows:
        codes = compiled.of_mapping(row, numbers)
        place = compiled.places[0]
        named = missing(node, row, NUMBERS)
        assert compiled.missing(place, codes, row) == named
        assert named == () or codes[place] == UNKNOWN
        for name in named:
            doubtful = name == COUNT and row[COUNT] != row[COUNT + POSSIBLE]
            assert row[name] is None or doubtful


MISSING = [
    ("a AND b", {"a": True}, ("b",)),
    ("a AND b", {}, ("a", "b")),
    ("a AND b", {"a": False}, ()),
    ("a OR b AND c", {"b": False}, ("a",)),
    ("a OR b AND c", {"b": True}, ("a", "c")),
    ("NOT (m > 1 OR e = 'x')", {"m": 0}, ("e",)),
    ("m + n > 1", {"m": 3}, ("n",)),
    ("calls > 2 AND a", {"calls": 2, "calls_possible": 4, "a": True}, ("calls",)),
    ("calls > 2 AND a", {"calls": 2, "calls_possible": 4}, ("calls", "a")),
    ("calls > 2 AND a", {"calls": 2, "calls_possible": 2}, ()),
    ("calls > 2", {"calls": 2}, ("calls",)),
    ("a IS NULL AND b", {}, ("b",)),
    ("a AND NULL", {"a": True}, ()),
]


@pytest.mark.parametrize(("text", "row", "names"), MISSING, ids=[f"{text} {row}" for text, row, _ in MISSING])
def test_only_unknown_leaves_that_matter_are_named(
    text: str, row: dict[str, FactValue], names: tuple[str, ...]
) -> None:
    assert missing(read(text), row, NUMBERS) == names


def test_leaves_hold_every_fact_and_number_once() -> None:
    found = leaves(read("m > :limit AND (a OR m < :limit) AND calls > 1"), {"m": 3, "calls": 1}, NUMBERS)
    assert found == (
        Leaf("m", 3),
        Leaf(":limit", 2),
        Leaf("a", None),
        Leaf("calls", 1),
        Leaf("calls_possible", None),
    )


def test_kleene_tables() -> None:
    three = (True, False, None)
    assert [[conjunction([x, y]) for y in three] for x in three] == [
        [True, False, None],
        [False, False, False],
        [None, False, None],
    ]
    assert [negation(x) for x in three] == [False, True, None]


def test_equal_parts_are_computed_once() -> None:
    nodes = [read("a AND m > 3 AND (b OR c)"), read("(b OR c) AND m > 3"), read("NOT (b OR c)")]
    compiled: Compiled = compile_conditions(nodes, BOOLEANS)
    assert compiled.source.count("f1 > 3") == 2  # once in each of the two forms of the function
    assert len({*compiled.places}) == 3


def test_numbers_of_the_same_name_in_two_rules_stay_apart() -> None:
    one, other = (bind_numbers(read("m > :limit"), {"limit": key}) for key in ("x.value", "y.value"))
    compiled = compile_conditions([one, other], BOOLEANS)
    assert compiled.numbers == ("x.value", "y.value")
    codes = compiled.of_mapping({"m": 5}, [1, 9])
    assert [codes[place] for place in compiled.places] == [code_of(True), code_of(False)]


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
def test_any_number_of_conditions(count: int) -> None:
    nodes = [read(f"m > {limit}") for limit in range(count)]
    rows: Rows = [{"m": 0}, {"m": count // 2}, {}, {"m": count}]
    expected = by_interpreter(nodes, rows)
    assert by_scalar(nodes, rows) == expected
    assert by_kernel(nodes, rows) == expected
