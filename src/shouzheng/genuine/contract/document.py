"""The text of a contract with its pages, made ready for reading: lines that were broken by the page are joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from shouzheng.reading.fold import is_han

#: Characters read of one contract; loan contracts have some 5,000 to 60,000.
MOST_CHARS = 300_000
#: Only a line of so many characters, and nearly as long as the longest of its page, was broken by the margin.
_BROKEN_FROM = 14
_NEARLY = 0.75
_BLANKS = re.compile(r"[ \t\u3000]{2,}")
#: Blanks that typesetting puts between Chinese and digits (2026 年 9 月): they are no part of the words.
_SPACING = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、）]) (?=[0-9A-Za-z%])|(?<=[0-9A-Za-z%]) (?=[\u4e00-\u9fff，。；：、（])"
)
#: A line that begins a new field or clause, whatever stands before it.
_BEGINS = re.compile(
    r"[^：:。，]{1,12}[：:]|第[一二三四五六七八九十百零〇0-9]{1,5}[条章节款]|[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]"
)

#: A line that is a field as a whole (甲方：云岭示例消费金融有限公司) was not broken.
_FIELD = re.compile(r"[^：:。，]{1,12}[：:][^，。；]{0,60}")


@dataclass(frozen=True, slots=True)
class Document:
    """A contract's text. ``starts`` are the first characters of its pages (one page for pasted text).

    ``left_out`` counts characters, ``pages_left_out`` pages that were not read.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    left_out: int = 0
    pages_left_out: int = 0

    def page(self, place: int) -> int | None:
        """Return the page of a character, from 1; ``None`` when the text came without pages."""
        return bisect_right(self.starts, place) if len(self.starts) > 1 else None


def document_of(pages: list[str], *, pages_left_out: int = 0) -> Document:
    """Join the texts of pages, at most 300,000 characters; the rest is counted."""
    parts: list[str] = []
    starts: list[int] = []
    room, length, left_out = MOST_CHARS, 0, 0
    for page in pages:
        kept = page[:room]
        left_out += len(page) - len(kept)
        room -= len(kept)
        joined = unbroken(kept)
        starts.append(length)
        parts.append(joined + "\n")
        length += len(joined) + 1
    return Document("".join(parts), tuple(starts) or (0,), left_out, pages_left_out)


def unbroken(text: str) -> str:
    """Join lines that were broken in the middle of a sentence, and take out blanks between Chinese and digits.

    A line is taken for broken when it is nearly as long as the longest one, ends in a Chinese character, and the next
    begins with one and is no new field or clause.
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [_SPACING.sub("", _BLANKS.sub(" ", line.strip())) for line in raw]
    longest = max(map(len, lines))
    parts: list[str] = []
    before = ""
    for line in lines:
        broken = len(before) >= max(_BROKEN_FROM, _NEARLY * longest) and is_han(before[-1])
        goes_on = bool(line) and is_han(line[0]) and _BEGINS.match(line) is None
        if parts and not (broken and goes_on and _FIELD.fullmatch(before) is None):
            parts.append("\n")
        parts.append(line)
        before = line
    return "".join(parts)
