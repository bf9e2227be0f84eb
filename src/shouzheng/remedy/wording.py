"""Says our own words in the language of the output, and leaves other people's words as they are.

Traditional Chinese is made from Simplified by conversion; names that the person or the evidence wrote stay untouched
even inside a sentence of ours. Citations are marked, so that the printer never breaks a line inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from shouzheng.model.case import Case
from shouzheng.model.law import Citation
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Lang, Words
from shouzheng.reference.script import in_script
from shouzheng.remedy.paper.printable import Lit, breakable, printable, quoted

#: A run of text for the template: as ``Lit``, and ``{"c": …}`` for a citation that stays on one line.
Piece = str | list[str] | dict[str, str]
Rich = str | list[Piece]

#: A citation longer than this many characters is wider than a line of the dossier; only its end is kept together.
CITATION_LIMIT = 40
_KEPT_END = 10

_NUMERAL = "一二三四五六七八九十百千零〇0-9"
_PART = rf"第[{_NUMERAL}]+[条條章节節款項项](?:之[{_NUMERAL}]+)?"
_CITATION = re.compile(
    rf"《[^《》]{{1,80}}》(?:（[^（）]{{1,40}}）)?(?: ?{_PART})*(?:\s?\d+(?:\.\d+)+)?"
    rf"|第[{_NUMERAL}]+[条條](?:之[{_NUMERAL}]+)?(?:{_PART})*"
    r"|\S+,?\s[Aa]rt(?:icle|icles|s?\.)\s?\d+(?:-\d+)?"
)
_SLOT = 0xE000  # private use: conversion and fonts know nothing of it


class Voice:
    """Speaks one language. ``names`` are the words of others that must survive the conversion of a sentence."""

    def __init__(self, lang: Lang, names: Iterable[str] = ()) -> None:
        self.lang = lang
        self.unshown: set[str] = set()
        self._names = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)

    @classmethod
    def for_case(cls, lang: Lang, case: Case) -> Voice:
        """Return a voice that leaves the names in the case unconverted."""
        names = [case.title, *(person.name for person in case.persons)]
        for party in case.parties:
            names += [party.name, *party.signatures]
        return cls(lang, names)

    def say(self, words: Words, /, **values: object) -> str:
        """Say words of ours; ``values`` fill slots after conversion and so stay as they are."""
        text = in_script(words.say(self.lang), self.lang)
        return text.format(**values) if values else text

    def own(self, words: Words) -> str:
        """Say a sentence of ours that already holds names: converted, except for the names."""
        text = words.say(self.lang)
        if self.lang is not Lang.ZH_HANT:
            return text
        held = [name for name in self._names if name in text][: 0xF8FF - _SLOT]
        for slot, name in enumerate(held):
            text = text.replace(name, chr(_SLOT + slot))
        text = in_script(text, self.lang)
        for slot, name in enumerate(held):
            text = text.replace(chr(_SLOT + slot), name)
        return text

    def rich(self, words: Words) -> Rich:
        """Say a sentence of ours for paper, its citations marked to stay on one line."""
        return with_citations(printable(self.own(words), self.unshown))

    def quote(self, text: str) -> Lit:
        """Return other people's words for paper: literal, never converted, breakable anywhere."""
        return quoted(text, self.unshown)

    def choose(self, table: Mapping[str, Words], key: str) -> str:
        """Say the label of a value."""
        return self.say(table[key])

    def listing(self, items: Iterable[str]) -> str:
        """Join items as a list in words."""
        return (", " if self.lang is Lang.EN else "、").join(items)

    def joined(self, parts: Iterable[str]) -> str:
        """Join the parts of a short line; empty parts are left out."""
        return (", " if self.lang is Lang.EN else "，").join(part for part in parts if part)

    def ranges(self, numbers: Iterable[int]) -> str:
        """Return numbers as ``1–4、7`` or ``1–4, 7``."""
        return self.listing(ranges(numbers))

    @property
    def colon(self) -> str:
        """The colon of the language, with the space it needs."""
        return ": " if self.lang is Lang.EN else "："


def with_citations(text: str) -> Rich:
    """Split a sentence into plain pieces and citations; a sentence without citation stays a string."""
    pieces: list[Piece] = []
    place = 0
    for found in _CITATION.finditer(text):
        start = found.start()
        if found.end() - start > CITATION_LIMIT:
            start = found.end() - _KEPT_END
        _add(pieces, text[place:start])
        pieces.append({"c": text[start : found.end()]})
        place = found.end()
    if not pieces:
        lit = breakable(text)
        return lit if isinstance(lit, str) else [*lit]
    _add(pieces, text[place:])
    return pieces


def _add(pieces: list[Piece], text: str) -> None:
    if text:
        lit = breakable(text)
        pieces.extend([lit] if isinstance(lit, str) else lit)


def citation_words(citation: Citation) -> Words:
    """Return how a provision is cited: 《title》 and, only where it is citable, the article.

    English names the instrument in English and keeps the Chinese citation, which is the one a Chinese body reads.
    """
    title = citation.instrument.title.zh.replace("《", "〈").replace("》", "〉")
    article = citation.provision.article if citation.provision.citable else ""
    zh = f"《{title}》{article}"
    words = Words(zh, f"{citation.instrument.title.en} ({zh})")
    if citation.through is None:
        return words
    by = citation_words(citation.through)  # transitional law: why it applies outside its own days
    return Words(f"{words.zh}（依{by.zh}适用）", f"{words.en} [applied under {by.en}]")


def time_text(moment: Moment) -> str:
    """Return the device's wall-clock time, as fine as the source tells it, with the offset from UTC."""
    device = moment.device
    shape = {
        Resolution.DAY: "%Y-%m-%d",
        Resolution.MINUTE: "%Y-%m-%d %H:%M",
        Resolution.SECOND: "%Y-%m-%d %H:%M:%S",
        Resolution.MILLISECOND: "%Y-%m-%d %H:%M:%S",
    }[moment.resolution]
    return device.strftime(shape)


def offset_text(moment: Moment) -> str:
    """Return the offset as ``+08:00``; ``*`` marks an offset that nothing in the file says."""
    sign = "-" if moment.offset_minutes < 0 else "+"
    hours, minutes = divmod(abs(moment.offset_minutes), 60)
    mark = "*" if moment.offset_source is OffsetSource.ASSUMED else ""
    return f"{sign}{hours:02d}:{minutes:02d}{mark}"


def seconds_text(seconds: int, lang: Lang) -> str:
    """Return talk time as minutes and seconds in words."""
    minutes, rest = divmod(seconds, 60)
    if lang is Lang.EN:
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def ranges(numbers: Iterable[int]) -> list[str]:
    """Return numbers as ``["1–4", "7"]`` (sorted, each once), for evidence lists."""
    ordered = sorted(set(numbers))
    parts: list[str] = []
    place = 0
    while place < len(ordered):
        end = place
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        first, last = ordered[place], ordered[end]
        parts += [f"{first}–{last}"] if last > first + 1 else [str(each) for each in ordered[place : end + 1]]
        place = end + 1
    return parts


def minute_text(minute: int) -> str:
    """Return a minute of the day as ``HH:MM``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def week_of(day: date) -> date:
    """Return the Monday of the week."""
    return day - timedelta(days=day.weekday())
