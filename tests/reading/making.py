"""Small helpers for tests of the reading room: what was shown, and ways to disguise a clean text."""

from __future__ import annotations

from functools import cache

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.entries import Example, Lexicon
from shouzheng.reading.fold import default_fold_table, fold, is_han
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read


def lexicon() -> Lexicon:
    """Return the shipped lexicon (loaded once)."""
    return load_lexicon()


def reading(text: str, addressee: Role = Role.UNKNOWN) -> Reading:
    """Read a text with the shipped lexicon."""
    return read(text, lexicon(), addressee=addressee)


def labels(text: str, addressee: Role = Role.UNKNOWN) -> set[str]:
    """Return the acts shown, without those that only inform."""
    plain = ("states_amount", "identifies_institution")
    return {shown.act for shown in reading(text, addressee).acts if shown.act not in plain}


def shown_words(read_text: str, result: Reading) -> list[tuple[str, str, str]]:
    """Return act, pattern and the folded words of each place that is shown."""
    return [(s.act, s.pattern, fold(read_text[s.span.start : s.span.end]).text) for s in result.acts]


def positives() -> list[Example]:
    """Return all positive examples of all acts."""
    return [example for act in lexicon().acts for example in act.positive]


@cache
def traditional_of() -> dict[str, str]:
    """Return one traditional character for each simplified one that has any."""
    table = default_fold_table().traditional
    return {simple: traditional for traditional, simple in sorted(table.items(), reverse=True)}


@cache
def look_alike_of() -> dict[str, str]:
    """Return one look-alike for each character that has any."""
    table = default_fold_table()
    singles = {target: char for char, target in sorted(table.look_alikes.items()) if len(target) == 1}
    return {**singles, **{target: pair for pair, target in sorted(table.split.items())}}


def full_width(text: str) -> str:
    """Write printable ASCII in its full width form."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def han_gaps(text: str) -> list[int]:
    """Return the places between two Han characters."""
    return [i for i in range(1, len(text)) if is_han(text[i - 1]) and is_han(text[i])]
