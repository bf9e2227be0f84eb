"""The first page: the question most people come with, and the door to a case."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.web.cases.case_names import listed
from shouzheng.web.visit import Page, Visit


def show(visit: Visit) -> Response:
    """Show the first page."""
    cases = listed(visit.state.settings.cases)
    return visit.page("home.html", cases=cases, opened=visit.state.opened)


PAGES = (Page("/", show=show),)
