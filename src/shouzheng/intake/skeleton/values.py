"""Replaces values by placeholders of the same class and, up to a limit, the same length."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from shouzheng.intake.tables.columns import names, plain

#: A value keeps its length up to here; a longer one is cut to the next lower power of two, at most the second figure.
KEPT_LENGTH, MOST_LENGTH = 64, 256
#: What stands for a digit (a number must not begin with 0 in JSON), letters, an ideograph, anything else.
DIGIT, SMALL, LARGE, HAN, OTHER = "1", "x", "X", "文", "□"
#: Whole values that stay: codes of one or two digits, and words that say that there is no value.
_CODE = re.compile(r"-?[0-9]{1,2}", re.ASCII)
_LITERALS = frozenset(["", "null", "true", "false", "None"])
#: Marks that show the shape of a date, number or list.
_MARKS = frozenset(" \t\r\n.,:;/+-_@()[]{}<>=\"'&#*~|\\!?%")


@cache
def known_names() -> frozenset[str]:
    """Return the names of fields, tags, tables and columns that stay (``known_names.toml``, ``column_names.toml``)."""
    columns = tomllib.loads((Path(__file__).parents[1] / "tables" / "column_names.toml").read_text("utf-8"))
    return frozenset(_data()["names"]) | {name for names in columns["fields"].values() for name in names}


@cache
def known_phrases() -> re.Pattern[str]:
    """Return what matches the fixed words of texts, the longest first."""
    phrases = sorted(_data()["phrases"], key=len, reverse=True)
    return re.compile("(" + "|".join(map(re.escape, phrases)) + ")")


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("known_names.toml").read_text("utf-8"))


def name_of(name: str, also: frozenset[str] = frozenset()) -> str:
    """Return a name as it is when it is known (or the person let it stand), else its placeholder."""
    return name if name in known_names() or name in also else blank(name)


def is_heading(cell: str) -> bool:
    """True for a cell that names a column of a bill or table; blanks, brackets and capital letters make no other one.

    Such a name stands on every bill of an operator and says nothing about the person.
    """
    return len(cell) <= KEPT_LENGTH and plain(cell) in _headings()


@cache
def _headings() -> frozenset[str]:
    return frozenset(names().fields)


def value_of(value: str) -> str:
    """Return the placeholder of a whole value; short codes, codes that are known names and "no value" stay."""
    stays = value in _LITERALS or _CODE.fullmatch(value) or (value.isascii() and value in known_names())
    return value if stays else blank(value)


def blank(text: str) -> str:
    """Return text with every letter, digit and ideograph replaced by one of its class, long text cut."""
    return "".join(map(_class, text[: _length(len(text))]))


def _length(length: int) -> int:
    if length <= KEPT_LENGTH:
        return length
    return min(1 << (length.bit_length() - 1), MOST_LENGTH)


@lru_cache(maxsize=4096)
def _class(char: str) -> str:
    if char in _MARKS:
        return char
    if char.isdigit():
        return DIGIT
    kind = unicodedata.category(char)
    if kind == "Lo":
        return HAN
    if kind[0] == "L":
        return LARGE if kind == "Lu" else SMALL
    return OTHER
