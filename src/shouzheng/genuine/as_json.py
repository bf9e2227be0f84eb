"""The answer as data for ``--json``: stable keys, nothing translated, spans in characters of the message."""

from __future__ import annotations

from shouzheng.genuine.advice import what_to_do
from shouzheng.genuine.answer import Assessment, LinkCheck, NumberCheck
from shouzheng.genuine.directory.entries import Listing
from shouzheng.model.reading import Span
from shouzheng.model.words import Words

SCHEMA = 1


def assessment_as_json(answer: Assessment) -> dict[str, object]:
    """Return the whole answer, ready for ``json``; the message itself is not repeated, only its places are named."""
    return {
        "schema": SCHEMA,
        "verdict": answer.verdict.value,
        "named": answer.named,
        "claimed": [institution.id for institution in answer.claimed],
        "marks": [
            {
                "name": mark.name,
                "title": words_as_json(mark.title),
                "strength": mark.strength.value,
                "quoted": mark.quoted,
                "span": _span(mark.span),
                "advice": words_as_json(mark.advice),
            }
            for mark in answer.marks
        ],
        "reasons": [words_as_json(reason) for reason in answer.reasons],
        "what_to_do": [words_as_json(step) for step in what_to_do(answer)],
        "elements": [{"name": one.name, "span": _span(one.span)} for one in answer.elements],
        "sender": _number(answer.sender) if answer.sender else None,
        "numbers": [_number(one) for one in answer.numbers],
        "links": [_link(one) for one in answer.links],
        "deadlines": [
            {"span": _span(one.span), "day": one.day.isoformat() if one.day else None, "minute": one.minute}
            for one in answer.deadlines
        ],
        "characters_not_read": answer.question.left_out,
        "directory": {
            "hash": answer.directory_hash,
            "seen": answer.directory_seen.isoformat(),
            "stale": answer.directory_stale,
        },
        "lexicon": answer.lexicon_hash,
    }


def words_as_json(words: Words) -> dict[str, str]:
    """Return a text in both languages."""
    return {"zh": words.zh, "en": words.en}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _listing(listing: Listing) -> dict[str, object]:
    return {"answer": listing.answer.value, "institutions": sorted(listing.ids), "unsure": listing.unsure}


def _number(check: NumberCheck) -> dict[str, object]:
    number = check.number
    return {
        "raw": number.raw,
        "normal": number.normal,
        "kind": number.kind.value,
        "span": _span(check.span),
        "listing": _listing(check.listing),
    }


def _link(check: LinkCheck) -> dict[str, object]:
    resembles = check.resembles
    return {
        "host": check.host.host,
        "registrable": check.host.registrable,
        "certain": check.host.certain,
        "span": _span(check.span),
        "listing": _listing(check.listing),
        "resembles": {"institution": resembles.institution.id, "how": resembles.likeness.value} if resembles else None,
        "loads_app": check.is_app,
    }
