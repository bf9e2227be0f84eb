"""The answer of ``genuine`` as a page shows it: verdict, what to do, why, what was looked up; harsh words folded."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.genuine.advice import what_to_do
from shouzheng.genuine.answer import Assessment, LinkCheck, NumberCheck, Verdict
from shouzheng.genuine.directory.entries import Listing
from shouzheng.genuine.marks import Mark
from shouzheng.genuine.screen import ANSWERS, headline
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.web.rendering import Say

_MOST_MARKS, _MOST_LISTED, _LONGEST = 12, 20, 80


@dataclass(frozen=True, slots=True)
class Reason:
    """A mark: what it is, what to do, the words that show it (empty: none), and whether these are harsh."""

    title: str
    advice: str
    words: str = ""
    harsh: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Something that was looked up: as it was written, and what is known of it."""

    written: str
    known: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer in one language; ``tone`` is the verdict's name."""

    tone: str
    headline: str
    steps: tuple[str, ...]
    marks: tuple[Reason, ...]
    more_marks: int
    reasons: tuple[str, ...]
    checked: tuple[Checked, ...]
    there: tuple[str, ...]
    missing: tuple[str, ...]
    seen: str
    stale: bool
    left_out: int


def answer_of(found: Assessment, say: Say) -> Answer:
    """Return what a page shows of an assessment."""
    marks = [mark for mark in found.marks if not mark.quoted]
    name = visible(shorten(found.named or "", 40))
    elements = found.elements if found.verdict is not Verdict.FRAUD_MARKS else ()
    shown = any(one.span is not None for one in elements)
    titles = [(say.words(_short(one.title)), one.span is not None) for one in elements] if shown else []
    return Answer(
        tone=found.verdict.value,
        headline=say.words(headline(found)).replace("{quoted}", name),
        steps=tuple(say.words(step) for step in what_to_do(found)),
        marks=tuple(_reason(mark, found, say) for mark in marks[:_MOST_MARKS]),
        more_marks=max(len(marks) - _MOST_MARKS, 0),
        reasons=tuple(map(say.words, found.reasons)) if found.verdict is Verdict.CANNOT_TELL else (),
        checked=tuple(_looked_up(found, say)),
        there=tuple(title for title, present in titles if present),
        missing=tuple(title for title, present in titles if not present),
        seen=found.directory_seen.isoformat(),
        stale=found.directory_stale,
        left_out=found.question.left_out,
    )


def _short(title: Words) -> Words:
    return Words(title.zh.removeprefix("写明"), title.en)


def _reason(mark: Mark, found: Assessment, say: Say) -> Reason:
    text, span = found.question.text, mark.span
    if span is None or text is None:
        return Reason(say.words(mark.title), say.words(mark.advice))
    harsh = any(span.start < each.end and each.start < span.end for each in found.harsh)
    return Reason(say.words(mark.title), say.words(mark.advice), shorten(text[span.start : span.end], _LONGEST), harsh)


def _looked_up(found: Assessment, say: Say) -> list[Checked]:
    checks = ([found.sender] if found.sender else []) + list(found.numbers)
    listed = [_number(each, say) for each in checks] + [_link(each, say) for each in found.links]
    return listed[:_MOST_LISTED]


def _number(check: NumberCheck, say: Say) -> Checked:
    known = f"{say.words(check.label)}{say('，', ', ')}{_listing(check.listing, say)}"
    return Checked(check.number.raw or say.words(check.label), known)


def _link(link: LinkCheck, say: Say) -> Checked:
    known = _listing(link.listing, say)
    if link.resembles is not None:
        name = link.resembles.institution.name
        known = say.words(
            Words(
                f"像“{name.zh}”，但不是名录里它的域名", f"resembles “{name.en}”, and is not its domain in the directory"
            )
        )
    domain = link.host.registrable
    if domain and link.host.host not in (domain, f"www.{domain}"):
        known = say("真正的域名是 {domain}；", "the domain is really {domain}; ", domain=visible(domain)) + known
    return Checked(link.host.host, known)


def _listing(listing: Listing, say: Say) -> str:
    known = say.words(ANSWERS[listing.answer])
    if not listing.institutions:
        return known
    names = say("、", ", ").join(say.words(one.name) for one in listing.institutions[:6])
    unsure = say("（只有一个来源，不确定）", " (one source only, uncertain)") if listing.unsure else ""
    return f"{known}{say('：', ': ')}{names}{unsure}"
