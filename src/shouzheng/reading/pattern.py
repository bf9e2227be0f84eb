"""The pattern language of the lexicon: small and closed, so that a lawyer can read it and every engine can run it.

| written        | means                                                                                     |
|----------------|-------------------------------------------------------------------------------------------|
| ``催收``        | these characters                                                                          |
| ``(家人|父母)``  | one of these; with ``?`` behind it: one of these or nothing                                |
| ``<kin>``      | one word of the word set ``kin`` (``lexicon/words/*.toml``); ``<kin>?`` as above            |
| ``{0,6}``      | a gap in the sentence: any 0 to 6 characters, none of them ``。！？`` or a line end           |
| ``[0,6]``      | a gap in the clause: as above, and none of them a comma or semicolon                       |

Blanks are for the eye only. There is nothing else: no repetition, no nesting, no character classes. A pattern is
brought into *parts*: a gap (0 to 0 when there is none) followed by a choice of words. That form is what matchers run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Bounds that keep matching linear with a small constant, whatever the text.
MOST_GAP = 20
MOST_GAPS_TOGETHER = 40
MOST_WORDS_PER_PART = 3000
_MERGE_UP_TO = 2000

Side = Literal["find", "inside", "before", "after"]


class PatternError(ValueError):
    """A pattern that is not in the language; ``column`` counts characters from 1."""

    def __init__(self, column: int, detail: str) -> None:
        super().__init__(detail)
        self.column = column
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Gap:
    """Any ``least`` to ``most`` characters that do not end the sentence, or (``in_clause``) the clause."""

    least: int = 0
    most: int = 0
    in_clause: bool = False


NO_GAP = Gap()


@dataclass(frozen=True, slots=True)
class Part:
    """A gap, then one of the words; an empty word means "or nothing"."""

    gap: Gap
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern. ``tail`` is the gap behind the last part (only of patterns sought *before* something)."""

    source: str
    parts: tuple[Part, ...]
    tail: Gap = NO_GAP

    @property
    def anchor(self) -> int | None:
        """Index of the part by which a scan finds the pattern: its words are the longest; ``None`` when too short."""
        best: tuple[int, int] | None = None
        chosen = None
        for index, part in enumerate(self.parts):
            key = (min(len(word) for word in part.words), -len(part.words))
            if key[0] >= 2 and (best is None or key > best):
                best, chosen = key, index
        return chosen


@dataclass(frozen=True, slots=True)
class _GapItem:
    gap: Gap
    column: int


@dataclass(frozen=True, slots=True)
class _Choice:
    words: tuple[str, ...]
    optional: bool
    column: int


_Item = _GapItem | _Choice
#: Looks a word set up by name; raises ``KeyError``.
WordSets = Callable[[str], tuple[str, ...]]
#: Returns the folded form of a word.
Fold = Callable[[str], str]


def parse(source: str, word_set: WordSets, fold: Fold, side: Side = "find") -> Pattern:
    """Parse a pattern; raises ``PatternError`` with the column, also when it could match nothing or has no bound."""
    items = _items(source, word_set, fold)
    choices = [item for item in items if isinstance(item, _Choice)]
    if not any(not choice.optional for choice in choices):
        raise PatternError(1, "needs at least one word that is not optional")
    head_gap, tail_gap = isinstance(items[0], _GapItem), isinstance(items[-1], _GapItem)
    if head_gap and side != "after":
        raise PatternError(1, "a gap may stand first only in unless_after")
    if tail_gap and side != "before":
        raise PatternError(len(source), "a gap may stand last only in unless_before")
    _check_edges(items, side)
    parts, tail = _parts(items)
    if sum(part.gap.most for part in parts) + tail.most > MOST_GAPS_TOGETHER:
        raise PatternError(1, f"gaps add up to more than {MOST_GAPS_TOGETHER}")
    return Pattern(source, parts, tail)


def _check_edges(items: list[_Item], side: Side) -> None:
    """An optional word at an open edge never changes what is found, because the shortest match counts."""
    for index, faces in ((0, "after"), (-1, "before")):
        item = items[index]
        if isinstance(item, _Choice) and item.optional and side != faces:
            raise PatternError(item.column, "an optional word at the edge never changes what is found: leave it out")


def _items(source: str, word_set: WordSets, fold: Fold) -> list[_Item]:
    items: list[_Item] = []
    place = 0
    while place < len(source):
        char = source[place]
        if char == " ":
            place += 1
            continue
        item, place = _item(source, place, word_set, fold)
        if isinstance(item, _GapItem) and items and isinstance(items[-1], _GapItem):
            raise PatternError(item.column, "two gaps in a row")
        items.append(item)
    if not items:
        raise PatternError(1, "empty pattern")
    return items


def _item(source: str, place: int, word_set: WordSets, fold: Fold) -> tuple[_Item, int]:
    char = source[place]
    if char in "{[":
        return _gap(source, place)
    if char not in "(<":
        return _literal(source, place, fold)
    close = source.find(")" if char == "(" else ">", place)
    if close < 0:
        raise PatternError(place + 1, f"“{char}” is not closed")
    inside = source[place + 1 : close]
    if char == "(":
        words = tuple(word.strip() for word in inside.split("|"))
        for word in words:
            _check_word(word, place + 2, fold)
    else:
        try:
            words = word_set(inside.strip())
        except KeyError:
            raise PatternError(place + 2, f"no word set named “{inside.strip()}”") from None
    if len(set(words)) != len(words):
        raise PatternError(place + 1, "a word is given twice")
    optional = source[close + 1 : close + 2] == "?"
    return _Choice(words, optional, place + 1), close + (2 if optional else 1)


def _literal(source: str, place: int, fold: Fold) -> tuple[_Item, int]:
    end = place
    while end < len(source) and source[end] not in "(<{[ ":
        end += 1
    word = source[place:end]
    _check_word(word, place + 1, fold)
    return _Choice((word,), False, place + 1), end


def _check_word(word: str, column: int, fold: Fold) -> None:
    if not word:
        raise PatternError(column, "empty word")
    for char in word:
        if char in "()<>{}|?[]*+\\^$":
            raise PatternError(column, f"“{char}” does not belong here")
        if char in "。!！?？\n\r":
            raise PatternError(column, f"“{char}” ends a sentence and can never be inside a match")
    folded = fold(word)
    if folded != word:
        raise PatternError(column, f"write “{word}” in its folded form “{folded}”")


def _gap(source: str, place: int) -> tuple[_Item, int]:
    in_clause = source[place] == "["
    close = source.find("]" if in_clause else "}", place)
    numbers = source[place + 1 : close].split(",") if close > 0 else []
    if len(numbers) != 2 or not all(number.strip().isdecimal() for number in numbers):
        raise PatternError(place + 1, "a gap is written {least,most} or [least,most]")
    least, most = (int(number) for number in numbers)
    if not least <= most <= MOST_GAP or most == 0:
        raise PatternError(place + 1, f"a gap needs least ≤ most, most from 1 to {MOST_GAP}")
    return _GapItem(Gap(least, most, in_clause), place + 1), close + 1


def _parts(items: list[_Item]) -> tuple[tuple[Part, ...], Gap]:
    """Bring the items into parts, joining neighbours without a gap into longer words where few enough."""
    parts: list[Part] = []
    gap = NO_GAP
    for item in items:
        if isinstance(item, _GapItem):
            gap = item.gap
            continue
        words = (*item.words, "") if item.optional else item.words
        if parts and gap == NO_GAP and len(parts[-1].words) * len(words) <= _MERGE_UP_TO:
            before = parts.pop()
            joined = dict.fromkeys(a + b for a in before.words for b in words)
            parts.append(Part(before.gap, tuple(joined)))
        else:
            parts.append(Part(gap, words))
        gap = NO_GAP
        if len(parts[-1].words) > MOST_WORDS_PER_PART:
            raise PatternError(item.column, f"more than {MOST_WORDS_PER_PART} words in one place")
    return tuple(parts), gap
