"""The attributes of a plain record, without a parser. Nine records out of ten are plain, so this is worth its lines.

Plain is an element without content whose attributes stand one space apart in double quotes, with nothing in a value
that XML would resolve, normalise or refuse. For such a record there is only one reading; the tests hold it equal to
the parser's. Everything else is left to the parser.
"""

from __future__ import annotations

import re

_NAME = rb"[A-Za-z_][A-Za-z0-9_.-]*+"
#: Values without ``"`` ``&`` ``<`` and control characters, written as ranges because those are tested by one look-up.
_PLAIN = re.compile(rb"<%s(?: %s=\"[\x20\x21\x23-\x25\x27-\x3b\x3d-\xff]*+\")++ ?/>" % (_NAME, _NAME))
#: Lead bytes of U+FFC0 to U+FFFF, among which are two characters that XML forbids.
_NEAR_FORBIDDEN = b"\xef\xbf"
#: What stands behind the last value.
_ENDS = ("/>", " />")
#: Names of the attributes by what stands between the values; a file has few such shapes.
_SHAPES: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
_MOST_SHAPES = 1000
#: Longer records are left to the parser, so that the remembered shapes stay small.
_LONGEST = 1 << 14


def plain_element(data: bytes) -> tuple[str, dict[str, str]] | None:
    """Return the name and attributes of a plain record in UTF-8, ``None`` for every other one."""
    if len(data) > _LONGEST:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    texts = text.split('"')
    between = tuple(texts[:-1:2])
    shape = _SHAPES.get(between)
    # What stands between the values of a remembered shape was looked at before; so only the values can matter.
    closed = len(texts) % 2 and texts[-1] in _ENDS
    if shape is None or not closed or "&" in text or "<" in text[1:] or not text.isprintable():
        if _PLAIN.fullmatch(data) is None or _NEAR_FORBIDDEN in data:
            return None
        shape = shape or _shape(between)
    attributes = dict(zip(shape[1], texts[1::2], strict=True))
    if len(attributes) != len(between):
        return None  # one name twice: not well-formed
    return shape[0], attributes


def _shape(between: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    element, first = between[0].split(" ")
    shape = element[1:], (first[:-1], *(text[1:-1] for text in between[1:]))
    if len(_SHAPES) >= _MOST_SHAPES:
        _SHAPES.clear()
    _SHAPES[between] = shape
    return shape
