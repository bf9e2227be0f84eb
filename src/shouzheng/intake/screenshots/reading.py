"""What a picture says: messages as a machine read them, beside them what the person corrected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shouzheng.intake.screenshots.bubbles import Side
from shouzheng.intake.screenshots.engine import engine
from shouzheng.intake.screenshots.layout import Conversation, layout
from shouzheng.intake.screenshots.picture import Picture, open_picture
from shouzheng.intake.screenshots.tiles import lines_of

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Noted:
    """One message: what was read, and what holds now.

    ``lines`` are the machine's lines with how sure it was (0–1); none for a message that the person added. ``text`` is
    what holds: the machine's reading, or what the person corrected it to. ``time`` is as seen, or as the person wrote
    it; ``first`` when it is the time of this very message and not only one above it. ``box`` is in pixels of the file.
    """

    lines: tuple[tuple[str, float], ...]
    reading: str
    text: str
    side: Side | None
    time: str = ""
    first: bool = False
    nick: str = ""
    box: Box = (0, 0, 0, 0)
    ignored: bool = False

    @property
    def least(self) -> float:
        """How sure the machine was of its least sure line; 1 where it read nothing."""
        return min((sure for _, sure in self.lines), default=1.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A picture as it was read: the name above the chat, the messages, the lines outside of them, who read it."""

    title: str
    messages: tuple[Noted, ...]
    outside: tuple[str, ...]
    avatars: bool
    by: str


def read_file(path: Path) -> tuple[Picture, Reading]:
    """Open and read a picture; raises ``Refused`` (SZ-1400 to SZ-1404)."""
    reader = engine()  # before decoding: without it there is nothing to do
    picture = open_picture(path)
    talk = layout(lines_of(picture.pixels, reader), picture.pixels)
    return picture, _reading(talk, picture.scale, reader.identity())


def _reading(talk: Conversation, scale: float, by: str) -> Reading:
    messages = tuple(
        Noted(
            lines=tuple((line.text, round(line.sure, 3)) for line in message.lines),
            reading=message.text,
            text=message.text,
            side=message.side,
            time=message.stamp.raw if message.stamp is not None else "",
            first=message.first,
            nick=message.nick,
            box=_box(message.box, scale),
        )
        for message in talk.messages
    )
    return Reading(talk.title, messages, tuple(line.text for line in talk.outside), talk.avatars, by)


def _box(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(place / scale) for place in box)
    return left, top, right, bottom
