"""Writes what a person needs to check a picture: picture and reading side by side, and the file for corrections.

The page is one file that loads nothing and runs nothing: pictures are inside it, text is escaped, its policy forbids
everything but its own style. It holds private words; it is only written where the person says.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Iterator
from html import escape
from pathlib import Path

from shouzheng.intake.hashing import HashingReader
from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.corrections import ENDING, corrections_text
from shouzheng.intake.screenshots.picture import Picture
from shouzheng.intake.screenshots.problems import CANNOT_WRITE_REVIEW
from shouzheng.intake.screenshots.reading import Noted, Reading, read_file
from shouzheng.intake.screenshots.taken import Taken, taken_of
from shouzheng.model.original import Digest
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script

PAGE = ".review.html"
#: Below this a line is marked on the page.
_SURE = 0.85
_AROUND = 14
_STYLE = """\
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:1000px;margin:0 auto;padding:1rem}
h1{font-size:1.3rem}
h2{font-size:1.1rem}
article{display:grid;grid-template-columns:1fr 1fr;gap:1rem;border-top:1px solid #8886;padding:1rem 0}
@media(max-width:640px){article{grid-template-columns:1fr}}
img{max-width:100%;height:auto;border:1px solid #8886}
p{margin:.3rem 0}
.facts{color:#595959;overflow-wrap:anywhere}
.unsure{border-bottom:3px dotted #b35900}
details{border-top:1px solid #8886;padding-top:1rem}
@media(prefers-color-scheme:dark){.facts{color:#b8b8b8}.unsure{border-color:#f0a04b}}
"""
_SIDES = {
    "left": Words("对方", "the other party"),
    "right": Words("本人", "yourself"),
    "": Words("分不清谁发的", "not to be told who"),
}


def review(path: Path, folder: Path | None, lang: Lang) -> tuple[Path, Path]:
    """Read a picture and write page and corrections file beside it (or into a folder); returns both paths.

    Nothing is written over. Raises ``ShouzhengError`` (SZ-1400 to SZ-1404, SZ-1425; exit 2).
    """
    where = folder or path.parent
    page, corrections = where / (path.name + PAGE), where / (path.name + ENDING)
    try:
        picture, reading = read_file(path)
        with path.open("rb") as stream:
            reader = HashingReader(stream)
            reader.drain()
    except Refused as refused:
        slots = tuple((key, visible(shorten(str(value), 160))) for key, value in refused.slots.items())
        raise ShouzhengError(Problem(refused.kind, path.name, slots), exit_code=2) from refused
    taken = taken_of(path.name, picture)
    if not corrections.exists():  # perhaps with somebody's work in it: only ever made, never changed
        _write(corrections, corrections_text(reader.digest, path.name, reading, taken.at))
    html = "".join(_page(path.name, reader.digest, picture, reading, taken, lang))
    page.unlink(missing_ok=True)
    _write(page, html)
    return page, corrections


def _write(path: Path, text: str) -> None:
    """Write a new file that only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as out:
            out.write(text)
    except OSError as error:
        slots = (("detail", error.strerror or type(error).__name__),)
        raise ShouzhengError(Problem(CANNOT_WRITE_REVIEW, path.name, slots), exit_code=2) from error


def _in(words: Words, lang: Lang) -> str:
    """Our own words in the script of the language; what stands in the picture is never converted."""
    return in_script(words.say(lang), lang)


def _page(name: str, digest: Digest, picture: Picture, reading: Reading, taken: Taken, lang: Lang) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return escape(_in(Words(zh, en), lang))

    policy = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    title = f"{say('核对截图', 'Check a screenshot')}: {_shown(name)}"
    yield (
        f'<!DOCTYPE html>\n<html lang="{lang.value}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f"style-src 'sha256-{policy}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
    yield from _introduction(name, digest, reading, taken, lang)
    for number, message in enumerate(reading.messages, 1):
        yield _message(number, message, picture, lang)
    if reading.outside:
        lines = " / ".join(map(_shown, reading.outside))
        yield f"<h2>{say('没有当作消息的字', 'Text that is no message')}</h2>\n<p>{lines}</p>\n"
    whole = _picture(picture, (0, 0, picture.width, picture.height))
    yield (
        f"<details>\n<summary>{say('整张图片', 'The whole picture')}</summary>\n"
        f'<img alt="{say("整张图片", "the whole picture")}" src="{whole}">\n</details>\n</main>\n</body>\n</html>\n'
    )


_LEFT_RIGHT = Words(
    "左边是图片，右边是机器认出的文字和把握程度。机器会认错；点线下划的几行把握不大。",
    "Left the picture, right what a machine read and how sure it is. It makes mistakes; dotted lines are unsure.",
)
_HOW = Words(
    "要改正，请编辑 {file}，里面写着怎么改。图片本身不要改动。",
    "To correct it, edit {file}, which says how. Leave the picture itself as it is.",
)
_NOT_KNOWN = Words("不知道，请写进改正文件的 taken", "not known; write it under taken")
_NOTHING = Words("没有认出消息。", "No message was found.")


def _introduction(name: str, digest: Digest, reading: Reading, taken: Taken, lang: Lang) -> Iterator[str]:
    yield f"<p>{escape(_in(_LEFT_RIGHT, lang))}</p>\n"
    how = escape(_in(_HOW, lang)).replace("{file}", f"<code>{_shown(name)}{ENDING}</code>")
    yield f"<p>{how}</p>\n"
    at = taken.at.strftime("%Y-%m-%d %H:%M") if taken.at else _in(_NOT_KNOWN, lang)
    facts = (
        (Words("聊天名称", "chat"), reading.title or "–"),
        (Words("截图时间", "taken"), at),
        (Words("识别", "read with"), reading.by),
        (Words("图片摘要", "digest of the picture"), str(digest)),
    )
    rows = "<br>".join(f"{escape(_in(label, lang))}: {_shown(value)}" for label, value in facts)
    yield f'<p class="facts">{rows}</p>\n'
    if not reading.messages:
        yield f"<p>{escape(_in(_NOTHING, lang))}</p>\n"


def _message(number: int, message: Noted, picture: Picture, lang: Lang) -> str:
    left, top, right, bottom = message.box
    box = (left - 6 * _AROUND, top - _AROUND, right + 6 * _AROUND, bottom + _AROUND)
    side = escape(_in(_SIDES[message.side.value if message.side else ""], lang))
    time = _shown(message.time) or escape(_in(Words("看不到时间", "no time is seen"), lang))
    if message.time and not message.first:
        time += escape(_in(Words("（上面某一条的时间）", " (that of a message above)"), lang))
    lines = "<br>".join(
        f'<span class="{"sure" if sure >= _SURE else "unsure"}">{_shown(text)}</span> '
        f'<span class="facts">{min(int(sure * 100), 99)}%</span>'
        for text, sure in message.lines
    )
    alt = escape(_in(Words(f"图片里的第{number}条", f"message {number} in the picture"), lang))
    return (
        f'<article>\n<img alt="{alt}" src="{_picture(picture, box)}">\n<div>\n'
        f'<p class="facts"><strong>{number}</strong> · {side} · {time}'
        f"{' · ' + _shown(message.nick) if message.nick else ''}</p>\n<p>{lines}</p>\n</div>\n</article>\n"
    )


def _shown(text: str) -> str:
    """Text as it can stand in a page: no mark up, no control or direction characters."""
    return escape(visible(shorten(text, 2000)))


def _picture(picture: Picture, box: tuple[int, int, int, int]) -> str:
    """Return a part of the picture (in pixels of the file) as a data address."""
    from PIL import Image

    height, width = picture.pixels.shape[:2]
    left, top, right, bottom = (round(place * picture.scale) for place in box)
    part = picture.pixels[max(top, 0) : min(bottom, height), max(left, 0) : min(right, width)]
    out = io.BytesIO()
    Image.fromarray(part).save(out, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
