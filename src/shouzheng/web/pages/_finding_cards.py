"""Findings for the page, grouped by rule: what its contacts share is said once, each of them once below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shouzheng.judging.wording import is_forbidden, legal_half, printable
from shouzheng.model.finding import Finding
from shouzheng.model.law import Citation, CiteRole
from shouzheng.model.words import Words
from shouzheng.remedy.cases.statement import finding_subject
from shouzheng.remedy.labels import DISTRESSING, NORM_FORCE, SURENESS
from shouzheng.remedy.material import Material, is_sign
from shouzheng.remedy.overview import DANGER
from shouzheng.remedy.wording import Voice, citation_words, time_text
from shouzheng.web.cases.results import Found
from shouzheng.web.cases.seen import Held
from shouzheng.web.pages._words_shown import Bit, marked

_MOST_QUOTES = 6


@dataclass(frozen=True, slots=True)
class Norm:
    """A provision: how it is cited, what it says in one sentence, its force and since when."""

    cite: str
    gist: str
    about: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one contact around what shows the act."""

    event: str
    when: str
    bits: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: ``seen`` without the law, ``sentence`` as papers say it; the person's choice and note.

    ``norms``, ``doubts``, ``sure`` and ``next_step`` are empty where they are those of its group.
    """

    id: str
    day: str
    seen: str
    sentence: str
    sure: str
    hard: bool
    contacts: int
    quotes: tuple[Quote, ...]
    norms: tuple[Norm, ...]
    doubts: tuple[str, ...]
    next_step: str
    state: str
    why: str
    seen_mark: int


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule: its name and what they share, then the cards of this page; ``total`` counts all of it.

    ``grave`` says that its next step may be the police: it is never folded.
    """

    title: str
    sign: bool
    grave: bool
    sure: str
    norms: tuple[Norm, ...]
    doubts: tuple[str, ...]
    next_step: str
    cards: tuple[Card, ...]
    total: int
    contacts: int


def ranked(found: Found) -> list[Finding]:
    """Findings by rule as papers have them, in each rule by day; a rejected one keeps its place."""
    ids = {finding.id for finding in found.material.ranked}
    shown = {rule.id for rule in found.checked.result.rulebook.rules}
    reminders = {each.id for each in found.material.reminders}
    rest = [f for f in found.checked.findings if f.id not in ids and f.rule in shown and f.id not in reminders]
    by_id = found.material.by_id

    def key(finding: Finding) -> tuple[bool, int, str, date, str, str]:
        first = by_id.get(finding.events[0]) if finding.events else None
        when = first.event.time.utc.isoformat() if first else ""
        return is_sign(finding), -finding.severity, finding.rule, finding.day, when, finding.id

    groups: dict[tuple[bool, str], list[Finding]] = {}
    for finding in sorted([*found.material.ranked, *rest], key=key):
        groups.setdefault((is_sign(finding), finding.rule), []).append(finding)
    return [finding for group in groups.values() for finding in group]


def grouped(
    part: Sequence[Finding], everything: Iterable[Finding], material: Material, voice: Voice, said: Mapping[str, Held]
) -> list[Group]:
    """Return the findings of one page by rule; totals are those of the whole result."""
    totals: dict[tuple[bool, str], list[int]] = {}
    for each in everything:
        count = totals.setdefault((is_sign(each), each.rule), [0, 0])
        count[0] += 1
        count[1] += len(each.events)
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for each in part:
        groups.setdefault((is_sign(each), each.rule), []).append(each)
    return [_group(found, totals[key], material, voice, said) for key, found in groups.items()]


def _group(
    found: list[Finding], totals: list[int], material: Material, voice: Voice, said: Mapping[str, Held]
) -> Group:
    cards = [_card(each, material, voice, said.get(finding_subject(each.id), Held())) for each in found]
    lead = cards[0]
    return Group(
        title=voice.own(found[0].title),
        sign=is_sign(found[0]),
        grave=max(each.severity for each in found) >= DANGER,
        sure=lead.sure,
        norms=lead.norms,
        doubts=lead.doubts,
        next_step=lead.next_step,
        cards=tuple(_only_own(card, lead) for card in cards),
        total=totals[0],
        contacts=totals[1],
    )


def _only_own(card: Card, lead: Card) -> Card:
    """Leave out what the group has said already."""
    return replace(
        card,
        sure="" if card.sure == lead.sure else card.sure,
        norms=() if card.norms == lead.norms else card.norms,
        doubts=tuple(doubt for doubt in card.doubts if doubt not in lead.doubts),
        next_step="" if card.next_step == lead.next_step else card.next_step,
    )


def _card(finding: Finding, material: Material, voice: Voice, said: Held) -> Card:
    known = [event for event in finding.events if event in material.by_id]
    spans: dict[str, list[tuple[int, int]]] = {}
    for shown in finding.shown:
        if shown.event in material.by_id:
            spans.setdefault(shown.event, []).append((shown.span.start, shown.span.end))
    quotes = [_quote(event, material, spans.get(event, [])) for event in known if material.by_id[event].event.text]
    return Card(
        id=finding.id,
        day=finding.day.isoformat(),
        seen=voice.own(_seen(finding)),
        sentence=voice.own(finding.sentence),
        sure=voice.say(SURENESS[finding.sureness]),
        hard=any(shown.act in DISTRESSING for shown in finding.shown),
        contacts=len(finding.events),
        quotes=tuple(quotes[:_MOST_QUOTES]),
        norms=tuple(_norm(each, voice) for each in _in_order(finding)),
        doubts=tuple(map(voice.own, finding.doubts)),
        next_step=voice.own(finding.next_step),
        state=str(said.content.get("state", "")),
        why=str(said.content.get("why", "")),
        seen_mark=said.mark,
    )


def _seen(finding: Finding) -> Words:
    """Return what was seen without the law, which stands above it; the whole sentence where it carries a caution."""
    law, whole = legal_half(finding.citations, only_compare=False), finding.sentence
    ends = Words(f"，{law.zh}。", f": {law.en}.")
    forbids = any(each.role is CiteRole.FORBIDS for each in printable(finding.citations))
    if forbids and whole.zh.endswith(ends.zh) and whole.en.endswith(ends.en):
        return Words(whole.zh.removesuffix(ends.zh) + "。", whole.en.removesuffix(ends.en) + ".")
    return whole


def _in_order(finding: Finding) -> list[Citation]:
    return sorted(printable(finding.citations), key=lambda each: each.role is not CiteRole.FORBIDS)


def _norm(citation: Citation, voice: Voice) -> Norm:
    provision, period = citation.provision, citation.provision.in_force
    since = Words(f"{period.first} 起施行", f"in force since {period.first}")
    gist = "" if is_forbidden(provision.gist) else voice.own(provision.gist)
    about = voice.joined([voice.say(NORM_FORCE[citation.instrument.force]), voice.say(since)])
    return Norm(voice.own(citation_words(citation)), gist, about)


def _quote(event: str, material: Material, spans: list[tuple[int, int]]) -> Quote:
    contact = material.by_id[event].event
    return Quote(event, time_text(contact.time)[:16], tuple(marked(contact.text or "", spans)))
