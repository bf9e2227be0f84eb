"""Finds the place of a key or value in the text of a TOML file, so that each problem can name its line and column.

``tomllib`` gives values without places. This scanner walks a text that was already accepted as TOML, so it may be
simple: it never judges, and where it loses its way (nesting deeper than ``_MAX_DEPTH``) it just knows fewer places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Path = tuple[str | int, ...]

_MAX_DEPTH = 40
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\r?\n[ \t\r\n]*|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of a key and of its value in the file's text."""

    key: int
    value: int


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1, in characters."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


class Places:
    """The places of all keys of one file's text, asked by path; scans the text once, when it is made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = scan(text)

    def of(self, path: Path, *, value: bool = False) -> tuple[int, int]:
        """Return line and column of a key (or its value), or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            place = self._places.get(path[:length])
            if place is not None:
                return line_and_column(self.text, place.value if value else place.key)
        return 1, 1

    def inside(self, path: Path, at: int) -> tuple[int, int]:
        """Return line and column of the character at offset ``at`` of the text under a key."""
        place = self._places.get(path)
        if place is None:
            return self.of(path)
        offsets = string_offsets(self.text, place.value)
        return line_and_column(self.text, offsets[min(at, len(offsets) - 1)])


def scan(text: str) -> dict[Path, Place]:
    """Return the place of every table, key and array element of a valid TOML text, by its path of keys and indexes."""
    return _Scanner(text).places


def string_offsets(text: str, at: int) -> list[int]:
    """Return the offset in the file of each character of the string literal at ``at``, and of its end."""
    match = _STRING.match(text, at)
    if match is None:
        return [at]
    literal = match.group()
    width = 3 if literal[:3] in ('"""', "'''") else 1
    place, end = at + width, match.end() - width
    if width == 3 and text.startswith("\r\n", place):
        place += 2
    elif width == 3 and text.startswith("\n", place):
        place += 1
    offsets = []
    while place < end:
        escape = _ESCAPE.match(text, place) if literal[0] == '"' and text[place] == "\\" else None
        if escape is None or not escape.group()[1:].isspace():
            offsets.append(place)
        place = escape.end() if escape else place + 1
    offsets.append(place)
    return offsets


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, Place] = {}
        self.counts: dict[Path, int] = {}
        self.table: Path = ()
        self.skip_blank()
        while self.at < len(text):
            if text[self.at] == "[":
                self.header()
            else:
                self.pair(self.table, 0)
            self.skip_blank()

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def skip_blank(self) -> None:
        self.skip(_BLANK)

    def keys(self) -> tuple[str, ...]:
        """Read a dotted key; stops at the sign that ends it."""
        found: list[str] = []
        while True:
            self.skip(_SPACE)
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if match is None:
                self.at += 1
                return tuple(found)
            self.at = match.end()
            found.append(match.group().strip("\"'"))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return tuple(found)
            self.at += 1

    def header(self) -> None:
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 2 if is_array else 1
        keys = self.keys()
        self.at += 2 if is_array else 1
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            self.places.setdefault(path, Place(start, start))
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        path = (*path, *keys[-1:])
        if is_array:
            index = self.counts.get(path, 0)
            self.counts[path] = index + 1
            self.places.setdefault(path, Place(start, start))
            path = (*path, index)
        elif path in self.counts:
            path = (*path, self.counts[path] - 1)
        self.table = path
        self.places[path] = Place(start, start)

    def pair(self, table: Path, depth: int) -> None:
        start = self.at
        keys = self.keys()
        self.skip(_SPACE)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        path = (*table, *keys)
        for length in range(len(table) + 1, len(path)):
            self.places.setdefault(path[:length], Place(start, start))
        self.places[path] = Place(start, self.at)
        self.value(path, depth)

    def value(self, path: Path, depth: int) -> None:
        sign = self.text[self.at : self.at + 1]
        if sign in ("[", "{") and depth < _MAX_DEPTH:
            self.at += 1
            self.inside(path, depth + 1, "]" if sign == "[" else "}")
        elif sign in ('"', "'"):
            match = _STRING.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)
        else:
            before = self.at
            self.skip(_SCALAR)
            self.at = max(self.at, before + 1)

    def inside(self, path: Path, depth: int, closing: str) -> None:
        """Walk the elements of an array or the pairs of an inline table up to the closing sign."""
        index = 0
        while self.at < len(self.text):
            self.skip_blank()
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if self.text.startswith(",", self.at):
                self.at += 1
            elif closing == "}":
                self.pair(path, depth)
            else:
                self.places[(*path, index)] = Place(self.at, self.at)
                self.value((*path, index), depth)
                index += 1
