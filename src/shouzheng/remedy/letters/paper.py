"""A filled letter as plain text, as PDF (to sign) and as Word file (to edit): one text, others' words literal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.letters.fill import Filled, Kind, Line
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.typesetting import typeset
from shouzheng.remedy.word_file import Bit, Look, Row, word_file
from shouzheng.remedy.wording import Rich, Voice

_MAIN = "letter.typ"
_PAGE = Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
_GLOSS = Words("", "English reading aid; the Chinese text is the one to send.")
#: Kinds of which several stand together, without an empty line between them.
_TOGETHER = (Kind.ITEM, Kind.ROW, Kind.SIGNATURE, Kind.FIELD)
_WORD_LANGUAGE = {Lang.ZH_HANS: "zh-CN", Lang.ZH_HANT: "zh-TW", Lang.EN: "en-GB"}
#: Type of letters and of sheets in points (四号 is 14, 小四 12, 五号 10.5).
_LETTER_SIZE, _SHEET_SIZE = 12, 10.5
_LOOK = {
    Kind.MARK: Look.MARK,
    Kind.TITLE: Look.TITLE,
    Kind.HEADING: Look.HEADING,
    Kind.PARAGRAPH: Look.BODY,
    Kind.ITEM: Look.ITEM,
    Kind.ROW: Look.SMALL,
}


def letter_text(filled: Filled, lang: Lang = Lang.ZH_HANS) -> str:
    """Return the letter as plain text, one paragraph a line, with a final newline; English is a reading aid only."""
    voice = Voice.for_case(lang, filled.case)
    lines = [_GLOSS.en, ""] if lang is Lang.EN else []
    before: Kind | None = None
    for line in filled.lines:
        if before is not None and not (line.kind is before and before in _TOGETHER):
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


def letter_docx(filled: Filled, day: date, lang: Lang = Lang.ZH_HANS) -> bytes:
    """Return the letter as a Word file with the same text as the PDF; raises ``ShouzhengError`` (``SZ-5101``)."""
    voice = Voice.for_case(lang, filled.case)
    title = voice.own(filled.letter.title)
    rows = [Row(_LOOK.get(line.kind, Look.PLAIN), _bits(line, voice)) for line in filled.lines]
    return word_file(
        rows,
        title=title,
        foot=_GLOSS.en if lang is Lang.EN else title,
        page=voice.own(_PAGE),
        lang=_WORD_LANGUAGE[lang],
        day=day,
        name=f"{filled.letter.id}.docx",
        size=_SHEET_SIZE if filled.letter.form in (Form.SHEET, Form.PORTAL) else _LETTER_SIZE,
    )


def _bits(line: Line, voice: Voice) -> tuple[Bit, ...]:
    """The same pieces as on the PDF, as runs: others' words in their own font, citations on one line."""
    bits: list[Bit] = []
    for piece in line.pieces:
        for part in _said(piece.text, voice, own=piece.own):
            if isinstance(part, dict):
                bits.append(Bit(part["c"], whole=True))
            else:
                bits.append(Bit(part if isinstance(part, str) else "".join(part), own=piece.own))
    return tuple(_joined(bit for bit in bits if bit.text))


def _joined(bits: Iterable[Bit]) -> list[Bit]:
    """Neighbours that look alike as one run: fewer pieces for whoever edits the file."""
    runs: list[Bit] = []
    for bit in bits:
        last = runs[-1] if runs else None
        if last and last.own == bit.own and not (last.whole or bit.whole):
            runs[-1] = Bit(last.text + bit.text, own=bit.own)
        else:
            runs.append(bit)
    return runs


def _rich(line: Line, voice: Voice) -> list[object]:
    """Pieces for the template: our words with citations kept whole, others' words literal and breakable."""
    return [part for piece in line.pieces for part in _said(piece.text, voice, own=piece.own)]


def _said(words: Words, voice: Voice, *, own: bool) -> list[str | list[str] | dict[str, str]]:
    said: Rich = voice.rich(words) if own else _literal(voice, words)
    return [said] if isinstance(said, str) else [*said]


def _literal(voice: Voice, text: Words) -> Rich:
    lit = voice.quote(text.say(voice.lang))
    return lit if isinstance(lit, str) else [*lit]
