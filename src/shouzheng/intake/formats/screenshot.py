"""A screenshot of a conversation (PNG, JPEG, WebP), read offline by a machine; every message is marked as such."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.sniff import HEAD, Content, Look
from shouzheng.model.grade import Grade
from shouzheng.model.words import Words

_SOURCE = "phone_formats §12; public samples of file names (2026-08)"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
#: A screenshot is wide enough to hold words. It is clearly taller than wide, or a part of one saved as PNG (cameras
#: write JPEG, and their maker into it).
_TALL, _WIDE, _LOW = 1.2, 200, 0.1
_CAMERA = (b"Make\x00", b"Apple\x00", b"\x0f\x01\x02\x00", b"\x01\x0f\x00\x02")
_WHY = Words("图片没有相机的标记，可能是截图", "a picture without the marks of a camera: perhaps a screenshot")


def size_of(head: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, JPEG or WebP by its first bytes, ``None`` when they do not show it."""
    if head.startswith(_PNG) and len(head) >= 24:
        width, height = struct.unpack_from(">II", head, 16)
        return int(width), int(height)
    if head.startswith(b"RIFF") and head[8:16] == b"WEBPVP8 " and len(head) >= 30:
        width, height = struct.unpack_from("<HH", head, 26)
        return int(width) & 0x3FFF, int(height) & 0x3FFF
    if head.startswith(_JPEG):
        return _jpeg_size(head)
    return None


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the frame header (ITU-T T.81 B.2.2)."""
    place = 2
    while place + 9 < len(head) and head[place] == 0xFF:
        kind, length = head[place + 1], struct.unpack_from(">H", head, place + 2)[0]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", head, place + 5)
            return int(width), int(height)
        place += 2 + max(int(length), 2)
    return None


def is_picture(look: Look) -> bool:
    """True for a PNG, JPEG or WebP picture."""
    return look.head.startswith((_PNG, _JPEG)) or (look.head.startswith(b"RIFF") and look.head[8:12] == b"WEBP")


def _recognise(look: Look) -> Words | None:
    if not is_picture(look):
        return None
    size = size_of(look.head)
    shape = _LOW if look.head.startswith(_PNG) else _TALL
    if size is None and len(look.head) < HEAD:  # broken; where the head is full, the size may stand behind it
        return None
    if size is not None and (size[0] < _WIDE or size[1] < shape * size[0]):
        return None
    exif = look.head[:4096].find(b"Exif\x00\x00")
    if exif >= 0 and any(mark in look.head[exif : exif + 1024] for mark in _CAMERA):
        return None
    return _WHY


def _read(path: Path, context: ReadContext) -> Iterator[Outcome]:
    from shouzheng.intake.screenshots.events import read_screenshot

    yield from read_screenshot(path, context)


FORMAT = Format(
    name="screenshot",
    title=Words("聊天或短信的截图（PNG、JPEG、WebP）", "a screenshot of a chat or of messages (PNG, JPEG, WebP)"),
    file_names=("*.png", "*.jpg", "*.webp"),
    media_type="image/png",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.BINARY,
    app="WeChat, QQ, SMS apps and others that show bubbles",
    versions="?",
    grade=Grade.E,
    holds_messages=False,
    decodes=(
        Decode(
            "text",
            Words(
                "机器识别，每行有把握程度；星号的个数不算数",
                "read by a machine, with how sure it is of each line; stars are never counted",
            ),
            "RapidOCR, PP-OCRv6 small (in the wheel)",
            Known.READ,
        ),
        Decode(
            "side",
            Words(
                "头像、气泡的颜色和位置；互相矛盾时不判断",
                "avatar, colour and place of the bubble; left open where they contradict",
            ),
            "invented chats only",
            Known.MEMORY,
        ),
        Decode(
            "time",
            Words(
                "气泡上方看见的时间；“昨天”“星期二”按截图自己的日期推算，推不出就列为未读懂；同一时间下的第二条起只算到日",
                "the time seen above; 昨天 and weekdays count from the picture's own date, else the message is unread; "
                "from the second message below a time on, only the day is taken",
            ),
            _SOURCE,
            Known.MEMORY,
        ),
        Decode(
            "file name",
            Words(
                "截图的时间和应用（包名说明渠道）",
                "time of the screenshot and the app, whose package tells the channel",
            ),
            _SOURCE,
            Known.EXCERPT,
        ),
    ),
    notes=(
        Words(
            "截图容易伪造，单独一张只是线索；请保留原手机，最好录屏。",
            "A screenshot is easily forged and alone only a lead; keep the phone, best with a recording of its screen.",
        ),
        Words(
            "只在自造的聊天图片上试过：没有真实截图，也没有语音、红包、引用、群昵称的样本。",
            "Tried on invented pictures only: no real ones, none with voice bubbles, red packets or quotes.",
        ),
        Words(
            "表情会丢失；用相机拍的屏幕和横向的 JPEG 要加 --format screenshot 才会读。",
            "Emoji are lost. Photos of a screen and wide JPEG pictures are read only with --format screenshot.",
        ),
        Words(
            "两张有重叠的截图会把同一条消息各读一次。",
            "Two screenshots that overlap each give the message that both show.",
        ),
    ),
)
