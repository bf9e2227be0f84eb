"""A small writer of SVG: every text is escaped, every look comes from the style sheet by class."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from shouzheng.reference.safe_text import shorten, visible


class Svg:
    """A picture of a size in its own units; ``title`` and ``about`` are what a screen reader says."""

    def __init__(self, name: str, width: float, height: float, title: str, about: str) -> None:
        self._name, self._width, self._height = name, width, height
        self._title, self._about = title, about
        self._parts: list[Markup] = []

    def rect(
        self, kind: str, x: float, y: float, width: float, height: float, title: str = "", round_: float = 0
    ) -> None:
        """Add a rectangle; ``title`` is shown by the mouse."""
        inner = Markup("<title>{}</title>").format(title) if title else Markup("")
        self._parts.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}">{}</rect>'
            ).format(kind, x, y, width, height, round_, inner)
        )

    def bar(self, x: float, y: float, width: float, height: float, strength: float, title: str) -> None:
        """Add a cell whose strength (0 to 1) is its opacity, so that it is readable in grey."""
        self._parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill-opacity="{:.2f}">'
                "<title>{}</title></rect>"
            ).format(x, y, width, height, strength, title)
        )

    def line(self, kind: str, x1: float, y1: float, x2: float, y2: float, width: float = 1) -> None:
        """Add a line."""
        text = Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke-width="{:.1f}"/>')
        self._parts.append(text.format(kind, x1, y1, x2, y2, width))

    def text(
        self, x: float, y: float, words: object, *, size: float = 12, anchor: str = "start", kind: str = ""
    ) -> None:
        """Add one line of text, shortened and made harmless."""
        text = Markup('<text x="{:.1f}" y="{:.1f}" font-size="{:.1f}" text-anchor="{}" class="{}">{}</text>')
        self._parts.append(text.format(x, y, size, anchor, kind, escape(visible(shorten(str(words), 40)))))

    def done(self) -> Markup:
        """Return the picture."""
        head = Markup(
            '<svg class="picture" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(self._width, self._height, self._name, self._name, self._name, self._title, self._name, self._about)
        return head + Markup("").join(self._parts) + Markup("</svg>")


def strengths(values: Iterable[int]) -> dict[int, float]:
    """Return for each number above zero how strong its cell is drawn: five steps, told apart in grey."""
    most = max(values, default=0)
    return {value: 0.2 + 0.8 * ((value * 5 + most - 1) // most) / 5 for value in range(1, most + 1)} if most else {}
