"""At a glance: contacts by day and hour, who was reached, callers and bursts; each picture with its table."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pages._first_step import first_step
from shouzheng.web.pages._result import not_yet, result_of
from shouzheng.web.pictures.by_hour import by_hour
from shouzheng.web.pictures.callers import callers
from shouzheng.web.pictures.people import people
from shouzheng.web.visit import Page, Visit


def show(visit: Visit) -> Response:
    """Show the pictures of what was attributed."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    voice = PageVoice.for_case(visit.lang, found.material.case)
    return visit.page(
        "pictures.html",
        first_step=first_step(visit),
        contacts=len(found.material.contacts),
        hours=by_hour(found.material, voice, visit.say),
        people=people(found.material, voice, visit.say),
        callers=callers(found.material, voice, visit.say),
    )


PAGES = (Page("/case/{case}/pictures", show=show, case=True),)
