"""How sure a finding is: firm when recorded or stated, likely when it rests on reading words, else only a pattern."""

from __future__ import annotations

from collections.abc import Iterable

from shouzheng.judging.acts import ACT, has_words
from shouzheng.judging.finding_words import Facets
from shouzheng.model.case import KnownBy
from shouzheng.model.finding import Sureness
from shouzheng.model.verdict import Answer
from shouzheng.rulebook.files.rule import RuleKind

#: Facts besides the acts that words decide when there are words.
FROM_WORDS = frozenset(["debt_discussed", "due_date_ahead"])
#: Whether the debt was spoken of; unknown for a call or visit of which no words are kept. A rule that looks at it may
#: have been decided by something else; the lesser word is then said all the same.
_ABOUT = "debt_discussed"


def sureness_of(facets: Facets, hits: Iterable[int], events: Iterable[int]) -> Sureness:
    """Return how sure it is.

    ``INDICATOR``: the rule is an indicator, or asks a person to decide. ``LIKELY``: the rule looks at words and some of
    the events have words; or nothing shows what a call was about; or a text signature alone says who it was; or a
    number of the law that it uses is not firm.
    """
    rule = facets.rule
    if rule.kind is not RuleKind.ELEMENT or rule.answer is Answer.NEEDS_PERSON:
        return Sureness.INDICATOR
    looks_at_words = any(name.startswith(ACT) or name in FROM_WORDS for name in facets.looked_at)
    places = [*hits, *events]
    if looks_at_words and any(has_words(facets.contacts[index].event) for index in places):
        return Sureness.LIKELY
    if _ABOUT in facets.looked_at and any(facets.subjects[index].values.get(_ABOUT) is None for index in places):
        return Sureness.LIKELY
    if any(facets.contacts[index].attribution.known_by is KnownBy.TEXT_CLAIM for index in places):
        return Sureness.LIKELY
    return Sureness.FIRM if _numbers_are_firm(facets, places) else Sureness.LIKELY


def _numbers_are_firm(facets: Facets, places: Iterable[int]) -> bool:
    days = {facets.subjects[index].day for index in places}
    used = {name for number in facets.rule.numbers for name, _ in number.references}
    thresholds = [facets.rulebook.thresholds[name] for name in used]
    return all(t.firm for t in thresholds if any(t.in_force.covers(day) for day in days))
