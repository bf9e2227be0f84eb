"""A filled letter as plain text (to edit) and as PDF (to sign); other people's words stay literal in both."""

from __future__ import annotations

from datetime import date

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.letters.fill import Filled, Kind, Line
from shouzheng.remedy.typesetting import typeset
from shouzheng.remedy.wording import Rich, Voice

_MAIN = "letter.typ"
_PAGE = Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
_GLOSS = Words("", "English reading aid; the Chinese text is the one to send.")


def letter_text(filled: Filled, lang: Lang = Lang.ZH_HANS) -> str:
    """Return the letter as plain text, one paragraph a line, with a final newline; English is a reading aid only."""
    voice = Voice.for_case(lang, filled.case)
    lines = [_GLOSS.en, ""] if lang is Lang.EN else []
    before: Kind | None = None
    for line in filled.lines:
        if before is not None and not (line.kind is before and before in (Kind.ITEM, Kind.ROW, Kind.SIGNATURE)):
            lines.append("")
        indent = "　　" if line.kind is Kind.PARAGRAPH and lang is not Lang.EN else ""
        lines.append(indent + _plain(line, voice))
        before = line.kind
    return "\n".join(lines) + "\n"


def _plain(line: Line, voice: Voice) -> str:
    return "".join(voice.own(p.text) if p.own else p.text.say(voice.lang) for p in line.pieces).strip()


def letter_pdf(filled: Filled, day: date, lang: Lang = Lang.ZH_HANS) -> bytes:
    """Return the letter as PDF bytes; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses."""
    voice = Voice.for_case(lang, filled.case)
    title = voice.own(filled.letter.title)
    view: dict[str, object] = {
        "lang": lang.value,
        "day": day.isoformat(),
        "title": title,
        "foot": _GLOSS.en if lang is Lang.EN else title,
        "page": voice.own(_PAGE),
        "lines": [{"kind": line.kind.value, "text": _rich(line, voice)} for line in filled.lines],
    }
    return typeset(_MAIN, view, day, f"{filled.letter.id}.pdf")


def _rich(line: Line, voice: Voice) -> list[object]:
    """Pieces for the template: our words with citations kept whole, others' words literal and breakable."""
    pieces: list[object] = []
    for piece in line.pieces:
        said: Rich = voice.rich(piece.text) if piece.own else _literal(voice, piece.text)
        pieces += [said] if isinstance(said, str) else said
    return pieces


def _literal(voice: Voice, text: Words) -> Rich:
    lit = voice.quote(text.say(voice.lang))
    return lit if isinstance(lit, str) else [*lit]
