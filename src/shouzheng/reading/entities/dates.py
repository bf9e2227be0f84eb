"""Dates, resolved to a day where the text and the day of sending allow it (grammar: ``lexicon/grammar.md`` §2).

A date that cannot be resolved (no year and no day of sending, a bare ``25号前``, 2月30日) is kept with ``day`` unknown.
Durations (``3日内``, ``三天内``) and times of day are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.found import EntityWords, FoundEntity, beginning_with, one_of
from shouzheng.reading.entities.numerals import chinese_integer

#: A month and day without a year is taken in the year that brings it closest to the day of sending.
_HALF_YEAR = 183

_NUM = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:[0-9]{4}|[〇零一二三四五六七八九]{4})"
_DAY_END = r"(?:日|号(?![楼院店线机码卡文]))"
_FULL = rf"(?<![0-9])(?P<y>{_YEAR})年[ ]?(?P<m>{_NUM})月[ ]?(?P<d>{_NUM}){_DAY_END}"
_ISO = (
    r"(?<![0-9./-])(?P<iy>(?:19|20)[0-9]{2})(?P<sep>[-/.])(?P<im>[0-9]{1,2})(?P=sep)(?P<id>[0-9]{1,2})"
    r"(?![0-9]|[./-][0-9])"
)
_SHORT = rf"(?<![0-9一二三四五六七八九十])(?P<sm>{_NUM})月[ ]?(?P<sd>{_NUM}){_DAY_END}"
_MONTH = rf"(?P<mw>本月|这个月|当月|下个月|下月|上个月|上月)[ ]?(?P<md>{_NUM}){_DAY_END}"
_WEEK = r"(?P<ww>本周|这周|本星期|这星期|下周|下星期|上周|上星期)(?P<wd>[一二三四五六日天])"
#: A bare weekday is a date that cannot be resolved; 一周一次 and 每周五 are none.
_WEEKDAY = r"(?<![一二三四五六七八九十两几每双单0-9])(?:星期|礼拜|周)[一二三四五六日天](?![一二三四五六七八九十次])"
_WEEKDAYS = "一二三四五六日"
#: Characters that the dates of the expressions above begin with.
_BEGINNINGS = "0-9〇零一二三四五六七八九十本这当下上周星礼"


class DateFinder:
    """Finds dates with the word lists of one lexicon."""

    def __init__(self, words: EntityWords) -> None:
        self._relative = dict(words.relative_days)
        bare = rf"(?<![0-9月第一二三四五六七八九十])(?P<bd>{_NUM}){_DAY_END}(?={one_of(words.after_bare_day)})"
        relative = f"(?P<rel>{one_of(self._relative)})"
        self._source = "|".join((_FULL, _ISO, _SHORT, _MONTH, _WEEK, _WEEKDAY, relative, bare))
        self._sought = re.compile(f"{beginning_with(self._relative, _BEGINNINGS)}(?:{self._source})")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The expression without looking ahead, as the column reader takes it apart."""
        return re.compile(self._source)

    def find(self, text: str, sent: date | None) -> Iterator[FoundEntity]:
        """Yield the dates of a folded text from left to right; ``sent`` is the Beijing day of sending."""
        for match in self._sought.finditer(text):
            yield FoundEntity(EntityKind.DATE, match.start(), match.end(), day=self._day(match, sent))

    def _day(self, match: re.Match[str], sent: date | None) -> date | None:
        if match["y"]:
            return _date(_number(match["y"]), _number(match["m"]), _number(match["d"]))
        if match["iy"]:
            return _date(int(match["iy"]), int(match["im"]), int(match["id"]))
        if sent is None:
            return None
        try:
            if match["sm"]:
                return _closest(_number(match["sm"]), _number(match["sd"]), sent)
            if match["mw"]:
                return _in_month(match["mw"], _number(match["md"]), sent)
            if match["ww"]:
                return _in_week(match["ww"], match["wd"], sent)
            if match["rel"]:
                return sent + timedelta(days=self._relative[match["rel"]])
        except OverflowError:  # a day of sending at the edge of the calendar
            return None
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else (chinese_integer(text) or 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _closest(month: int, day: int, sent: date) -> date | None:
    candidates = [d for year in (sent.year - 1, sent.year, sent.year + 1) if (d := _date(year, month, day))]
    near = [d for d in candidates if abs((d - sent).days) <= _HALF_YEAR]
    return min(near, key=lambda d: (abs((d - sent).days), d), default=None)


def _in_month(word: str, day: int, sent: date) -> date | None:
    shift = {"下": 1, "上": -1}.get(word[0], 0)
    months = sent.year * 12 + sent.month - 1 + shift
    return _date(months // 12, months % 12 + 1, day)


def _in_week(word: str, weekday: str, sent: date) -> date:
    monday = sent - timedelta(days=sent.weekday())
    shift = {"下": 7, "上": -7}.get(word[0], 0)
    return monday + timedelta(days=shift + _WEEKDAYS.index(weekday.replace("天", "日")))
