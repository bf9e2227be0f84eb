"""Amounts of money in integer fen (grammar: ``lexicon/grammar.md`` §1). No floating point, no rounding.

An amount that cannot be said in whole fen, or whose number is malformed (``1,23,4元``), is no entity: a wrong amount
is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.found import EntityWords, FoundEntity, one_of
from shouzheng.reading.entities.numerals import NUMERAL_CHARS, chinese_integer
from shouzheng.reading.fold import is_han

#: Amounts above this many fen (10 billion yuan) are taken for something else.
MOST_FEN = 10**12
_MONEY_WINDOW = 6

_MULTIPLIER = {"亿": 100_000_000, "万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100}
_PREFIX = r"(?P<prefix>¥|rmb|cny|人民币|人民币:|¥:)[ ]?"
_UNIT = r"(?P<unit>元整|元|圆整|圆|块钱|块|人民币|rmb)"
_CHINESE_UNIT = re.compile("[元圆块万千百]")
_SMALL = r"(?:(?P<jiao>[0-9])[角毛])?(?:(?P<fen>[0-9])分(?![期钟之行]))?(?P<loose>(?<=块)[0-9](?![0-9]))?"
_ONE_TO_NINE = "一二三四五六七八九壹贰叁参肆伍陆柒捌玖"
_NUMBER = r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,12})(?:\.(?P<part>[0-9]{1,8}))?(?![0-9])(?!,[0-9]{3}|\.[0-9])"


class AmountFinder:
    """Finds amounts with the word lists of one lexicon."""

    def __init__(self, words: EntityWords) -> None:
        self._money = re.compile(one_of(words.money_words))
        self._not_yuan = tuple(words.not_yuan_before)
        self._digits = re.compile(
            rf"(?<![0-9a-z])(?<![0-9][.,])(?:{_PREFIX})?{_NUMBER}[ ]?(?P<mult>[亿万千百wk](?![a-z]))?"
            rf"(?P<rest>(?<=[万w])[0-9]{{1,4}}千?|(?<=千)[0-9]{{1,3}})?[ ]?(?:{_UNIT}{_SMALL})?"
        )
        self._chinese = re.compile(
            rf"(?<![{NUMERAL_CHARS}第])(?P<num>[{NUMERAL_CHARS}]{{1,24}}+)(?P<unit>元整|元|圆整|圆|块钱|块)?"
            rf"(?:(?P<jiao>[{_ONE_TO_NINE}两])[角毛])?(?:(?P<fen>[{_ONE_TO_NINE}])分(?![期钟之行]))?"
        )

    def find(self, text: str, *, has_digit: bool = True) -> Iterator[FoundEntity]:
        """Yield the amounts of a folded text from left to right, digits first and Chinese numerals second."""
        for match in self._digits.finditer(text) if has_digit else ():
            fen = self._digit_fen(text, match)
            if fen is not None:
                yield FoundEntity(EntityKind.AMOUNT, match.start(), _stripped_end(match), fen=fen)
        for match in self._chinese.finditer(text) if _CHINESE_UNIT.search(text) else ():
            fen = self._chinese_fen(text, match)
            if fen is not None:
                yield FoundEntity(EntityKind.AMOUNT, match.start(), match.end(), fen=fen)

    def _digit_fen(self, text: str, match: re.Match[str]) -> int | None:
        prefix, unit, mult = match["prefix"], match["unit"], match["mult"]
        if not prefix and not unit and not (mult and mult not in "k百" and self._money_before(text, match.start())):
            return None
        if not prefix and not self._unit_fits(text, match.end(), unit, match["loose"], match.start()):
            return None
        if not prefix and not unit and match.end() < len(text) and is_han(text[match.end()]):
            return None  # 2万人, 3千次: a measure word follows
        factor = 100 * _MULTIPLIER.get(mult or "", 1)
        part = match["part"] or ""
        numerator = int(match["whole"].replace(",", "") + part) * factor
        fen, remainder = divmod(numerator, 10 ** len(part))
        rest = _rest_fen(match["rest"], mult)
        if remainder or rest is None:
            return None
        fen += rest + int(match["jiao"] or match["loose"] or 0) * 10 + int(match["fen"] or 0)
        return fen if fen <= MOST_FEN else None

    def _chinese_fen(self, text: str, match: re.Match[str]) -> int | None:
        unit = match["unit"]
        number = match["num"]
        value = chinese_integer(number)
        if value is None:
            return None
        if unit is None:
            if match["jiao"] or match["fen"] or not ("万" in number or "千" in number or "百" in number):
                return None
            followed = match.end() < len(text) and is_han(text[match.end()])
            if followed or not self._money_before(text, match.start()):
                return None
        elif not self._unit_fits(text, match.end(), unit, match["jiao"], match.start()) or (
            unit == "块" and value == 1 and not match["jiao"]
        ):
            return None  # 一块 is also "together"
        small = (chinese_integer(match["jiao"] or "零") or 0) * 10 + (chinese_integer(match["fen"] or "零") or 0)
        fen = value * 100 + small
        return fen if fen <= MOST_FEN else None

    def _unit_fits(self, text: str, end: int, unit: str | None, small: str | None, start: int) -> bool:
        """元旦 is no amount; 3块蛋糕 is none unless a money word stands before it."""
        if unit == "元" and text.startswith(self._not_yuan, end):
            return False
        if unit != "块" or small or end >= len(text) or not is_han(text[end]):
            return True
        return self._money_before(text, start)

    def _money_before(self, text: str, start: int) -> bool:
        return self._money.search(text, max(0, start - _MONEY_WINDOW), start) is not None


def _rest_fen(rest: str | None, mult: str | None) -> int | None:
    """Return the fen of what follows 万 (3千, 3456, or one digit: 2万3 = 23000) or 千 (one digit: 1千2 = 1200).

    ``None`` when ambiguous.
    """
    if not rest:
        return 0
    if mult == "千":
        return int(rest) * 10_000 if len(rest) == 1 else None
    if rest.endswith("千"):
        return int(rest[:-1]) * 100_000 if len(rest) == 2 else None
    if len(rest) == 1:
        return int(rest) * 100_000
    return int(rest) * 100 if len(rest) == 4 else None


def _stripped_end(match: re.Match[str]) -> int:
    return match.start() + len(match.group().rstrip(" "))
