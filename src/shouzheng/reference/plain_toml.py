r"""Reads TOML of a plain shape several times as fast as ``tomllib``; everything else is handed to ``tomllib`` itself.

Plain means: bare keys, each key and each table once; texts whose only escapes are ``\"`` and ``\\``; whole numbers,
dates, true and false; arrays and inline tables of these. All data files of the program are plain. Nothing is ever read
differently: at the first sign that is not plain the whole text goes to ``tomllib``, whose errors are then the errors.
"""

from __future__ import annotations

import re
from datetime import date

#: Characters that TOML allows nowhere in a text, but for the tab (and the line feed where a text has several lines).
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f"
_COMMENT = rf"#[^\n{_CONTROL}]*+"
#: Everything between statements, and between the values of an array.
_BLANK = re.compile(rf"(?:[ \t\n]++|{_COMMENT})*+")
#: The end of a statement's line, and everything up to the next one.
_END = re.compile(rf"[ \t]*+(?:{_COMMENT})?+(?:\Z|\n(?:[ \t\n]++|{_COMMENT})*+)")
_HEADER = re.compile(r"(\[\[?)([A-Za-z0-9_.-]++)(\]\]?)")
_KEY = re.compile(r"([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+")
#: The end of an inline table, or the key of its first or next pair.
_FIRST_KEY = re.compile(rf"[ \t]*+(?:\}}|{_KEY.pattern})")
_NEXT_KEY = re.compile(rf"[ \t]*+(?:\}}|,[ \t]*+{_KEY.pattern})")
_VALUE = re.compile(
    rf'"([^"\\\n{_CONTROL}]*+)"(?!")'
    rf"|'([^'\n{_CONTROL}]*+)'(?!')"
    rf'|"""\n?+((?:[^"\\{_CONTROL}]++|"{{1,2}}+(?!"))*+)"""(?!")'
    r"|([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|([+-]?(?:0|[1-9][0-9]{0,17}+))"  # longer ones may overflow: tomllib decides
    r"|(\[)|(\{)|(true|false)"
    rf'|"((?:[^"\\\n{_CONTROL}]++|\\["\\])*+)"(?!")'
)
#: Groups of ``_VALUE``: three kinds of texts, and the last group for a text with escapes.
_TEXT, _DATE, _INTEGER, _ARRAY, _INLINE, _TRUTH = 3, 4, 5, 6, 7, 8
#: Arrays and inline tables inside one another, at most; deeper ones go to ``tomllib``.
_MAX_DEPTH = 20
_ESCAPE = re.compile(r"\\(.)")

_Tables = dict[str, object]


class _NotPlain(Exception):
    """The text is not plain; whether it is valid is for ``tomllib`` to say."""


def loads(text: str) -> dict[str, object]:
    """Return what ``tomllib.loads`` returns; raises what it raises."""
    plain = plain_loads(text)
    if plain is not None:
        return plain
    import tomllib  # most texts are plain: its start-up time is spent only when it is needed

    return tomllib.loads(text)


def plain_loads(text: str) -> dict[str, object] | None:
    """Return the tables of a plain text, equal to those of ``tomllib``; ``None`` when it is not plain."""
    try:
        return _Reader(text).read()
    except (_NotPlain, ValueError):  # ValueError: no such day
        return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root: _Tables = {}
        #: Tables and lists of tables that headers made (by identity): only these may be extended by later headers.
        self.opened: set[int] = {id(self.root)}

    def read(self) -> _Tables:
        text, total = self.text, len(self.text)
        table = self.root
        at = self.blank(0)
        while at < total:
            if text[at] == "[":
                at, table = self.header(at)
            else:
                match = _KEY.match(text, at)
                if match is None or match[1] in table:
                    raise _NotPlain
                at, table[match[1]] = self.value(match.end(), 0)
            end = _END.match(text, at)
            if end is None:
                raise _NotPlain
            at = end.end()
        return self.root

    def blank(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return at if match is None else match.end()

    def header(self, at: int) -> tuple[int, _Tables]:
        """Open the table of a header; returns the place after it and the table."""
        match = _HEADER.match(self.text, at)
        if match is None or len(match[1]) != len(match[3]):
            raise _NotPlain
        *around, last = match[2].split(".")
        if not last or not all(around):
            raise _NotPlain
        outer = self.root
        for key in around:
            outer = self.entered(outer, key)
        made: _Tables = {}
        if match[1] == "[":
            if last in outer:
                raise _NotPlain
            outer[last] = made
        else:
            if last not in outer:
                fresh: list[_Tables] = []
                outer[last] = fresh
                self.opened.add(id(fresh))
            entries = outer[last]
            if not isinstance(entries, list) or id(entries) not in self.opened:
                raise _NotPlain
            entries.append(made)
        self.opened.add(id(made))
        return match.end(), made

    def entered(self, outer: _Tables, key: str) -> _Tables:
        """Return the table under a key of a header's path, or the last table of the list there."""
        inner = outer.get(key)
        if inner is None:
            made: _Tables = {}
            outer[key] = made
            self.opened.add(id(made))
            return made
        if id(inner) not in self.opened:
            raise _NotPlain
        found = inner[-1] if isinstance(inner, list) else inner
        if not isinstance(found, dict):
            raise _NotPlain
        return found

    def value(self, at: int, depth: int) -> tuple[int, object]:
        """Return the place after the value at a place, and the value."""
        match = _VALUE.match(self.text, at)
        if match is None or depth > _MAX_DEPTH:
            raise _NotPlain
        kind, end = match.lastindex or 0, match.end()
        if kind <= _TEXT:
            return end, match[kind]
        if kind == _TRUTH:
            return end, match[kind] == "true"
        if kind == _INLINE:
            return self.inline(end, depth)
        if kind == _ARRAY:
            return self.array(end, depth)
        if kind == _INTEGER:
            return end, int(match[kind])
        if kind == _DATE:
            year, month, day = match[kind].split("-")
            return end, date(int(year), int(month), int(day))
        return end, _ESCAPE.sub(r"\1", match[kind])

    def inline(self, at: int, depth: int) -> tuple[int, _Tables]:
        found: _Tables = {}
        match = _FIRST_KEY.match(self.text, at)
        while match is not None:
            key, at = match[1], match.end()
            if key is None:
                return at, found
            if key in found:
                break
            at, found[key] = self.value(at, depth + 1)
            match = _NEXT_KEY.match(self.text, at)
        raise _NotPlain

    def array(self, at: int, depth: int) -> tuple[int, list[object]]:
        found: list[object] = []
        while True:
            at = self.blank(at)
            if self.text.startswith("]", at):
                return at + 1, found
            at, value = self.value(at, depth + 1)
            found.append(value)
            at = self.blank(at)
            if self.text.startswith(",", at):
                at += 1
            elif not self.text.startswith("]", at):
                raise _NotPlain
