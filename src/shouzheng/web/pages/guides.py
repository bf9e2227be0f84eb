"""How to get the records out of a phone or an app, one guide each."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.intake.guides.load import Sure, all_guides
from shouzheng.web.visit import Page, Visit, missing


def show(visit: Visit) -> Response:
    """Show the list of guides."""
    return visit.page("guides.html", guides=all_guides(), guide=None)


def one(visit: Visit) -> Response:
    """Show one guide."""
    guides = all_guides()
    guide = next((each for each in guides if each.name == visit.part("name")), None)
    if guide is None:
        raise missing()
    return visit.page("guides.html", guides=guides, guide=guide, believed=Sure.BELIEVED)


PAGES = (Page("/guides", show=show), Page("/guides/{name}", show=one))
