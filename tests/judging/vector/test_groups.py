"""Sorting and grouping: whatever the sizes of the codes, and on both ways to sort."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.vector import groups
from shouzheng.judging.vector.columns import KeyCodes, Places
from shouzheng.judging.vector.groups import Groups, joined_codes, run_ends, run_starts, stable_order
from shouzheng.judging.vector.windows import Marks, numbers
from shouzheng.rulebook.files.counts import Window, WindowKind


@given(st.lists(st.integers(0, 2**62) | st.integers(0, 5), max_size=40))
@settings(deadline=None, max_examples=150)
def test_order_is_stable_for_small_and_for_huge_values(values: list[int]) -> None:
    found = stable_order(numpy.array(values, dtype=numpy.int64))
    assert found.tolist() == sorted(range(len(values)), key=lambda place: values[place])


COLUMNS = st.integers(1, 25).flatmap(
    lambda size: st.lists(st.lists(st.integers(-1, 6), min_size=size, max_size=size), min_size=1, max_size=4)
)


@pytest.mark.parametrize("bits", [63, 12])
@given(columns=COLUMNS)
@settings(deadline=None, max_examples=80)
def test_joined_codes_are_equal_where_all_keys_are(bits: int, columns: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "_BITS", bits)  # few bits: codes have to be made dense in between
        joined = joined_codes([KeyCodes(numpy.array(column, dtype=numpy.int32), 7) for column in columns]).tolist()
    rows = list(zip(*columns, strict=True))
    for one, left in zip(rows, joined, strict=True):
        assert (left == -1) == (-1 in one)
        for other, right in zip(rows, joined, strict=True):
            if -1 not in one and -1 not in other:
                assert (left == right) == (one == other)


def test_a_key_without_any_value_leaves_nobody_in_a_group() -> None:
    nobody = KeyCodes(numpy.full(3, -1, dtype=numpy.int32), 0)
    somebody = KeyCodes(numpy.zeros(3, dtype=numpy.int32), 1)
    assert joined_codes([nobody, somebody]).tolist() == [-1, -1, -1]
    assert joined_codes([somebody, nobody]).tolist() == [-1, -1, -1]


def test_runs() -> None:
    starts = run_starts(numpy.array([4, 4, 7, 4]), numpy.array([1, 1, 1, 1]))
    assert starts.tolist() == [0, 0, 2, 3]
    assert run_ends(starts).tolist() == [2, 2, 3, 4]
    assert run_ends(run_starts(numpy.zeros(0, dtype=numpy.int64))).tolist() == []


def test_groups_over_too_long_a_time_are_refused_and_never_mixed_up() -> None:
    """Two hundred thousand groups, each of two contacts as far apart as instants may be."""
    size = 2**18
    instants = numpy.tile(numpy.array([-(2**45), 2**45]), size)
    places = Places(instants, instants, instants // 86_400_000)
    codes = KeyCodes(numpy.repeat(numpy.arange(size, dtype=numpy.int32), 2), size)
    everyone = numpy.ones(2 * size, dtype=bool)
    made = Groups.of([codes], places, numpy.argsort(instants, kind="stable"))
    with pytest.raises(ValueError, match="cut it into more buckets"):
        numbers(made, Window(WindowKind.ROLLING, 60), Marks(everyone, everyone))
