"""A diary entry in two taps: open the page, press what happened; number and words can be added, or not."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.diary import KINDS, Note, keep_note
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.visit import Page, Visit, missing


def show(visit: Visit) -> Response:
    """Show the buttons."""
    with visit.case.reading() as case:
        people = statements.current(case, visit.case.name).named(Kind.PERSON)
    now = datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M")
    return visit.page("diary.html", kinds=KINDS, now=now, people=people, kept=visit.text("kept"))


def act(visit: Visit) -> Response:
    """Store the note with the time it was written."""
    channel, person = visit.text("kind"), visit.text("person") or "me"
    if channel not in {kind.value for kind in KINDS}:
        raise missing()
    written = datetime.now(UTC)
    try:
        at = datetime.fromisoformat(visit.text("at")).replace(tzinfo=BEIJING)
    except ValueError:
        at = written
    at = min(max(at, datetime(1990, 1, 1, tzinfo=UTC)), written)
    opened = visit.case
    with opened.writing() as case:
        if person not in {key for key, _ in statements.current(case, opened.name).named(Kind.PERSON)}:
            raise missing()
        note = Note(Channel(channel), at, visit.text("number")[:40], visit.text("words"))
        keep_note(case, note, written, person)
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/diary?kept=yes")


PAGES = (Page("/case/{case}/diary", show=show, act=act, case=True),)
