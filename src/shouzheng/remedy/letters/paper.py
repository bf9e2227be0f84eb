"""A filled letter as plain text, as PDF (to sign) and as Word file (to edit): one text, others' words literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.letters.fill import Filled, Kind, Line
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.slots import Ask, blank
from shouzheng.remedy.paper.typesetting import typeset
from shouzheng.remedy.paper.word_file import Bit, Look, Row, word_file
from shouzheng.remedy.wording import Rich, Voice

_MAIN = "letter.typ"
_PAGE = Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
_GLOSS = Words("", "English reading aid; the Chinese text is the one to send.")
#: Longest hint on where a blank stands, in characters; the end of a sentence; a blank as it stands in a text.
_HINT = 48
_SENTENCE = re.compile(r"[。；！？]|[.;!?]\s")
_BLANK = re.compile(r"（(?:请填写|請填寫)：[^（）]*）|\(please fill in: [^()]*\)")
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
    return "\n".join(text for _, text in _text_lines(filled, lang)) + "\n"


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a letter for the screen; ``rows`` counts the contacts in it with their words, 0 in other parts."""

    text: str
    rows: int = 0


def letter_parts(filled: Filled, lang: Lang = Lang.ZH_HANS) -> tuple[Part, ...]:
    """Return the same text in parts, so that a screen can fold what the other side said away."""
    runs = [
        (rows, [(kind, text) for kind, text in run])
        for rows, run in groupby(_text_lines(filled, lang), lambda each: each[0] is Kind.ROW)
    ]
    return tuple(Part("\n".join(text for _, text in run).strip("\n"), len(run) if rows else 0) for rows, run in runs)


def words_before(filled: Filled, ask: Ask, lang: Lang) -> str:
    """Return what stands before a blank in its sentence, so that a form can say where the answer goes; may be empty."""
    voice = Voice.for_case(lang, filled.case)
    mark = voice.own(blank(ask.key, ask.label).text).strip()
    for line in filled.lines:
        if any(piece.asks is not None and piece.asks.key == ask.key for piece in line.pieces):
            before = _plain(line, voice).partition(mark)[0]
            return _end_of(_BLANK.sub("＿＿", _SENTENCE.split(before)[-1]).strip())
    return ""


def _end_of(text: str) -> str:
    """Return the end of a text, with a mark where its beginning was cut."""
    return text if len(text) <= _HINT else "…" + text[-_HINT:]


def _text_lines(filled: Filled, lang: Lang) -> Iterator[tuple[Kind | None, str]]:
    """Yield each line with its kind, ``None`` for the empty ones between; one that has no English is left out of it."""
    voice = Voice.for_case(lang, filled.case)
    if lang is Lang.EN:
        yield from ((None, _GLOSS.en), (None, ""))
    before: Kind | None = None
    for line in filled.lines:
        text = _plain(line, voice)
        if not text and lang is Lang.EN and before is line.kind:
            continue  # a further line of what the person typed: its gloss stands with the first
        if before is not None and not (line.kind is before and before in _TOGETHER):
            yield None, ""
        indent = "　　" if line.kind is Kind.PARAGRAPH and lang is not Lang.EN else ""
        yield line.kind, indent + text
        before = line.kind


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
