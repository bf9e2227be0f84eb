"""Marks by which a sender says that a message is one part of several: ``(1/2)``, ``【2/3】``, ``1/2``, 待续."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Longer texts are not looked at: a part is at most a few concatenated short messages.
LONGEST_PART = 1000
#: Most parts that one message is believed to have; fractions of twelve and more are dates.
_MOST_PARTS = 10

_SIGNATURE = r"【[^【】]{1,30}】"
_FRACTION = r"\s*(\d{1,2})\s*[/／]\s*(\d{1,2})\s*"
_BRACKETED = rf"(?:[(（]{_FRACTION}[)）]|[\[［]{_FRACTION}[\]］]|【{_FRACTION}】|<{_FRACTION}>)"
#: At the beginning (a signature may stand before it), or at the end (a signature may stand after it). Without brackets
#: a fraction may be a date, so it must stand apart.
_AT_START = re.compile(rf"\s*(?P<sign>{_SIGNATURE})?\s*(?:{_BRACKETED}|{_FRACTION}(?=\s|[:：、]))\s*")
_AT_END = re.compile(rf"\s*(?:{_BRACKETED}|\s{_FRACTION})\s*(?P<sign>{_SIGNATURE})?\s*\Z")
_CONTINUED = re.compile(r"\s*[（(\[【<]?(?:未完)?待续[)）\]】>]?[…。.!！]{0,6}\s*\Z")
_HEAD_SIGN = re.compile(rf"\s*({_SIGNATURE})\s*")
_TAIL_SIGN = re.compile(rf"\s*({_SIGNATURE})\s*\Z")
#: Room at the end of a text in which a mark and a signature can stand.
_TAIL = 60


class Mark(NamedTuple):
    """Part ``number`` (from 1) of ``total``; ``total`` is 0 when the text only says that more follows.

    ``body`` is the text without the mark and without signatures; ``bracketed`` is False for a bare fraction.
    """

    number: int
    total: int
    head: str
    body: str
    tail: str
    bracketed: bool = True


def mark_of(text: str) -> Mark | None:
    """Return the part mark of a text, ``None`` when it has none."""
    if len(text) > LONGEST_PART:
        return None
    if "/" in text or "／" in text:
        numbered = _numbered(text)
        if numbered is not None:
            return numbered
    if "待续" in text:
        found = _CONTINUED.search(text, max(len(text) - _TAIL, 0))
        if found is not None:
            return _mark(0, 0, text[: found.start()], True)
    return None


def _numbered(text: str) -> Mark | None:
    at_start = _AT_START.match(text)
    if at_start is not None:
        rest = (at_start["sign"] or "") + text[at_start.end() :]
        return _valid(at_start, rest)
    at_end = _AT_END.search(text, max(len(text) - _TAIL, 0))
    if at_end is not None:
        return _valid(at_end, text[: at_end.start()] + (at_end["sign"] or ""))
    return None


def _valid(found: re.Match[str], rest: str) -> Mark | None:
    sign = found.group("sign")
    numbers = [group for group in found.groups() if group is not None and group != sign]
    number, total = int(numbers[0]), int(numbers[1])
    if not (2 <= total <= _MOST_PARTS and 1 <= number <= total):
        return None
    bracketed = any(bracket in found[0].replace(sign or "\0", "") for bracket in "(（[［【<")
    return _mark(number, total, rest, bracketed)


def _mark(number: int, total: int, rest: str, bracketed: bool) -> Mark:
    head = _HEAD_SIGN.match(rest)
    if head is not None:
        rest = rest[head.end() :]
    tail = _TAIL_SIGN.search(rest, max(len(rest) - _TAIL, 0))
    if tail is not None:
        rest = rest[: tail.start()]
    return Mark(number, total, head[1] if head else "", rest, tail[1] if tail else "", bracketed)


def join_bodies(marks: list[Mark]) -> str | None:
    """Return the whole text of parts in order, its signature once; ``None`` when the parts are signed differently."""
    heads = {mark.head for mark in marks if mark.head}
    tails = {mark.tail for mark in marks if mark.tail}
    if len(heads) > 1 or len(tails) > 1:
        return None
    return "".join((*heads, *(mark.body for mark in marks), *tails))


def unmarked(text: str) -> Mark:
    """Return a text without a mark as the last part of a continued message."""
    return _mark(0, 0, text, True)
