"""Signs: patterns and entities with the conditions under which they count, as the lexicon files declare them.

The patterns of signs are numbered and found by one ``Matcher``, those of conditions (contexts, what stands in the
sentence) by another, which runs only when a sign needs it. A sign then only looks at what was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from shouzheng.model.case import Role
from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.fold import Folded
from shouzheng.reading.labels import Addressee
from shouzheng.reading.matcher import Found, Look, Matcher, may_begin_at, may_end_at, nearest_end, nearest_start

#: How far around a match its sentence is looked at; longer "sentences" are cut, so that the work stays linear.
SENTENCE_WINDOW = 200

_ENDS = re.compile("[。!?\n\r]")


@dataclass(frozen=True, slots=True)
class Ready:
    """A pattern made ready for looking to one side of a place."""

    source: str
    looks: tuple[Look, ...]


@lru_cache(maxsize=4096)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression that finds any of the words, taken literally."""
    return re.compile("|".join(map(re.escape, words)))


@dataclass(frozen=True, slots=True)
class Guard:
    """Reasons why a match does not count. ``earlier`` and ``in_sentence`` are numbers of conditions."""

    before: tuple[Ready, ...] = ()
    after: tuple[Ready, ...] = ()
    inside: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    in_sentence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which a text shows something: a pattern, or an entity of a kind, under conditions.

    ``contexts`` and ``not_with`` are numbers of conditions: when ``contexts`` has any, one of them has to occur
    anywhere in the text; none of ``not_with`` may.
    ``before``/``after`` (entities only): one of them has to stand there, when any is given.
    ``guideline``: the coarser acts of the labelling guideline it counts as, where not those of its act.
    ``settled``: one of the contexts is given by itself where the words are known to be addressed to the debtor.
    """

    id: str
    pattern: int | None
    entity: EntityKind | None
    guards: tuple[Guard, ...]
    contexts: tuple[int, ...]
    not_with: tuple[int, ...]
    addressee: Addressee
    before: tuple[Ready, ...] = ()
    after: tuple[Ready, ...] = ()
    settled: bool = False
    guideline: tuple[str, ...] | None = None

    def asks(self, role: Role) -> bool:
        """Return True when one of ``contexts`` has to occur in words to this role."""
        return bool(self.contexts) and not (self.settled and role is Role.DEBTOR)


def stands_before(text: str, end: int, some: tuple[Ready, ...]) -> bool:
    """Return True when one of the patterns stands before a place."""
    for ready in some:  # a loop is faster than ``any``, and this is asked at every match
        if may_end_at(text, end, ready.looks) and nearest_start(text, end, ready.looks) is not None:
            return True
    return False


def stands_after(text: str, start: int, some: tuple[Ready, ...]) -> bool:
    """Return True when one of the patterns stands after a place."""
    for ready in some:
        if may_begin_at(text, start, ready.looks) and nearest_end(text, start, ready.looks) is not None:
            return True
    return False


class Text:
    """One folded text with what was found in it; the sentence around a place; whether a guard speaks."""

    def __init__(self, folded: Folded, matcher: Matcher, conditions: Matcher, entities: Sequence[FoundEntity]) -> None:
        self.folded = folded
        self.hits: Mapping[int, list[Found]] = matcher.find(folded.text)
        self._conditions = conditions
        self._spans_of: dict[EntityKind | None, list[Found]] = {}
        self._spoken: dict[tuple[int, Found], bool] = {}
        for found in entities:
            self._spans_of.setdefault(found.kind, []).append((found.start, found.end))

    @property
    def kinds(self) -> Collection[EntityKind | None]:
        """Return the kinds of entities that were found: a sign of another kind shows nothing."""
        return self._spans_of

    @cached_property
    def conditions(self) -> Mapping[int, list[Found]]:
        """What was found of the conditions, sought at the first question."""
        return self._conditions.find(self.folded.text)

    def sentence(self, span: Found) -> Found:
        """Return the sentence around a span, at most ``SENTENCE_WINDOW`` characters to each side."""
        text, (start, end) = self.folded.text, span
        first = max(0, start - SENTENCE_WINDOW)
        for match in _ENDS.finditer(text, first, start):
            first = match.end()
        last = min(len(text), end + SENTENCE_WINDOW)
        after = _ENDS.search(text, end, last)
        return first, after.start() if after else last

    def occurs(self, numbers: Sequence[int]) -> bool:
        """Return True when one of the conditions occurs anywhere."""
        return bool(numbers) and not self.conditions.keys().isdisjoint(numbers)

    def occurs_within(self, numbers: Sequence[int], window: Found) -> bool:
        """Return True when one of the conditions occurs wholly inside the window."""
        for number in numbers:
            spans = self.conditions.get(number)
            if spans is None:
                continue
            at = bisect_left(spans, (window[0], -1))  # smallest spans rise in start and end alike
            if at < len(spans) and spans[at][1] <= window[1]:
                return True
        return False

    def guarded(self, guard: Guard, span: Found) -> bool:
        """Return True when the guard gives a reason not to count the span; asked once for each guard and place."""
        key = (id(guard), span)
        answer = self._spoken.get(key)
        if answer is None:
            answer = self._spoken[key] = self._speaks(guard, span)
        return answer

    def _speaks(self, guard: Guard, span: Found) -> bool:
        text, (start, end) = self.folded.text, span
        if stands_before(text, start, guard.before) or stands_after(text, end, guard.after):
            return True
        if guard.inside and _any_of(guard.inside).search(text, start, end):
            return True
        if not guard.earlier and not guard.in_sentence:
            return False
        sentence = self.sentence(span)
        return self.occurs_within(guard.earlier, (sentence[0], start)) or self.occurs_within(
            guard.in_sentence, sentence
        )

    def shown(self, sign: Sign, role: Role) -> list[Found]:
        """Return the folded spans at which the sign counts for words addressed to this role."""
        spans = self._candidates(sign)
        if not spans or not sign.addressee.fits(role) or self.occurs(sign.not_with):
            return []
        if sign.asks(role) and not self.occurs(sign.contexts):
            return []
        if not sign.guards:
            return spans
        return [span for span in spans if not any(self.guarded(guard, span) for guard in sign.guards)]

    def _candidates(self, sign: Sign) -> list[Found]:
        if sign.pattern is not None:
            return self.hits.get(sign.pattern, [])
        spans = self._spans_of.get(sign.entity, [])
        return [span for span in spans if self._beside(sign, span)]

    def _beside(self, sign: Sign, span: Found) -> bool:
        if not sign.before and not sign.after:
            return True
        text = self.folded.text
        return stands_before(text, span[0], sign.before) or stands_after(text, span[1], sign.after)


@dataclass(frozen=True)
class Commentary:
    """The rule for texts that speak *about* collection: they quote threats and do not make them.

    A text is commentary when something in it speaks about the matter from outside (``about``), and nothing outside
    quotation marks is addressed to a debtor by a creditor's side (``addressed``; ``supposed`` takes back "if you owe").
    One word such as 提醒 is not enough to hide behind: whoever also writes 你欠… or 我司… is addressing.
    """

    about: tuple[int, ...]
    addressed: tuple[int, ...]
    supposed: Guard
    quotes: tuple[tuple[str, str], ...]

    @cached_property
    def _openers(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(opener) for opener, _ in self.quotes))

    def is_commentary(self, text: Text, quotations: Sequence[Found]) -> bool:
        """Return True when the text speaks about collection and, outside its quotations, addresses nobody."""
        if not text.occurs(self.about):
            return False
        spans = (span for number in self.addressed for span in text.conditions.get(number, ()))
        return all(self.is_quoted(quotations, span) or text.guarded(self.supposed, span) for span in spans)

    @staticmethod
    def is_quoted(quotations: Sequence[Found], span: Found) -> bool:
        """Return True when the span lies in one of the quotations (which stand from left to right)."""
        at = bisect_right(quotations, span[0], key=lambda quotation: quotation[0]) - 1
        return at >= 0 and span[1] <= quotations[at][1]

    def quotations(self, text: str) -> list[Found]:
        """Return the quoted stretches, from the left, not nested; an unclosed quotation mark opens none."""
        closers = dict(self.quotes)
        found: list[Found] = []
        place = 0
        while (opener := self._openers.search(text, place)) is not None:
            close = text.find(closers[opener.group()], opener.end(), opener.end() + SENTENCE_WINDOW)
            if close < 0:
                place = opener.end()
                continue
            found.append((opener.start(), close + 1))
            place = close + 1
        return found
