"""Contacts by day and hour: one row a day, week or month, the night shaded by the rule of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from shouzheng.remedy.dossier_picture import picture
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice
from shouzheng.web.pictures.svg import Svg, strengths
from shouzheng.web.rendering import Say

_LEFT, _TOP, _CELL, _ROW = 132, 26, 24, 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its label, contacts, calls, messages, at night, and the hours in words."""

    label: str
    total: int
    calls: int
    texts: int
    night: int
    hours: str


@dataclass(frozen=True, slots=True)
class ByHour:
    """The picture, its table and its notes."""

    svg: Markup
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def by_hour(material: Material, voice: Voice, say: Say) -> ByHour:
    """Return the picture of all contacts of the material; the same counts as in the dossier."""
    view = picture(material, voice)
    rows = _list(view["rows"])
    night = set(_list(view["night_hours"]))
    height = _TOP + _ROW * max(len(rows), 1) + 10
    title = say("按日期和钟点看联系", "Contacts by day and hour")
    about = say(
        "每格是一小时内的次数，数字写在格里；22:00–08:00 有阴影。",
        "Each cell counts one hour, the number stands in it; 22:00–08:00 is shaded.",
    )
    svg = Svg("hours", _LEFT + 24 * _CELL + 12, height, title, about)
    for hour in range(24):
        if hour in night:
            svg.rect("night", _LEFT + hour * _CELL, _TOP - 4, _CELL, height - _TOP)
        if hour % 2 == 0:
            svg.text(_LEFT + hour * _CELL + 2, 14, hour, size=11, kind="soft")
    strong = strengths(n for row in rows for n in _list(row["cells"]))
    for place, row in enumerate(rows):
        y = _TOP + place * _ROW
        svg.text(6, y + 13, row["label"], size=11)
        svg.line("rule", _LEFT, y + _ROW - 2, _LEFT + 24 * _CELL, y + _ROW - 2)
        for hour, number in enumerate(_list(row["cells"])):
            if number:
                x = _LEFT + hour * _CELL
                svg.bar(x + 2, y, _CELL - 4, _ROW - 5, strong[number], f"{row['label']} {hour}:00 × {number}")
                if number > 1:
                    svg.text(x + _CELL / 2, y + 12, number, size=10, anchor="middle", kind="count")
    table = tuple(Row(r["label"], r["total"], r["calls"], r["texts"], r["night"], r["hours"]) for r in rows)
    notes = [
        _plain(note) for note in [*_list(view["notes"])[1:], *_list(view["night_notes"])]
    ]  # the first is for paper
    return ByHour(svg.done(), table, (about, *notes))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(rich: Any) -> str:
    """Return a note made for paper as plain text."""
    if isinstance(rich, str):
        return rich
    parts = rich if isinstance(rich, list) else [rich]
    return "".join(part if isinstance(part, str) else "".join(_pieces(part)) for part in parts)


def _pieces(part: Any) -> list[str]:
    return list(part.values()) if isinstance(part, dict) else list(part)
