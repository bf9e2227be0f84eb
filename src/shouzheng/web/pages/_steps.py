"""The next steps of the opened case, for the page that shows them and for the letters that go with them."""

from __future__ import annotations

from datetime import date

from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.next_steps.steps import NextStep, next_steps
from shouzheng.remedy.proceedings import store
from shouzheng.remedy.proceedings.view import look_at
from shouzheng.remedy.situation import Situation
from shouzheng.web.visit import Visit

DONE = "done"


def steps_of(visit: Visit, situation: Situation, library: Library) -> tuple[NextStep, ...]:
    """Return the steps as ``next`` offers them, with what was marked as done and what is under way."""
    with visit.case.reading() as case:
        done = {
            entry.subject: date.fromisoformat(str(entry.content["day"]))
            for entry in case.entries(DONE)
            if entry.content.get("day")
        }
        docket = store.read_case(case, tuple(situation.rulebook.channels))
    seen = look_at(docket.proceedings, situation.rulebook, visit.today)
    return next_steps(situation, library, {name: day for name, day in done.items() if name in library.steps}, seen)
