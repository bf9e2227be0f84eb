"""A diary entry in two taps: open the page, press what happened; who, number and words can be added, or not."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from shouzheng.model.case import PartyKind
from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.diary import KINDS, NEW, Note, keep_note, new_party
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.pages._who_it_was import PARTY_KINDS, give_number, holder_of
from shouzheng.web.problems import NO_NAME_GIVEN
from shouzheng.web.visit import Page, Visit, missing

_FIELDS = ("person", "at", "number", "words", "party", "new_name", "new_kind")


def show(visit: Visit) -> Response:
    """Show the buttons."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    """Show the form; with problems, what was typed still stands in it."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    typed = {name: visit.text(name) for name in _FIELDS} if problems else dict.fromkeys(_FIELDS, "")
    typed["at"] = typed["at"] or datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M")
    return visit.page(
        "diary.html",
        status,
        problems,
        kinds=KINDS,
        typed=typed,
        people=stated.named(Kind.PERSON, visit.lang),
        parties=stated.named(Kind.PARTY, visit.lang),
        party_kinds=PARTY_KINDS,
        new=NEW,
        kept=visit.text("kept"),
        other=visit.text("other") == "yes",
    )


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
    opened, number = visit.case, visit.text("number").strip()[:40]
    try:
        with opened.writing() as case, case.together():
            stated = statements.current(case, opened.name)
            if person not in {key for key, _ in stated.named(Kind.PERSON)}:
                raise missing()
            party = _party(visit, stated)
            other = _belongs_to_another(stated, number, party)
            if party and not other:
                give_number(stated, number, party)
            if party:
                statements.keep(case, stated)
            keep_note(case, Note(Channel(channel), at, number, visit.text("words"), party), written, person)
    except ShouzhengError as error:
        if error.problems[0].kind is not NO_NAME_GIVEN:
            raise
        return _page(visit, 400, error.problems)
    opened.timeline.ready = False
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/diary?kept=yes{'&other=yes' if other else ''}")


def _party(visit: Visit, stated: Statement) -> str:
    """Return who it was: a party of the case, a new one, or empty when that is not known."""
    party, name = visit.text("party"), visit.text("new_name").strip()[:60]
    if party == NEW or (name and not party):
        if not name:
            raise ShouzhengError(Problem(NO_NAME_GIVEN))
        kind = visit.text("new_kind")
        return new_party(stated, name, kind if kind in set(PartyKind) else PartyKind.UNKNOWN.value)
    if party and stated.place("party", party) is None:
        raise missing()
    return party


def _belongs_to_another(stated: Statement, number: str, party: str) -> bool:
    holder = holder_of(stated, classify(number).normal) if number else ""
    return bool(party and holder and holder != party)


PAGES = (Page("/case/{case}/diary", show=show, act=act, case=True),)
