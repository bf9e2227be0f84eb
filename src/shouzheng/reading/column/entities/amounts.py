"""Amounts of many texts at once, equal to ``reading.entities.amounts``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.entities.expressions import Expression, Matches
from shouzheng.reading.column.entities.ground import Ground, WordSets, decimal, part
from shouzheng.reading.column.entities.letters import OUTSIDE, Classes
from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.pieces import Pieces
from shouzheng.reading.entities.amounts import _MONEY_WINDOW, _MULTIPLIER, MOST_FEN, AmountFinder
from shouzheng.reading.entities.found import EntityWords
from shouzheng.reading.entities.numerals import NUMERAL_CHARS, chinese_integer

_HAN = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x3FFFF), (0x3007, 0x3007))
_LARGE_UNITS = ("万", "千", "百")
#: More than any amount; numerals are cut here so that they fit into 64 bits.
_TOO_MUCH = 10**13


class Amounts:
    """Finds amounts in digits and in Chinese numerals."""

    def __init__(self, finder: AmountFinder, words: EntityWords, classes: Classes, sets: WordSets) -> None:
        self._digits = Expression(finder._digits, classes)
        self._chinese = Expression(finder._chinese, classes)
        self._han = classes.add(_HAN)
        self._large = classes.add([(ord(char), ord(char)) for char in _LARGE_UNITS])
        self._sets = sets
        self._money = sets.add(words.money_words)
        self._not_yuan = sets.add(words.not_yuan_before)
        self._known: dict[bytes, int] = {}
        self._single = np.full(0x10000, -1, dtype=np.int64)
        for char in NUMERAL_CHARS:
            value = chinese_integer(char)
            self._single[ord(char)] = -1 if value is None else value

    def find(self, ground: Ground) -> Iterator[Pieces]:
        """Yield the amounts in digits, then those in Chinese numerals."""
        found = self._digits.finditer(ground.letters)
        found, fen = self._digit_fen(ground, found)
        end = found.end
        while (blank := ground.codes[end - 1] == ord(" ")).any():
            end = end - blank
        yield part(ground, EntityKind.AMOUNT, found.start, end, fen=fen)
        found, fen = self._chinese_fen(ground, self._chinese.finditer(ground.letters))
        yield part(ground, EntityKind.AMOUNT, found.start, found.end, fen=fen)

    def _digit_fen(self, ground: Ground, found: Matches) -> tuple[Matches, Array]:
        found = found.take(found.has("prefix") | found.has("unit") | found.has("mult"))
        mult = _code(ground, found, "mult")
        prefix, unit = found.has("prefix"), found.has("unit")
        plain = (mult >= 0) & ~np.isin(mult, [ord("k"), ord("百")])
        bare = np.flatnonzero(~prefix & ~unit)
        fits = np.ones(len(prefix), dtype=bool)
        fits[bare] = (
            plain[bare] & self._money_before(ground, found.start[bare]) & ~self._han_at(ground, found.end[bare])
        )
        named = np.flatnonzero(~prefix & unit)
        fits[named] &= self._unit_fits(ground, found.take(named), found.has("loose")[named])
        found, mult = found.take(fits), mult[fits]
        factor = np.full(len(mult), 100, dtype=np.int64)
        for char, times in _MULTIPLIER.items():
            factor[mult == ord(char)] *= times
        whole = decimal(ground.codes, *found.groups["whole"])
        part_start, part_end = found.groups["part"]
        scale = 10 ** (part_end - part_start)
        small, remainder = np.divmod(decimal(ground.codes, part_start, part_end) * factor, scale)
        rest = _rest_fen(ground, found, mult)
        right = (remainder == 0) & (rest >= 0) & (whole <= MOST_FEN // factor)
        tenth = np.where(
            found.has("jiao"),
            decimal(ground.codes, *found.groups["jiao"]),
            decimal(ground.codes, *found.groups["loose"]),
        )
        fen = np.where(right, whole, 0) * factor + small + rest + tenth * 10
        fen += decimal(ground.codes, *found.groups["fen"])
        right &= fen <= MOST_FEN
        return found.take(right), fen[right]

    def _chinese_fen(self, ground: Ground, found: Matches) -> tuple[Matches, Array]:
        unit, jiao = found.has("unit"), found.has("jiao")
        large = self._with_large_unit(ground, found)
        some = np.flatnonzero(unit | (large & ~jiao & ~found.has("fen")))
        found, unit, jiao = found.take(some), unit[some], jiao[some]
        value = self._numerals(ground, *found.groups["num"])
        fits = value >= 0
        bare, named = np.flatnonzero(~unit), np.flatnonzero(unit)
        fits[bare] &= self._money_before(ground, found.start[bare]) & ~self._han_at(ground, found.end[bare])
        fits[named] &= self._unit_fits(ground, found.take(named), jiao[named])
        together = _is_block(ground, found) & (value == 1) & ~jiao
        fits &= ~together
        found, value = found.take(fits), value[fits]
        tenth = np.maximum(self._numerals(ground, *found.groups["jiao"]), 0)
        fen = value * 100 + tenth * 10 + np.maximum(self._numerals(ground, *found.groups["fen"]), 0)
        right = fen <= MOST_FEN
        return found.take(right), fen[right]

    def _with_large_unit(self, ground: Ground, found: Matches) -> Array:
        answer = np.zeros(len(found.start), dtype=bool)
        which, number = spread(found.groups["num"][1] - found.groups["num"][0])
        answer[which[ground.letters.holds(self._large, found.groups["num"][0][which] + number)]] = True
        return answer

    def _numerals(self, ground: Ground, start: Array, end: Array) -> Array:
        """Return the values of Chinese numerals, -1 for what is none.

        Single characters come from a table; of longer ones there are few different ones, so each is read once.
        """
        values = np.where(end - start == 1, self._single[np.where(end - start == 1, ground.codes[start], 0)], -1)
        longer = np.flatnonzero(end - start > 1)
        for index, first, last in zip(longer.tolist(), start[longer].tolist(), end[longer].tolist(), strict=True):
            written = ground.codes[first:last].tobytes()
            known = self._known.get(written)
            if known is None:
                value = chinese_integer(written.decode("utf-32-le"))
                known = -1 if value is None else min(value, _TOO_MUCH)
                if len(self._known) < 100_000:
                    self._known[written] = known
            values[index] = known
        return values

    def _unit_fits(self, ground: Ground, found: Matches, small: Array) -> Array:
        start, end = found.groups["unit"]
        yuan = (end - start == 1) & (ground.codes[start] == ord("元"))
        fits = ~(yuan & self._sets.begin_at(ground, self._not_yuan, found.end))
        asked = np.flatnonzero(_is_block(ground, found) & ~small & self._han_at(ground, found.end))
        fits[asked] &= self._money_before(ground, found.start[asked])
        answer: Array = fits
        return answer

    def _money_before(self, ground: Ground, places: Array) -> Array:
        return self._sets.before(ground, self._money, places, _MONEY_WINDOW)

    def _han_at(self, ground: Ground, places: Array) -> Array:
        answer: Array = (ground.codes[places] != OUTSIDE) & ground.letters.holds(self._han, places)
        return answer


def _code(ground: Ground, found: Matches, group: str) -> Array:
    """Return the first character of the group, -1 where it took no part."""
    start, _ = found.groups[group]
    return np.where(start >= 0, ground.codes[start].astype(np.int64), -1)


def _is_block(ground: Ground, found: Matches) -> Array:
    start, end = found.groups["unit"]
    answer: Array = (end - start == 1) & (ground.codes[start] == ord("块"))
    return answer


def _rest_fen(ground: Ground, found: Matches, mult: Array) -> Array:
    """Return the fen of what follows the multiplier, -1 when it is ambiguous: as the reference does."""
    start, end = found.groups["rest"]
    length = end - start
    value = decimal(ground.codes, start, end)
    thousand = (length > 0) & (ground.codes[end - 1] == ord("千"))
    after_thousand = mult == ord("千")
    return np.select(
        [
            length == 0,
            after_thousand & (length == 1),
            after_thousand,
            thousand & (length == 2),
            thousand,
            length == 1,
            length == 4,
        ],
        [np.zeros_like(value), value * 10_000, -1, value * 100_000, -1, value * 100_000, value * 100],
        -1,
    )
