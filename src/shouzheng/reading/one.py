"""Reads one text: the reference in plain Python, against which every faster reader is held.

What is not verified: who really wrote the text, whether a debt exists, whether an institution named is licensed. A
reading says which words do what; whether that was unlawful is for the rules and for a person.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from shouzheng.model.case import Role
from shouzheng.model.reading import ActShown, Element, Entity, Reading
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.entries import ElementSpec, Lexicon
from shouzheng.reading.fold import Folded, fold
from shouzheng.reading.labels import ACT_LABELS
from shouzheng.reading.matcher import Found
from shouzheng.reading.signs import Sign, Text

#: At most this many places of one act are listed, the first in the text; one already shows it.
MOST_SHOWN = 100

_ORDER = {label: number for number, label in enumerate(ACT_LABELS)}


def read(
    text: str, lexicon: Lexicon, *, addressee: Role = Role.UNKNOWN, own_words: bool = False, sent: date | None = None
) -> Reading:
    """Return the reading of a text of any content and length.

    ``addressee`` is the role of the person the words were sent to; ``own_words``: the person of the case wrote them
    (then no act is reported, entities and elements still are); ``sent``: the Beijing day of sending, for 今天, 1月5日.
    Acts stand in the order of their place in the text; a place inside another one of the same act is not listed again.
    """
    folded = fold(text, lexicon.fold_table)
    found = lexicon.entities.find(folded, sent)
    seen = Text(folded, lexicon.matcher, lexicon.conditions, found)
    acts = () if own_words else _acts(seen, lexicon, addressee)
    return Reading(
        acts=acts,
        entities=tuple(_entity(one, folded) for one in found),
        elements=tuple(_element(seen, spec, addressee) for spec in lexicon.elements),
        disguised=any(act.disguised for act in acts) or _is_disguised(seen, lexicon),
        lexicon=lexicon.hash,
    )


def _acts(seen: Text, lexicon: Lexicon, addressee: Role) -> tuple[ActShown, ...]:
    candidates = [lexicon.sign_of[number] for number in seen.hits if number in lexicon.sign_of]
    by_entity = [each for each in lexicon.entity_signs if each[1].entity in seen.kinds]
    quoting = _Quoting(seen, lexicon)
    places: dict[str, dict[Found, Sign]] = {}
    for act, sign in (*candidates, *by_entity):
        for span in seen.shown(sign, addressee):
            if act.commentary and quoting.carries_no_act(span):
                continue
            of_label = places.setdefault(act.label, {})
            known = of_label.get(span)
            if known is None or sign.id < known.id:
                of_label[span] = sign
    shown = [
        (span, _ORDER[label], ActShown(label, seen.folded.span(*span), sign.id, _masked(seen, lexicon, sign, span)))
        for label, of_label in places.items()
        for span, sign in _widest(of_label)
    ]
    return tuple(act for _, _, act in sorted(shown, key=lambda one: one[:2]))


def _widest(places: dict[Found, Sign]) -> list[tuple[Found, Sign]]:
    """Return the places of one act from left to right, without those that lie inside another; the first ones only."""
    kept: list[tuple[Found, Sign]] = []
    reached = -1
    for span in sorted(places, key=lambda span: (span[0], -span[1])):
        if span[1] > reached and len(kept) < MOST_SHOWN:
            reached = span[1]
            kept.append((span, places[span]))
    return kept


class _Quoting:
    """The commentary rule for one text, looked at only when there is an act to which it matters."""

    def __init__(self, seen: Text, lexicon: Lexicon) -> None:
        self._seen = seen
        self._rule = lexicon.commentary

    def carries_no_act(self, span: Found) -> bool:
        """Return True when the whole text is commentary, or the span is a quotation in a text that speaks about it."""
        return self._is_commentary or (self._speaks_about and self._rule.is_quoted(self._quotes, span))

    @cached_property
    def _speaks_about(self) -> bool:
        return self._seen.occurs(self._rule.about)

    @cached_property
    def _quotes(self) -> list[Found]:
        return self._rule.quotations(self._seen.folded.text)

    @cached_property
    def _is_commentary(self) -> bool:
        return self._speaks_about and self._rule.is_commentary(self._seen, self._quotes)


def _masked(seen: Text, lexicon: Lexicon, sign: Sign, span: Found) -> bool:
    """Return True when a word of the match (not what stands in its gaps) was written in disguise."""
    folded = seen.folded
    if not any(folded.marks[span[0] : span[1]]):
        return False
    pieces = [span] if sign.pattern is None else lexicon.matcher.pieces(folded.text, sign.pattern, span)
    return any(folded.disguised(*piece) for piece in pieces)


def _entity(found: FoundEntity, folded: Folded) -> Entity:
    span = folded.span(found.start, found.end)
    return Entity(found.kind, span, folded.raw[span.start : span.end], found.fen, found.day, found.value)


def _element(seen: Text, spec: ElementSpec, addressee: Role) -> Element:
    kinds = seen.kinds
    candidates = [sign for sign in spec.by_entity if sign.entity in kinds] if kinds else []
    if not spec.patterns.isdisjoint(seen.hits):
        candidates += [sign for sign in spec.signs if sign.pattern in seen.hits]
    spans = [span for sign in candidates for span in seen.shown(sign, addressee)]
    return Element(spec.name, seen.folded.span(*min(spans)) if spans else None)


def _is_disguised(seen: Text, lexicon: Lexicon) -> bool:
    if not any(seen.folded.marks):
        return False
    spans: list[Found] = [span for number in lexicon.disguise for span in seen.conditions.get(number, ())]
    return any(seen.folded.disguised(*span) for span in spans)
