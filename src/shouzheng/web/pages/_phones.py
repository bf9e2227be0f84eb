"""Numbers that a phone can dial at one touch: only those in the project's data, wherever our own words name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from shouzheng.model.words import Words
from shouzheng.remedy.help_lines import help_lines
from shouzheng.rulebook.load import load_rulebook

_NONE = Words("", "")
_DIALLED = re.compile(r"[0-9][0-9-]{1,14}")


@dataclass(frozen=True, slots=True)
class Line:
    """A help line: number, whose it is, when to call, and what is uncertain of it (empty: nothing)."""

    number: str
    name: Words
    when: Words
    doubt: Words = _NONE


#: For life and health, which no body of the law base answers. 12356: ``letters/next/despair_first.toml`` tells where it
#: was read and what was not; 120 stands among the emergency numbers of ``directory/number_kinds.toml``.
_FOR_LIFE = (
    Line("120", Words("急救", "Ambulance"), Words("受伤，或有生命危险", "somebody is hurt, or a life is in danger")),
    Line(
        "12356",
        Words("心理援助热线", "Line for psychological help"),
        Words("心里撑不住，想找人说话", "it is too much, and you want to talk to somebody"),
        Words(
            "全国同一个号码，据新华社、央视新闻对国家卫生健康委通知的报道；通知原文没有读到。",
            "The same number everywhere, as Xinhua and CCTV report the notice of the National Health Commission; the "
            "notice itself was not read.",
        ),
    ),
)


@cache
def lines() -> tuple[Line, ...]:
    """Return the help lines in the order of the page: danger, life, then the others."""
    first, *others = (
        Line(each.number, each.name, each.when) for each in help_lines(load_rulebook().channels, minor=True)
    )
    return (first, *_FOR_LIFE, *others)


@cache
def _known() -> re.Pattern[str]:
    numbers = {each.number for each in lines()}
    numbers |= {number for channel in load_rulebook().channels.values() for number in channel.hotline if dials(number)}
    ordered = sorted(numbers, key=lambda number: (-len(number), number))
    return re.compile(rf"(?<![0-9A-Za-z.-])({'|'.join(map(re.escape, ordered))})(?![0-9A-Za-z-]|\.[0-9])")


def dials(number: str) -> bool:
    """Tell whether a contact of a body is a number, and not an address on the web."""
    return _DIALLED.fullmatch(number) is not None


def with_links(text: str) -> Markup:
    """Return our own words with every number of the data as a link that dials it; everything else is escaped."""
    parts = _known().split(text)
    link = Markup('<a class="dial" href="tel:{0}">{0}</a>')
    return Markup("").join(link.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))
