"""The result of the opened case for pages that need one, and the page that says it is being made."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.situation import Situation
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.results import Found, without_rejected
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.visit import Visit

#: How long a page waits for a small case to be judged before it says that the work goes on, in seconds.
_PATIENCE = 6.0


def result_of(visit: Visit) -> Found | None:
    """Return the result as it stands, without what the person rejected; ``None`` while it is being made."""
    opened = visit.case
    if opened.work.busy:
        opened.work.wait(_PATIENCE)
    found = opened.found
    if found is None or found.number != opened.changed:
        opened.work.wake()
        opened.work.wait(_PATIENCE)
        found = opened.found
    if found is None or found.number != opened.changed:
        return None
    with opened.reading() as case:
        return without_rejected(found, case)


def not_yet(visit: Visit) -> Response:
    """Return the page that says that the result is being made."""
    return visit.page("not_yet.html", 200, visit.case.work.problems)


def side_of(visit: Visit, stated: Statement) -> tuple[str | None, str | None]:
    """Return who writes and to which creditor: as asked for, else the narrator and the only or first creditor."""
    people = [key for key, _ in stated.named(Kind.PERSON)]
    creditors = [key for key, _ in stated.named(Kind.CREDITOR)]
    person, creditor = visit.text("person"), visit.text("to")
    return (person if person in people else None), (creditor if creditor in creditors else next(iter(creditors), None))


def situation_of(visit: Visit, found: Found) -> tuple[Situation, Library, Statement]:
    """Return the situation of whom the address names, the letters there are, and the statement."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    person, creditor = side_of(visit, stated)
    situation, library = found.situation(person, creditor)
    return situation, library, stated
