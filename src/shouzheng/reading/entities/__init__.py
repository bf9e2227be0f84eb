"""The typed pieces of a text: amounts, dates, telephone numbers, links, accounts, names of institutions.

One written grammar (``lexicon/grammar.md``) with its word lists in ``lexicon/entities.toml``; the kinds are sought in a
fixed order and a piece of text belongs to the first that takes it. Everything is found in the folded text and given
back in original characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from shouzheng.reading.entities.amounts import AmountFinder
from shouzheng.reading.entities.contacts import AccountFinder, LinkFinder, PhoneFinder
from shouzheng.reading.entities.dates import DateFinder
from shouzheng.reading.entities.found import EntityWords, FoundEntity
from shouzheng.reading.entities.institutions import InstitutionFinder
from shouzheng.reading.fold import Folded

#: At most this many entities of a kind are looked at in one text, the first ones.
MOST_OF_A_KIND = 1_000

_WIDE_DIGITS = frozenset("０１２３４５６７８９")
_DIGIT = re.compile("[0-9]")
_LATIN = re.compile("[a-z]")
_COMMA_IN_NUMBER = re.compile("[0-9０-９]，[0-9０-９]")


class EntityFinder:
    """All finders of one lexicon in their fixed order; ``words`` are its word lists."""

    def __init__(self, words: EntityWords) -> None:
        self.words = words
        self._links = LinkFinder(words)
        self._amounts = AmountFinder(words)
        self._dates = DateFinder(words)
        self._accounts = AccountFinder(words)
        self._phones = PhoneFinder(words)
        self._institutions = InstitutionFinder(words)

    def find(self, folded: Folded, sent: date | None) -> list[FoundEntity]:
        """Return the entities of a folded text, without overlaps, by their place."""
        text = _with_real_commas(folded)
        kept: list[FoundEntity] = []
        taken = bytearray(len(text))
        for found in self._all(text, sent):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(found)
        return sorted(kept, key=lambda found: found.start)

    def _all(self, text: str, sent: date | None) -> Iterator[FoundEntity]:
        """Yield from each finder in turn; a finder is left out where its first sign is missing (only for speed)."""
        has_digit = _DIGIT.search(text) is not None
        if "." in text or "://" in text:
            yield from islice(self._links.find(text), MOST_OF_A_KIND)
        yield from islice(self._amounts.find(text, has_digit=has_digit), MOST_OF_A_KIND)
        yield from islice(self._dates.find(text, sent), MOST_OF_A_KIND)
        if has_digit or _LATIN.search(text) is not None:
            yield from islice(self._accounts.find(text), MOST_OF_A_KIND)
        if has_digit:
            yield from islice(self._phones.find(text), MOST_OF_A_KIND)
        yield from islice(self._institutions.find(text), MOST_OF_A_KIND)


def _with_real_commas(folded: Folded) -> str:
    """Give the Chinese comma back its own form, so that ``编号1，200元`` is not read as 1,200 yuan.

    Between full width digits (``１，８６０``) it does separate thousands and stays folded.
    """
    raw, text = folded.raw, folded.text
    if _COMMA_IN_NUMBER.search(raw) is None:
        return text
    chars = list(text)
    for index, origin in enumerate(folded.origin):
        if raw[origin] == "，" and raw[origin + 1 : origin + 2] not in _WIDE_DIGITS:
            chars[index] = "，"
    return "".join(chars)
