"""What to do next, in order, danger first; each step can be marked as done on a day, from which its terms run."""

from __future__ import annotations

import re

from starlette.datastructures import URL
from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.next_steps.deadline_words import perhaps_words
from shouzheng.remedy.next_steps.deadlines import Deadline
from shouzheng.remedy.next_steps.steps import soonest
from shouzheng.remedy.proceedings.messages import day_of
from shouzheng.remedy.proceedings.state import STATE_WORDS
from shouzheng.remedy.wording import Voice
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pages._first_step import first_step
from shouzheng.web.pages._phones import dials, with_links
from shouzheng.web.pages._result import not_yet, result_of, situation_of
from shouzheng.web.pages._steps import DONE, steps_of
from shouzheng.web.visit import Page, Visit, shown_problem

_UNKNOWN = Words("日期未知", "day unknown")
#: Names of steps, which may stand in an address.
_STEP = re.compile(r"[a-z0-9_]{1,80}")


def show(visit: Visit) -> Response:
    """Show the steps."""
    return _page(visit)


def _page(
    visit: Visit, status: int = 200, problems: tuple[Problem, ...] = (), typed: tuple[str, str] = ("", "")
) -> Response:
    """Show the steps; ``typed`` is a day that was not taken, with the step it was typed for."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    situation, library, stated = situation_of(visit, found)
    steps = steps_of(visit, situation, library)
    voice = PageVoice.for_case(visit.lang, situation.case)
    terms = {each.step.id: [_term(term, voice) for term in soonest(each.deadlines, visit.today)[0]] for each in steps}
    return visit.page(
        "next.html",
        status,
        problems,
        first_step=first_step(visit),
        typed=typed,
        wrong={"day": [shown_problem(problems[0], visit.say)]} if problems else {},
        stored=visit.text("stored"),
        phones=with_links,
        dials=dials,
        steps=steps,
        terms=terms,
        states=STATE_WORDS,
        voice=voice,
        people=stated.named(Kind.PERSON, visit.lang),
        creditors=stated.named(Kind.CREDITOR, visit.lang),
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
    step, text = visit.text("step"), visit.text("day").strip()
    try:
        day = day_of(text, visit.today).isoformat() if text else ""
    except ShouzhengError as error:
        return _page(visit, 400, error.problems, (step, text[:40]))
    with visit.case.writing(judged=False) as case:
        case.enter(DONE, step[:80], {"day": day})
    about = URL().include_query_params(person=visit.text("person"), to=visit.text("to"), stored=step[:80])
    place = f"#s-{step}" if _STEP.fullmatch(step) else ""
    return visit.go(f"/case/{visit.case.name}/next{about}{place}")


PAGES = (Page("/case/{case}/next", show=show, act=act, case=True),)
