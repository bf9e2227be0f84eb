"""Public holidays and make-up days: the notices of each year, the edges of what is known, and damaged files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from shouzheng.reference.calendar import DayKind, is_holiday, is_working_day, load_working_days
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError

SHIPPED = load_working_days()

#: Days off and make-up days of each notice, counted by hand in the notices themselves.
DAYS_OF_YEAR = {
    2018: (1 + 7 + 3 + 3 + 1 + 1 + 7 + 2, 6 + 1),  # 30 and 31 December and 29 December belong to the notice for 2019
    2019: (1 + 7 + 1 + 4 + 1 + 1 + 7, 6),
    2020: (1 + 10 + 3 + 5 + 3 + 8, 6),
    2021: (3 + 7 + 3 + 5 + 3 + 3 + 7, 7),
    2022: (3 + 7 + 3 + 5 + 3 + 3 + 7 + 1, 7),
    2023: (2 + 7 + 1 + 5 + 3 + 8, 7),
    2024: (1 + 8 + 3 + 5 + 1 + 3 + 7, 8),
    2025: (1 + 8 + 3 + 5 + 3 + 8, 5),
    2026: (3 + 9 + 3 + 5 + 3 + 3 + 7, 6),
}


@pytest.mark.parametrize(("year", "off_and_work"), DAYS_OF_YEAR.items())
def test_each_year_has_as_many_days_off_and_make_up_days_as_its_notices(
    year: int, off_and_work: tuple[int, int]
) -> None:
    off = sum(day.year == year for day in SHIPPED.off)
    work = sum(day.year == year for day in SHIPPED.work)
    assert (off, work) == off_and_work


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2018, 12, 29), DayKind.MAKE_UP),  # from the notice for 2019
        (date(2018, 12, 31), DayKind.HOLIDAY),
        (date(2019, 5, 3), DayKind.HOLIDAY),  # second notice of 2019
        (date(2019, 5, 5), DayKind.MAKE_UP),
        (date(2020, 1, 31), DayKind.HOLIDAY),  # prolonged because of the epidemic
        (date(2020, 2, 1), DayKind.HOLIDAY),  # was a make-up day in the first notice
        (date(2020, 2, 2), DayKind.HOLIDAY),
        (date(2020, 2, 3), DayKind.WORKDAY),
        (date(2024, 2, 9), DayKind.WORKDAY),  # the eve was not a day off in 2024
        (date(2025, 1, 28), DayKind.HOLIDAY),  # and is one since 2025
        (date(2026, 2, 14), DayKind.MAKE_UP),
        (date(2026, 2, 15), DayKind.HOLIDAY),
        (date(2026, 2, 23), DayKind.HOLIDAY),
        (date(2026, 2, 24), DayKind.WORKDAY),
        (date(2026, 2, 28), DayKind.MAKE_UP),
        (date(2026, 3, 1), DayKind.WEEKEND),
        (date(2026, 9, 20), DayKind.MAKE_UP),
    ],
)
def test_days_at_the_edges_of_the_notices(day: date, kind: DayKind) -> None:
    assert SHIPPED.kind(day) is kind
    assert is_holiday(day) is (kind is DayKind.HOLIDAY)
    assert is_working_day(day) is (kind in (DayKind.WORKDAY, DayKind.MAKE_UP))


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 3)])
def test_a_day_that_no_notice_covers_is_unknown_and_not_guessed(day: date) -> None:
    assert SHIPPED.kind(day) is None
    assert is_holiday(day) is None
    assert is_working_day(day) is None


def test_the_first_and_last_known_day_are_known() -> None:
    assert SHIPPED.kind(SHIPPED.known_from) is DayKind.HOLIDAY
    assert SHIPPED.kind(SHIPPED.known_to) is DayKind.WEEKEND
    assert SHIPPED.kind(SHIPPED.known_to + timedelta(days=1)) is None


def test_festivals_are_named_in_both_languages() -> None:
    name = SHIPPED.festival(date(2026, 2, 17))
    assert name is not None
    assert (name.zh, name.en) == ("春节", "Spring Festival")
    assert SHIPPED.festival(date(2026, 2, 24)) is None


def test_every_notice_names_an_official_source() -> None:
    text = (data_folder("directory") / "working_days.toml").read_text("utf-8")
    assert text.count("\n[[notice]]\n") == len(DAYS_OF_YEAR)
    assert text.count("https://www.gov.cn/zhengce/") == len(DAYS_OF_YEAR) + 2  # 2019 and 2020 had two notices


GOOD = """
[meta]
seen = 2026-11-22
check_by = 2026-12-31
known_from = 2026-01-01
known_to = 2026-12-27
[[notice]]
year = 2026
off = [{ first = 2026-01-01, last = 2026-01-03, zh = "元旦", en = "New Year's Day" }]
work = [2026-01-04]
"""


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "working_days.toml"
    path.write_text(GOOD, "utf-8")
    days = load_working_days(path)
    assert days.is_holiday(date(2026, 1, 3)) is True
    assert days.is_working_day(date(2026, 1, 4)) is True
    assert days.check_by == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda t: t.replace("work = [2026-01-04]", "work = [2026-01-05]"), "no weekend"),
        (lambda t: t.replace("work = [2026-01-04]", "work = [2026-01-03]"), "both off and worked"),
        (lambda t: t.replace("work = [2026-01-04]", 'work = ["2026-01-04"]'), "not a date"),
        (lambda t: t.replace("last = 2026-01-03", "last = 2025-12-31"), "before it begins"),
        (lambda t: t.replace("known_to = 2026-12-27", "known_to = 2027-12-27"), "does not match"),
        (lambda t: t.replace("check_by = 2026-12-31\n", ""), "check_by"),
        (lambda t: t.replace("known_from = 2026-01-01", "known_from = 2026-01-01T00:00:00"), "not a date"),
        (lambda t: t.replace("[[notice]]", "[notice]"), "TypeError"),
        (lambda t: t.replace("[meta]", "[meta"), "line 2"),
        (lambda t: t + t[t.index("[[notice]]") :], "two blocks"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(tmp_path: Path, damage: object, told: str) -> None:
    assert callable(damage)
    path = tmp_path / "working_days.toml"
    path.write_text(damage(GOOD), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_working_days(path)
    assert caught.value.exit_code == 3
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_working_days(tmp_path / "nowhere.toml")
    assert caught.value.problems[0].code == "SZ-3401"
