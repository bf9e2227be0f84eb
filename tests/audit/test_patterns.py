"""Counting patterns of answers gives what counting contacts gives; a pattern is never mixed up with another."""

from __future__ import annotations

from collections import Counter

import numpy
import pytest

from shouzheng.audit.patterns import Patterns
from shouzheng.judging.vector.kernel import Answered
from shouzheng.rulebook.engines.vector import ANSWERS


def answered(rules: int, contacts: int, kinds: int) -> Answered:
    """Answers on contacts of some kinds, drawn by a fixed seed."""
    chance = numpy.random.default_rng(rules * contacts + kinds)
    of_kind = chance.integers(0, len(ANSWERS), (rules, max(kinds, 1)), dtype=numpy.uint8)
    chosen = chance.integers(0, max(kinds, 1), contacts)
    return Answered(tuple(f"R{number}" for number in range(rules)), of_kind[:, chosen])


@pytest.mark.parametrize(
    ("rules", "contacts", "kinds"), [(1, 1, 1), (3, 50, 5), (24, 400, 40), (69, 500, 500), (7, 0, 1)]
)
def test_patterns_hold_the_answers_of_every_contact(rules: int, contacts: int, kinds: int) -> None:
    given = answered(rules, contacts, kinds)
    patterns = Patterns.among(given)
    assert (patterns.codes[:, patterns.of] == given.codes).all()
    assert len({column.tobytes() for column in patterns.codes.T}) == patterns.codes.shape[1]
    expected = sorted(tuple(line.values()) for line in given.found().to_pylist())
    assert sorted(tuple(line.values()) for line in patterns.found(given).to_pylist()) == expected


@pytest.mark.parametrize("size", [3, 100_000])
def test_cells_are_counted_however_many_values_there_are(size: int) -> None:
    given = answered(5, 300, 9)
    patterns = Patterns.among(given)
    values = numpy.random.default_rng(1).integers(0, size, 300)
    cells = {(int(v), int(p)): int(n) for v, p, n in zip(*patterns.cells(values, size), strict=True)}
    assert cells == Counter(zip(values.tolist(), patterns.of.tolist(), strict=True))
