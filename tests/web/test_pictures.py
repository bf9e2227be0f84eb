"""The figures behind the pictures, and that no name of anybody becomes part of a picture's own code."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.web.pictures.callers import densest
from shouzheng.web.pictures.svg import Svg, strengths

_START = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.lists(st.integers(0, 400), max_size=40))
@settings(deadline=None, max_examples=80)
def test_the_densest_hour_is_the_one_that_trying_all_finds(minutes: list[int]) -> None:
    times = [_START + timedelta(minutes=minute) for minute in sorted(minutes)]
    tried = [sum(begin <= time < begin + timedelta(hours=1) for time in times) for begin in times]
    most, when = densest(times)
    assert most == max(tried, default=0)
    assert when is None if not times else tried[times.index(when)] == most  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=30))
@settings(deadline=None, max_examples=40)
def test_more_is_never_drawn_weaker(values: list[int]) -> None:
    found = strengths(values)
    drawn = [found[value] for value in sorted(values)]
    assert drawn == sorted(drawn)
    assert all(0.2 < each <= 1 for each in drawn)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_a_name_stays_text(name: str) -> None:
    hostile = f"</text><script>{name}"
    picture = Svg("x", 10, 10, hostile, hostile)
    picture.text(1, 1, hostile)
    picture.rect("bar", 0, 0, 1, 1, hostile)
    picture.bar(0, 0, 1, 1, 0.5, hostile)
    drawn = picture.done()
    assert "<script" not in drawn
    assert drawn.count("<text") == 1


def test_nothing_has_no_strength() -> None:
    assert strengths([]) == {}
    assert strengths([0, 0]) == {}
    assert densest([]) == (0, None)
