"""Which days are off and which are worked in mainland China, from the dated notices of the State Council.

Nobody can compute these days: each year's arrangement is announced (``directory/working_days.toml`` holds the notices
and their sources). A day that no notice covers yet is unknown (``None``), even an ordinary Wednesday, because a later
notice may still move it. Days are civil days in Beijing time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, Severity, ShouzhengError, register

BAD_WORKING_DAYS = register(
    "SZ-3401",
    Severity.ERROR,
    Words("节假日数据文件有误：{what}", "The file of public holidays is wrong: {what}"),
    Words("文件被改动，或新增年份时填写有误。", "The file was changed, or a year was added wrongly."),
    Words(
        "对照国务院办公厅当年的通知改正该文件，或恢复原文件。",
        "Correct the file from that year's notice of the State Council, or restore the original file.",
    ),
)

_SATURDAY = 6


class DayKind(StrEnum):
    """What a day is by the notice of its year."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # in a block of days off (放假), which includes days moved by 调休
    MAKE_UP = "make_up"  # a weekend day on which work is done instead (调休上班)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """All notices together: ``off`` names the festival of each day off, ``work`` are the make-up days.

    Only days from ``known_from`` to ``known_to`` (both included) are known; after ``check_by`` look for a new notice.
    ``unannounced`` are the years whose notice was looked for and is not out.
    """

    known_from: date
    known_to: date
    check_by: date
    off: Mapping[date, Words]
    work: frozenset[date]
    unannounced: tuple[int, ...] = ()

    def kind(self, day: date) -> DayKind | None:
        """Return what the day is, or ``None`` when no notice covers it."""
        if not self.known_from <= day <= self.known_to:
            return None
        if day in self.off:
            return DayKind.HOLIDAY
        if day in self.work:
            return DayKind.MAKE_UP
        return DayKind.WEEKEND if day.isoweekday() >= _SATURDAY else DayKind.WORKDAY

    def is_holiday(self, day: date) -> bool | None:
        """True in an announced block of days off; an ordinary weekend is not a holiday; ``None`` when not announced."""
        kind = self.kind(day)
        return None if kind is None else kind is DayKind.HOLIDAY

    def is_working_day(self, day: date) -> bool | None:
        """True on a workday or make-up day; ``None`` when not announced."""
        kind = self.kind(day)
        return None if kind is None else kind in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def festival(self, day: date) -> Words | None:
        """Return the name of the festival whose block holds the day, or ``None``."""
        return self.off.get(day)


@cache
def load_working_days(path: Path | None = None) -> WorkingDays:
    """Read and check the file (default ``directory/working_days.toml``).

    Raises ``ShouzhengError`` with exit code 3 when it is not there or wrong.
    """
    path = path if path is not None else data_folder("directory") / "working_days.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return _build(data)
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        # tomllib.TOMLDecodeError and UnicodeDecodeError are ValueErrors; the message names key, day or line
        what = f"{type(error).__name__}: {error}"
        raise ShouzhengError(Problem(BAD_WORKING_DAYS, path.name, (("what", what),)), exit_code=3) from error


def is_holiday(day: date) -> bool | None:
    """True when the shipped data says the day is off by notice; ``None`` when its year is not announced."""
    return load_working_days().is_holiday(day)


def is_working_day(day: date) -> bool | None:
    """True when the shipped data says the day is worked; ``None`` when its year is not announced."""
    return load_working_days().is_working_day(day)


def _build(data: Mapping[str, object]) -> WorkingDays:
    meta, notices = data["meta"], data["notice"]
    if not isinstance(meta, dict) or not isinstance(notices, list):
        raise TypeError("[meta] must be a table and [[notice]] a list")
    off: dict[date, Words] = {}
    work: set[date] = set()
    for notice in notices:
        for block in notice["off"]:
            name = Words(str(block["zh"]), str(block["en"]))
            for day in _days(_day(block["first"]), _day(block["last"])):
                if day in off:
                    raise ValueError(f"{day} is in two blocks")
                off[day] = name
        work.update(_day(day) for day in notice["work"])
    _check(off, work)
    known_from, known_to = _day(meta["known_from"]), _day(meta["known_to"])
    years = {int(notice["year"]) for notice in notices}
    if years != set(range(known_from.year, known_to.year + 1)):
        raise ValueError(f"known_from … known_to does not match the years {sorted(years)}")
    return WorkingDays(known_from, known_to, _day(meta["check_by"]), off, frozenset(work), _unannounced(data, years))


def _unannounced(data: Mapping[str, object], announced: set[int]) -> tuple[int, ...]:
    entries = data.get("unannounced", [])
    if not isinstance(entries, list):
        raise TypeError("[[unannounced]] must be a list")
    years = sorted(int(entry["year"]) for entry in entries)
    for entry in entries:
        _day(entry["looked"])
    if any(year in announced or year < max(announced) for year in years):
        raise ValueError(f"unannounced {years} overlaps the notices")
    return tuple(years)


def _check(off: Mapping[date, Words], work: set[date]) -> None:
    for day in sorted(work):
        if day in off:
            raise ValueError(f"{day} is both off and worked")
        if day.isoweekday() < _SATURDAY:
            raise ValueError(f"{day} is a make-up day but no weekend")


def _day(value: object) -> date:
    # datetime is a subclass of date: a time of day in this file is a slip of the pen
    if type(value) is not date:
        raise TypeError(f"{value!r} is not a date")
    return value


def _days(first: date, last: date) -> list[date]:
    if last < first:
        raise ValueError(f"a block ends ({last}) before it begins ({first})")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
