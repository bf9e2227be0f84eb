"""Words that no letter may hold (``letters/guards.toml``): accusations, threats, untruths, vague dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.problems import FORBIDDEN_WORDS
from shouzheng.rulebook.files.law_file import LawFile


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Words, compared without regard to case, and why they are not allowed."""

    words: str
    why: Words


def read_guards(file: LawFile) -> tuple[Forbidden, ...]:
    """Read the list; problems are in ``file.problems``."""
    root = file.root()
    found = []
    for table in root.tables("forbidden"):
        words, why = table.texts("words"), table.words("why")
        table.finish()
        found += [Forbidden(each.casefold(), why) for each in words]
    root.finish()
    return tuple(found)


def forbidden_in(text: str, guards: Iterable[Forbidden], where: str) -> list[Problem]:
    """Return one problem for each forbidden word in the text."""
    folded = text.casefold()
    return [
        Problem(FORBIDDEN_WORDS, where, (("words", each.words), ("why_zh", each.why.zh), ("why_en", each.why.en)))
        for each in guards
        if each.words in folded
    ]
