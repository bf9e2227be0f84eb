"""One notion of "the same words" for hiding and for searching: width, case, spaces and dashes make no difference."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Categories of Unicode that are passed over between characters: controls, formats, separators, marks, dashes.
_PASSED = frozenset(["Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Pd"])
_ALSO_PASSED = frozenset("()（）+.·")
#: Shortest thing that can be hidden, in characters that count: one alone would blacken half of every page.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without what makes no difference; ``places`` says for each character where it stood."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=65_536)
def _fold_one(char: str) -> str:
    if unicodedata.category(char) in _PASSED or char in _ALSO_PASSED:
        return ""
    return "".join(
        each
        for each in unicodedata.normalize("NFKC", char).casefold()
        if unicodedata.category(each) not in _PASSED and each not in _ALSO_PASSED
    )


class _Table(dict[int, str]):
    """Filled as characters are met, so that ``str.translate`` does the work."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold_one(chr(code))
        return found


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the folded text."""
    return text.translate(_TABLE)


def folded(text: str) -> Folded:
    """Return the folded text with the place of each of its characters; linear."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for each in _fold_one(char):
            characters.append(each)
            places.append(place)
    return Folded("".join(characters), tuple(places))


def spans(text: str, terms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where (start, end) folded ``terms`` stand in the text; they may overlap."""
    terms = tuple(terms)
    plain = fold(text)
    if not any(term in plain for term in terms):
        return
    mapped = folded(text)
    for term in terms:
        start = mapped.text.find(term)
        while start >= 0:
            yield mapped.places[start], mapped.places[start + len(term) - 1] + 1
            start = mapped.text.find(term, start + 1)
