"""Whom to call when nothing is known yet: the steps that stand before all others, and where to ask, without a case.

Somebody in danger must not have to write a file first. Titles, what each needs and the numbers are those of
``letters/next`` (danger steps) and of ``law/cn/channels.toml``; nothing else is printed.
"""

from __future__ import annotations

from shouzheng.model.words import Lang, Words
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.help_lines import help_lines
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook

_TITLE = Words("还没有材料也可以先打", "You can call without any papers")
#: Where to ask, beside the steps of danger: the line for legal advice.
_ASK = ("12348",)


def first_help(rulebook: Rulebook, library: Library) -> list[tuple[Words, Words]]:
    """Return what to do at once and what it needs or is for, danger first, then where to ask."""
    found = [(step.title, step.needs) for step in library.steps.values() if step.danger]
    for line in help_lines(rulebook.channels):
        if line.number in _ASK:
            name = Words(f"{line.number} {line.name.zh}", f"{line.number} {line.name.en}")
            found.append((name, line.when))
    return found


def first_help_screen(rulebook: Rulebook, library: Library, lang: Lang, *, width: int) -> str:
    """Return the same as lines of at most ``width`` columns."""
    voice = Voice(lang)
    lines = [voice.own(_TITLE), ""]
    for title, more in first_help(rulebook, library):
        lines += wrap(f"{voice.own(title)}{voice.colon}{voice.own(more)}", width, first="  - ", rest="    ")
    return "\n".join(lines)


def first_help_json(rulebook: Rulebook, library: Library) -> dict[str, object]:
    """Return the same as plain values, both languages inside (schema ``shouzheng.next/1``, without steps)."""
    return {
        "schema": "shouzheng.next/1",
        "steps": [],
        "help": [
            {"title": {"zh": title.zh, "en": title.en}, "more": {"zh": more.zh, "en": more.en}}
            for title, more in first_help(rulebook, library)
        ],
    }
