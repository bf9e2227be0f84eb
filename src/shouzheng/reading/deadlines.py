"""Deadlines that a text sets (三日内, 今天18点前, 本月底前), resolved against the moment of sending (grammar §7).

Sought only when somebody asks: they are no part of a ``Reading``. A deadline that cannot be resolved (no moment of
sending, a working day that no notice covers) is kept with its day unknown. Whether the deadline is fair or real is not
said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from shouzheng.model.moment import BEIJING
from shouzheng.model.reading import EntityKind, Span
from shouzheng.reading.entities import MOST_OF_A_KIND
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.entities.numerals import chinese_integer
from shouzheng.reading.fold import Folded, fold
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reference.calendar import is_working_day

_NUM = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_BEFORE = r"(?:之前|以前|前(?!天|台|期|往|来|后|提|款)|截止|止)"
_HOUR = (
    rf"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里)?(?P<hour>{_NUM})"
    rf"(?::(?P<colon>[0-5][0-9])|(?:点|时)(?:(?P<half>半)|(?P<minute>[0-5]?[0-9])分?)?(?:整)?)"
)
_AFTER_DATE = re.compile(rf"[ ,]?(?:(?:{_HOUR})[ ]?{_BEFORE}|{_BEFORE}|(?:之内|以内|内)(?!容|部))")
_BARE_TIME = re.compile(rf"(?<![0-9:年月日号.\-]){_HOUR}[ ]?{_BEFORE}")
_WITHIN = re.compile(
    rf"(?<![0-9.])(?P<n>{_NUM})[ ]?个?(?P<unit>工作日|自然日|小时|钟头|分钟|周|星期|天|日)(?:之内|以内|内)(?![容部有])"
)
_NOT_WITHIN = re.compile(r"(?:近|过去|最近|每|上|前|连续|第)$")
_MONTH_END = re.compile(rf"(?P<which>本月|这个月|当月|下个月|下月)?月?底{_BEFORE}")
_LATE = frozenset(("下午", "傍晚", "晚上", "晚", "夜里"))
_MINUTES = {"小时": 60, "钟头": 60, "分钟": 1}
_DAYS = {"天": 1, "日": 1, "自然日": 1, "周": 7, "星期": 7}
#: Working days are counted one by one; no deadline of a notice is longer.
_MOST_WORKING_DAYS = 90
_END_OF_DAY = 1440


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its original characters, the last Beijing day, and the minute of that day (``None``: its end)."""

    span: Span
    text: str
    day: date | None
    minute: int | None = None


def deadlines(text: str, lexicon: Lexicon, sent: datetime | None = None) -> tuple[Deadline, ...]:
    """Return the deadlines of a text by their place, without overlaps, at most 1,000.

    ``sent`` is the moment of sending with its offset (``None`` when not known); a naive one raises ``ValueError``.
    """
    if sent is not None and sent.tzinfo is None:
        raise ValueError("the moment of sending needs its offset from UTC")
    here = None if sent is None else sent.astimezone(BEIJING)
    folded = fold(text, lexicon.fold_table)
    dates = [e for e in lexicon.entities.find(folded, here.date() if here else None) if e.kind is EntityKind.DATE]
    kept: list[Deadline] = []
    reached = 0
    for start, end, day, minute in sorted(_all(folded, dates, here), key=lambda one: (one[0], -one[1])):
        if start >= reached:
            reached = end
            span = folded.span(start, end)
            kept.append(Deadline(span, folded.raw[span.start : span.end], day, minute))
    return tuple(kept)


_Found = tuple[int, int, date | None, int | None]


def _all(folded: Folded, dates: list[FoundEntity], sent: datetime | None) -> Iterator[_Found]:
    text = folded.text
    for found in dates:
        match = _AFTER_DATE.match(text, found.end)
        if match is not None:
            evening = text[found.end - 1 : found.end] in ("晚", "夜")
            yield found.start, match.end(), found.day, _minute(match, evening=evening)
    for match in islice(_BARE_TIME.finditer(text), MOST_OF_A_KIND):
        minute = _minute(match, evening=False)
        if minute is not None:
            still = sent is not None and minute > sent.hour * 60 + sent.minute
            yield match.start(), match.end(), sent.date() if sent is not None and still else None, minute
    for match in islice(_WITHIN.finditer(text), MOST_OF_A_KIND):
        if _NOT_WITHIN.search(text, max(0, match.start() - 2), match.start()) is None:
            yield match.start(), match.end(), *_within(match, sent)
    for match in islice(_MONTH_END.finditer(text), MOST_OF_A_KIND):
        yield match.start(), match.end(), _end_of_month(match["which"] or "", sent), None


def _minute(match: re.Match[str], *, evening: bool) -> int | None:
    """Return the minute of the day that is written, ``None`` when none is or it is impossible."""
    if not match["hour"]:
        return None
    hour = _number(match["hour"])
    small = 30 if match["half"] else int(match["colon"] or match["minute"] or 0)
    late = match["part"] in _LATE or (evening and not match["part"])
    if (late and 1 <= hour < 12) or (match["part"] == "中午" and 1 <= hour < 3):
        hour += 12
    minute = hour * 60 + small
    return minute if minute <= _END_OF_DAY else None


def _within(match: re.Match[str], sent: datetime | None) -> tuple[date | None, int | None]:
    number, unit = _number(match["n"]), match["unit"]
    if sent is None or number == 0:
        return None, None
    try:
        if unit in _MINUTES:
            end = sent + timedelta(minutes=number * _MINUTES[unit])
            return end.date(), end.hour * 60 + end.minute
        if unit in _DAYS:
            return sent.date() + timedelta(days=number * _DAYS[unit]), None
        return _working_days(sent.date(), number), None
    except OverflowError:
        return None, None


def _working_days(day: date, number: int) -> date | None:
    """Return the day ``number`` working days later; ``None`` when a day on the way is in no notice."""
    if number > _MOST_WORKING_DAYS:
        return None
    while number:
        day += timedelta(days=1)
        working = is_working_day(day)
        if working is None:
            return None
        number -= working
    return day


def _end_of_month(which: str, sent: datetime | None) -> date | None:
    if sent is None:
        return None
    month = sent.year * 12 + sent.month - 1 + (2 if which.startswith("下") else 1)
    try:
        return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else (chinese_integer(text) or 0)
