"""Small building blocks of the page: everything that comes from outside is text, never markup; no script anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script

#: Width of a bar and height of a line of bars, in pixels.
WIDTH, HEIGHT = 220, 14


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def outside(text: str, limit: int = 80) -> Html:
    """Return text out of the archive: control characters and direction marks made visible, markup made text."""
    return Html(escape(visible(shorten(text, limit))))


def tag(name: str, *inside: str, **attributes: str) -> Html:
    """Return an element; strings that are no ``Html`` are escaped, ``class_`` is the attribute class."""
    pairs = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    body = "".join(each if isinstance(each, Html) else escape(each) for each in inside)
    return Html(f"<{name}{pairs}>{body}</{name}>")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> Html:
    """Return a table; ``numbers`` are the columns that hold figures and stand to the right."""

    def kind(place: int) -> dict[str, str]:
        return {"class_": "n"} if place in numbers else {}

    top = tag("tr", *(tag("th", each, scope="col", **kind(place)) for place, each in enumerate(head)))
    lines = [tag("tr", *(tag("td", each, **kind(place)) for place, each in enumerate(row))) for row in rows]
    return tag("div", tag("table", tag("thead", top), tag("tbody", *lines)), class_="wide", tabindex="0")


def bar(share: float, low: float, high: float, most: float, label: str) -> Html:
    """Return a bar with its interval, drawn as part of ``most``; ``label`` is read out instead."""
    scale = WIDTH / most if most else 0.0
    middle = HEIGHT / 2
    body = (
        f'<rect x="0" y="3" width="{max(share * scale, 0.5):.1f}" height="{HEIGHT - 6}" class="b"/>'
        f'<path d="M{low * scale:.1f} {middle}H{min(high * scale, WIDTH):.1f}" class="w"/>'
    )
    return Html(
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{body}</svg>'
    )


def page(title: Words, body: str, lang: Lang) -> bytes:
    """Return a whole page that loads nothing and runs nothing; its own style is bound by its digest."""
    style = files("shouzheng.audit.report").joinpath("page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = (
        f'<!doctype html>\n<html lang="{lang.value}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title.say(lang))}</title><style>{style}</style></head><body><main>"
    )
    return in_script(f"{head}{body}</main></body></html>\n", lang).encode("utf-8", "replace")
