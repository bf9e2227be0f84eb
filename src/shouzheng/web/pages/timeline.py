"""The timeline: every contact by day, filtered and paged here on the server; words folded until they are opened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from shouzheng.intake.formats import all_formats
from shouzheng.model.case import Role
from shouzheng.reading.glance import may_show_act
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.cases.statement import Choice, choices, choose, name_contact
from shouzheng.remedy.labels import PARTY_KIND
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.diary import NEW, new_party
from shouzheng.web.cases.recording import FORMAT as RECORDING
from shouzheng.web.cases.screenshot import FORMAT as SCREENSHOT
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.cases.timeline import PER_PAGE, Row, Wanted
from shouzheng.web.pages._contact_words import way_of
from shouzheng.web.pages._first_step import first_step
from shouzheng.web.pages._who_it_was import PARTY_KINDS
from shouzheng.web.problems import NO_NAME_GIVEN
from shouzheng.web.visit import Page, Visit, missing

#: What takes a decision back, and what says who a contact without a number was.
UNDO, WHO = "undo", "who"
#: Fewest characters that the index of a case can look for.
_INDEXED = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the page; ``hard`` says that its words may hurt."""

    row: Row
    way: str
    who: str
    text: str
    hard: bool
    choice: str


def show(visit: Visit) -> Response:
    """Show one page of the timeline."""
    opened = visit.case
    wanted = _wanted(visit)
    timeline = opened.timeline
    rows = timeline.wanted(wanted)
    if visit.text("order") != "old":
        rows = rows[::-1]
    page = max(1, visit.whole("page", 1))
    last = max(1, -(-len(rows) // PER_PAGE))
    page = min(page, last)
    part = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    with opened.reading() as case:
        stated = statements.current(case, opened.name)
        said = choices(case)
    names = dict(stated.named(Kind.PARTY, visit.lang))
    days: dict[date, list[Shown]] = {}
    for row in part:
        days.setdefault(row.day, []).append(_shown(row, names, said.get(row.id), visit))
    return visit.page(
        "timeline.html",
        first_step=first_step(visit),
        ready=timeline.ready,
        days=days,
        total=len(rows),
        everything=len(timeline.rows),
        number=page,
        last=last,
        wanted=wanted,
        query=_query(visit),
        words=visit.text("words"),
        order=visit.text("order"),
        parties=stated.named(Kind.PARTY, visit.lang),
        people=stated.named(Kind.PERSON, visit.lang),
    )


def _wanted(visit: Visit) -> Wanted:
    words = visit.text("words").strip()[:100]
    among = None
    if len(words) >= _INDEXED:
        with visit.case.reading() as case:
            among = case.search_ids(words)
    return Wanted(
        visit.text("party"),
        visit.text("person"),
        visit.text("way"),
        visit.text("number"),
        visit.text("night") == "yes",
        _day(visit.text("first")),
        _day(visit.text("last")),
        among,
        words.lower() if len(words) < _INDEXED else "",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _query(visit: Visit) -> dict[str, str]:
    """Return what the filter form holds, for links to other pages of the same filter."""
    return {key: value for key, value in visit.request.query_params.items() if value and key != "page"}


def _shown(row: Row, names: dict[str, str], choice: Choice | None, visit: Visit) -> Shown:
    text = row.text
    who = names.get(row.party, "") or (visit.say.words(PARTY_KIND[row.kind]) if row.party else "")
    hard = bool(text) and row.direction != "outbound" and may_show_act(text, load_lexicon(), Role.UNKNOWN)
    return Shown(row, visit.say.words(way_of(row)), who, text, hard, choice.value if choice else "")


def contact(visit: Visit) -> Response:
    """Show one contact with everything its record holds."""
    return _contact(visit)


def _contact(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    opened, key = visit.case, visit.part("id")
    with opened.reading() as case:
        line = case.event_lines([key]).get(key)
        said = choices(case).get(key)
        stated = statements.current(case, opened.name)
    row = next((each for each in opened.timeline.rows if each.id == key), None)
    if line is None or row is None:
        raise missing()
    event = json.loads(line)
    shown = _shown(row, dict(stated.named(Kind.PARTY, visit.lang)), said, visit)
    return visit.page(
        "contact.html",
        status,
        problems,
        shown=shown,
        event=event,
        fields=event.get("raw", [])[:80],
        beside=_beside(visit, event),
        parties=stated.named(Kind.PARTY, visit.lang),
        party_kinds=PARTY_KINDS,
        new=NEW,
        typed_kind=visit.text("new_kind"),
        ready=opened.timeline.ready,
        format_title={each.name: each.title for each in all_formats()}.get(str(event.get("source", {}).get("format"))),
    )


def _beside(visit: Visit, event: dict[str, Any]) -> str:
    """Return the address of the picture or recording that a contact was read from, empty for other files."""
    source = event.get("source", {})
    kind = {SCREENSHOT: "screenshot", RECORDING: "recording"}.get(str(source.get("format")))
    if kind is None:
        return ""
    with visit.case.reading() as case:
        number = next((each.no for each in case.originals() if each.digest.hex == source.get("sha256")), 0)
    return f"{kind}/{number}" if number else ""


def decide(visit: Visit) -> Response:
    """Confirm or reject one contact, take that back, or say who it was."""
    opened, key, wanted = visit.case, visit.part("id"), visit.text("do")
    if wanted == WHO:
        return _named(visit)
    if wanted not in {*Choice, UNDO}:
        raise missing()
    with opened.writing() as case:
        if not case.event_lines([key]):
            raise missing()
        choose(case, [key], None if wanted == UNDO else Choice(wanted), visit.text("why")[:1000])
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/contact/{key}")


def _named(visit: Visit) -> Response:
    """Store who a contact was that shows no number; where there is a number, it says so itself."""
    opened, key, party = visit.case, visit.part("id"), visit.text("party")
    try:
        with opened.writing() as case, case.together():
            line = case.event_lines([key]).get(key)
            if line is None or json.loads(line)["other"].get("normal"):
                raise missing()
            stated = statements.current(case, opened.name)
            if party == NEW:
                party = _somebody_new(visit, stated)
                statements.keep(case, stated)
            elif party and stated.place("party", party) is None:
                raise missing()
            name_contact(case, key, party)
    except ShouzhengError as error:
        if error.problems[0].kind is not NO_NAME_GIVEN:
            raise
        return _contact(visit, 400, error.problems)
    opened.timeline.ready = False
    opened.work.wake()
    opened.work.wait(5)
    return visit.go(f"/case/{opened.name}/contact/{key}")


def _somebody_new(visit: Visit, stated: statements.Statement) -> str:
    name, kind = visit.text("new_name").strip()[:60], visit.text("new_kind")
    if not name:
        raise ShouzhengError(Problem(NO_NAME_GIVEN))
    return new_party(stated, name, kind if kind in set(PARTY_KINDS) else "unknown")


PAGES = (
    Page("/case/{case}/timeline", show=show, case=True),
    Page("/case/{case}/contact/{id}", show=contact, act=decide, case=True),
)
