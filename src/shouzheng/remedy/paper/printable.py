"""Quoted text for paper: what the fonts can show stays literal, all else becomes ``⟦U+XXXX⟧``; the margin holds.

``reference.safe_text.visible`` has made control characters, direction overrides and line ends visible. Paper has two
more limits: a font lacks some characters (emoji above all), which would print as empty boxes, and a run of characters
without a place to break would stick out of the page. The original text stays in the event files, byte for byte.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from shouzheng.reference.safe_text import visible

if TYPE_CHECKING:
    from pathlib import Path

#: What the template understands: plain text, or pieces; a line may end around a piece that is a one-element list.
Lit = str | list[str | list[str]]

#: A run of this many half-width units without a natural place to break gets places to break (24 units of 9 pt type
#: are about 40 mm, narrower than any column that holds quoted text).
RUN_LIMIT = 24
#: Width of the chunks after the limit, in the same units.
CHUNK = 6
#: More combining marks than this on one character are shown as codes, else they could cover other lines.
MARK_LIMIT = 3

_MARK = re.compile(r"(⟦U\+[0-9A-F]{4,6}⟧)")
#: A quick look: without a mark or a stretch of twelve characters that are no ideographs, nothing has to be cut.
_UNBROKEN = re.compile(r"⟦|█{7}|[^\u4e00-\u9fff]{12}")
_VARIATION = frozenset(chr(c) for c in range(0xFE00, 0xFE10))
_BRACKETS = frozenset("⟦⟧")  # drawn with Typst's own DejaVu Sans Mono
_IDEOGRAPHS = ((0x3041, 0x3096), (0x30A1, 0x30FA), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


@cache
def font_paths() -> tuple[Path, Path]:
    """Return the Sans and Serif font files (Noto, SIL Open Font Licence, Regular weight only)."""
    import pylopdf_fonts_zh_cn as fonts

    return fonts.sans_path(), fonts.serif_path()


@cache
def _covered() -> frozenset[int]:
    """Code points that both fonts have, from their character maps."""
    sans, serif = (_cmap(path.read_bytes()) for path in font_paths())
    return frozenset(sans & serif)


def _cmap(font: bytes) -> set[int]:
    """Read the format 12 subtables of an OpenType ``cmap`` (OpenType specification, "cmap", segmented coverage)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        struct.unpack_from(">I", font, 12 + 16 * i + 8)[0]
        for i in range(tables)
        if font[12 + 16 * i : 16 + 16 * i] == b"cmap"
    )
    found: set[int] = set()
    for i in range(struct.unpack_from(">H", font, start + 2)[0]):
        table = start + struct.unpack_from(">I", font, start + 8 + 8 * i)[0]
        if struct.unpack_from(">H", font, table)[0] != 12:
            continue
        groups = struct.unpack_from(">I", font, table + 12)[0]
        for first, last, _glyph in struct.iter_unpack(">III", font[table + 16 : table + 16 + 12 * groups]):
            found.update(range(first, last + 1))
    return found


def printable(text: str, unshown: set[str] | None = None) -> str:
    """Return the text as ``visible`` gives it, with characters that the fonts lack as ``⟦U+XXXX⟧``.

    Those characters are added to ``unshown`` when given, so that the document can name them. Variation selectors,
    which have no shape of their own, are left out.
    """
    safe = visible(text)
    covered = _covered()
    if all(ord(c) in covered for c in safe) and not _has_marks(safe):
        return safe
    return "".join(_printed(safe, covered, unshown))


def _has_marks(text: str) -> bool:
    return not text.isascii() and any(unicodedata.category(c)[0] == "M" for c in text)


def _printed(text: str, covered: frozenset[int], unshown: set[str] | None) -> Iterator[str]:
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if char in _VARIATION:
            continue
        if char in _BRACKETS or (ord(char) in covered and marks <= MARK_LIMIT):
            yield char
            continue
        if unshown is not None:
            unshown.add(char)
        yield f"⟦U+{ord(char):04X}⟧"


def breakable(text: str) -> Lit:
    """Return the text, cut into chunks where a run has no natural place to break within ``RUN_LIMIT`` units.

    A ``⟦U+XXXX⟧`` mark is a chunk of its own. Joining the pieces gives the text back unchanged: no character is
    added, so text copied out of the document is the quoted text.
    """
    if not _UNBROKEN.search(text):
        return text
    pieces: list[str | list[str]] = []
    for part in _MARK.split(text):
        if part.startswith("⟦"):
            pieces.append([part])
        elif part:
            pieces.extend(_cut(part))
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pieces[0]
    return pieces or ""


def _cut(text: str) -> Iterator[str | list[str]]:
    """Yield pieces of a text without marks; the chunks of an over-long run come as one-element lists."""
    start, run, previous = 0, 0, " "
    limit = RUN_LIMIT
    for place, char in enumerate(text):
        over = False
        if _may_break(previous, char):
            over, run = limit == CHUNK, 0
        width = _units(char)
        if over or (run + width > limit and unicodedata.category(char)[0] != "M"):
            piece = text[start:place]
            yield [piece] if limit == CHUNK else piece
            start, run = place, 0
            limit = RUN_LIMIT if over else CHUNK
        run += width
        previous = char
    rest = text[start:]
    yield [rest] if limit == CHUNK else rest


def _may_break(previous: str, char: str) -> bool:
    """Tell whether a line may surely end between two characters (a safe subset of Unicode UAX #14)."""
    if previous == " ":
        return char != " " and unicodedata.category(char)[0] in "LN"
    if _ideograph(char):
        return unicodedata.category(previous)[0] in "LN" or previous in "，。；：、！？,.;:!?"
    return _ideograph(previous) and char.isascii() and char.isalnum()


def _ideograph(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _IDEOGRAPHS)


def _units(char: str) -> int:
    if char == "█":  # hides characters in a redacted copy; as wide as an ideograph, and no line ends beside it
        return 4
    if char.isascii():
        return 2 if char.isupper() or char in "@%&#" else 1
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def quoted(text: str, unshown: set[str] | None = None) -> Lit:
    """Return quoted text ready for the template: printable, and breakable anywhere."""
    return breakable(printable(text, unshown))


def character_name(char: str) -> str:
    """Return the Unicode name of a character, or an empty string when it has none."""
    return unicodedata.name(char, "")
