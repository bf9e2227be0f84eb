"""Every check lets its own type through unchanged and refuses the types that JSON could hold in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shouzheng.reference.typed import a_list, a_text, a_text_or_none, a_truth, a_whole_number, an_object

_VALUES: tuple[object, ...] = ({"a": 1}, [1], "text", 7, 1.0, True, None)


@pytest.mark.parametrize(
    ("check", "right"),
    [
        (an_object, [{"a": 1}]),
        (a_list, [[1]]),
        (a_text, ["text"]),
        (a_text_or_none, ["text", None]),
        (a_whole_number, [7]),
        (a_truth, [True]),
    ],
)
def test_only_its_own_type_passes(check: Callable[[object], object], right: list[object]) -> None:
    passed = []
    for value in _VALUES:
        try:
            assert check(value) is value
        except TypeError:
            continue
        passed.append(value)
    assert [(type(each), each) for each in passed] == [(type(each), each) for each in right]
