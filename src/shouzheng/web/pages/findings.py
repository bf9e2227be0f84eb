"""What was found: what is not known asked first, then the findings by rule, each to be confirmed or left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.responses import Response

from shouzheng.model.finding import Finding
from shouzheng.reference.problems import Problem
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.statement import CHOICE, Choice, finding_subject
from shouzheng.remedy.overview import open_lines
from shouzheng.remedy.problems import PERSON_WITHOUT_CONSENT
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.questions import UNKNOWN, Question, answer, questions, unsure_of
from shouzheng.web.cases.results import Found
from shouzheng.web.cases.seen import Held, held
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pages._finding_cards import grouped, ranked
from shouzheng.web.pages._result import not_yet, result_of
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.rendering import plain
from shouzheng.web.visit import Page, Visit, missing

#: Findings on one page; of a rule, so many stand open and the others are folded; questions that are not folded.
PER_PAGE, OPEN_CARDS, OPEN_QUESTIONS = 40, 3, 3
_MOST_OPEN, _LONGEST_NOTE = 6, 1000
#: What takes a decision back.
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the words of the page: its text, and value and label of each answer."""

    key: str
    text: str
    changes: str
    rules: int
    options: tuple[tuple[str, str], ...]
    unsure: bool


def show(visit: Visit) -> Response:
    """Show the questions and the findings."""
    found = result_of(visit)
    return not_yet(visit) if found is None else _page(visit, found)


def _page(visit: Visit, found: Found, clash: str = "") -> Response:
    """Show the page; ``clash`` is the finding that two windows say different things of, shown alone with both."""
    with visit.case.reading() as case:
        said = held(case, CHOICE)
        stated = statements.current(case, visit.case.name)
        asked = questions(found.material, stated, unsure_of(case))
    voice = PageVoice.for_case(visit.lang, found.material.case)
    everything = ranked(found)
    number, last, part = _part(visit, everything)
    if clash:
        part, asked = [each for each in everything if each.id == clash], []
    groups = grouped(part, everything, found.material, voice, said)
    names = dict(stated.named(Kind.PERSON, visit.lang))
    consent = [
        replace(each, slots=tuple((slot, names.get(value, value)) for slot, value in each.slots))
        for each in found.checked.result.problems
        if each.kind is PERSON_WITHOUT_CONSENT
    ]
    return visit.page(
        "findings.html",
        409 if clash else 200,
        [Problem(CHANGED_MEANWHILE)] if clash else consent,
        asked=[_asked(each, visit) for each in asked],
        open_questions=OPEN_QUESTIONS,
        unknown=UNKNOWN,
        before=visit.text("before") == "yes",
        groups=[each for each in groups if not each.sign],
        signs=[each for each in groups if each.sign],
        signs_total=sum(each.total for each in groups if each.sign),
        at=clash or visit.text("at"),
        open_cards=OPEN_CARDS,
        typed=_note(visit) if clash else None,
        wanted=visit.text("do"),
        total=len(everything),
        number=number,
        last=last,
        open_points=open_lines(found.material, voice, _MOST_OPEN),
        coverage=voice.own(found.material.judgement.coverage),
        left_out=found.material.left_out,
        contacts=len(found.material.contacts),
    )


def _part(visit: Visit, everything: list[Finding]) -> tuple[int, int, list[Finding]]:
    """Return number of the page, how many there are, and its findings; ``at`` names a finding that must be on it."""
    last = max(1, -(-len(everything) // PER_PAGE))
    at = visit.text("at")
    place = next((place for place, each in enumerate(everything) if each.id == at), None) if at else None
    number = min(last, max(1, visit.whole("page", 1) if place is None else place // PER_PAGE + 1))
    return number, last, everything[(number - 1) * PER_PAGE : number * PER_PAGE]


def _asked(question: Question, visit: Visit) -> Asked:
    options = [
        (each.value, plain(each.name, 60) if each.name else visit.say.words(each.words)) for each in question.options
    ]
    text = visit.say(question.ask.zh, question.ask.en, name=plain(question.name, 60))
    changes = visit.say.words(question.changes)
    return Asked(question.key, text, changes, question.rules, tuple(options), question.unsure)


def _note(visit: Visit) -> str:
    """The person's note, with line ends as they are stored."""
    return visit.text("why").replace("\r\n", "\n").strip()[:_LONGEST_NOTE]


def act(visit: Visit) -> Response:
    """Confirm or reject one finding with its contacts, or take that back. Two windows: both are shown."""
    found, wanted = result_of(visit), visit.text("do")
    if found is None:
        return not_yet(visit)
    if wanted not in {*Choice, UNDO}:
        raise missing()
    opened, key = visit.case, visit.text("finding")
    choice = None if wanted == UNDO else Choice(wanted)
    state, why = (choice.value, _note(visit)) if choice else ("", "")
    again = choice is not Choice.REJECTED
    if all(each.id != key for each in found.checked.findings):
        raise missing()
    with opened.writing(judged=again) as case:
        now = held(case, CHOICE).get(finding_subject(key), Held())
        clash = now.clashes(visit.whole("seen"), {"state": state, "why": why})
        if not clash:
            select(case, found.checked, choice, findings=[key], why=why)
            if choice and now.content.get("state") == state and now.content.get("why") != why:  # only another note
                case.enter(CHOICE, finding_subject(key), {"state": state, "why": why})
    if again:
        opened.work.wake()
    if clash:
        found = result_of(visit)
        return not_yet(visit) if found is None else _page(visit, found, key)
    return visit.go(f"/case/{opened.name}/findings?at={key}#f-{key}")


def reply(visit: Visit) -> Response:
    """Store what the person answers to a question; where more has to be said, lead to the form that asks for it."""
    opened = visit.case
    with opened.writing() as case:
        done = answer(case, visit.text("question"), visit.text("answer"), opened.name)
    if done is None:
        raise missing()
    opened.work.wake()
    if done.section:
        return visit.go(f"/case/{opened.name}/who/{done.section}/new")
    return visit.go(f"/case/{opened.name}/findings{'?before=yes' if done.before else ''}#questions")


PAGES = (
    Page("/case/{case}/findings", show=show, act=act, case=True),
    Page("/case/{case}/findings/answer", act=reply, case=True),
)
