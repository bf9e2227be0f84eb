"""Records that are written alike: an app writes the same keys in the same order, so one pattern reads most of them.

A shape is learned from a flat record that the parser has read: its keys, blanks and commas as they stand, with room for
texts without escapes and for whole numbers; what is ``null``, ``true`` or ``false`` belongs to the shape. A record that
fits has the value that the parser would give, in a third of the time; any other one goes to the parser (a test holds
both equal). Nothing is repaired here: bytes that are not UTF-8 do not fit. In a file in which few records fit, shapes
are given up.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shouzheng.intake.json_text.values import Json, Object

#: Records that the parser reads before shapes are learned: to make a pattern costs as much as to parse a hundred.
PATIENCE = 64
#: Most shapes of one file, records that are looked at for them, shapes that are tried on one record.
_MOST_SHAPES, _MOST_LOOKS, _TRIED = 8, 64, 3
#: Records that may not fit, beyond as many as did, before shapes are given up.
_TRUST = 500
#: Most fields of a shape, and most bytes around its values.
_MOST_FIELDS, _LONGEST = 64, 4096

_SPACE = rb"[ \t\n\r]*+"
#: A whole number: apps write no others into these records.
_NUMBER = rb"-?(?:0|[1-9][0-9]*+)"
#: What stands before a value (with its key), and the value.
_FIELD = re.compile(
    rb"([{,]%b\"([^\"\\\x00-\x1f]*+)\"%b:%b)(?:(\"(?:[^\"\\]++|\\.)*+\")|(%b)|(null)|true|false)%b"
    % (_SPACE, _SPACE, _SPACE, _NUMBER, _SPACE),
    re.DOTALL,
)
_BEFORE = rb"[\s,]*+"
#: A text without escapes and line breaks: line breaks then part the values of a record.
_TEXT_HERE = rb'"([^"\\\x00-\x1f]*+)"'
_NUMBER_HERE = rb"(%b)" % _NUMBER


class Alike(NamedTuple):
    """A record that fits a shape: its place in the bytes looked at, its value, its raw fields as ``flat`` gives."""

    start: int
    end: int
    value: Object
    raw: list[tuple[str, str]]


class _Shape(NamedTuple):
    """The pattern, bytes of the record before its first value, keys, names in ``raw``, values that are no texts."""

    pattern: re.Pattern[bytes]
    head: int
    keys: tuple[str, ...]
    names: tuple[str, ...]
    fixed: dict[str, Json]

    def read(self, data: bytes, pos: int) -> Alike | None:
        """Return the record at a place, blanks and commas before it passed over; ``None`` when it does not fit."""
        found = self.pattern.match(data, pos)
        if found is None:
            return None
        try:
            values = b"\n".join(found.groups()).decode().split("\n")
        except UnicodeDecodeError:
            return None
        value = Object(zip(self.keys, values, strict=False))
        if self.fixed:
            value.update(self.fixed)
        return Alike(found.start(1) - self.head, found.end(), value, list(zip(self.names, values, strict=False)))


class Shapes:
    """The shapes of one file; the one that fitted last is tried first. ``patience`` stands for ``PATIENCE``."""

    def __init__(self, patience: int | None = None) -> None:
        self.known: list[_Shape] = []
        self._patience = PATIENCE if patience is None else patience
        self._looks = _MOST_LOOKS
        self._trust = _TRUST

    def read(self, data: bytes, pos: int) -> Alike | None:
        """Return the record at a place when it fits one of the shapes that fitted lately."""
        known = self.known
        for number, shape in enumerate(known[:_TRIED]):
            found = shape.read(data, pos)
            if found is not None:
                if number:
                    known.insert(0, known.pop(number))
                self._trust = min(self._trust + 1, _TRUST)
                return found
        if known:
            self._trust -= 1
            if not self._trust:
                known.clear()
                self._looks = 0
        return None

    def learn(self, data: bytes, value: Json) -> None:
        """Look at a record that the parser has read (its bytes and value) for a new shape."""
        if self._patience:
            self._patience -= 1
        elif self._looks and type(value) is Object and value.pairs is None:
            self._looks -= 1
            made = _shape_of(data)
            if made is not None and all(made.pattern != shape.pattern for shape in self.known):
                self.known.insert(0, made)
                del self.known[_MOST_SHAPES:]


def _shape_of(data: bytes) -> _Shape | None:
    """Return the shape of a flat record that is JSON; ``None`` for any other, and for one with escapes in its keys."""
    parts, keys, names, fixed, end = [_BEFORE], [], [], dict[str, Json](), 0
    head = 0
    while found := _FIELD.match(data, end):
        before, key, text, number, null = found.groups()
        try:
            name = key.decode()
        except UnicodeDecodeError:
            return None
        literal = data[found.end(1) : found.end()]
        here = _TEXT_HERE if text else _NUMBER_HERE if number else b"null()" if null else rb"(%b)" % literal.strip()
        if not (text or number):
            fixed[name] = None if null else literal.startswith(b"true")
        head = head or len(before) + (b'"' in here[:1]) + 4 * bool(null)
        keys.append(name)
        names.append(f"{name}:null" if null else name)
        after = literal[len(text or number or literal.strip()) :]
        parts += re.escape(before), here, re.escape(after)
        end = found.end()
        if len(keys) > _MOST_FIELDS or sum(map(len, parts)) > _LONGEST:
            return None
    if not keys or data[end:] != b"}":
        return None
    return _Shape(re.compile(b"".join([*parts, b"}"])), head, tuple(keys), tuple(names), fixed)
