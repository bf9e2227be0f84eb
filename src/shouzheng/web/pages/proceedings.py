"""What was sent, what came back, what is due: proceedings with every term, the state computed, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.next_steps.deadline_file import Whose
from shouzheng.remedy.next_steps.deadline_words import STATUS, days_words
from shouzheng.remedy.paper.calendar_file import calendar_file
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
from shouzheng.remedy.proceedings.problems import BAD_DAY
from shouzheng.remedy.proceedings.state import STATE_WORDS, Running, in_order
from shouzheng.remedy.proceedings.view import Seen, look_at, reminders
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.visit import Page, ShownProblem, Visit, missing, shown_problem

_WHATS: dict[str, tuple[Words, frozenset[MessageKind]]] = {
    "sent": (Words("我寄出了", "I sent"), OUT),
    "received": (Words("我收到了", "I received"), IN),
    "noted": (Words("我知道了", "I learned"), OWN),
}
#: The form of a new proceeding; no id of one begins so.
_NEW = " new"
#: What the fields of a message are called in the form, where that differs.
_FIELDS = {"what": "message", "kind": "message"}
#: Most fields and values of a form, and most characters of one, that are given back to be corrected.
_MOST, _LONGEST = 40, 500


def _docket(visit: Visit, rulebook: Rulebook) -> store.Docket:
    with visit.case.reading() as case:
        return store.read_case(case, tuple(rulebook.channels))


def _seen(visit: Visit, docket: store.Docket, rulebook: Rulebook) -> list[Seen]:
    return look_at(docket.proceedings, rulebook, visit.today)


def show(visit: Visit) -> Response:
    """Show every proceeding with its messages and terms."""
    return _page(visit)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent and not taken: of which proceeding, its fields, what is wrong by field."""

    of: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: Mapping[str, list[ShownProblem]] = field(default_factory=dict)

    def text(self, of: str, name: str, default: str = "") -> str:
        """Return what stood in a field of the form of a proceeding."""
        values = self.fields.get(name, ()) if of == self.of else ()
        return values[0] if values else default

    def has(self, of: str, name: str, value: str) -> bool:
        """Tell whether a choice was made in the form of a proceeding."""
        return of == self.of and value in self.fields.get(name, ())

    def faults(self, of: str) -> Mapping[str, list[ShownProblem]]:
        """Return what is wrong in the form of a proceeding, by field."""
        return self.wrong if of == self.of else {}


def _typed(visit: Visit, problems: tuple[Problem, ...]) -> Typed:
    """Return the form as it was sent, with each problem at its field."""
    names = {name for name in visit.form if name not in ("word", "do", "of")}
    fields = {name: tuple(each[:_LONGEST] for each in visit.texts(name)[:_MOST]) for name in sorted(names)[:_MOST]}
    wrong: dict[str, list[ShownProblem]] = {}
    for problem in problems:
        key = dict(problem.slots).get("key", "")
        name = "day" if problem.kind is BAD_DAY else _FIELDS.get(key, key)
        wrong.setdefault(name, []).append(shown_problem(problem, visit.say))
    return Typed(visit.text("of") if visit.text("do") == "message" else _NEW, fields, wrong)


def _page(
    visit: Visit,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    typed: Typed = Typed(),
) -> Response:
    rulebook = load_rulebook()
    docket = _docket(visit, rulebook)
    voice = PageVoice(visit.lang, [each.title for each in docket.proceedings])
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
        stored=visit.text("stored") == "yes",
        term_line=lambda running: _term(running, visit, voice),
        states=STATE_WORDS,
        kinds=KIND_WORDS,
        whats=_WHATS,
        points=POINT_WORDS,
        proofs=PROOF_WORDS,
        refusals=REFUSAL_WORDS,
        typed=typed,
        new=_NEW,
        creditors=[(key, name, creditors[key]) for key, name in stated.named(Kind.CREDITOR, visit.lang)],
    )


def _term(running: Running, visit: Visit, voice: Voice) -> tuple[str, str, str, str]:
    """Return what, by when, whose turn and state, and how the day comes about."""
    term = running.deadline
    whose = Words("您要做的", "yours to do") if term.rule.whose is Whose.YOU else Words("对方要做的", "theirs to do")
    status = voice.own(STATUS[term.status(visit.today)])
    if running.met is not None:
        status = voice.say(Words("已了结（{day}）", "ended ({day})"), day=running.met.day)
    how = " ".join(voice.own(day.how) for day in term.days)
    turn = voice.joined((voice.say(whose), status))
    why = " ".join(voice.own(each) for each in (term.law, running.since, term.rule.remark, term.note) if each.zh)
    return voice.own(term.rule.what), voice.own(days_words(term)), turn, f"{why} {how}"


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
        return _page(visit, 400, error.problems, _typed(visit, error.problems))
    return visit.go(f"/case/{visit.case.name}/proceedings?stored=yes")


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
