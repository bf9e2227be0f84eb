"""What was sent, what came back, what is due: proceedings with every term, the state computed, never stored."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.calendar_file import calendar_file
from shouzheng.remedy.next_steps.deadline_file import Whose
from shouzheng.remedy.next_steps.deadline_words import STATUS, days_words
from shouzheng.remedy.proceedings import store
from shouzheng.remedy.proceedings.kinds import (
    IN,
    KIND_WORDS,
    OUT,
    OWN,
    POINT_WORDS,
    PROOF_WORDS,
    REFUSAL_WORDS,
    MessageKind,
)
from shouzheng.remedy.proceedings.messages import message_of, proceeding_of
from shouzheng.remedy.proceedings.state import STATE_WORDS, Running, in_order
from shouzheng.remedy.proceedings.view import Seen, look_at, reminders
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.visit import Page, Visit, missing

_WHATS: dict[str, tuple[Words, frozenset[MessageKind]]] = {
    "sent": (Words("我寄出了", "I sent"), OUT),
    "received": (Words("我收到了", "I received"), IN),
    "noted": (Words("我知道了", "I learned"), OWN),
}


def _docket(visit: Visit, rulebook: Rulebook) -> store.Docket:
    with visit.case.reading() as case:
        return store.read_case(case, tuple(rulebook.channels))


def _seen(visit: Visit, docket: store.Docket, rulebook: Rulebook) -> list[Seen]:
    return look_at(docket.proceedings, rulebook, visit.today)


def show(visit: Visit) -> Response:
    """Show every proceeding with its messages and terms."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    rulebook = load_rulebook()
    docket = _docket(visit, rulebook)
    voice = Voice(visit.lang, [each.title for each in docket.proceedings])
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    creditors = {str(i.get("id")): str(i.get("institution_kind") or "unknown") for i in stated.items("party")}
    return visit.page(
        "proceedings.html",
        status,
        (*problems, *docket.problems),
        seen=_seen(visit, docket, rulebook),
        rulebook=rulebook,
        voice=voice,
        in_order=in_order,
        term_line=lambda running: _term(running, visit, voice),
        states=STATE_WORDS,
        kinds=KIND_WORDS,
        whats=_WHATS,
        points=POINT_WORDS,
        proofs=PROOF_WORDS,
        refusals=REFUSAL_WORDS,
        creditors=[(key, name, creditors[key]) for key, name in stated.named(Kind.CREDITOR)],
    )


def _term(running: Running, visit: Visit, voice: Voice) -> tuple[str, str, str, str]:
    """Return what, by when, whose turn and state, and how the day comes about."""
    term = running.deadline
    whose = Words("你要做的", "yours to do") if term.rule.whose is Whose.YOU else Words("对方要做的", "theirs to do")
    status = voice.own(STATUS[term.status(visit.today)])
    if running.met is not None:
        status = voice.say(Words("已了结（{day}）", "ended ({day})"), day=running.met.day)
    how = " ".join(voice.own(day.how) for day in term.days)
    turn = voice.joined((voice.say(whose), status))
    return voice.own(term.rule.what), voice.own(days_words(term)), turn, f"{voice.own(term.law)} {how}"


def act(visit: Visit) -> Response:
    """Begin a proceeding, or enter a message; every field is checked as the command line checks it."""
    rulebook = load_rulebook()
    channels = tuple(rulebook.channels)
    try:
        with visit.case.writing(judged=False) as case:
            docket = store.read_case(case, channels)
            if visit.text("do") == "new":
                store.append_to_case(case, _new_line(visit, docket, channels))
            else:
                store.append_to_case(case, _message_line(visit, docket, channels))
    except ShouzhengError as error:
        return _page(visit, 400, error.problems)
    return visit.go(f"/case/{visit.case.name}/proceedings")


def _new_line(visit: Visit, docket: store.Docket, channels: tuple[str, ...]) -> dict[str, object]:
    channel = visit.text("channel")
    taken = {each.id for each in docket.proceedings}
    name = next(each for n in range(1, 1000) if (each := f"{channel}-{n}"[-60:]) not in taken)
    fields = {"id": name, "channel": channel, "institution": visit.text("institution") or "unknown"}
    return store.new_line(docket, proceeding_of({**fields, "title": visit.text("title")[:200]}, channels))


def _message_line(visit: Visit, docket: store.Docket, channels: tuple[str, ...]) -> dict[str, object]:
    what, _, kind = visit.text("message").partition(":")
    data: dict[str, object] = {"what": what, "kind": kind, "day": visit.text("day"), "note": visit.text("note")[:500]}
    if visit.texts("points"):
        data["points"] = visit.texts("points")
    if visit.text("refusal"):
        data["refusal"] = visit.text("refusal")
    if visit.text("in_writing"):
        data["in_writing"] = visit.text("in_writing") == "yes"
    if visit.text("proof"):
        data["proof"] = {"kind": visit.text("proof"), "value": visit.text("proof_value")[:200]}
    return store.message_line(docket, visit.text("of"), message_of(data, docket.lines + 1, channels, visit.today))


def calendar(visit: Visit) -> Response:
    """Give the open terms as a calendar file, in neutral words."""
    rulebook = load_rulebook()
    found = reminders(_seen(visit, _docket(visit, rulebook), rulebook), visit.lang, detail=False)
    if not found:
        raise missing()
    content = calendar_file(found, visit.today, visit.lang)
    return visit.file(content, "terms.ics", "text/calendar")


PAGES = (
    Page("/case/{case}/proceedings", show=show, act=act, case=True),
    Page("/case/{case}/terms.ics", show=calendar, case=True),
)
