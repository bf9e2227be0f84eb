"""The findings as the dossier shows them: like ones in one card, each with its number, evidence and exact words."""

from __future__ import annotations

from collections.abc import Sequence

from shouzheng.judging.wording import is_forbidden, printable
from shouzheng.model.finding import Finding, Shown
from shouzheng.model.law import Citation, CiteRole
from shouzheng.model.reading import Span
from shouzheng.model.words import Words
from shouzheng.remedy.dossier.texts import SENTENCES
from shouzheng.remedy.labels import DISTRESSING, FINDING_KIND, NORM_FORCE, SURENESS
from shouzheng.remedy.material import Material, card_key
from shouzheng.remedy.paper.printable import Lit
from shouzheng.remedy.wording import Voice, citation_words, time_text

#: Characters of a text shown before the first and after the last words that show an act.
AROUND = 40
#: Longest stretch of unmarked text between two marked ones, and of marked text, before it is shortened (characters).
BETWEEN = 80
LONGEST_HIT = 400
#: A sentence longer than this many characters may be broken over two pages.
LONG_SENTENCE = 600
#: From this many findings on, doubts that all of them share are said once.
SEVERAL = 3
#: Quotations printed in one finding; the rest stand in the table of contacts.
MOST_QUOTES = 6


def finding_cards(material: Material, voice: Voice) -> list[dict[str, object]]:
    """Return the findings in numbered order; consecutive ones that differ only in evidence and words share a card."""
    cards: list[list[tuple[int, Finding]]] = []
    for number, finding in enumerate(material.ranked, 1):
        if cards and card_key(cards[-1][0][1]) == card_key(finding):
            cards[-1].append((number, finding))
        else:
            cards.append([(number, finding)])
    common = frozenset(common_doubts(material))
    return [_card(material, card, common, voice) for card in cards]


def common_doubts(material: Material) -> tuple[Words, ...]:
    """Return the doubts that every one of several findings shares; the dossier says them once, in front."""
    findings = material.ranked
    if len(findings) < SEVERAL:
        return ()
    return tuple(doubt for doubt in findings[0].doubts if all(doubt in finding.doubts for finding in findings))


def _card(
    material: Material, card: Sequence[tuple[int, Finding]], common: frozenset[Words], voice: Voice
) -> dict[str, object]:
    lead = card[0][1]
    numbers = voice.ranges(number for number, _ in card)
    head = SENTENCES["finding_one"] if len(card) == 1 else SENTENCES["finding_many"]
    facts = [material.facts[leaf.name] for leaf in lead.leaves if leaf.name in material.facts]
    labels = [fact.label for fact in facts if not fact.shown_by_words]
    return {
        "head": voice.say(head, numbers=numbers, count=len(card)),
        "title": voice.rich(lead.title),
        "kind": voice.say(FINDING_KIND[lead.kind]),
        "rule": lead.rule,
        "items": [_item(material, number, finding, voice) for number, finding in card],
        "norms": [_norm(citation, voice) for citation in _in_order(lead.citations)],
        "sure": voice.say(SURENESS[lead.sureness]),
        "doubts": [voice.rich(doubt) for doubt in lead.doubts if doubt not in common],
        "next": voice.rich(lead.next_step),
        "supports": voice.listing(voice.say(material.channels[c]) for c in lead.supports if c in material.channels),
        "looked": voice.listing(dict.fromkeys(voice.say(label) for label in labels)),
        "hard": any(shown.act in DISTRESSING for _, finding in card for shown in finding.shown),
    }


def _in_order(citations: Sequence[Citation]) -> list[Citation]:
    """Return what may be printed, forbidding provisions first; context and criminal law never are."""
    return sorted(printable(citations), key=lambda c: c.role is not CiteRole.FORBIDS)


def _norm(citation: Citation, voice: Voice) -> dict[str, object]:
    provision, instrument = citation.provision, citation.instrument
    period = provision.in_force
    force = SENTENCES["in_force"].fill(first=period.first)
    if period.last is not None:
        force = SENTENCES["in_force_until"].fill(first=period.first, last=period.last)
    about = [voice.say(NORM_FORCE[instrument.force]), voice.say(force)]
    if not provision.citable:
        about.append(voice.say(SENTENCES["no_article"]))
    return {
        "cite": voice.rich(citation_words(citation)),
        "gist": "" if is_forbidden(provision.gist) else voice.rich(provision.gist),
        "about": voice.joined(about),
    }


def _item(material: Material, number: int, finding: Finding, voice: Voice) -> dict[str, object]:
    by_event: dict[str, list[Shown]] = {}
    for shown in finding.shown:
        if shown.event in material.by_id and material.by_id[shown.event].event.text:
            by_event.setdefault(shown.event, []).append(shown)
    events = [event for event in finding.events if event in by_event]
    first = material.by_id[finding.events[0]].event.time if finding.events else None
    rest = len(events) - MOST_QUOTES
    return {
        "n": number,
        "when": time_text(first)[:16] if first else finding.day.isoformat(),
        "sentence": voice.rich(finding.sentence),
        "long": len(finding.sentence.say(voice.lang)) > LONG_SENTENCE,
        "evidence": voice.say(
            SENTENCES["evidence_no"], numbers=voice.ranges(material.evidence[event] for event in finding.events)
        ),
        "grade": finding.grade.value,
        "quotes": [_quote(material, event, by_event[event], voice) for event in events[:MOST_QUOTES]],
        "more": voice.say(SENTENCES["more_quotes"], count=rest) if rest > 0 else "",
    }


def _quote(material: Material, event: str, shown: Sequence[Shown], voice: Voice) -> dict[str, object]:
    acts = dict.fromkeys(each.act for each in shown)
    labels = [material.facts[f"act_{act}"].label if f"act_{act}" in material.facts else Words(act, act) for act in acts]
    text = material.by_id[event].event.text or ""
    return {
        "n": voice.say(SENTENCES["evidence_no"], numbers=material.evidence[event]),
        "acts": voice.listing(voice.say(label) for label in labels),
        "words": excerpt(text, [each.span for each in shown], voice),
    }


def excerpt(text: str, spans: Sequence[Span], voice: Voice) -> list[dict[str, Lit]]:
    """Return the stretch of text around the spans as pieces ``{"t": …}`` and, for what shows the act, ``{"h": …}``."""
    merged = _merge(text, spans)
    if not merged:
        return []
    pieces: list[dict[str, Lit]] = []
    place = max(0, merged[0][0] - AROUND)
    _plain(pieces, ("…" if place else "") + text[place : merged[0][0]], voice)
    for index, (start, end) in enumerate(merged):
        hit = text[start:end] if end - start <= LONGEST_HIT else f"{text[start : start + LONGEST_HIT]}…"
        pieces.append({"h": voice.quote(hit)})
        last = index + 1 == len(merged)
        until = min(len(text), end + AROUND) if last else merged[index + 1][0]
        between = text[end:until]
        if not last and len(between) > BETWEEN:
            between = f"{between[:AROUND]} … {between[-AROUND:]}"
        _plain(pieces, between + ("…" if last and until < len(text) else ""), voice)
    return pieces


def _plain(pieces: list[dict[str, Lit]], text: str, voice: Voice) -> None:
    if text:
        pieces.append({"t": voice.quote(text)})


def _merge(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the spans inside the text in order, overlapping or touching ones joined, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        start, end = max(0, span.start), min(len(text), span.end)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
