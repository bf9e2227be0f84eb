"""Callers and bursts: which numbers made contact most, and the most contacts of each within any hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from shouzheng.judging.case import Contact
from shouzheng.model.event import Direction
from shouzheng.model.moment import Resolution
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice
from shouzheng.web.pictures.svg import Svg
from shouzheng.web.rendering import Say

_MOST, _LEFT, _WIDE, _ROW = 15, 190, 380, 34
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Burst:
    """A number: whose, contacts, most within an hour and when that hour began."""

    number: str
    party: str
    contacts: int
    most: int
    when: str


@dataclass(frozen=True, slots=True)
class Callers:
    """The picture, its table, and how many numbers are only in neither."""

    svg: Markup
    rows: tuple[Burst, ...]
    more: int


def callers(material: Material, voice: Voice, say: Say) -> Callers:
    """Return the numbers of the other side by contacts, those the person called left out."""
    groups: dict[str, list[Contact]] = {}
    for contact in material.in_order:
        if contact.event.direction is not Direction.OUTBOUND:
            key = contact.event.other.normal or contact.event.other.raw
            groups.setdefault(key, []).append(contact)
    names = {party.id: party.name or party.id for party in material.case.parties}
    rows = [_burst(group, names) for group in groups.values()]
    rows.sort(key=lambda row: (-row.contacts, row.number))
    return Callers(_drawn(rows[:_MOST], say), tuple(rows[:_MOST]), max(len(rows) - _MOST, 0))


def _burst(group: list[Contact], names: dict[str, str]) -> Burst:
    first = group[-1]
    most, when = densest(c.event.time.utc for c in group if c.event.time.resolution is not Resolution.DAY)
    shown = when.astimezone(first.event.time.beijing.tzinfo).strftime("%Y-%m-%d %H:%M") if when else ""
    party = first.attribution.party or ""
    return Burst(first.event.other.raw, names.get(party, party), len(group), most, shown)


def densest(times: Iterable[datetime]) -> tuple[int, datetime | None]:
    """Return the most times within any hour (half-open) and the first of them; ``times`` are in order."""
    found, best, when, start = list(times), 0, None, 0
    for end, time in enumerate(found):
        while time - found[start] >= _HOUR:
            start += 1
        if end - start + 1 > best:
            best, when = end - start + 1, found[start]
    return best, when


def _drawn(rows: list[Burst], say: Say) -> Markup:
    title = say("哪些号码联系最多", "Which numbers made contact most")
    about = say(
        "长条是总次数，写在右边；下面一行是一小时之内最多几次。",
        "The bar is the number of contacts, written at its end; below it the most within one hour.",
    )
    svg = Svg("callers", 700, 16 + _ROW * max(len(rows), 1), title, about)
    most = max((row.contacts for row in rows), default=1)
    for place, row in enumerate(rows):
        y = 8 + place * _ROW
        svg.text(6, y + 13, row.number, size=12)
        svg.text(6, y + 27, row.party[:14], size=10, kind="soft")
        width = max(2.0, _WIDE * row.contacts / most)
        svg.rect("bar", _LEFT, y + 2, width, 14, f"{row.number} × {row.contacts}")
        burst = say("一小时内最多 {n} 次", "at most {n} within an hour", n=row.most)
        svg.text(_LEFT + width + 6, y + 14, row.contacts, size=12)
        svg.text(_LEFT, y + 28, burst, size=10, kind="soft")
    return svg.done()
