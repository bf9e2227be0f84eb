"""TOML files of the lexicon with the line of each key, so that every complaint names ``file:line``.

The places come from the one scanner for all data files (``reference.toml_places``), made when the first is needed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from shouzheng.reading.problems import MISSING_KEY, NOT_TOML, UNKNOWN_KEY, WRONG_VALUE
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.reference.toml_places import Places

_LINE = re.compile(r"line (\d+)")

#: A step on the way to a value: the name of a key or the index in an array of tables.
Key = str | int


class Sheet:
    """One file of the lexicon: its data, the lines of its keys, and the problems found in it so far."""

    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.shown = shown
        self.problems = problems
        self.data: dict[str, object] = {}
        text = path.read_bytes().decode("utf-8", errors="replace")
        self._text = text
        self._lines = text.splitlines()
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _LINE.search(str(error))
            self._report(NOT_TOML, int(found.group(1)) if found else 1, detail=str(error))

    @cached_property
    def _places(self) -> Places:
        return Places(self._text if self.data else "")

    def line(self, *keys: Key) -> int:
        """Return the line of the key, or of the nearest table around it (1 at least)."""
        return self._places.of(keys)[0]

    def line_of_text(self, text: str, *keys: Key) -> int:
        """Return the first line at or after the key that holds the text; the key's own line when none does."""
        first = self.line(*keys)
        for number in range(first, len(self._lines) + 1):
            if text and text in self._lines[number - 1]:
                return number
        return first

    def where(self, *keys: Key) -> str:
        """Return ``file:line`` of the key."""
        return f"{self.shown}:{self.line(*keys)}"

    def report(self, kind: ProblemKind, *keys: Key, at: str | None = None, **slots: str) -> None:
        """Collect a problem at the key, or at the line after it that holds the text ``at``."""
        self._report(kind, self.line(*keys) if at is None else self.line_of_text(at, *keys), **slots)

    def _report(self, kind: ProblemKind, line: int, **slots: str) -> None:
        self.problems.append(Problem(kind, f"{self.shown}:{line}", tuple(slots.items())))

    def table(self, value: object, allowed: Collection[str], *keys: Key) -> Mapping[str, object]:
        """Return the value as a table, refusing unknown keys; an empty one when it is no table."""
        if not isinstance(value, dict):
            self.report(WRONG_VALUE, *keys, key=str(keys[-1]) if keys else self.shown, expected="table")
            return {}
        for key in value:
            if key not in allowed:
                self.report(UNKNOWN_KEY, *keys, key, key=str(key), allowed=", ".join(sorted(allowed)))
        return value

    def tables(self, table: Mapping[str, object], key: str, *keys: Key) -> list[object]:
        """Return the list of tables under the key (``[]`` when absent)."""
        value = table.get(key, [])
        if not isinstance(value, list):
            self.report(WRONG_VALUE, *keys, key, key=key, expected="[[…]]")
            return []
        return value

    def text(self, table: Mapping[str, object], key: str, *keys: Key, default: str | None = None) -> str:
        """Return the text under the key; reports a missing key (unless a default is given) or a wrong type."""
        value = table.get(key, default)
        if value is None:
            self.report(MISSING_KEY, *keys, key=key)
            return ""
        if not isinstance(value, str) or not value.strip():
            if value == default and isinstance(value, str):
                return value
            self.report(WRONG_VALUE, *keys, key, key=key, expected="text")
            return ""
        return value

    def texts(self, table: Mapping[str, object], key: str, *keys: Key) -> tuple[str, ...]:
        """Return the list of texts under the key (empty when absent); reports wrong types."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.report(WRONG_VALUE, *keys, key, key=key, expected='["…", …]')
            return ()
        return tuple(value)

    def flag(self, table: Mapping[str, object], key: str, *keys: Key, default: bool = False) -> bool:
        """Return the truth value under the key; reports a wrong type."""
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.report(WRONG_VALUE, *keys, key, key=key, expected="true | false")
            return default
        return value

    def choice(
        self, table: Mapping[str, object], key: str, allowed: Collection[str], *keys: Key, default: str | None = None
    ) -> str:
        """Return the text under the key, which must be one of the allowed ones."""
        value = self.text(table, key, *keys, default=default)
        if value and value not in allowed:
            self.report(WRONG_VALUE, *keys, key, key=key, expected=" | ".join(sorted(allowed)))
            return ""
        return value
