"""Reads a contract: clauses with their words and the law of its day, what is missing, its lender and its date.

Nothing here says that a clause is void: that is for a court. What is missing may stand in another document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from shouzheng.genuine.contract.clause_words import Topic, Topics
from shouzheng.genuine.contract.document import Document
from shouzheng.genuine.contract.law import LawSaid, law_on
from shouzheng.model.reading import EntityKind, Span
from shouzheng.model.words import Words
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.fold import fold
from shouzheng.reading.sign_folder import SignFile
from shouzheng.rulebook.load import Rulebook

#: At most this many places of one topic are shown; the rest is counted.
MOST_PLACES = 5
#: How far a clause is shown to both sides of what was found.
_REACH = 120
_ENDS = re.compile("[。；;\n]")
_DATE_WORDS = re.compile(
    r"(?:(?:签订|签署|签约|生效)(?:日期|日|时间|于)?|(?:合同|协议|借款)(?:日期|时间))[为是]?[:： ]{0,3}$"
    r"|(?<![\u4e00-\u9fff])日期[:：]? {0,2}$"
)
_LENDER_WORDS = re.compile("(?:贷款人|出借人|放款机构|资金方|贷款机构|债权人|授信人|甲方)[^。；\n]{0,12}$")
_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Place:
    """The words of a clause: its span in the document, the characters, the page (``None`` for pasted text)."""

    span: Span
    text: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One topic that the contract speaks of. ``more`` counts places that are not shown."""

    name: str
    title: Words
    ask: Words
    places: tuple[Place, ...]
    more: int
    law: tuple[LawSaid, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist: there (with its place), or not seen (``place`` is ``None``)."""

    name: str
    title: Words
    ask: Words
    place: Place | None
    law: tuple[LawSaid, ...]


@dataclass(frozen=True, slots=True)
class ContractReading:
    """The whole reading. ``signed`` is ``None`` when no date was found or given; the law is then that of ``law_of``."""

    document: Document
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    signed: date | None
    law_of: date
    lender: str | None
    law_hash: str
    lexicon_hash: str


def read_clauses(
    document: Document,
    clauses: Topics,
    checklist: Topics,
    rulebook: Rulebook,
    *,
    signed: date | None,
    today: date,
    lexicon_hash: str = "",
) -> ContractReading:
    """Read a contract. ``signed`` overrides the date found in it; without any, the law of ``today`` is shown.

    A checklist item whose law is not yet in force on the day is not asked for (the cost table before 2026-08-01).
    """
    folded = fold(document.text, clauses.table)
    spans = [(found, folded.span(found.start, found.end)) for found in clauses.entities.find(folded, None)]
    signed = signed or _signed(document.text, spans)
    day = signed or today

    def law(topic: Topic) -> tuple[LawSaid, ...]:
        return law_on(rulebook, topic.provisions, day)

    return ContractReading(
        document=document,
        clauses=tuple(_clauses(document, clauses, law)),
        items=tuple(_items(document, checklist, law)),
        signed=signed,
        law_of=day,
        lender=_lender(document.text, spans),
        law_hash=rulebook.hash,
        lexicon_hash=lexicon_hash,
    )


def _by_order(topics: Topics) -> list[SignFile[Topic]]:
    return sorted(topics.files, key=lambda file: (file.extra.order, file.name))


def _clauses(document: Document, topics: Topics, law: Callable[[Topic], tuple[LawSaid, ...]]) -> Iterable[Clause]:
    places = _places(document, topics)
    for file in _by_order(topics):
        found = places.get(file.name, [])
        if found:
            shown, more = tuple(found[:MOST_PLACES]), max(0, len(found) - MOST_PLACES)
            yield Clause(file.name, file.title, file.extra.ask, shown, more, law(file.extra))


def _items(document: Document, topics: Topics, law: Callable[[Topic], tuple[LawSaid, ...]]) -> Iterable[Item]:
    places = _places(document, topics)
    for file in _by_order(topics):
        of_item = law(file.extra)
        if file.extra.provisions and not of_item:
            continue
        place = next(iter(places.get(file.name, [])), None)
        yield Item(file.name, file.title, file.extra.ask, place, of_item)


def _places(document: Document, topics: Topics) -> dict[str, list[Place]]:
    """Return the sentences that show each topic, in their order, each once."""
    found: dict[str, list[Place]] = {}
    for shown in topics.find(document.text):
        place = _sentence(document, shown.span)
        of_topic = found.setdefault(shown.file.name, [])
        if not of_topic or place.span.start >= of_topic[-1].span.end:
            of_topic.append(place)
    return found


def _sentence(document: Document, span: Span) -> Place:
    """Return the sentence around a span, cut where it is very long."""
    text = document.text
    start = max(0, span.start - _REACH)
    for match in _ENDS.finditer(text, start, span.start):
        start = match.end()
    after = _ENDS.search(text, span.end, min(len(text), span.end + _REACH))
    end = (
        after.end()
        if after and after.group() != "\n"
        else after.start()
        if after
        else min(len(text), span.end + _REACH)
    )
    while start < span.start and text[start].isspace():
        start += 1
    return Place(Span(start, end), text[start:end], document.page(start))


_Found = list[tuple[FoundEntity, Span]]


def _signed(text: str, found: _Found) -> date | None:
    """Return the first date with a year that stands right behind words of signing; a bare date at the end is none."""
    for entity, span in found:
        if entity.kind is EntityKind.DATE and entity.day is not None:
            before = text[max(0, span.start - _WINDOW) : span.start]
            if _DATE_WORDS.search(before):
                return entity.day
    return None


def _lender(text: str, found: _Found) -> str | None:
    for entity, span in found:
        if entity.kind is EntityKind.INSTITUTION:
            before = text[max(0, span.start - _WINDOW) : span.start]
            if _LENDER_WORDS.search(before):
                return text[span.start : span.end]
    return None
