"""Reads one text: the reference in plain Python, against which every faster reader is held.

What is not verified: who really wrote the text, whether a debt exists, whether an institution named is licensed. A reading
says which words do what; whether that was unlawful is for the rules and for a person.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from shouzheng.model.case import Role
from shouzheng.model.reading import ActShown, Element, Entity, Reading
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.fold import Folded, fold
from shouzheng.reading.labels import LABELS
from shouzheng.reading.lexicon import Act, ElementSpec, Lexicon
from shouzheng.reading.matcher import Found
from shouzheng.reading.signs import Sign, Text

#: At most this many places of one act are listed, the first in the text; one already shows it.
MOST_SHOWN = 100

_ORDER = {label: number for number, label in enumerate(LABELS)}


def read(
    text: str, lexicon: Lexicon, *, addressee: Role = Role.UNKNOWN, own_words: bool = False, sent: date | None = None
) -> Reading:
    """Return the reading of a text of any content and length.

    ``addressee`` is the role of the person the words were sent to; ``own_words`` that the person of the case wrote them
    (then no act is reported, entities and elements still are); ``sent`` the Beijing day of sending, for 今天 and 1月5日.
    Acts stand in the order of their place in the original text.
    """
    folded = fold(text, lexicon.fold_table)
    found = lexicon.entities.find(folded, sent)
    seen = Text(folded, lexicon.matcher.find(folded.text), found)
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
    places: dict[tuple[str, Found], tuple[Act, Sign]] = {}
    for act, sign in (*candidates, *lexicon.entity_signs):
        for span in seen.shown(sign, addressee):
            known = places.get((act.label, span))
            if known is None or sign.id < known[1].id:
                places[act.label, span] = (act, sign)
    quoting = _Quoting(seen, lexicon)
    counts: dict[str, int] = {}
    shown: list[ActShown] = []
    for (label, span), (act, sign) in sorted(places.items(), key=lambda item: (item[0][1], _ORDER[item[0][0]])):
        if counts.get(label, 0) < MOST_SHOWN and not (act.commentary and quoting.carries_no_act(span)):
            counts[label] = counts.get(label, 0) + 1
            shown.append(ActShown(label, seen.folded.span(*span), sign.id, _masked(seen, lexicon, sign, span)))
    return tuple(shown)


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
    spans = [span for sign in spec.signs for span in seen.shown(sign, addressee)]
    return Element(spec.name, seen.folded.span(*min(spans)) if spans else None)


def _is_disguised(seen: Text, lexicon: Lexicon) -> bool:
    if not any(seen.folded.marks):
        return False
    spans: list[Found] = [span for number in lexicon.disguise for span in seen.hits.get(number, ())]
    return any(seen.folded.disguised(*span) for span in spans)
