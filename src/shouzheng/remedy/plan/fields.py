"""Reads fields of ``plan.toml`` strictly: each value typed, each problem with its place, unknown keys reported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.reference.toml_places import Path as KeyPath
from shouzheng.reference.toml_places import Places
from shouzheng.remedy.plan.money import fen_of
from shouzheng.remedy.plan.problems import BAD_AMOUNT, BAD_DAY, MISSING_KEY, TOO_MANY, UNKNOWN_KEY, WRONG_VALUE

#: Longest text kept of a field, in characters; most entries of one list.
LONGEST, MOST = 300, 1000
_E = TypeVar("_E", bound=StrEnum)
_TEXT = Words("文字", "text")
_TABLE = Words("一个表", "a table")
_YES_NO = Words("true 或 false", "true or false")


class Fields:
    """One table while it is read. Problems go to the list that all tables of a file share."""

    def __init__(
        self, data: dict[str, object], path: KeyPath, places: Places, name: str, problems: list[Problem]
    ) -> None:
        self.data, self.path, self.places, self.name, self.problems = data, path, places, name, problems
        self._known: dict[str, None] = {}

    def report(self, kind: ProblemKind, at: str = "", /, **slots: str) -> None:
        """Add a problem at a key of this table."""
        path = (*self.path, at) if at else self.path
        line, column = self.places.of(path) if path else (1, 1)
        cut = tuple((slot, value[:120]) for slot, value in slots.items())
        self.problems.append(Problem(kind, f"{self.name}:{line}:{column}", cut))

    def get(self, key: str) -> object:
        """Return the raw value; the key then counts as known."""
        self._known[key] = None
        return self.data.get(key)

    def wrong(self, key: str, value: object, expected: Words) -> None:
        """Report a value of another shape."""
        self.report(WRONG_VALUE, key, key=key, value=str(value), expected_zh=expected.zh, expected_en=expected.en)

    def text(self, key: str, *, needed: bool = False) -> str:
        """Return a text, cut to ``LONGEST`` characters."""
        value = self.get(key)
        if value is None:
            if needed:
                self.report(MISSING_KEY, key=key)
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.wrong(key, value, _TEXT)
            return ""
        return value[:LONGEST]

    def truth(self, key: str, default: bool) -> bool:
        """Return TRUE or FALSE."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, value, _YES_NO)
            return default
        return value

    def amount(self, key: str, *, needed: bool = True) -> int:
        """Return an amount in fen."""
        value = self.get(key)
        if value is None:
            if needed:
                self.report(MISSING_KEY, key=key)
            return 0
        fen = fen_of(value)
        if fen is None:
            self.report(BAD_AMOUNT, key, value=str(value))
        return fen or 0

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """Return a whole number within bounds."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, value, Words(f"{low} 到 {high} 的整数", f"a whole number from {low} to {high}"))
            return default
        return value

    def day(self, key: str) -> date:
        """Return a day; the first of 1990 stands in for one that is wrong."""
        value = self.get(key)
        if value is None:
            self.report(MISSING_KEY, key=key)
        elif isinstance(value, datetime) or not isinstance(value, date) or not 1990 <= value.year <= 2099:
            self.report(BAD_DAY, key, value=str(value))
        else:
            return value
        return date(1990, 1, 1)

    def choice(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """Return a member of a closed list; its first stands in for one that is wrong."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        members = list(kind)
        for member in members:
            if member.value == value:
                return member
        if value is None:
            self.report(MISSING_KEY, key=key)
        else:
            allowed = ", ".join(member.value for member in members)
            self.wrong(key, value, Words(allowed, allowed))
        return default or members[0]

    def table(self, key: str) -> Fields | None:
        """Return the table under a key, ``None`` when absent."""
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, value, _TABLE)
            return None
        return Fields(value, (*self.path, key), self.places, self.name, self.problems)

    def tables(self, key: str) -> list[Fields]:
        """Return the tables of a list, at most ``MOST``."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(key, value, _TABLE)
            return []
        if len(value) > MOST:
            self.report(TOO_MANY, key, key=key, count=str(len(value)), limit=str(MOST))
            value = value[:MOST]
        return [
            Fields(each, (*self.path, key, place), self.places, self.name, self.problems)
            for place, each in enumerate(value)
        ]

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.data:
            if key not in self._known:
                self.report(UNKNOWN_KEY, key, key=key, allowed=" ".join(self._known))


def names_twice(ids: Iterable[str]) -> list[str]:
    """Return the ids that occur more than once."""
    seen: dict[str, int] = {}
    for each in ids:
        seen[each] = seen.get(each, 0) + 1
    return [each for each, count in seen.items() if count > 1]
