from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.moments import (
    EARLIEST_MS,
    LATEST_MS,
    OffsetFinder,
    is_possible,
    moment_of,
    offset_from_readable,
    whole_number,
)
from shouzheng.model.moment import OffsetSource, Resolution

#: 2023-11-15 06:13:20.123 in Beijing.
INSTANT = 1_700_000_000_123


@pytest.mark.parametrize(
    "readable",
    [
        "2023年11月15日 06:13:20",
        "2023年11月15日06:13:20",
        "2023年11月15日 上午6:13:20",
        "2023年11月15日 凌晨06:13:20",
        "2023-11-15 06:13:20",
        "2023/11/15 6:13:20",
        "2023/11/15 6:13",
        "15/11/2023 06:13:20",
        "11/15/23, 6:13:20 AM",
        "Nov 15, 2023 6:13:20 AM",
        "Nov 15, 2023 6:13:20\u202fAM",
        "15 nov. 2023 06:13:20",
        "15 Nov. 2023 06:13:20",
        "15.11.2023 06:13:20",
        "2023. 11. 15. 오전 6:13:20",
        "  2023-11-15 06:13:20 ",
    ],
)
def test_many_shapes_of_a_local_date_give_the_offset(readable: str) -> None:
    assert offset_from_readable(readable, INSTANT) == 480


@pytest.mark.parametrize(
    ("readable", "offset"),
    [
        ("14 Nov 2023 17:13:20", -300),
        ("Nov 14, 2023 5:13:20 PM", -300),
        ("2023年11月14日 下午5:13:20", -300),
        ("2023-11-15 03:43:20", 330),
        ("2023-11-15 03:58:20", 345),
        ("2023-11-15 12:13:20", 840),
        ("2023年11月15日 中午12:13:20", 840),
        ("2023-11-14 22:13:20", 0),
    ],
)
def test_other_offsets(readable: str, offset: int) -> None:
    assert offset_from_readable(readable, INSTANT) == offset


@pytest.mark.parametrize(
    "readable",
    [
        "",
        "null",
        "2023-11-15",
        "06:13:20",
        "2023-11-15 06:13:21",
        "2023-11-15 06:14:20",
        "2023-11-14 06:13:20",
        "2024-11-15 06:13:20",
        "15 nov. 2023 6:13:20 μ.μ.",
        "2023-11-15 at 06:13:20",
        "2023-11-15 06:13:20 GMT",
        "2023-11-15 25:13:20",
        "2023-11-15 06:73:20",
        "上午 2023-11-15 06:13:20",
        "2566-11-15 06:13:20",
        "2023-11-15 ٠٦:13:20",
        "11-15 06:13:20",
        "2023 06:13:20",
        "1 " * 200,
        "2023-11-15 12:28:20",
        "2023-11-15 06:13:20" + " " * 90,
    ],
)
def test_whatever_does_not_agree_exactly_is_not_believed(readable: str) -> None:
    assert offset_from_readable(readable, INSTANT) is None


def test_a_marker_at_midnight_and_noon() -> None:
    midnight = int(datetime(2026, 1, 1, 16, 5, tzinfo=UTC).timestamp() * 1000)
    assert offset_from_readable("Jan 2, 2026 12:05:00 AM", midnight) == 480
    noon = midnight + 12 * 3_600_000
    assert offset_from_readable("2026年1月2日 下午12:05:00", noon) == 480


@given(
    st.integers(EARLIEST_MS, LATEST_MS - 1),
    st.integers(-48, 56).map(lambda quarters: quarters * 15),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%b %d, %Y %I:%M:%S %p", "%d/%m/%y %H:%M"]),
)
@settings(deadline=None, max_examples=400)
def test_an_offset_is_recovered_or_left_alone_but_never_wrong(instant: int, minutes: int, shape: str) -> None:
    local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(timezone(timedelta(minutes=minutes)))
    finder = OffsetFinder(1)
    for _ in range(2):
        assert finder(local.strftime(shape), instant) in (
            (minutes, OffsetSource.READABLE_DATE),
            (1, OffsetSource.ASSUMED),
        )
    if shape.startswith("%Y"):
        assert finder(local.strftime(shape), instant)[0] == minutes


SHAPES = st.sampled_from(
    ["%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %p%I:%M:%S", "%b %d, %Y %I:%M:%S %p", "%Y/%m/%d %H:%M", "%H:%M:%S", "?"]
)


@given(st.lists(st.tuples(st.integers(0, 2 * 86_400_000), st.sampled_from([480, 540, -300]), SHAPES), max_size=25))
@settings(deadline=None, max_examples=300)
def test_remembering_days_changes_nothing(records: list[tuple[int, int, str]]) -> None:
    """A finder that has seen other records answers as a new one would, also for times that are shifted or wrong."""
    finder = OffsetFinder(480)
    for ahead, minutes, shape in records:
        instant = INSTANT + ahead
        local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(timezone(timedelta(minutes=minutes)))
        for shift in (0, 12 * 3600, 1, 900):
            text = (local + timedelta(seconds=shift)).strftime(shape).replace("月 ", "月")
            assert finder(text, instant) == OffsetFinder(480)(text, instant)
            assert finder(None, instant) == (480, OffsetSource.ASSUMED)


@given(st.integers(EARLIEST_MS, LATEST_MS - 1))
@settings(deadline=None, max_examples=500)
def test_no_millisecond_is_ever_moved(instant: int) -> None:
    moment = moment_of(str(instant), instant, Resolution.MILLISECOND, (480, OffsetSource.ASSUMED))
    assert moment.utc == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("-1", -1), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_whole_numbers(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-", "+1", "1.0", " 1", "1_000", "²", "１", "--1", "9" * 19, "1e3", "0x1"])
def test_what_is_no_whole_number(text: str | None) -> None:
    assert whole_number(text) is None


def test_possible_times_begin_in_1990_and_end_in_2099() -> None:
    assert is_possible(EARLIEST_MS)
    assert not is_possible(EARLIEST_MS - 1)
    assert is_possible(LATEST_MS - 1)
    assert not is_possible(LATEST_MS)
    assert datetime.fromtimestamp(EARLIEST_MS / 1000, UTC) == datetime(1990, 1, 1, tzinfo=UTC)
    assert datetime.fromtimestamp(LATEST_MS / 1000, UTC) == datetime(2100, 1, 1, tzinfo=UTC)
