"""What was found: one card each, words folded, the rule of that day, how sure, what else it could be, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from shouzheng.judging.wording import is_forbidden, legal_half, printable
from shouzheng.model.finding import Finding
from shouzheng.model.law import Citation, CiteRole
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.case_select import select
from shouzheng.remedy.case_statement import CHOICE, Choice, finding_subject
from shouzheng.remedy.labels import DISTRESSING, NORM_FORCE, SURENESS
from shouzheng.remedy.material import Material, is_sign
from shouzheng.remedy.overview import open_lines
from shouzheng.remedy.problems import PERSON_WITHOUT_CONSENT
from shouzheng.remedy.wording import Voice, citation_words, time_text
from shouzheng.web.cases.results import Found
from shouzheng.web.cases.seen import Held, held
from shouzheng.web.pages._result import not_yet, result_of
from shouzheng.web.pages._words_shown import Bit, marked
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing

#: Findings on one page.
PER_PAGE = 20
_MOST_QUOTES, _MOST_OPEN = 6, 6


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
    """A finding for the page: ``seen`` without the law, ``sentence`` as papers say it; the person's choice and note."""

    id: str
    title: str
    day: str
    seen: str
    sentence: str
    sure: str
    sign: bool
    hard: bool
    contacts: int
    quotes: tuple[Quote, ...]
    norms: tuple[Norm, ...]
    doubts: tuple[str, ...]
    next_step: str
    state: str
    why: str
    seen_mark: int


def show(visit: Visit) -> Response:
    """Show the findings, those left out at the end."""
    found = result_of(visit)
    return not_yet(visit) if found is None else _page(visit, found)


def _page(visit: Visit, found: Found, clash: str = "") -> Response:
    """Show the findings; ``clash`` is the one that two windows say different things of, shown alone with both."""
    with visit.case.reading() as case:
        said = held(case, CHOICE)
    voice = Voice.for_case(visit.lang, found.material.case)
    everything = ranked(found)
    page, last = max(1, visit.whole("page", 1)), max(1, -(-len(everything) // PER_PAGE))
    page = min(page, last)
    part = everything[(page - 1) * PER_PAGE : page * PER_PAGE]
    if clash:
        part = [each for each in everything if each.id == clash]
    cards = [_card(each, found.material, voice, said.get(finding_subject(each.id), Held())) for each in part]
    consent = [each for each in found.checked.result.problems if each.kind is PERSON_WITHOUT_CONSENT]
    return visit.page(
        "findings.html",
        409 if clash else 200,
        [Problem(CHANGED_MEANWHILE)] if clash else consent,
        cards=cards,
        typed=visit.text("why")[:1000] if clash else None,
        wanted=visit.text("do"),
        total=len(everything),
        number=page,
        last=last,
        open_points=open_lines(found.material, voice, _MOST_OPEN),
        coverage=voice.own(found.material.judgement.coverage),
        left_out=found.material.left_out,
        contacts=len(found.material.contacts),
    )


def ranked(found: Found) -> list[Finding]:
    """Findings in the order of the dossier, then the rejected ones."""
    kept = list(found.material.ranked)
    ids = {finding.id for finding in kept}
    shown = {rule.id for rule in found.checked.result.rulebook.rules}
    reminders = {each.id for each in found.material.reminders}
    rest = [f for f in found.checked.findings if f.id not in ids and f.rule in shown and f.id not in reminders]
    return kept + rest


def _card(finding: Finding, material: Material, voice: Voice, said: Held) -> Card:
    known = [event for event in finding.events if event in material.by_id]
    spans: dict[str, list[tuple[int, int]]] = {}
    for shown in finding.shown:
        if shown.event in material.by_id:
            spans.setdefault(shown.event, []).append((shown.span.start, shown.span.end))
    quotes = [_quote(event, material, spans.get(event, [])) for event in known if material.by_id[event].event.text]
    return Card(
        id=finding.id,
        title=voice.own(finding.title),
        day=finding.day.isoformat(),
        seen=voice.own(_seen(finding)),
        sentence=voice.own(finding.sentence),
        sure=voice.say(SURENESS[finding.sureness]),
        sign=is_sign(finding),
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
    """Return what was seen without the law, which stands under it; the whole sentence where it carries a caution."""
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


def act(visit: Visit) -> Response:
    """Confirm or reject one finding, with a note; confirming it confirms its contacts. Two windows: both are shown."""
    found, wanted = result_of(visit), visit.text("do")
    if found is None:
        return not_yet(visit)
    if wanted not in set(Choice):
        raise missing()
    opened, key, why = visit.case, visit.text("finding"), visit.text("why")[:1000]
    again = wanted == Choice.CONFIRMED
    if all(each.id != key for each in found.checked.findings):
        raise missing()
    with opened.writing(judged=again) as case:
        now = held(case, CHOICE).get(finding_subject(key), Held())
        clash = now.clashes(visit.whole("seen"), {"state": wanted, "why": why})
        if not clash:
            select(case, found.checked, Choice(wanted), findings=[key], why=why)
            if now.content.get("state") == wanted and now.content.get("why") != why:  # only the note is another one
                case.enter(CHOICE, finding_subject(key), {"state": wanted, "why": why})
    if again:
        opened.work.wake()
    if clash:
        found = result_of(visit)
        return not_yet(visit) if found is None else _page(visit, found, key)
    page = visit.whole("page", 1)
    return visit.go(f"/case/{opened.name}/findings?page={page}#f-{key}")


PAGES = (Page("/case/{case}/findings", show=show, act=act, case=True),)
