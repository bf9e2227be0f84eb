"""TOML files of the lexicon with the line of each key, so that every complaint names ``file:line``.

``tomllib`` gives values without places. The line index here reads only headers and ``key =`` at the start of a line;
that is how the lexicon is written. When a key is not found (an inline table), the line of the nearest table is given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from shouzheng.reading.problems import MISSING_KEY, NOT_TOML, UNKNOWN_KEY, WRONG_VALUE
from shouzheng.reference.problems import Problem, ProblemKind

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_LINE = re.compile(r"line (\d+)")

#: A step on the way to a value: the name of a key or the index in an array of tables.
Key = str | int
Place = tuple[Key, ...]


class Sheet:
    """One file of the lexicon: its data, the lines of its keys, and the problems found in it so far."""

    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.shown = shown
        self.problems = problems
        self.data: dict[str, object] = {}
        text = path.read_bytes().decode("utf-8", errors="replace")
        self._lines = text.splitlines()
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _LINE.search(str(error))
            self._report(NOT_TOML, int(found.group(1)) if found else 1, detail=str(error))
        self._index = _index(self._lines)

    def line(self, *keys: Key) -> int:
        """Return the line of the key, or of the nearest table around it (1 at least)."""
        path: Place = keys
        while path:
            if path in self._index:
                return self._index[path]
            path = path[:-1]
        return 1

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

    def choice(
        self, table: Mapping[str, object], key: str, allowed: Collection[str], *keys: Key, default: str | None = None
    ) -> str:
        """Return the text under the key, which must be one of the allowed ones."""
        value = self.text(table, key, *keys, default=default)
        if value and value not in allowed:
            self.report(WRONG_VALUE, *keys, key, key=key, expected=" | ".join(sorted(allowed)))
            return ""
        return value


def _index(lines: list[str]) -> dict[Place, int]:
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    current: Place = ()
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header is not None and "=" not in header.group(2):
            current = _enter(header.group(1), header.group(2), counts)
            found.setdefault(current, number)
        elif (key := _KEY.match(line)) is not None:
            found.setdefault((*current, key.group(1)), number)
    return found


def _enter(bracket: str, dotted: str, counts: dict[Place, int]) -> Place:
    """Return the path of a table header; the last table of an array is meant when a parent is one."""
    names = [name.strip().strip('"') for name in dotted.split(".")]
    path: Place = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        last = depth == len(names) - 1
        if last and bracket == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
