"""The file in which a person corrects what a machine read in a picture (``<picture>.review.toml``).

It holds the reading and, in fields of their own, what the person made of it; both stay. It is used only when it says
who corrected and when, is marked as confirmed, and belongs to this very picture by its digest.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shouzheng.intake.screenshots.bubbles import Side
from shouzheng.intake.screenshots.reading import Noted, Reading
from shouzheng.intake.screenshots.taken import clock_of
from shouzheng.model.original import Digest

#: What is added to a picture's name.
ENDING = ".review.toml"
#: Most bytes of a corrections file that are read, and most messages of one.
_MOST_BYTES, _MOST_MESSAGES = 4 << 20, 5000
_LONGEST_TEXT = 20_000
_HEAD = """\
# 核对这张图片的识别结果。改 side、time、text、nick 即可；reading 是机器读的，请勿改动。
#   side：left 对方，right 本人，空着就是分不清。time：看见的时间，或写成 2026-01-02 22:15。
#   first：这个时间就是这一条的，写 true；只是上面某一条的，写 false。不是消息的，ignore 写 true。
#   机器漏掉的，照样子加一段 [[message]]，不写 reading。
# 都对了，写上 by（谁）和 at（何时），把 confirmed 改成 true，再读一次图片。
# Check what was read in this picture. Change side, time, text and nick; leave reading, which is the machine's.
#   side: left = the other party, right = yourself, empty = not to be told. time: as seen, or 2026-01-02 22:15.
#   first: true when it is the time of this very message. ignore: true for what is no message.
#   A message that was missed: add a [[message]] without reading.
# When all is right, fill in by (who) and at (when), set confirmed to true, and read the picture again.
"""


class NotUsable(ValueError):
    """The file cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person corrected: who, when (as written), the picture's own time, and all messages as they hold now.

    ``confirmed`` is False for a draft: a reading that nobody has said to be right.
    """

    by: str
    at: str
    taken: datetime | None
    reading: Reading
    confirmed: bool = True

    @property
    def changed(self) -> int:
        """Messages whose text, or being a message at all, the person changed."""
        return sum(each.ignored or each.text != each.reading for each in self.reading.messages)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who says that a reading is right now, and when (as written); nobody yet, when both are empty."""

    by: str = ""
    at: str = ""


def corrections_text(
    digest: Digest, name: str, reading: Reading, taken: datetime | None, confirmed: Confirmed | None = None
) -> str:
    """Return the file for a picture: just read, or with what a person made of the reading."""
    return "\n".join([_HEAD, *_lines(digest, name, reading, taken, confirmed or Confirmed())]) + "\n"


def _lines(digest: Digest, name: str, reading: Reading, taken: datetime | None, confirmed: Confirmed) -> Iterator[str]:
    yield f"picture = {_text(str(digest))}"
    yield f"name = {_text(name)}"
    yield f"read_with = {_text(reading.by)}"
    yield f"confirmed = {str(bool(confirmed.by and confirmed.at)).lower()}"
    yield f"by = {_text(confirmed.by)}"
    yield f"at = {_text(confirmed.at)}"
    yield f"taken = {_text(taken.strftime('%Y-%m-%d %H:%M:%S') if taken else '')}"
    yield f"title = {_text(reading.title)}"
    for message in reading.messages:
        yield "\n[[message]]"
        yield f"side = {_text(message.side.value if message.side else '')}"
        yield f"time = {_text(message.time)}"
        yield f"first = {str(message.first).lower()}"
        yield f"nick = {_text(message.nick)}"
        yield f"text = {_text(message.text)}"
        yield f"ignore = {str(message.ignored).lower()}"
        yield f"reading = {_text(message.reading)}"
        yield f"sure = [{', '.join(f'{sure:.3f}' for _, sure in message.lines)}]"
        yield f"lines = [{', '.join(_text(line) for line, _ in message.lines)}]"
        yield f"box = [{', '.join(map(str, message.box))}]"


def _text(text: str) -> str:
    """Return a TOML basic string: JSON's escapes are TOML's, but for half characters and DEL."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def load_corrections(path: Path, digest: Digest) -> Corrections:
    """Return the corrections for the picture with this digest; raises ``NotUsable`` with the reason, ``OSError``."""
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    found = parsed_corrections(content, digest)
    if not found.confirmed:
        raise NotUsable("confirmed, by, at")
    return found


def parsed_corrections(content: bytes, digest: Digest) -> Corrections:
    """Return what a corrections file for the picture with this digest says, confirmed or not; raises ``NotUsable``."""
    if len(content) > _MOST_BYTES:
        raise NotUsable(f"> {_MOST_BYTES} bytes")
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotUsable(str(error)[:100]) from error
    if data.get("picture") != str(digest):
        raise NotUsable("picture")
    by, at = _string(data, "by").strip(), _string(data, "at").strip()
    confirmed = data.get("confirmed") is True and bool(by and at)
    written = _string(data, "taken").strip()
    taken = clock_of(written)
    if written and taken is None:
        raise NotUsable(f"taken = {written[:40]}")
    rows = data.get("message", [])
    if not isinstance(rows, list) or len(rows) > _MOST_MESSAGES or not all(isinstance(row, dict) for row in rows):
        raise NotUsable("message")
    messages = tuple(_noted(row, number) for number, row in enumerate(rows, 1))
    reading = Reading(_string(data, "title"), messages, (), False, _string(data, "read_with"))
    return Corrections(by, at, taken, reading, confirmed)


def _noted(row: dict[str, object], number: int) -> Noted:
    side = _string(row, "side").strip()
    if side not in ("", *Side):
        raise NotUsable(f"message {number}: side = {side[:20]}")
    texts, sures, box = row.get("lines", []), row.get("sure", []), row.get("box", [0, 0, 0, 0])
    if not (isinstance(texts, list) and isinstance(sures, list) and isinstance(box, list)):
        raise NotUsable(f"message {number}: lines, sure, box")
    fits = len(texts) == len(sures) and len(box) == 4
    if not (fits and all(isinstance(sure, int | float) for sure in sures) and all(isinstance(n, int) for n in box)):
        raise NotUsable(f"message {number}: lines, sure, box")
    left, top, right, bottom = box
    return Noted(
        lines=tuple((str(text), float(sure)) for text, sure in zip(texts, sures, strict=True)),
        reading=_string(row, "reading"),
        text=_string(row, "text"),
        side=Side(side) if side else None,
        time=_string(row, "time"),
        first=row.get("first") is True,
        nick=_string(row, "nick"),
        box=(left, top, right, bottom),
        ignored=row.get("ignore") is True,
    )


def _string(row: dict[str, object], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise NotUsable(key)
    return value
