"""Links, accounts and telephone numbers of many texts at once, equal to ``reading.entities.contacts``."""

from __future__ import annotations

from collections.abc import Iterator
from re import _parser as parser

import numpy as np

from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.entities.expressions import Expression
from shouzheng.reading.column.entities.ground import Ground, WordSets, characters, part, strings_from
from shouzheng.reading.column.entities.letters import OUTSIDE, Classes
from shouzheng.reading.column.flat import Array, spread
from shouzheng.reading.column.pieces import Pieces, Strings
from shouzheng.reading.entities.contacts import (
    _COIN,
    _CONTEXT,
    _IDENTITY,
    _LABEL_WINDOW,
    _LETTER,
    _MASKED_MOBILE,
    _TRAILING,
    AccountFinder,
    LinkFinder,
    PhoneFinder,
)
from shouzheng.reading.entities.found import EntityWords

_MOBILE_DIGITS = 11


class Links:
    """Finds links; hosts with user names or in brackets make a text hard: only the reference takes those apart."""

    def __init__(self, finder: LinkFinder, classes: Classes) -> None:
        self._pattern = Expression(finder._pattern, classes)
        ranges = parser.parse(f"[{_LETTER}]")[0][1]
        self._letter = classes.add([value for _, value in ranges])
        self._in_host = classes.add([*(value for _, value in ranges), *((ord(char),) * 2 for char in "@.-")])

    def find(self, ground: Ground) -> tuple[Pieces, Array]:
        """Return the links, and the texts that are hard."""
        codes = ground.codes
        found = self._pattern.apart(self._pattern.match(ground.letters, self._begins(ground)))
        end = _stripped(codes, found.start, found.end)
        full = found.has("full")
        start = np.where(full, found.groups["full"][0], found.groups["bare"][0])
        stop = np.where(full, found.groups["full"][1], found.groups["bare"][1])
        hard = ground.folded.row[start[_holds(codes, start, stop, "@[")]]
        stop = _stripped(codes, start, _first_of(codes, start, stop, ":"))
        some = stop > start
        start, stop = start[some], stop[some]
        begin = found.start[some]
        value = Strings.slices(codes, start, stop)
        return part(ground, EntityKind.LINK, begin, np.maximum(end[some], begin + 1), value=value), hard

    def _begins(self, ground: Ground) -> Array:
        """Return where links may begin: hosts where the letters before a dot begin, others right before ``://``."""
        letters, codes = ground.letters, ground.codes
        marks = np.flatnonzero((codes == ord(".")) | (codes == ord(":")))
        dots, colons = marks[codes[marks] == ord(".")], marks[codes[marks] == ord(":")]
        dots = dots[letters.holds(self._letter, dots - 1) & letters.holds(self._letter, dots + 1)]
        if not len(dots) and not len(colons):
            answer: Array = dots
            return answer
        begins = self._pattern.begins(letters)
        begins = begins[~letters.holds(self._in_host, begins - 1)]
        chosen = np.zeros(len(begins) + 1, dtype=bool)
        chosen[np.searchsorted(begins, dots) - 1] = True  # -1, where none is before, is the place added at the end
        for back in (4, 5):  # http, https
            at = np.searchsorted(begins, colons - back)
            chosen[at[begins[np.minimum(at, len(begins) - 1)] == colons - back] if len(begins) else at] = True
        return begins[chosen[:-1]]


class Accounts:
    """Finds coin addresses, last digits, wallets and card numbers."""

    def __init__(self, finder: AccountFinder, words: EntityWords, classes: Classes, sets: WordSets) -> None:
        self._coin = Expression(_COIN, classes)
        self._tail = Expression(finder._tail, classes)
        self._wallet = Expression(finder._wallet, classes)
        self._run = Expression(finder._run, classes)
        self._no_cards = [Expression(pattern, classes) for pattern in (_IDENTITY, _MASKED_MOBILE)]
        self._classes = classes
        self._sets = sets
        self._not_after = sets.add(words.not_account_after)

    def find(self, ground: Ground) -> Iterator[Pieces]:
        """Yield the four kinds one after another."""
        found = self._coin.finditer(ground.letters)
        value = Strings.slices(ground.codes, found.start, found.end)
        yield part(ground, EntityKind.ACCOUNT, found.start, found.end, value=value)
        found = self._tail.finditer(ground.letters)
        which, codes = characters(ground.codes, *found.groups["tail"], "")
        value = _with_prefix(which, codes, np.full(len(found.start), ord("*")))
        yield part(ground, EntityKind.ACCOUNT, found.start, found.end, value=value)
        found = self._wallet.finditer(ground.letters)
        value = Strings.slices(ground.codes, *found.groups["id"])
        yield part(ground, EntityKind.ACCOUNT, found.start, found.end, value=value)
        yield self._runs(ground)

    def _runs(self, ground: Ground) -> Pieces:
        found = self._run.finditer(ground.letters)
        found = found.take(~self._sets.before(ground, self._not_after, found.start, _LABEL_WINDOW))
        number = len(found.start)
        which, codes = characters(ground.codes, *found.groups["run"], " -")
        value = strings_from(which, codes, number)
        keep = np.ones(number, dtype=bool)
        keep[self._no_card(which, codes, number)] = False
        chosen = np.flatnonzero(keep)
        return part(
            ground, EntityKind.ACCOUNT, found.start[chosen], found.end[chosen], value=value.take(chosen)
        )  # fmt: skip

    def _no_card(self, which: Array, codes: Array, number: int) -> Array:
        """Return which of the numbers are a gateway, an identity number or a masked mobile."""
        flat = np.full(len(codes) + number + 1, OUTSIDE, dtype=np.uint32)
        flat[np.arange(len(codes)) + which + 1] = codes
        ends = np.cumsum(np.bincount(which, minlength=number) + 1)
        starts = ends - np.bincount(which, minlength=number)
        letters = self._classes.letters(flat)
        no = (flat[starts] == ord("1")) & (flat[starts + 1] == ord("0")) & (flat[starts + 2] == ord("6"))
        for expression in self._no_cards:
            whole = expression.match(letters, starts)
            at = np.searchsorted(starts, whole.start)
            no[at[whole.end == ends[at]]] = True
        return np.flatnonzero(no)


class Phones:
    """Finds telephone numbers."""

    def __init__(self, finder: PhoneFinder, words: EntityWords, classes: Classes, sets: WordSets) -> None:
        self._pattern = Expression(finder._pattern, classes)
        self._sets = sets
        self._near = sets.add(words.phone_words)
        self._not_before = sets.add(words.not_phone_before)

    def find(self, ground: Ground) -> Pieces:
        """Return the numbers of all texts."""
        found = self._pattern.finditer(ground.letters)
        keep = np.ones(len(found.start), dtype=bool)
        some = np.flatnonzero(found.has("service") | found.has("foreign"))
        keep[some] = ground.codes[found.start[some] - 1] != ord("¥")
        keep[some] &= ~self._sets.begin_at(ground, self._not_before, found.end[some])
        some = np.flatnonzero(found.has("hot"))
        keep[some] &= self._sets.before(ground, self._near, found.start[some], _CONTEXT)
        found = found.take(keep)
        which, codes = characters(ground.codes, found.start, found.end, "")
        digit = (codes >= ord("0")) & (codes <= ord("9"))
        which, codes = which[digit], codes[digit]
        counts = np.bincount(which, minlength=len(found.start))
        first = np.cumsum(counts) - counts
        zeros = _starts_with(codes, first, counts, "00")
        china = _starts_with(codes, first + 2 * zeros, counts - 2 * zeros, "86")
        drop = np.select(
            [found.has("mobile"), found.has("land86"), found.has("foreign")],
            [np.maximum(counts - _MOBILE_DIGITS, 0), 2 * zeros + 2 * china, 2 * zeros],
            0,
        )
        keep = np.arange(len(which)) - first[which] >= drop[which]
        prefix = np.select([found.has("land86"), found.has("foreign")], [ord("0"), ord("+")], -1)
        value = _with_prefix(which[keep], codes[keep], prefix)
        return part(ground, EntityKind.PHONE, found.start, found.end, value=value)


def _starts_with(codes: Array, first: Array, counts: Array, two: str) -> Array:
    """Return whether each number, which begins at ``first`` in all digits, begins with these two."""
    padded = np.concatenate([codes, [0, 0]])
    at = np.minimum(first, len(codes))
    answer: Array = (counts >= 2) & (padded[at] == ord(two[0])) & (padded[at + 1] == ord(two[1]))
    return answer


def _with_prefix(which: Array, codes: Array, prefix: Array) -> Strings:
    """Return the characters of each text behind its prefix, one code each, -1 for none."""
    with_one = np.flatnonzero(prefix >= 0)
    owners = np.concatenate([with_one, which])
    order = np.argsort(owners, kind="stable")
    return strings_from(owners[order], np.concatenate([prefix[with_one], codes])[order], len(prefix))


def _stripped(codes: Array, start: Array, end: Array) -> Array:
    """Return the ends without the punctuation that is no part of a link; not before ``start``."""
    end = end.copy()
    trailing = np.zeros(0x110001, dtype=bool)
    trailing[[ord(char) for char in _TRAILING]] = True
    while (some := (end > start) & trailing[codes[end - 1]]).any():
        end -= some
    return end


def _holds(codes: Array, start: Array, end: Array, chars: str) -> Array:
    """Return which of the pieces hold one of the characters."""
    which, number = spread(end - start)
    return np.unique(which[np.isin(codes[start[which] + number], [ord(char) for char in chars])])


def _first_of(codes: Array, start: Array, end: Array, char: str) -> Array:
    """Return where the character stands first in each piece, its end when nowhere."""
    which, number = spread(end - start)
    places = start[which] + number
    first = end.copy()
    hit = codes[places] == ord(char)
    np.minimum.at(first, which[hit], places[hit])
    return first
