"""Cuts a chat's text into messages: a line of sender and time, then the lines of the text up to the next one.

A format says what such a line looks like. Memory is bounded by the longest message that is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from shouzheng.intake.hints import current
from shouzheng.intake.markup.encoding import TextEncoding
from shouzheng.intake.moments import device_offset, is_possible, moment_of
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.text_records import EXCERPT, lines_of, utf_8
from shouzheng.model.moment import Moment, OffsetSource, Resolution

#: Most bytes of one message.
MOST = 4 << 20
#: Characters of a line that are looked at for sender and time.
_LOOKED_AT = 400
_CHUNK = 1 << 20
_UTF_8 = TextEncoding("utf-8")

Head = TypeVar("Head")

_AM = ("am", "a.m.", "a. m.", "上午", "早上", "清晨", "凌晨", "午前", "오전")
_PM = ("pm", "p.m.", "p. m.", "下午", "傍晚", "晚上", "午後", "오후")
_NOON = "中午"
#: Words for the half of the day, for use in a regular expression.
MARKERS = "|".join(re.escape(word) for word in sorted((*_AM, *_PM, _NOON), key=len, reverse=True))


@dataclass(slots=True)
class Block(Generic[Head]):
    """A message (or what stands before the first one, then ``head`` is ``None``): its place, head and lines.

    ``length`` is that in bytes, ``after_blank`` True when an empty line (or nothing) stands before it.
    """

    offset: int
    head: Head | None
    after_blank: bool
    length: int = 0
    lines: list[str] = field(default_factory=list)
    data: bytes = b""
    broken_text: bool = False

    @property
    def too_large(self) -> bool:
        """True when the message is longer than is accepted; its lines are then incomplete."""
        return self.length > MOST

    @property
    def text(self) -> str:
        """The text without empty lines before and after it."""
        return "\n".join(self.lines).strip("\n").rstrip()


def is_text(look: Look) -> bool:
    """True for text of any kind, also with control characters in it."""
    return look.encoding is not None and bool(look.text) and look.content in (Content.TEXT, Content.BINARY)


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while block := stream.read(_CHUNK):
        yield block


def text_lines(path: Path, encoding: TextEncoding | None) -> Iterator[tuple[int, bytes, int]]:
    """Yield place, bytes (UTF-8) and whole length of each line of a file."""
    known = encoding or _UTF_8
    with path.open("rb") as stream:
        yield from lines_of(utf_8(chunks_of(stream), known), 0 if known.converted_from else known.skip)


def blocks(
    lines: Iterable[tuple[int, bytes, int]], head_of: Callable[[str, bool], Head | None]
) -> Iterator[Block[Head]]:
    """Yield the messages. ``head_of`` is told each line, and whether an empty line stands before it."""
    block: Block[Head] | None = None
    blank = True
    for offset, data, whole in lines:
        line = data.decode("utf-8", "replace")
        head = head_of(line[:_LOOKED_AT], blank) if line.strip() else None
        if head is not None or block is None:
            if block is not None and (block.head is not None or any(map(str.strip, block.lines))):
                yield block
            block = Block(offset, head, blank)
        block.length += whole
        if len(block.data) < EXCERPT:
            block.data += data[:EXCERPT] + b"\n"
        if head is None and not block.too_large:
            block.lines.append(line)
        if "\ufffd" in line and "\ufffd".encode() not in data:
            block.broken_text = True
        blank = not line.strip()
    if block is not None and (block.head is not None or any(map(str.strip, block.lines))):
        yield block


def seconds_of_day(hour: int, minute: int, second: int, marker: str) -> int | None:
    """Return the seconds since midnight; ``marker`` is a word for the half of the day or empty."""
    word = marker.lower()
    if word and not 1 <= hour <= 12 and not (hour == 0 and word in _AM):
        return None
    if word == _NOON:
        hour += 12 if hour < 10 else 0
    elif word:
        hour = hour % 12 + (12 if word in _PM else 0)
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def local_time(
    raw: str, day: date, seconds: int, resolution: Resolution, offset: int, *, of_device: bool = True
) -> Moment | None:
    """Return the moment of a local time with an assumed offset in minutes, ``None`` when it is impossible.

    Where the person said that the phone was elsewhere on that day, it is read with the offset of that place, unless
    the source is not in the device's time (a bill).
    """
    known, at = (offset, OffsetSource.ASSUMED), datetime(day.year, day.month, day.day, tzinfo=UTC)
    if of_device and current().stays:
        known = device_offset(at.replace(tzinfo=None) + timedelta(seconds=seconds), known)
    milliseconds = (int(at.timestamp()) + seconds - known[0] * 60) * 1000
    if not is_possible(milliseconds):
        return None
    return moment_of(raw, milliseconds, resolution, known)
