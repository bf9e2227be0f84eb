"""Counts terms: calendar days, working days from the dated notices, months; with how each day was reached.

The day on which something happens is not counted; the last day is not moved when it falls on a holiday, so that what
is shown is never later than what the law may allow (both are the usual way of counting; the provisions on counting are
not in the law base and are not cited). Days that no notice covers yet are unknown, never guessed.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shouzheng.model.words import Words
from shouzheng.reference.calendar import WorkingDays, load_working_days
from shouzheng.remedy.letters.citing import covers, law_words
from shouzheng.remedy.next_steps.deadline_file import DeadlineRule, Unit
from shouzheng.rulebook.load import Rulebook

DATA = "directory/working_days.toml"


@dataclass(frozen=True, slots=True)
class Day:
    """One way of counting: its last day, or ``None`` when the calendar does not reach; ``how`` explains it."""

    last: date | None
    how: Words


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term that runs: from when, its last day in each way of counting, and the law it stands in."""

    rule: DeadlineRule
    start: date
    days: tuple[Day, ...]
    law: Words

    @property
    def first(self) -> date | None:
        """The earliest of the last days, the one to keep."""
        known = [day.last for day in self.days if day.last is not None]
        return min(known) if known else None


def deadline(rule: DeadlineRule, start: date, rulebook: Rulebook, today: date) -> Deadline:
    """Count a term from a day; its law is the first of its provisions in force today (all of them named otherwise)."""
    provisions = [rulebook.provisions[provision] for provision in rule.provisions]
    current = [provision for provision in provisions if covers(rulebook, provision, today)]
    named = law_words(rulebook, (current or provisions)[0])
    ways = (Unit.DAY, Unit.WORKING_DAY) if rule.unit is Unit.EITHER else (rule.unit,)
    return Deadline(rule, start, tuple(count(start, rule.count, unit) for unit in ways), named)


def count(start: date, number: int, unit: Unit, calendar: WorkingDays | None = None) -> Day:
    """Return the last day of a term of ``number`` days, working days or months that runs from ``start``."""
    if unit is Unit.MONTH:
        last = _months(start, number)
        return Day(last, Words(f"自{start}起{number}个月，到对应日{last}", f"{number} months from {start} to {last}"))
    if unit is Unit.WORKING_DAY:
        return _working(start, number, calendar or load_working_days())
    last = start + timedelta(days=number)
    return Day(
        last, Words(f"自{start}的次日起{number}日，到{last}", f"{number} days from the day after {start}: {last}")
    )


def _months(start: date, number: int) -> date:
    """The same day of the month; the last day of the month where it has no such day."""
    month = start.month - 1 + number
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _working(start: date, number: int, calendar: WorkingDays) -> Day:
    day, counted, off, made_up = start, 0, 0, 0
    while counted < number:
        day += timedelta(days=1)
        worked = calendar.is_working_day(day)
        if worked is None:
            return Day(
                None,
                Words(
                    f"{day}以后的放假安排尚未公布（{DATA}），工作日数不到{number}日，不作推算",
                    f"holidays from {day} on are not announced yet ({DATA}); {number} working days cannot be counted",
                ),
            )
        counted += worked
        off += calendar.is_holiday(day) or False
        made_up += worked and day.isoweekday() > 5
    how = Words(
        f"自{start}的次日起{number}个工作日，跳过周末和放假{off}日、计入调休上班{made_up}日，到{day}（{DATA}）",
        f"{number} working days from the day after {start}, weekends and {off} days of holidays left out, "
        f"{made_up} make-up days counted: {day} ({DATA})",
    )
    return Day(day, how)
