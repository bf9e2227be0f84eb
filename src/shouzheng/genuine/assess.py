"""Puts the reading of a message beside the directory and gives the answer.

Fraud first: one strong mark that is not merely spoken about decides. "Looks like a notice" is given only when every way
to act that the message offers (number, link, account) could be compared and is listed for the institution it names, or
when it offers none but the institution's own app: a scam that is taken for a notice does harm, a notice that is not
recognised only costs a call.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from shouzheng.genuine.answer import Assessment, ElementCheck, LinkCheck, NumberCheck, Verdict
from shouzheng.genuine.computed import computed_marks
from shouzheng.genuine.directory.entries import Answer, Directory, Institution
from shouzheng.genuine.directory.hosts import divide, resemblance
from shouzheng.genuine.directory.lookup import domain_listing, named_in, number_listing
from shouzheng.genuine.marks import Mark, Strength, marks_in
from shouzheng.genuine.question import Question
from shouzheng.genuine.reasons import reasons_against
from shouzheng.model.event import Number
from shouzheng.model.moment import BEIJING
from shouzheng.model.reading import Entity, EntityKind, Reading, Span
from shouzheng.model.words import Words
from shouzheng.reading.deadlines import Deadline, deadlines
from shouzheng.reading.labels import ActKind
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reading.one import read
from shouzheng.reference.numbers import classify, load_number_kinds

_HARSH = ("insult", "obscene", "sexual_humiliation", "death_or_funeral_imagery", "suicide_incitement")
_APP_FILE = re.compile(r"\.(?:apk|ipa|mobileconfig|exe|plist)(?:[?#]|$)", re.IGNORECASE)
#: The mark that hangs on whose page is to be opened.
_PAGE_MARK = "bank_phishing"
#: At most so many links and so many numbers of one message are looked up; a notice has one or two.
MOST_LOOKED_UP = 100
_NO_READING = Reading((), (), (), disguised=False, lexicon="")


def assess(question: Question, directory: Directory, lexicon: Lexicon, today: date) -> Assessment:
    """Answer whether a contact looks like what it claims to be, as of a day (for which the directory may be stale)."""
    text = question.text or ""
    sent = question.sent.astimezone(BEIJING).date() if question.sent else None
    reading = read(text, lexicon, addressee=question.role, sent=sent) if text else _NO_READING
    claimed = named_in(directory, text)
    named = _named(reading, claimed)
    sender = _number(question.sender, directory, today) if question.sender else None
    numbers = tuple(_phone(entity, directory, today) for entity in _of(reading, EntityKind.PHONE)[:MOST_LOOKED_UP])
    links = tuple(_link(entity, directory, today) for entity in _of(reading, EntityKind.LINK)[:MOST_LOOKED_UP])
    words = marks_in(text, reading, addressee=question.role, sent=sent) if text else ()
    marks = (*computed_marks(reading, links, sender, named), *_weighed(words, links, claimed))
    marks = tuple(sorted(marks, key=lambda mark: (mark.quoted, mark.strength is not Strength.STRONG)))
    elements = tuple(
        ElementCheck(spec.name, spec.title, found.span)
        for spec, found in zip(lexicon.elements, reading.elements, strict=False)
    )
    harsh = _harsh(reading, lexicon)
    reasons = reasons_against(
        text, reading, claimed, named, marks, elements, sender, numbers, links, _conduct(reading, lexicon)
    )
    return Assessment(
        question=question,
        verdict=_verdict(marks, reasons),
        named=named,
        claimed=claimed,
        marks=marks,
        reasons=reasons,
        elements=elements,
        sender=sender,
        numbers=numbers,
        links=links,
        deadlines=_deadlines(question, lexicon),
        harsh=harsh,
        directory_seen=directory.seen,
        directory_stale=today > directory.check_by,
        directory_hash=directory.hash,
        lexicon_hash=lexicon.hash,
    )


def _weighed(
    marks: tuple[Mark, ...], links: tuple[LinkCheck, ...], claimed: tuple[Institution, ...]
) -> tuple[Mark, ...]:
    """Weaken "log in at this page" where every page named is listed for the institution that is named."""
    ids = {institution.id for institution in claimed}
    if not links or not all(link.listing.answer is Answer.LISTED and link.listing.ids & ids for link in links):
        return marks
    return tuple(replace(mark, strength=Strength.WEAK) if mark.name == _PAGE_MARK else mark for mark in marks)


def _verdict(marks: tuple[Mark, ...], reasons: tuple[Words, ...]) -> Verdict:
    if any(mark.strength is Strength.STRONG and not mark.quoted for mark in marks):
        return Verdict.FRAUD_MARKS
    return Verdict.CANNOT_TELL if reasons else Verdict.LOOKS_LIKE_NOTICE


def _of(reading: Reading, kind: EntityKind) -> list[Entity]:
    return [entity for entity in reading.entities if entity.kind is kind]


def _named(reading: Reading, claimed: tuple[Institution, ...]) -> str | None:
    written = _of(reading, EntityKind.INSTITUTION)
    if written:
        return written[0].text
    return claimed[0].name.zh if claimed else None


def _number(number: Number, directory: Directory, today: date, span: Span | None = None) -> NumberCheck:
    label = load_number_kinds().label(number.kind)
    return NumberCheck(number, label, number_listing(directory, number.raw, today), span)


def _phone(entity: Entity, directory: Directory, today: date) -> NumberCheck:
    return _number(classify(entity.value or entity.text), directory, today, entity.span)


def _link(entity: Entity, directory: Directory, today: date) -> LinkCheck:
    host = divide(entity.value or "", directory.web)
    listing = domain_listing(directory, host.host, today)
    resembles = resemblance(host, directory) if listing.answer is Answer.NOT_FOUND else None
    return LinkCheck(entity.text, host, listing, resembles, _APP_FILE.search(entity.text) is not None, entity.span)


def _deadlines(question: Question, lexicon: Lexicon) -> tuple[Deadline, ...]:
    return deadlines(question.text, lexicon, question.sent) if question.text else ()


def _conduct(reading: Reading, lexicon: Lexicon) -> tuple[Words, ...]:
    """Return what the message does that no proper notice does, in words, each once."""
    shown = {act.act for act in reading.acts}
    return tuple(act.title for act in lexicon.acts if act.label in shown and act.kind is ActKind.HARD)


def _harsh(reading: Reading, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return the places with threats and insults: hard acts that hurt to read."""
    hard = {act.label for act in lexicon.acts if act.kind is ActKind.HARD}
    wanted = {label for label in hard if label.startswith("threat_") or label in _HARSH}
    return tuple(act.span for act in reading.acts if act.act in wanted)
