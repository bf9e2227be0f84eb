"""Draws invented chats as phones show them; every word and number in them is invented."""

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

_FONT = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")
_PAD, _GAP = 14, 14


@dataclass(frozen=True)
class Theme:
    """Colours of an app: page, the others' bubbles, one's own, text, times; ``avatar`` is None where there are none."""

    page: str = "#ededed"
    theirs: str = "#ffffff"
    own: str = "#95ec69"
    ink: str = "#111111"
    faint: str = "#888888"
    avatar: str | None = "#7a90b8"


WECHAT = Theme()
DARK = Theme("#111111", "#2c2c2c", "#3eb575", "#e6e6e6", "#8a8a8a", "#5a6a88")
SMS = Theme("#ffffff", "#e9e9eb", "#0b84ff", "#000000", "#8a8a8e", None)


@dataclass
class Chat:
    """What stands in a chat, from top to bottom: (``time``, ``left``, ``right`` or ``nick``; words)."""

    rows: list[tuple[str, str]]
    title: str = "云岭法务李专员"
    clock: str = "22:15"
    width: int = 720
    height: int = 0
    theme: Theme = WECHAT
    gap: int = _GAP
    texts: dict[str, str] = field(default_factory=dict)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def drawn(chat: Chat) -> Image.Image:
    """Return the picture of a chat."""
    size = chat.width // 21
    high = chat.height or 400 + sum(60 + chat.gap + (len(text) // 12 + 1) * size * 2 for _, text in chat.rows)
    image = Image.new("RGB", (chat.width, high), chat.theme.page)
    pen = _Pen(ImageDraw.Draw(image), chat, size)
    pen.header()
    for kind, text in chat.rows:
        pen.row(kind, text)
    return image if chat.height else image.crop((0, 0, chat.width, max(pen.y + 40, chat.width * 5 // 4)))


class _Pen:
    def __init__(self, draw: ImageDraw.ImageDraw, chat: Chat, size: int) -> None:
        self.draw, self.chat, self.size, self.y = draw, chat, size, 20

    def header(self) -> None:
        width, ink = self.chat.width, self.chat.theme.ink
        self.draw.text((30, 10), self.chat.clock, ink, _font(self.size * 2 // 3))
        self.draw.text((width - 110, 10), "5G 86%", ink, _font(self.size * 2 // 3))
        self.draw.text((width // 2, 2 * self.size + 20), self.chat.title, ink, _font(self.size), anchor="mm")
        self.y = int(0.2 * width)

    def row(self, kind: str, text: str) -> None:
        chat, width, size = self.chat, self.chat.width, self.size
        if kind == "time":
            self.draw.text((width // 2, self.y + size), text, chat.theme.faint, _font(size * 3 // 4), anchor="mm")
            self.y += 2 * size + _GAP
            return
        if kind == "nick":
            self.draw.text((width // 6 + _PAD, self.y), text, chat.theme.faint, _font(size * 2 // 3))
            self.y += size
            return
        self._bubble(kind == "right", text)

    def _bubble(self, own: bool, text: str) -> None:
        chat, width, size = self.chat, self.chat.width, self.size
        lines = _wrapped(text, int(width * 0.6), size)
        wide = max(int(_font(size).getlength(line)) for line in lines) + 2 * _PAD
        high = len(lines) * int(size * 1.4) + 2 * _PAD
        edge = width // 6 if chat.theme.avatar else width // 24
        left = width - edge - wide if own else edge
        fill = chat.theme.own if own else chat.theme.theirs
        self.draw.rounded_rectangle((left, self.y, left + wide, self.y + high), 10, fill)
        if chat.theme.avatar:
            side = width // 9
            at = width - width // 24 - side if own else width // 24
            self.draw.rectangle((at, self.y, at + side, self.y + side), chat.theme.avatar)
            self.draw.text(
                (at + side // 2, self.y + side // 2), "我" if own else "李", "#fff", _font(size), anchor="mm"
            )
        ink = "#ffffff" if fill == "#0b84ff" else chat.theme.ink
        for number, line in enumerate(lines):
            self.draw.text((left + _PAD, self.y + _PAD + number * int(size * 1.4)), line, ink, _font(size))
        self.y += max(high, width // 9 if chat.theme.avatar else 0) + chat.gap


def _wrapped(text: str, width: int, size: int) -> list[str]:
    lines = [""]
    for char in text:
        if _font(size).getlength(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def png(chat: Chat) -> bytes:
    """Return a chat as PNG, with text fields where it has any."""
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for key, value in chat.texts.items():
        info.add_text(key, value)
    drawn(chat).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def jpeg(chat: Chat, quality: int = 80, **options: object) -> bytes:
    """Return a chat as JPEG."""
    out = io.BytesIO()
    drawn(chat).save(out, "JPEG", quality=quality, **options)
    return out.getvalue()
