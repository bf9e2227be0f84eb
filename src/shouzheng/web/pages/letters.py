"""Letters: which fit, the free places to fill in, the paper as it will look, download as PDF, Word or text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.responses import Response

from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.fill import Filled, fill
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_docx, letter_pdf, letter_text
from shouzheng.remedy.letters.slots import Piece
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import Voice
from shouzheng.web.cases.seen import Held, held
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.pages._result import not_yet, result_of, situation_of
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing

LETTER = "letter"
_LONGEST = 2000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TRUTH = "R55"


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in: its number in the letter, what belongs there, what the person wrote."""

    number: int
    label: str
    value: str


def show(visit: Visit) -> Response:
    """Show the letters that fit and, folded, why the others do not."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    situation, library, stated = situation_of(visit, found)
    listed = offers(situation, library)
    return visit.page(
        "letters.html",
        fitting=[each for each in listed if each.fit is Fit.YES],
        others=[each for each in listed if each.fit is not Fit.YES],
        channels=situation.rulebook.channels,
        voice=Voice.for_case(visit.lang, situation.case),
        people=stated.named(Kind.PERSON),
        creditors=stated.named(Kind.CREDITOR),
        writer=situation.writer.id,
        to=situation.creditor.id if situation.creditor else "",
    )


def _filled(visit: Visit) -> tuple[Filled, Situation] | None:
    found = result_of(visit)
    if found is None:
        return None
    situation, library, _ = situation_of(visit, found)
    letter = library.letters.get(visit.part("letter"))
    if letter is None:
        raise missing()
    return fill(letter, situation, library), situation


def _key(visit: Visit, situation: Situation) -> str:
    creditor = situation.creditor.id if situation.creditor else ""
    return f"{visit.part('letter')}|{situation.writer.id}|{creditor}"


def _held(visit: Visit, key: str) -> Held:
    with visit.case.reading() as case:
        return held(case, LETTER).get(key, Held())


def _written(now: Held) -> dict[str, str]:
    blanks = now.content.get("blanks")
    return {str(k): str(v) for k, v in blanks.items()} if isinstance(blanks, dict) else {}


def _blanks(filled: Filled) -> Iterator[tuple[int, Piece]]:
    pieces = (piece for line in filled.lines for piece in line.pieces if piece.blank)
    yield from enumerate(pieces, 1)


def with_blanks(filled: Filled, written: dict[str, str]) -> Filled:
    """Return the letter with the person's own words in its free places: literal, never converted."""
    number, lines = 0, []
    for line in filled.lines:
        pieces = []
        for piece in line.pieces:
            if piece.blank:
                number += 1
                text = written.get(str(number), "")
                piece = Piece(Words(text, text), own=False) if text else piece
            pieces.append(piece)
        lines.append(replace(line, pieces=tuple(pieces)))
    return replace(filled, lines=tuple(lines))


def one(visit: Visit) -> Response:
    """Show one letter as it will look, with a form for its free places."""
    made = _filled(visit)
    return not_yet(visit) if made is None else _letter(visit, *made)


def _letter(visit: Visit, filled: Filled, situation: Situation, typed: dict[str, str] | None = None) -> Response:
    """Show the letter as stored; with ``typed`` the form holds this window's words beside those of the other one."""
    now = _held(visit, _key(visit, situation))
    written = _written(now)
    given = written if typed is None else typed
    voice = Voice.for_case(visit.lang, situation.case)
    blanks = [Blank(n, voice.own(_label(piece)), given.get(str(n), "")) for n, piece in _blanks(filled)]
    script = Lang.ZH_HANS if visit.lang is Lang.EN else visit.lang
    return visit.page(
        "letter.html",
        200 if typed is None else 409,
        () if typed is None else (Problem(CHANGED_MEANWHILE),),
        seen=now.mark,
        others=None if typed is None else {blank.number: written.get(str(blank.number), "") for blank in blanks},
        letter=filled.letter,
        channel=situation.rulebook.channels.get(filled.letter.channel or ""),
        blanks=blanks,
        left=sum(not blank.value for blank in blanks),
        text=letter_text(with_blanks(filled, written), script),
        english=letter_text(with_blanks(filled, written), Lang.EN) if visit.lang is Lang.EN else "",
        truth=voice.own(situation.rulebook.rule(_TRUTH).plain.next_step),
        voice=voice,
        query=f"?person={situation.writer.id}&to={situation.creditor.id if situation.creditor else ''}",
        evidence=voice.ranges(filled.evidence),
    )


def _label(piece: Piece) -> Words:
    """What belongs into a blank, without the brackets that stand on paper."""
    zh = piece.text.zh.strip().removeprefix("（请填写：").removesuffix("）")
    en = piece.text.en.strip().removeprefix("(please fill in:").removesuffix(")").strip()
    return Words(zh, en or zh)  # inside a sentence the English stands with the sentence's first piece


def store(visit: Visit) -> Response:
    """Store what the person wrote into the free places; what another window stored meanwhile is shown beside it."""
    made = _filled(visit)
    if made is None:
        return not_yet(visit)
    filled, situation = made
    texts = {str(n): " ".join(visit.text(f"b{n}").split())[:_LONGEST] for n, _ in _blanks(filled)}
    key, content = _key(visit, situation), {"blanks": {n: text for n, text in texts.items() if text}}
    with visit.case.writing(judged=False) as case:
        clash = held(case, LETTER).get(key, Held()).clashes(visit.whole("seen"), content)
        if not clash:
            case.enter(LETTER, key, content)
    if clash:
        return _letter(visit, filled, situation, texts)
    creditor = situation.creditor.id if situation.creditor else ""
    to = f"/case/{visit.case.name}/letters/{filled.letter.id}?person={situation.writer.id}&to={creditor}"
    return visit.go(to)


def download(visit: Visit) -> Response:
    """Give the letter as a file; that it was made is written into the custody log."""
    made = _filled(visit)
    if made is None:
        return not_yet(visit)
    filled, situation = made
    filled = with_blanks(filled, _written(_held(visit, _key(visit, situation))))
    script, kind = (Lang.ZH_HANS if visit.lang is Lang.EN else visit.lang), visit.part("kind")
    name = f"{filled.letter.id}.{kind}"
    if kind == "pdf":
        content, media = letter_pdf(filled, visit.today, script), "application/pdf"
    elif kind == "docx":
        content, media = letter_docx(filled, visit.today, script), _WORD
    elif kind == "txt":
        content, media = letter_text(filled, script).encode(), "text/plain; charset=utf-8"
    else:
        raise missing()
    with visit.case.writing(judged=False) as case:
        case.record("export", {"letter": name})
    return visit.file(content, name, media)


PAGES = (
    Page("/case/{case}/letters", show=show, case=True),
    Page("/case/{case}/letters/{letter}", show=one, act=store, case=True),
    Page("/case/{case}/letters/{letter}/download/{kind}", show=download, case=True),
)
