"""Precision, recall, F1 and their intervals, checked by hand and against plain definitions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reading.evaluation.counts import Count, Mark, figures, macro_f1

MARKS = st.lists(
    st.builds(Mark, st.sampled_from("abcd"), st.sampled_from(("x", "y")), st.booleans(), st.booleans()), max_size=40
)


def test_by_hand() -> None:
    count = Count(right=3, false=1, missed=2)
    assert count.precision == 0.75
    assert count.recall == 0.6
    assert count.f1 == pytest.approx(2 / 3)
    assert count.support == 5


def test_what_cannot_be_told_is_none() -> None:
    assert (Count().precision, Count().recall, Count().f1) == (None, None, None)
    assert Count(missed=2).precision is None
    assert Count(missed=2).f1 == 0
    assert Count(false=2).recall is None
    assert macro_f1([Count(), Count(false=3)]) is None
    assert macro_f1([Count(right=1), Count(missed=1), Count(false=1)]) == 0.5


@settings(deadline=None, max_examples=40)
@given(MARKS)
def test_counts_are_those_of_the_marks(marks: list[Mark]) -> None:
    found = figures(marks, ("x", "y"), [mark.group for mark in marks])
    for label in ("x", "y"):
        mine = [mark for mark in marks if mark.label == label]
        count = found.by_label[label].count
        assert count.right == sum(mark.gold and mark.read for mark in mine)
        assert count.false == sum(mark.read and not mark.gold for mark in mine)
        assert count.support == sum(mark.gold for mark in mine)
        interval = found.by_label[label].f1
        assert interval is None or 0 <= interval[0] <= interval[1] <= 1


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    marks = [Mark(f"g{n % 12}", "x", n % 3 != 0, n % 4 != 0) for n in range(120)]
    groups = [mark.group for mark in marks]
    first, second = figures(marks, ("x",), groups), figures(list(reversed(marks)), ("x",), groups)
    assert first == second
    figure = first.by_label["x"]
    assert figure.f1 is not None
    assert figure.count.f1 is not None
    assert figure.f1[0] < figure.count.f1 < figure.f1[1]


def test_groups_are_drawn_whole() -> None:
    """Two groups, one all right and one all wrong: a draw gives recall 0, ½ or 1, whatever the number of rows."""
    marks = [Mark("good", "x", gold=True, read=True)] * 50 + [Mark("bad", "x", gold=True, read=False)] * 50
    assert figures(marks, ("x",), ["good", "bad"]).by_label["x"].recall == (0.0, 1.0)


def test_a_single_group_gives_no_interval() -> None:
    found = figures([Mark("g", "x", gold=True, read=True)], ("x",), ["g"])
    assert found.by_label["x"].f1 is None
    assert found.macro_interval is None
    assert found.macro_f1 == 1
