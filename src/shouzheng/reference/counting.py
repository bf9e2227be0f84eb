"""Counts terms by the calendar: days, working days, months; with every step of the counting and its reason.

The day on which something happens is not counted. A month ends on the same day of the month, or on its last day where
it has no such day. ``Counted.last`` is the last day as it stands; ``moved`` is the next working day when ``last`` is
none. Days that no notice of the State Council covers yet are never guessed: of working days ``last`` is then ``None``,
of other terms ``moved``, and ``provisional`` counts ordinary weeks only. Pure functions; whose law says so is
not known here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from shouzheng.model.words import Words
from shouzheng.reference import counting_words as say
from shouzheng.reference.calendar import WorkingDays, load_working_days

_ONE = timedelta(days=1)
#: The notices move a last day by at most the longest block of days off (10 days in 2020), with weekends beside it.
_LONGEST_BLOCK = 20
_SATURDAY = 6


class Unit(StrEnum):
    """How a term is counted. ``EITHER``: the norm says 日 and it is unclear which days it means, so both are shown."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    EITHER = "day_or_working_day"


class Reason(StrEnum):
    """What one step of the counting is about."""

    RESTARTED = "restarted"  # time runs anew from this day
    TOO_LATE = "too_late"  # what would have restarted or paused it came after its end
    START = "start"  # the day itself is not counted
    NUMBER = "number"  # how much is counted, and from which day
    EXTENDED = "extended"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    PAUSED = "paused"
    STANDING = "standing"  # paused, and nobody knows until when
    NO_SUCH_DAY = "no_such_day"  # the month has no such day: its last one
    LAST = "last"
    MOVED = "moved"
    NOT_ANNOUNCED = "not_announced"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the days it is about and what it says. ``words`` is a whole clause without full stop."""

    reason: Reason
    first: date
    last: date
    words: Words


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included; ``last`` is ``None`` while it goes on."""

    first: date
    last: date | None
    why: Words


@dataclass(frozen=True, slots=True)
class Restart:
    """A day from which the whole term runs anew."""

    day: date
    why: Words


@dataclass(frozen=True, slots=True)
class Term:
    """What is to be counted: ``number`` of ``unit`` from ``start``; ``extra`` of the same unit on top.

    ``moves`` is false where no rule moves a last day in days or months off weekends and holidays.
    """

    start: date
    number: int
    unit: Unit
    extra: int = 0
    pauses: tuple[Pause, ...] = ()
    restarts: tuple[Restart, ...] = ()
    moves: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """One way of counting. ``last`` is ``None`` when the term stands still or the calendar does not reach.

    ``provisional``: the last day (for days and months: the day to which it moves) by ordinary weeks only, where no
    notice covers it yet; ``None`` where it is certain.
    """

    unit: Unit
    start: date
    last: date | None
    moved: date | None
    provisional: date | None
    standing: bool
    steps: tuple[Step, ...]


@dataclass
class _Run:
    """The counting while it goes on."""

    calendar: WorkingDays
    steps: list[Step] = field(default_factory=list)

    def note(self, reason: Reason, first: date, last: date, words: Words) -> None:
        self.steps.append(Step(reason, first, last, words))


def count(term: Term, calendar: WorkingDays | None = None) -> Counted:
    """Count a term; raises ``ValueError`` for ``Unit.EITHER``, a number below one, or a pause that ends too early."""
    return _shipped(term) if calendar is None else _count(term, calendar)


@lru_cache(maxsize=4096)
def _shipped(term: Term) -> Counted:
    return _count(term, load_working_days())


def _count(term: Term, calendar: WorkingDays) -> Counted:
    if term.unit is Unit.EITHER or term.number < 1 or term.extra < 0:
        raise ValueError("a term has one unit and a positive number")
    if any(pause.last is not None and pause.last < pause.first for pause in term.pauses):
        raise ValueError("a pause ends before it begins")
    run = _Run(calendar)
    start, pauses = _restarted(term, run)
    run.note(Reason.START, start, start, say.start(start))
    total = term.number + term.extra
    run.note(Reason.NUMBER, start + _ONE, start + _ONE, say.number(start + _ONE, term.number, term.unit.value))
    if term.extra:
        run.note(Reason.EXTENDED, start, start, say.extended(term.extra, term.unit.value))
    if term.unit is Unit.WORKING_DAY:
        return _working(start, total, pauses, run)
    return _by_calendar(replace(term, start=start, pauses=pauses), total, run)


def _restarted(term: Term, run: _Run) -> tuple[date, tuple[Pause, ...]]:
    """Return the day from which time runs, and the pauses after it; what came after the end changes nothing."""
    start = term.start
    for restart in sorted(term.restarts, key=lambda each: each.day):
        if restart.day <= start:
            continue
        fake = _Run(run.calendar)
        if term.unit is Unit.WORKING_DAY:
            so_far = _working(start, term.number + term.extra, _after(term.pauses, start), fake)
        else:
            now = replace(term, start=start, pauses=_after(term.pauses, start))
            so_far = _by_calendar(now, term.number + term.extra, fake)
        end = so_far.moved or so_far.provisional or so_far.last
        if end is not None and restart.day > end:
            run.note(Reason.TOO_LATE, restart.day, restart.day, say.too_late(restart.day, end, restart.why))
            continue
        start = restart.day
        run.note(Reason.RESTARTED, start, start, say.restarted(start, restart.why))
    return start, _after(term.pauses, start)


def _after(pauses: Iterable[Pause], start: date) -> tuple[Pause, ...]:
    """Return the pauses after a day, cut at it, sorted, those that touch or overlap as one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.first):
        if pause.last is not None and pause.last <= start:
            continue
        first = max(pause.first, start + _ONE)
        before = merged[-1] if merged else None
        if before is None or (before.last is not None and first > before.last + _ONE):
            merged.append(Pause(first, pause.last, pause.why))
        elif before.last is not None:
            last = None if pause.last is None else max(before.last, pause.last)
            why = before.why if pause.why == before.why else say.both(before.why, pause.why)
            merged[-1] = Pause(before.first, last, why)
    return tuple(merged)


def months_after(start: date, number: int) -> date:
    """Return the same day of the month ``number`` months on; the last day of a month that has no such day."""
    month = start.month - 1 + number
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _by_calendar(term: Term, number: int, run: _Run) -> Counted:
    """Days and months: every day counts, whatever it is; pauses push the end on by their length."""
    start, unit = term.start, term.unit
    if unit is Unit.MONTH:
        last = months_after(start, number)
        if last.day != start.day:
            run.note(Reason.NO_SUCH_DAY, last, last, say.no_such_day(last, start.day))
    else:
        last = start + timedelta(days=number)
    for pause in term.pauses:
        if pause.first > last:
            run.note(Reason.TOO_LATE, pause.first, pause.first, say.too_late(pause.first, last, pause.why))
            continue
        if pause.last is None:
            left = (last - pause.first).days + 1
            run.note(Reason.STANDING, pause.first, pause.first, say.standing(pause.first, left, "day", pause.why))
            return Counted(unit, start, None, None, None, True, tuple(run.steps))
        length = (pause.last - pause.first).days + 1
        last += timedelta(days=length)
        run.note(Reason.PAUSED, pause.first, pause.last, say.paused(pause.first, pause.last, length, pause.why))
    run.note(Reason.LAST, last, last, say.last(last))
    moved, provisional = _moved(last, run) if term.moves else (last, None)
    return Counted(unit, start, last, moved, provisional, False, tuple(run.steps))


def _moved(last: date, run: _Run) -> tuple[date | None, date | None]:
    """Return the day itself when it is worked, else the next day that is; where not announced, a provisional one."""
    day = last
    for _ in range(_LONGEST_BLOCK):
        worked = run.calendar.is_working_day(day)
        if worked is None:
            return None, _perhaps_moved(last, day, run)
        if worked:
            if day != last:
                run.note(Reason.MOVED, last, day, say.moved(last, day, run.calendar.festival(last)))
            return day, None
        day += _ONE
    return None, None


def _perhaps_moved(last: date, day: date, run: _Run) -> date:
    """Return the next day that is no ordinary weekend, from the first day that no notice covers."""
    first = day
    while day.isoweekday() >= _SATURDAY:
        day += _ONE
    if day != last:
        run.note(Reason.MOVED, last, day, say.perhaps_moved(last, day, run.calendar.festival(last)))
    run.note(Reason.NOT_ANNOUNCED, first, day, say.not_announced_last(first))
    return day


def _working(start: date, number: int, pauses: tuple[Pause, ...], run: _Run) -> Counted:
    day, counted, provisional = start, 0, False
    passed: list[tuple[date, Reason | None]] = []
    waiting = list(pauses)
    while counted < number:
        day += _ONE
        while waiting and waiting[0].last is not None and waiting[0].last < day:
            waiting.pop(0)
        pause = waiting[0] if waiting and waiting[0].first <= day else None
        if pause is not None and pause.last is None:
            run.steps += _skipped(passed, run.calendar)
            run.note(Reason.STANDING, day, day, say.standing(day, number - counted, "working_day", pause.why))
            return Counted(Unit.WORKING_DAY, start, None, None, None, True, tuple(run.steps))
        worked = run.calendar.is_working_day(day)
        if worked is None and not provisional:
            provisional = True
            run.steps += _skipped(passed, run.calendar)
            passed.clear()
            run.note(Reason.NOT_ANNOUNCED, day, day, say.not_announced(day))
        if worked is None:
            worked = day.isoweekday() < _SATURDAY
        if pause is not None:
            passed.append((day, Reason.PAUSED))
            continue
        counted += worked
        passed.append((day, _why(day, worked, run.calendar)))
    run.steps += _skipped(passed, run.calendar)
    for pause in pauses:
        if pause.last is not None and pause.first <= day:
            length = (min(pause.last, day) - pause.first).days + 1
            run.note(Reason.PAUSED, pause.first, pause.last, say.paused(pause.first, pause.last, length, pause.why))
    run.note(Reason.LAST, day, day, say.provisional(day) if provisional else say.last(day))
    firm = None if provisional else day
    return Counted(Unit.WORKING_DAY, start, firm, firm, day if provisional else None, False, tuple(run.steps))


def _why(day: date, worked: bool, calendar: WorkingDays) -> Reason | None:
    """Why a day is worth a word: ``None`` for an ordinary working day."""
    if worked:
        return Reason.MAKE_UP if day.isoweekday() >= _SATURDAY else None
    return Reason.HOLIDAY if calendar.is_holiday(day) else Reason.WEEKEND


def _skipped(passed: list[tuple[date, Reason | None]], calendar: WorkingDays) -> list[Step]:
    """One step for all plain weekends together, one for each holiday block and each make-up day, in order."""
    steps = []
    weekends = [day for day, reason in passed if reason is Reason.WEEKEND]
    if weekends:
        steps.append(Step(Reason.WEEKEND, weekends[0], weekends[-1], say.weekends(weekends)))
    for block in _blocks(passed, calendar):
        name = calendar.festival(block[0])
        steps.append(Step(Reason.HOLIDAY, block[0], block[-1], say.holiday(block[0], block[-1], name)))
    for day, reason in passed:
        if reason is Reason.MAKE_UP:
            steps.append(Step(Reason.MAKE_UP, day, day, say.make_up(day)))
    return steps


def _blocks(passed: list[tuple[date, Reason | None]], calendar: WorkingDays) -> Iterator[list[date]]:
    days = [day for day, reason in passed if reason is Reason.HOLIDAY]
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        block = [day for _, day in group]
        for _, same in groupby(block, key=calendar.festival):
            yield list(same)
