"""Contacts by day and hour: one row a day, week or month, the night shaded by the rule of that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from shouzheng.remedy.dossier.picture import picture
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice
from shouzheng.web.pictures.svg import Svg, strengths
from shouzheng.web.rendering import Say

#: In units of the picture, which is as wide as a phone: labels, head, cell of an hour, row, line with the year.
_LEFT, _TOP, _CELL, _ROW, _YEAR = 62, 22, 12, 17, 17
_DATED = re.compile(r"([0-9]{4})-([0-9]{2}.*)")


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
    placed, height = _placed(rows)
    title = say("按日期和钟点看联系", "Contacts by day and hour")
    about = say(
        "一行一天，一格一小时。一格只有一次就不写数字，两次起写出次数，颜色也更深。22:00–08:00 有阴影。",
        "A row is a day, a cell an hour. A single contact has no figure; from two on it is written, and the cell is "
        "darker. 22:00–08:00 is shaded.",
    )
    svg = Svg("hours", _LEFT + 24 * _CELL + 8, height, title, about)
    for hour in range(24):
        if hour in night:
            svg.rect("night", _LEFT + hour * _CELL, _TOP - 4, _CELL, height - _TOP)
        if hour % 3 == 0:
            svg.text(_LEFT + hour * _CELL, 13, hour, size=11, kind="soft")
    strong = strengths(n for row in rows for n in _list(row["cells"]))
    for y, year, label, row in placed:
        if year:
            svg.text(2, y - 4, year, size=11, kind="soft")
        svg.text(2, y + 12, label, size=11)
        svg.line("rule", _LEFT, y + _ROW - 1, _LEFT + 24 * _CELL, y + _ROW - 1)
        for hour, number in enumerate(_list(row["cells"])):
            if number:
                x = _LEFT + hour * _CELL
                svg.bar(x + 1, y + 1, _CELL - 2, _ROW - 4, strong[number], f"{row['label']} {hour}:00 × {number}")
                if number > 1:
                    svg.text(x + _CELL / 2, y + 11.5, number, size=9.5, anchor="middle", kind="count")
    table = tuple(Row(r["label"], r["total"], r["calls"], r["texts"], r["night"], r["hours"]) for r in rows)
    notes = [
        _plain(note) for note in [*_list(view["notes"])[1:], *_list(view["night_notes"])]
    ]  # the first is for paper
    return ByHour(svg.done(), table, (about, *notes))


def _placed(rows: list[Any]) -> tuple[list[tuple[int, str, str, Any]], int]:
    """Return for each row where it stands, the year where one begins, and its label without it; and the height."""
    found, y, last = [], _TOP, ""
    for row in rows:
        dated = _DATED.fullmatch(str(row["label"]))
        year, label = (dated[1], dated[2]) if dated else ("", str(row["label"]))
        new = year if year != last else ""
        y += _YEAR if new else 0
        found.append((y, new, label, row))
        y, last = y + _ROW, year
    return found, max(y, _TOP + _ROW) + 8


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
