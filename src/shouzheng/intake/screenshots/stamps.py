"""The times that are seen in a chat (``昨天 20:47``), and the day they mean as seen from the day of the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shouzheng.intake.chat_text import MARKERS, seconds_of_day
from shouzheng.model.moment import Resolution

_LONGEST = 40
_WEEK = {
    word: day
    for day, words in enumerate(
        (("一", "mon"), ("二", "tue"), ("三", "wed"), ("四", "thu"), ("五", "fri"), ("六", "sat"), ("日", "天", "sun"))
    )
    for word in words
}
_BACK = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_CLOCK = (
    rf"(?P<before>{MARKERS})?\s*(?P<H>\d{{1,2}})\s*[:：.]\s*(?P<M>\d{{2}})(?:[:：](?P<S>\d{{2}}))?"
    r"\s*(?P<after>am|pm|a\.m\.|p\.m\.)?"
)
_STAMP = re.compile(
    r"(?:"
    r"(?P<back>今天|昨天|前天|today|yesterday)"
    r"|(?:星期|周|週|礼拜)(?P<week>[一二三四五六日天])"
    r"|(?P<wday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
    r"|(?:(?P<y>\d{4})\s*[年/.-]\s*)?(?P<m>\d{1,2})\s*[月/.-]\s*(?P<d>\d{1,2})\s*[日号]?"
    r")?[\s,，·]*(?:(?:星期|周|週)[一二三四五六日天])?[\s,，·]*"
    rf"(?:{_CLOCK})?",
    re.IGNORECASE | re.ASCII,
)
#: A stamp may be this much later than the picture by their clocks (a name is made when the file is written).
_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it is seen; ``seconds`` is that of the day (``None`` when only a day is seen).

    Of ``back`` (days before the picture), ``week`` (0 = Monday), ``month`` and ``day`` (with ``year``) at most one is
    set; with none of them it is the day of the picture.
    """

    raw: str
    seconds: int | None
    back: int | None = None
    week: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fine: Resolution = Resolution.MINUTE

    def resolved(self, taken: datetime | None) -> datetime | None:
        """Return the wall clock (as UTC), ``None`` when the day is not told or cannot be before the picture."""
        day = self._day(taken)
        if day is None:
            return None
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=self.seconds or 0)
        return None if taken is not None and at > taken + _SLACK else at

    def _day(self, taken: datetime | None) -> date | None:
        today = taken.date() if taken is not None else None
        if self.month is not None and self.day is not None:
            return _calendar(self.year, self.month, self.day, today)
        if today is None:
            return None
        if self.week is not None:
            days = (today.weekday() - self.week) % 7
            return today - timedelta(days=days) if days else None  # the same weekday: today or a week ago, not told
        return today - timedelta(days=self.back or 0)


def _calendar(year: int | None, month: int, day: int, today: date | None) -> date | None:
    """A date without a year is the latest one that is not after the picture."""
    if year is None and today is None:
        return None
    years = [year] if year is not None or today is None else [today.year - less for less in range(5)]
    for each in years:
        try:
            found = date(each or 1, month, day)
        except ValueError:
            continue
        if 1990 <= found.year <= 2099 and (today is None or found <= today):
            return found
    return None


def stamp_of(text: str) -> Stamp | None:
    """Return the time that a line of text is, ``None`` when it is anything else or more than a time."""
    text = text.strip()
    found = _STAMP.fullmatch(text) if 0 < len(text) <= _LONGEST else None
    if found is None:
        return None
    seconds = None
    if found["H"]:
        marker = found["before"] or found["after"] or ""
        seconds = seconds_of_day(int(found["H"]), int(found["M"]), int(found["S"] or 0), marker)
        if seconds is None:
            return None
    back = _BACK.get((found["back"] or "").lower())
    word = found["week"] or (found["wday"] or "").lower()
    month, day = (int(found[key]) if found[key] else None for key in ("m", "d"))
    if seconds is None and back is None and not word and (month is None or not re.search("[月年]", text)):
        return None  # "3.14" or "1/2" alone is no time
    if month is not None and not (1 <= month <= 12 and 1 <= (day or 0) <= 31):
        return None
    fine = Resolution.DAY if seconds is None else Resolution.SECOND if found["S"] else Resolution.MINUTE
    year = int(found["y"]) if found["y"] else None
    return Stamp(text, seconds, back, _WEEK.get(word), year, month, day, fine)
