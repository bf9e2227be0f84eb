"""Dates of many texts at once, equal to ``reading.entities.dates``."""

from __future__ import annotations

from itertools import product

import numpy as np

from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.entities.expressions import Expression, Matches
from shouzheng.reading.column.entities.ground import Ground, WordSets, decimal, part
from shouzheng.reading.column.entities.letters import Classes
from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.pieces import NONE, Pieces
from shouzheng.reading.entities.dates import _HALF_YEAR, DateFinder
from shouzheng.reading.entities.found import EntityWords
from shouzheng.reading.entities.numerals import chinese_integer

_NUMERALS = "一二三四五六七八九十"
_YEAR_DIGITS = "〇一二三四五六七八九"
#: The first and last day of the calendar of the standard library, counted from 1970-01-01.
_FIRST, _LAST = -719_162, 2_932_896
#: 1970-01-01 was a Thursday; Monday is 0.
_THURSDAY = 3


class Dates:
    """Finds dates and resolves them by the day of sending of their text."""

    def __init__(self, finder: DateFinder, words: EntityWords, classes: Classes, sets: WordSets) -> None:
        self._pattern = Expression(finder._pattern, classes)
        self._relative = [(word, sets.add([word]), days) for word, days in words.relative_days.items()]
        self._sets = sets
        self._digit = np.zeros(0x110001, dtype=np.int64)
        for value, char in enumerate(_NUMERALS, start=1):
            self._digit[ord(char)] = value
        self._short = np.zeros(11**3, dtype=np.int64)
        for chars in product(range(11), repeat=3):
            text = "".join(_NUMERALS[number - 1] for number in chars if number)
            self._short[chars[0] * 121 + chars[1] * 11 + chars[2]] = chinese_integer(text) or 0
        self._year = np.zeros(0x110001, dtype=np.int64)
        for value, char in enumerate(_YEAR_DIGITS):
            self._year[ord(char)] = self._year[ord("0") + value] = value

    def find(self, ground: Ground) -> Pieces:
        """Return the dates of all texts."""
        found = self._pattern.finditer(ground.letters)
        return part(ground, EntityKind.DATE, found.start, found.end, day=self._days(ground, found))

    def _days(self, ground: Ground, found: Matches) -> Array:
        day = np.full(len(found.start), NONE, dtype=np.int64)
        sent = ground.days_sent(found.start)
        full, iso = found.has("y"), found.has("iy")
        some = np.flatnonzero(full)
        day[some] = _date(self._years(ground, found, some), *self._pair(ground, found, "m", "d", some))
        some = np.flatnonzero(iso)
        numbers = [decimal(ground.codes, *(side[some] for side in found.groups[name])) for name in ("iy", "im", "id")]
        day[some] = _date(*numbers)
        known = sent != NONE
        some = np.flatnonzero(known & found.has("sm"))
        day[some] = _closest(*self._pair(ground, found, "sm", "sd", some), sent[some])
        some = np.flatnonzero(known & found.has("mw"))
        day[some] = self._in_month(ground, found, some, sent[some])
        some = np.flatnonzero(known & found.has("ww"))
        day[some] = self._in_week(ground, found, some, sent[some])
        some = np.flatnonzero(known & found.has("rel"))
        day[some] = self._from_sent(ground, found, some, sent[some])
        return day

    def _pair(self, ground: Ground, found: Matches, first: str, second: str, some: Array) -> tuple[Array, Array]:
        return self._number(ground, found, first, some), self._number(ground, found, second, some)

    def _number(self, ground: Ground, found: Matches, group: str, some: Array) -> Array:
        """Return what one or two digits, or up to three Chinese numerals, write; 0 when they write nothing."""
        start, end = (side[some] for side in found.groups[group])
        key = np.zeros(len(some), dtype=np.int64)
        for step in range(3):
            inside = start + step < end
            char = ground.codes[np.where(inside, start + step, 0)]
            key = np.where(inside, key * 11 + self._digit[char], key)
        return np.where(self._digit[ground.codes[start]] > 0, self._short[key], decimal(ground.codes, start, end))

    def _years(self, ground: Ground, found: Matches, some: Array) -> Array:
        start = found.groups["y"][0][some]
        return sum(
            (self._year[ground.codes[start + step]] * 10 ** (3 - step) for step in range(4)), np.zeros_like(start)
        )

    def _in_month(self, ground: Ground, found: Matches, some: Array, sent: Array) -> Array:
        word = ground.codes[found.groups["mw"][0][some]]
        shift = (word == ord("下")).astype(np.int64) - (word == ord("上"))
        month = sent.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + shift
        return _date(month // 12 + 1970, month % 12 + 1, self._number(ground, found, "md", some))

    def _in_week(self, ground: Ground, found: Matches, some: Array, sent: Array) -> Array:
        word = ground.codes[found.groups["ww"][0][some]]
        shift = (word == ord("下")).astype(np.int64) - (word == ord("上"))
        weekday = self._digit[ground.codes[found.groups["wd"][0][some]]]
        weekday = np.where(weekday == 0, 7, weekday)
        return _in_calendar(sent - (sent + _THURSDAY) % 7 + shift * 7 + weekday - 1)

    def _from_sent(self, ground: Ground, found: Matches, some: Array, sent: Array) -> Array:
        start, end = (side[some] for side in found.groups["rel"])
        days = np.zeros(len(some), dtype=np.int64)
        for word, number, shift in self._relative:
            mine = np.flatnonzero(end - start == len(word))
            days[mine[self._sets.begin_at(ground, number, start[mine])]] = shift
        return _in_calendar(sent + days)


def _in_calendar(day: Array) -> Array:
    return np.where((day >= _FIRST) & (day <= _LAST), day, NONE)


def _date(year: Array, month: Array, day: Array) -> Array:
    """Return the days, ``NONE`` for impossible ones."""
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    last = (months + 1).astype("datetime64[D]").astype(np.int64)
    right = (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last - first)
    return np.where(right, first + day - 1, NONE)


def _closest(month: Array, day: Array, sent: Array) -> Array:
    """Return the day in the year that brings it closest to the day of sending, the earlier of two; else ``NONE``."""
    year = sent.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    best = np.full(len(sent), NONE, dtype=np.int64)
    least = np.full(len(sent), _HALF_YEAR + 1, dtype=np.int64)
    for step in (-1, 0, 1):
        candidate = _date(year + step, month, day)
        distance = np.where(candidate == NONE, _HALF_YEAR + 1, np.abs(candidate - sent))
        nearer = distance < least
        best, least = np.where(nearer, candidate, best), np.where(nearer, distance, least)
    return best
