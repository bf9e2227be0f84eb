"""The pieces that the plan is told in: headings, sentences, tables; the same for terminal and paper."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.remedy.plan.money import yuan

#: Rows of one table shown on a screen or page; the others are in the data.
MOST_ROWS = 240


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a table: our words, or a literal text of the person (``own`` false); ``right`` for amounts."""

    text: Words
    own: bool = True
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (``name``: the person's own words in it), sentences, and a table."""

    title: Words
    level: int
    name: str = ""
    sentences: tuple[Words, ...] = ()
    table: Table | None = None


def money(fen: int) -> Cell:
    """An amount in yuan."""
    text = yuan(fen)
    return Cell(Words(text, text), own=False, right=True)


def literal(text: str) -> Cell:
    """Words of the person or of others."""
    return Cell(Words(text, text), own=False)


def say(zh: str, en: str) -> Words:
    """Words of ours."""
    return Words(zh, en)


AMOUNT = say("金额（元）", "amount (yuan)")
DAY = say("日期", "day")
