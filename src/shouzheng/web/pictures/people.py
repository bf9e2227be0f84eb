"""Who was reached: the persons of the case around the debtor, with how often each was contacted by the other side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup

from shouzheng.model.event import Direction
from shouzheng.remedy.labels import ROLE
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice
from shouzheng.web.pictures.svg import Svg
from shouzheng.web.rendering import Say

#: Persons drawn at most; up to so many on a small sheet; up to so many beside one another; height of that sheet.
_MOST, _FEW, _BESIDE, _LOW = 12, 4, 2, 110


@dataclass(frozen=True, slots=True)
class Reached:
    """A person: name or role, role, contacts, calls and those at night, by which parties."""

    name: str
    role: str
    contacts: int
    by: str


@dataclass(frozen=True, slots=True)
class People:
    """The picture and its table."""

    svg: Markup
    rows: tuple[Reached, ...]


def people(material: Material, voice: Voice, say: Say) -> People:
    """Return the picture of the persons whom the other side contacted, the narrator in the middle."""
    counts: dict[str, Counter[str]] = {}
    for contact in material.contacts:
        if contact.event.direction is not Direction.OUTBOUND:
            counts.setdefault(contact.event.owner, Counter())[contact.attribution.party or ""] += 1
    names = {party.id: party.name or party.id for party in material.case.parties}
    rows = []
    for person in material.case.persons:
        reached = counts.get(person.id, Counter())
        by = voice.listing(f"{names.get(party, party)} × {n}" for party, n in reached.most_common())
        role = voice.say(ROLE[person.role])
        rows.append(Reached(person.name or role, role, sum(reached.values()), by))
    return People(_drawn(rows, say), tuple(rows))


def _drawn(rows: list[Reached], say: Say) -> Markup:
    title = say("联系到了谁", "Who was reached")
    about = say(
        "中间是本人，四周是同意放进案卷的其他人；线越粗，次数越多。",
        "In the middle the person, around the others in the case; the thicker the line, the more contacts.",
    )
    others = rows[1 : _MOST + 1]
    width, height, far_x, far_y = (600, 330, 210, 120) if len(others) <= _FEW else (720, 460, 270, 170)
    beside = len(others) <= _BESIDE  # one or two stand left and right: above and below, half of the sheet is empty
    middle_x, middle_y = width / 2, _LOW / 2 if beside else height / 2
    middle_x -= far_x / 2 if len(others) == 1 else 0  # a single one beside the person: the pair in the middle
    svg = Svg("people", width, _LOW if beside else height, title, about)
    most = max((row.contacts for row in rows), default=1) or 1
    places = []
    for place, row in enumerate(others):
        angle = pi * place if beside else 2 * pi * place / len(others) - pi / 2
        x, y = middle_x + far_x * cos(angle), middle_y + (0 if beside else far_y * sin(angle))
        svg.line("link", middle_x, middle_y, x, y, 1 + 7 * row.contacts / most)
        places.append((x, y, row))
    for x, y, row in [(middle_x, middle_y, rows[0]), *places] if rows else []:
        svg.rect("node", x - 80, y - 36, 160, 72, round_=14)
        svg.text(x, y - 13, row.name[:11], size=15, anchor="middle")
        svg.text(x, y + 6, row.role[:13], size=12, anchor="middle", kind="soft")
        svg.text(x, y + 26, say("{n} 次", "{n} contacts", n=row.contacts), size=14, anchor="middle")
    return svg.done()
