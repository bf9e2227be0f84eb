"""Lines of Chinese and Latin text for a terminal: measured in columns, wrapped where a line may end, calm colours.

Full-width characters take two columns. Characters of ambiguous width (Unicode UAX #11: ``“ ” … – ×``) are counted as
two in Chinese, as Chinese terminals draw them, so that no line is ever longer than promised.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TextIO

#: Never at the start of a line; never at the end of one.
_NOT_FIRST = frozenset("，。；：、！？）》】”’…,.;:!?)]}%")
_NOT_LAST = frozenset("（《【“‘([{")


def columns(text: str, *, wide_ambiguous: bool = True) -> int:
    """Return how many terminal columns the text takes."""
    return sum(_width(char, wide_ambiguous) for char in text)


def _width(char: str, wide_ambiguous: bool) -> int:
    if unicodedata.combining(char) or char == "\u200d":
        return 0
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" or (kind == "A" and wide_ambiguous) else 1


def wrap(text: str, width: int, *, first: str = "", rest: str = "", wide_ambiguous: bool = True) -> list[str]:
    """Return the text as lines of at most ``width`` columns, with a prefix for the first line and for the others.

    A line ends at a space or between Chinese characters, never before closing or after opening punctuation; a word
    that is longer than a line is cut.
    """
    lines, line, used = [], first, columns(first, wide_ambiguous=wide_ambiguous)
    start = used
    for word in _words(text):
        size = columns(word, wide_ambiguous=wide_ambiguous)
        if used + size > width and used > start:
            lines.append(line.rstrip())
            line, word = rest, word.lstrip()
            used = start = columns(rest, wide_ambiguous=wide_ambiguous)
            size = columns(word, wide_ambiguous=wide_ambiguous)
        while used + size > width:
            fitting = _fitting(word, width - used, wide_ambiguous)
            lines.append(line + word[:fitting])
            line, word = rest, word[fitting:]
            used = start = columns(rest, wide_ambiguous=wide_ambiguous)
            size = columns(word, wide_ambiguous=wide_ambiguous)
        line, used = line + word, used + size
    lines.append(line.rstrip())
    return lines


def _fitting(word: str, room: int, wide_ambiguous: bool) -> int:
    """Return how many characters of the word fit (at least one, so that wrapping always ends)."""
    used = 0
    for place, char in enumerate(word):
        used += _width(char, wide_ambiguous)
        if used > room:
            return max(place, 1)
    return max(len(word), 1)


def _words(text: str) -> Iterator[str]:
    """Yield the smallest pieces between which a line may end; a space belongs to the piece before it."""
    piece = ""
    for char in text:
        if piece and _may_end(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_end(previous: str, char: str) -> bool:
    if char in _NOT_FIRST or previous in _NOT_LAST or char == " ":
        return False
    return previous == " " or _is_wide(previous) or _is_wide(char)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def wants_ansi(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """True when weight may be used: a terminal, NO_COLOR unset or empty (no-color.org), TERM not ``dumb``."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM", "") != "dumb"


def heading(text: str, ansi: bool) -> str:
    """Return a heading, in bold where the terminal may show it."""
    return f"\x1b[1m{text}\x1b[0m" if ansi else text
