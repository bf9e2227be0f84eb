"""Strict reading of one table of ``case.toml``: each value is checked, and each complaint names its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from shouzheng.intake.moments import EARLIEST_MS, LATEST_MS
from shouzheng.intake.statement import problems as kinds
from shouzheng.intake.statement.toml_lines import LineIndex
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.reference.safe_text import shorten, visible

Choice = TypeVar("Choice", bound=StrEnum)

_ID = re.compile(r"[\w.-]{1,64}")
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_YUAN = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_MINUTES_OF_DAY = 24 * 60

_TEXT = Words("加引号的文字", "text in quotes")
_TEXTS = Words("文字的列表", "a list of texts")
_FLAG = Words("true 或 false", "true or false")
_DAY = Words("日期", "a date")
_TIME = Words("带时区的时间", "a time with its offset from UTC")


class Complaints:
    """Collects the problems of one file."""

    def __init__(self, name: str, lines: LineIndex) -> None:
        self.found: list[Problem] = []
        self._name = name
        self._lines = lines

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of a path."""
        return self._lines.line(*path)

    def add(self, kind: ProblemKind, path: tuple[str | int, ...], /, **slots: object) -> None:
        """Add a problem at a path; values are made harmless to look at."""
        shown = tuple((key, visible(shorten(str(value), 200))) for key, value in slots.items())
        self.found.append(Problem(kind, f"{self._name}:{self.line(path)}", shown))


class Fields:
    """One table: every getter returns a value of the right type, complaining and returning the default otherwise."""

    def __init__(self, value: object, path: tuple[str | int, ...], complaints: Complaints) -> None:
        self.path = path
        self._complaints = complaints
        self._asked: set[str] = set()
        self._values: dict[str, object] = {}
        if isinstance(value, dict):
            self._values = value
        else:
            self._wrong_type("", Words("表", "a table"), "[…]")

    def complain(self, kind: ProblemKind, key: str, /, **slots: object) -> None:
        """Add a problem at a key of this table."""
        self._complaints.add(kind, (*self.path, key) if key else self.path, **slots)

    def line(self, key: str) -> int:
        """Return the line of a key."""
        return self._complaints.line((*self.path, key))

    def _wrong_type(self, key: str, expected: Words, example: str) -> None:
        name = key or ".".join(str(step) for step in self.path)
        self.complain(
            kinds.CASE_WRONG_TYPE, key, key=name, expected_zh=expected.zh, expected_en=expected.en, example=example
        )

    def _get(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)

    def required(self, *keys: str) -> bool:
        """Complain about each of the keys that is missing; True when none is."""
        missing = [key for key in keys if key not in self._values]
        for key in missing:
            self._asked.add(key)
            self.complain(kinds.CASE_MISSING_KEY, "", key=key)
        return not missing

    def no_others(self) -> None:
        """Complain about every key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                self.complain(kinds.CASE_UNKNOWN_KEY, key, key=key, allowed=", ".join(sorted(self._asked)))

    def tables(self, key: str) -> list[Fields]:
        """Return the tables of an array of tables."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong_type(key, Words("表的列表", "a list of tables"), f"[[{key}]]")
            return []
        return [Fields(entry, (*self.path, key, place), self._complaints) for place, entry in enumerate(value)]

    def table(self, key: str) -> Fields:
        """Return a table, an empty one when it is missing."""
        value = self._get(key)
        return Fields({} if value is None else value, (*self.path, key), self._complaints)

    def peek(self, key: str) -> str:
        """Return a text without any check, an empty one when it is none."""
        value = self._values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def peek_all(self, key: str) -> list[str]:
        """Return the texts of a list without any check."""
        value = self._values.get(key)
        return [entry.strip() for entry in value if isinstance(entry, str)] if isinstance(value, list) else []

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        value = self._get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._wrong_type(key, Words("整数", "a whole number"), f"{key} = 1")
        return None

    def text(self, key: str, default: str = "") -> str:
        """Return a text, which must not be blank when it is written."""
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self._wrong_type(key, _TEXT, f'{key} = "…"')
            return default
        if not value.strip():
            self.complain(kinds.CASE_EMPTY, key, key=key)
            return default
        return value.strip()

    def identifier(self, key: str = "id") -> str:
        """Return an id."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.complain(kinds.CASE_BAD_ID, key, value=value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them blank."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._wrong_type(key, _TEXTS, f'{key} = ["…", "…"]')
            return ()
        if not all(entry.strip() for entry in value):
            self.complain(kinds.CASE_EMPTY, key, key=key)
        return tuple(entry.strip() for entry in value if entry.strip())

    def flag(self, key: str) -> bool | None:
        """Return true, false, or ``None`` when nothing is written."""
        value = self._get(key)
        if value is None or isinstance(value, bool):
            return value
        self._wrong_type(key, _FLAG, f"{key} = true")
        return None

    def choice(self, key: str, default: Choice) -> Choice:
        """Return one of the values of an enumeration; what the default belongs to decides which."""
        value = self.text(key)
        if not value:
            return default
        allowed = type(default)
        try:
            return allowed(value)
        except ValueError:
            known = ", ".join(member.value for member in allowed)
            self.complain(kinds.CASE_NOT_ALLOWED, key, key=key, value=value, allowed=known)
            return default

    def day(self, key: str) -> date | None:
        """Return a date between 1990 and 2099."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self._wrong_type(key, _DAY, f"{key} = 2025-03-01")
            return None
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            self.complain(kinds.CASE_IMPOSSIBLE_TIME, key, key=key, value=value)
            return None
        return value

    def moment(self, key: str) -> Moment | None:
        """Return a time, which must be written with its offset from UTC."""
        value = self._get(key)
        if value is None:
            return None
        example = f"{key} = 2025-12-30T20:15:00+08:00"
        if not isinstance(value, datetime):
            if isinstance(value, date):
                self.complain(kinds.CASE_TIME_WITHOUT_OFFSET, key, key=key, example=example)
            else:
                self._wrong_type(key, _TIME, example)
            return None
        offset = value.utcoffset()
        if offset is None:
            self.complain(kinds.CASE_TIME_WITHOUT_OFFSET, key, key=key, example=example)
            return None
        # A year is checked before converting: the first and last hours of all time have no place in UTC.
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR or not EARLIEST_MS <= value.timestamp() * 1000 < LATEST_MS:
            self.complain(kinds.CASE_IMPOSSIBLE_TIME, key, key=key, value=value.isoformat())
            return None
        resolution = Resolution.MILLISECOND if value.microsecond else Resolution.SECOND
        minutes = round(offset.total_seconds()) // 60
        return Moment(value.isoformat(), value.astimezone(UTC), minutes, resolution, OffsetSource.STATED)

    def offset(self, key: str, default: int) -> int:
        """Return an offset from UTC in minutes, written as ``"+08:00"``."""
        value = self.text(key)
        if not value:
            return default
        found = _OFFSET.fullmatch(value)
        minutes = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1) if found else None
        if found is None or minutes is None or int(found[3]) > 59 or not -12 * 60 <= minutes <= 14 * 60:
            self.complain(kinds.CASE_BAD_OFFSET, key, value=value)
            return default
        return minutes

    def minute(self, key: str, *, end: bool = False) -> int | None:
        """Return a time of day in minutes, written as ``"19:00"``; the end of a span may be ``"24:00"``."""
        value = self.text(key)
        if not value:
            return None
        found = _CLOCK.fullmatch(value)
        minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) <= 59 else None
        if minutes is None or minutes > _MINUTES_OF_DAY or (minutes == _MINUTES_OF_DAY and not end):
            self.complain(kinds.CASE_BAD_CLOCK, key, key=key, value=value)
            return None
        return minutes

    def fen(self, key: str) -> int | None:
        """Return an amount in fen, written in yuan as text; no float is ever involved."""
        value = self._get(key)
        if value is None:
            return None
        found = _YUAN.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            self.complain(kinds.CASE_BAD_MONEY, key, value=value)
            return None
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def known_ids(ids: Iterable[str]) -> str:
    """Return ids as shown in a complaint."""
    return ", ".join(sorted(ids)) or "—"
