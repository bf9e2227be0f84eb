"""Letters: which fit, the free places to fill in, the paper as it will look, download as PDF, Word or text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import URL
from starlette.responses import Response

from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem
from shouzheng.remedy.cases.judge import with_numbers
from shouzheng.remedy.letters.fill import Filled, fill
from shouzheng.remedy.letters.letter_file import Letter
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_docx, letter_parts, letter_pdf, letter_text, words_before
from shouzheng.remedy.letters.slots import Ask
from shouzheng.remedy.situation import Situation
from shouzheng.web.cases.letter_words import DROP, LETTER, Kept, entry, kept_words, not_used, to_check, typed, used
from shouzheng.web.cases.results import Found
from shouzheng.web.cases.seen import Held, held
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pages._first_step import first_step
from shouzheng.web.pages._letter_shelf import first_letters, others
from shouzheng.web.pages._result import not_yet, result_of, situation_of
from shouzheng.web.pages._steps import steps_of
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TRUTH = "R55"
#: Scripts that a letter can be written in; English is a reading aid only.
_SCRIPTS = {each.value: each for each in (Lang.ZH_HANS, Lang.ZH_HANT)}


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in: what it asks for in the words of the page, what stands before it, what the person wrote."""

    ask: Ask
    label: str
    before: str
    value: str


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter at hand: the result and situation it is made from, as it is with nothing typed, and in which script."""

    found: Found
    situation: Situation
    library: Library
    letter: Letter
    bare: Filled
    script: Lang

    @property
    def key(self) -> str:
        """Under what the person's words are kept: this letter, this writer, this addressee."""
        return "|".join((self.letter.id, self.situation.writer.id, self._creditor))

    @property
    def query(self) -> str:
        """The rest of the address of this letter."""
        about = {"person": self.situation.writer.id, "to": self._creditor, "script": self.script.value}
        return str(URL().include_query_params(**about))

    @property
    def _creditor(self) -> str:
        return self.situation.creditor.id if self.situation.creditor else ""


def show(visit: Visit) -> Response:
    """Show the letters of the first steps, then the others that fit by kind, and, folded, why the rest does not."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    situation, library, stated = situation_of(visit, found)
    listed = offers(situation, library)
    first = first_letters(steps_of(visit, situation, library))
    return visit.page(
        "letters.html",
        first_step=first_step(visit),
        first=first,
        groups=others(listed, first),
        others=[each for each in listed if each.fit is not Fit.YES],
        channels=situation.rulebook.channels,
        voice=PageVoice.for_case(visit.lang, situation.case),
        people=stated.named(Kind.PERSON, visit.lang),
        creditors=stated.named(Kind.CREDITOR, visit.lang),
        writer=situation.writer.id,
        to=situation.creditor.id if situation.creditor else "",
    )


def _made(visit: Visit) -> _Made | None:
    found = result_of(visit)
    if found is None:
        return None
    situation, library, _ = situation_of(visit, found)
    letter = library.letters.get(visit.part("letter"))
    if letter is None:
        raise missing()
    return _Made(found, situation, library, letter, fill(letter, situation, library), _script(visit, letter))


def _script(visit: Visit, letter: Letter) -> Lang:
    """Return the script asked for; else Simplified for what goes to a body, whatever the pages are in."""
    page = Lang.ZH_HANS if visit.lang is Lang.EN or letter.channel is not None else visit.lang
    return _SCRIPTS.get(visit.text("script"), page)


def _held(visit: Visit, key: str) -> Held:
    with visit.case.reading() as case:
        return held(case, LETTER).get(key, Held())


def _with_words(made: _Made, words: Mapping[str, str]) -> Filled:
    """Return the letter with the person's own words in its free places."""
    return fill(replace(made.letter, typed=words), made.situation, made.library) if words else made.bare


def one(visit: Visit) -> Response:
    """Show one letter as it will look, with a form for its free places."""
    made = _made(visit)
    return not_yet(visit) if made is None else _letter(visit, made)


def _letter(visit: Visit, made: _Made, now_typed: Mapping[str, Kept] | None = None) -> Response:
    """Show the letter as stored; with ``now_typed`` the form holds this window's words beside those of the other."""
    now = _held(visit, made.key)
    kept, asks = kept_words(now.content), made.bare.asks
    stored = used(kept, asks)
    given = stored if now_typed is None else {key: each.text for key, each in now_typed.items()}
    voice = PageVoice.for_case(visit.lang, made.situation.case)
    blanks = [
        Blank(each, voice.own(each.label), words_before(made.bare, each, visit.lang), given.get(each.key, ""))
        for each in asks
    ]
    filled = _with_words(made, stored)
    return visit.page(
        "letter.html",
        200 if now_typed is None else 409,
        () if now_typed is None else (Problem(CHANGED_MEANWHILE),),
        seen=now.mark,
        others=None if now_typed is None else {each.key: stored.get(each.key, "") for each in asks},
        letter=made.letter,
        remarks=filled.remarks,
        channel=made.situation.rulebook.channels.get(made.letter.channel or ""),
        blanks=blanks,
        left=sum(not blank.value for blank in blanks),
        idle=not_used(kept, asks),
        to_check=to_check(now.content),
        parts_shown=letter_parts(filled, made.script),
        english=letter_parts(filled, Lang.EN) if visit.lang is Lang.EN else (),
        truth=voice.own(made.situation.rulebook.rule(_TRUTH).plain.next_step),
        voice=voice,
        query=made.query,
        script=made.script.value,
        other_script=replace(made, script=_other(made.script)).query,
        to_a_body=made.letter.channel is not None,
        evidence=voice.ranges(filled.evidence),
        findings=len(filled.findings),
        unconfirmed=_unconfirmed(made.found, filled),
    )


def _other(script: Lang) -> Lang:
    return Lang.ZH_HANT if script is Lang.ZH_HANS else Lang.ZH_HANS


def _unconfirmed(found: Found, filled: Filled) -> int:
    """How many of the findings listed the person never confirmed one by one."""
    ranked = found.material.ranked
    return sum(not ranked[each.number - 1].confirmed_by_person for each in filled.findings)


def store(visit: Visit) -> Response:
    """Store what the person wrote into the free places; what another window stored meanwhile is shown beside it."""
    made = _made(visit)
    if made is None:
        return not_yet(visit)
    asks = made.bare.asks
    given = typed(visit.form, asks)
    with visit.case.writing(judged=False) as case:
        now = held(case, LETTER).get(made.key, Held())
        content = entry(given, not_used(kept_words(now.content), asks), visit.texts(DROP))
        clash = now.clashes(visit.whole("seen"), content)
        if not clash:
            case.enter(LETTER, made.key, content)
    if clash:
        return _letter(visit, made, given)
    return visit.go(f"/case/{visit.case.name}/letters/{made.letter.id}{made.query}")


def download(visit: Visit) -> Response:
    """Give the letter as a file; that it was made is written into the custody log."""
    made = _made(visit)
    if made is None:
        return not_yet(visit)
    kept = kept_words(_held(visit, made.key).content)
    filled = _with_words(made, used(kept, made.bare.asks))
    kind = visit.part("kind")
    name = f"{made.letter.id}.{kind}"
    if kind == "pdf":
        content, media = letter_pdf(filled, visit.today, made.script), "application/pdf"
    elif kind == "docx":
        content, media = letter_docx(filled, visit.today, made.script), _WORD
    elif kind == "txt":
        content, media = letter_text(filled, made.script).encode(), "text/plain; charset=utf-8"
    else:
        raise missing()
    with visit.case.writing(judged=False) as case, case.together():
        with_numbers(case, made.found.checked)  # no paper leaves with a number that the case has not given
        case.record("export", {"letter": name})
    return visit.file(content, name, media)


PAGES = (
    Page("/case/{case}/letters", show=show, case=True),
    Page("/case/{case}/letters/{letter}", show=one, act=store, case=True),
    Page("/case/{case}/letters/{letter}/download/{kind}", show=download, case=True),
)
