"""What to do next, in order, danger first; each step can be marked as done on a day, from which its terms run."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.remedy.next_steps.deadline_words import perhaps_words
from shouzheng.remedy.next_steps.deadlines import Deadline
from shouzheng.remedy.next_steps.steps import soonest
from shouzheng.remedy.proceedings.state import STATE_WORDS
from shouzheng.remedy.wording import Voice
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.pages._result import not_yet, result_of, situation_of
from shouzheng.web.pages._steps import DONE, steps_of
from shouzheng.web.visit import Page, Visit, missing

_UNKNOWN = Words("日期未知", "day unknown")


def show(visit: Visit) -> Response:
    """Show the steps."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    situation, library, stated = situation_of(visit, found)
    steps = steps_of(visit, situation, library)
    voice = Voice.for_case(visit.lang, situation.case)
    terms = {each.step.id: [_term(term, voice) for term in soonest(each.deadlines, visit.today)[0]] for each in steps}
    return visit.page(
        "next.html",
        steps=steps,
        terms=terms,
        states=STATE_WORDS,
        voice=voice,
        people=stated.named(Kind.PERSON),
        creditors=stated.named(Kind.CREDITOR),
        writer=situation.writer.id,
        to=situation.creditor.id if situation.creditor else "",
    )


def _term(term: Deadline, voice: Voice) -> tuple[str, str, str]:
    """Return what must be done, by when, and how that day comes about."""
    days = [day.last.isoformat() if day.last else voice.say(_UNKNOWN) for day in term.days]
    law = " ".join(text for text in (voice.own(term.law), voice.own(perhaps_words(term))) if text)
    return voice.own(term.rule.what), " / ".join(dict.fromkeys(days)), law


def act(visit: Visit) -> Response:
    """Mark a step as done on a day, or not done."""
    step, text = visit.text("step"), visit.text("day")
    try:
        day = date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise missing() from error
    with visit.case.writing(judged=False) as case:
        case.enter(DONE, step[:80], {"day": day})
    query = f"?person={visit.text('person')}&to={visit.text('to')}"
    return visit.go(f"/case/{visit.case.name}/next{query}")


PAGES = (Page("/case/{case}/next", show=show, act=act, case=True),)
