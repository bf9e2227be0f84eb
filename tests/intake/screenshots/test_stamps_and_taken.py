from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.screenshots.stamps import stamp_of
from shouzheng.intake.screenshots.taken import clock_of, taken_of
from shouzheng.model.event import Channel
from shouzheng.model.moment import Resolution

#: A Friday.
TAKEN = datetime(2026, 1, 2, 22, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("22:10", "2026-01-02 22:10"),
        ("昨天 20:47", "2026-01-01 20:47"),
        ("昨天20:47", "2026-01-01 20:47"),
        ("Yesterday 20:47", "2026-01-01 20:47"),
        ("前天 晚上8:47", "2025-12-31 20:47"),
        ("星期三 下午3:05", "2025-12-31 15:05"),
        ("周一 09:00", "2025-12-29 09:00"),
        ("Tue 14:05", "2025-12-30 14:05"),
        ("12月30日 14:05", "2025-12-30 14:05"),
        ("1月3日 14:05", "2025-01-03 14:05"),
        ("2025年12月30日 14:05", "2025-12-30 14:05"),
        ("2025/12/30 14:05", "2025-12-30 14:05"),
        ("上午12:05", "2026-01-02 00:05"),
        ("中午12:05", "2026-01-02 12:05"),
    ],
)
def test_times_as_seen_from_the_day_of_the_picture(seen: str, meant: str) -> None:
    stamp = stamp_of(seen)
    assert stamp is not None
    assert stamp.raw == seen
    assert stamp.resolved(TAKEN) == clock_of(meant)


def test_what_cannot_be_told_is_not_guessed() -> None:
    for seen in ("星期五 20:00", "22:30", "2月30日 10:00", "2027年1月1日 10:00"):
        stamp = stamp_of(seen)
        assert stamp is not None, seen
        assert stamp.resolved(TAKEN) is None, seen  # its own weekday, later than the picture, no such day, the future
    for seen in ("昨天 20:47", "星期三 10:00", "22:10", "12月30日 10:00"):
        stamp = stamp_of(seen)
        assert stamp is not None
        assert stamp.resolved(None) is None, seen  # no date of the picture
    absolute = stamp_of("2025年12月30日 14:05")
    assert absolute is not None
    assert absolute.resolved(None) == clock_of("2025-12-30 14:05")


def test_a_day_alone_has_the_resolution_of_a_day() -> None:
    stamp = stamp_of("2025年12月30日")
    assert stamp is not None
    assert (stamp.fine, stamp.seconds) == (Resolution.DAY, None)


@pytest.mark.parametrize(
    "text",
    ["", "还款", "25:70", "3.14", "1/2", "12345.67元", "昨天你说还款", "22:10 我到家了", "9" * 500, "周", "13:61"],
)
def test_words_are_no_times(text: str) -> None:
    assert stamp_of(text) is None


@pytest.mark.parametrize(
    ("name", "at", "app", "channel"),
    [
        ("Screenshot_20260102-221530_com.tencent.mm.jpg", "2026-01-02 22:15:30", "com.tencent.mm", Channel.IM),
        (
            "Screenshot_2026-01-02-22-15-30-918_com.android.mms.jpg",
            "2026-01-02 22:15:30",
            "com.android.mms",
            Channel.SMS,
        ),
        ("Screenshot_20260102_221530_WeChat.jpg", "2026-01-02 22:15:30", "WeChat", Channel.IM),
        ("Screenshot_20260102_221530_com.example.unknown.jpg", "2026-01-02 22:15:30", "com.example.unknown", None),
        ("Screenshot_20260102-221530.png", "2026-01-02 22:15:30", "", None),
        ("Screenshot_20260102_221530 (1).png", "2026-01-02 22:15:30", "", None),
        ("截屏2026-01-02 22.15.30.png", "2026-01-02 22:15:30", "", None),
        ("Screenshot_20261302-221530.png", None, "", None),
        ("mmexport1767363330000.jpg", None, "", None),
        ("IMG_1234.PNG", None, "", None),
    ],
)
def test_names_of_screenshots(name: str, at: str | None, app: str, channel: Channel | None) -> None:
    taken = taken_of(name, None)
    assert taken.at == (clock_of(at) if at else None)
    assert (taken.app, taken.channel) == (app, channel)


def test_what_the_person_says_goes_first_and_a_contradiction_is_seen() -> None:
    told = clock_of("2026-01-03 08:00")
    taken = taken_of("Screenshot_20260102-221530.png", None, told)
    assert (taken.at, taken.agree) == (told, False)
    assert [source for source, _ in taken.said] == ["person", "name"]


@settings(deadline=None, max_examples=200)
@given(st.text("0123456789:：年月日星期周昨今前天上下午/. -mondyatesr", max_size=60))
def test_any_text_is_a_possible_time_or_none(text: str) -> None:
    stamp = stamp_of(text)
    if stamp is not None and (at := stamp.resolved(TAKEN)) is not None:
        assert at <= TAKEN + timedelta(minutes=2)
