"""Fills a letter for one situation: every sentence with a fact comes from the case or the findings, or is a blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shouzheng.model.case import Case
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.findings.read import ContactRow, FoundRow
from shouzheng.remedy.letters.citing import binding, check_citations, listed_law
from shouzheng.remedy.letters.closing import closing, portal_head
from shouzheng.remedy.letters.expired import expired_remark
from shouzheng.remedy.letters.guards import Forbidden, forbidden_in
from shouzheng.remedy.letters.letter_file import MOST_FINDINGS as MOST_FINDINGS
from shouzheng.remedy.letters.letter_file import SLOT, Block, Form, Letter, Paragraph, Speaks, Style
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.lines import Kind as Kind
from shouzheng.remedy.letters.lines import Line as Line
from shouzheng.remedy.letters.numbers import for_operators
from shouzheng.remedy.letters.offer import Fit, answered, fit_of, spoken_of
from shouzheng.remedy.letters.problems import LETTER_DOES_NOT_FIT
from shouzheng.remedy.letters.rows import contact_row, evidence_row, finding_rows, point_rows, refusal_row
from shouzheng.remedy.letters.slots import LAW_SLOT, Ask, Piece, Pieces, blank, own, slot_value, typed_in
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.situation_facts import fact_values
from shouzheng.rulebook.engines.interpreter import evaluate

#: Contacts listed in one letter, the first in time; a pattern over months can rest on thousands.
MOST_CONTACTS = 200
_STYLE = {
    Style.PARAGRAPH: Kind.PARAGRAPH,
    Style.ITEM: Kind.ITEM,
    Style.NUMBERED: Kind.ITEM,
    Style.HEADING: Kind.HEADING,
}
_NUMERALS = "一二三四五六七八九十"
#: The slot that takes over the person's own description of a proof.
_REFUSAL = "refusal"
#: The channel whose letters go to the creditor, whatever it is.
_LENDER = "lender"
_EXAMPLE = Words("【虚构示例，不得寄出】", "[Invented example, not to be sent]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter filled in: its lines, the evidence numbers it names, the findings it lists, and the blanks it has.

    ``remarks`` are for the writer and stand in no paper: that a term has passed.
    """

    letter: Letter
    case: Case
    lines: tuple[Line, ...]
    evidence: tuple[int, ...]
    findings: tuple[FoundRow, ...] = ()
    remarks: tuple[Words, ...] = ()

    @property
    def blanks(self) -> int:
        """Number of places to fill in by hand."""
        return sum(piece.blank for line in self.lines for piece in line.pieces)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What the blanks ask for, each thing once, in the order of the paper."""
        every = (piece.asks for line in self.lines for piece in line.pieces if piece.asks is not None)
        return tuple({each.key: each for each in every}.values())


def fill(letter: Letter, situation: Situation, library: Library) -> Filled:
    """Fill a letter.

    Raises ``ShouzhengError``: ``SZ-5206`` when it does not fit the writer, the case or the law of the day, ``SZ-5210``
    for a citation that cannot be printed, ``SZ-5211`` when what the writer says of the proof of a refusal holds words
    that no letter may hold. What the other side did is not judged: sentences of findings, quoted words, titles.
    """
    fit, reason = fit_of(letter, situation)
    if fit is not Fit.YES:
        slots = (("reason_zh", reason.zh), ("reason_en", reason.en))
        raise ShouzhengError(Problem(LETTER_DOES_NOT_FIT, letter.id, slots))
    check_citations(situation.result, situation.rulebook)
    findings, left_out = _most_severe(spoken_of(letter, situation), letter.most_findings)
    _check_own_words(letter, situation, library.guards)
    contacts = _contacts(letter, findings, situation)
    lines = [Line(Kind.MARK, (Piece(_EXAMPLE),))] if situation.case.invented else []
    lines.append(Line(Kind.TITLE, (Piece(letter.title),)))
    addressee = _sentence(letter, letter.addressee, situation, ()) if letter.addressee.zh else ()
    if letter.form is Form.LETTER:
        lines.append(Line(Kind.ADDRESSEE, (*addressee, own("：", ":"))))
    elif letter.form is Form.PORTAL:
        lines += portal_head(letter, situation)
    values = fact_values(situation)
    number = 0
    for paragraph in letter.paragraphs:
        if paragraph.listed not in (None, bool(findings)):
            continue
        if paragraph.when is None or evaluate(paragraph.when, values) is True:
            made = _lines(letter, paragraph, situation, findings, contacts)
            number = number + len(made) if paragraph.style is Style.NUMBERED else 0
            lines += [_numbered(number, line) for line in made] if number else made
            if left_out and paragraph.block is not None:
                lines.append(_rest(left_out, letter.most_findings))
                left_out = 0  # said once, after the first list
    enclosed = [each.words for each in letter.attachments if each.when is None or evaluate(each.when, values) is True]
    lines += closing(letter, situation, addressee, enclosed)
    named = {contact.evidence for contact in contacts}
    if _says_refusal(letter) and situation.refusal_record is not None:
        named.add(situation.refusal_record)
    evidence = tuple(sorted(named))
    finished = tuple(part for line in lines for part in _cut(Line(line.kind, typed_in(line.pieces, letter.typed))))
    remark = expired_remark(letter.expired, findings, situation, library.deadlines)
    return Filled(letter, situation.case, finished, evidence, tuple(findings), (remark,) if remark else ())


def _cut(line: Line) -> list[Line]:
    """Return the lines that a line becomes where the person typed several; the English gloss stays with the first."""
    if not any("\n" in piece.text.zh for piece in line.pieces):
        return [line]
    rows: list[list[Piece]] = [[]]
    for piece in line.pieces:
        first, *more = piece.text.zh.split("\n")
        rows[-1].append(replace(piece, text=Words(first, piece.text.en)))
        for text in more:
            rows.append([replace(piece, text=Words(text, ""))])
    return [Line(line.kind, tuple(row)) for row in rows]


def _most_severe(findings: list[FoundRow], most: int) -> tuple[list[FoundRow], int]:
    """Return the findings to list, in the order given, and how many are left out: nobody reads a thousand items."""
    kept = sorted(findings, key=lambda row: -row.severity)[:most]
    numbers = {row.number for row in kept}
    return [row for row in findings if row.number in numbers], len(findings) - len(kept)


def _rest(left_out: int, most: int) -> Line:
    zh = f"以上列出较重的{most}项及其联系；另有{left_out}项没有逐条列出，见证据档案。"
    en = f"The {most} gravest items with their contacts are listed; {left_out} more are in the dossier."
    return Line(Kind.PARAGRAPH, (own(zh, en),))


def _contacts(letter: Letter, findings: Iterable[FoundRow], situation: Situation) -> list[ContactRow]:
    wanted = {event for row in findings for event in row.events}
    if letter.speaks_of is Speaks.CALLS:
        wanted = {event for event in wanted if answered(situation, event)}
    if letter.speaks_of is Speaks.NUMBERS:
        wanted = {event for event in wanted if for_operators(situation.contacts[event], situation)}
    return sorted((situation.contacts[event] for event in wanted), key=lambda row: (*row.place, row.id))


def _says_refusal(letter: Letter) -> bool:
    return any(_REFUSAL in SLOT.findall(paragraph.text.zh) for paragraph in letter.paragraphs)


def _check_own_words(letter: Letter, situation: Situation, guards: tuple[Forbidden, ...]) -> None:
    """Check what the writer says in free text outside quotation marks; the letters themselves were checked as loaded.

    A name or a threat that is reported holds such words without being one, and nobody could change it.
    """
    if not _says_refusal(letter) or not situation.objections:
        return
    problems = forbidden_in(situation.objections[-1].evidence, guards, "case.toml: objection: evidence")
    if problems:
        raise ShouzhengError(*problems)


def _lines(
    letter: Letter,
    paragraph: Paragraph,
    situation: Situation,
    findings: list[FoundRow],
    contacts: list[ContactRow],
) -> list[Line]:
    if paragraph.block is not None:
        made = _block(paragraph.block, letter, situation, findings, contacts)
        return _field(paragraph, made) if paragraph.field else made
    days = [row.day for row in findings] if paragraph.by_event else [situation.today]
    law = binding(situation, paragraph.cites, days)
    if paragraph.cites and not law:
        return []
    cited = (Piece(listed_law(situation.rulebook, law)),) if law else ()
    pieces = _sentence(letter, paragraph.text, situation, cited)
    if paragraph.field:
        return _field(paragraph, [Line(Kind.FIELD, pieces)])
    return [Line(_STYLE[paragraph.style], pieces)]


def _numbered(number: int, line: Line) -> Line:
    zh = _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
    return Line(line.kind, (own(f"{zh}、", f"{number}. "), *line.pieces))


def _block(
    block: Block, letter: Letter, situation: Situation, findings: list[FoundRow], contacts: list[ContactRow]
) -> list[Line]:
    listed = contacts[:MOST_CONTACTS]
    match block:
        case Block.PLAN:
            return [
                Line(Kind.ITEM if place else Kind.PARAGRAPH, (Piece(row),)) for place, row in enumerate(letter.plan)
            ]
        case Block.FINDINGS:
            return [Line(Kind.ITEM, row) for row in finding_rows(findings, situation, letter.called, letter.unnamed)]
        case Block.POINTS:
            return [Line(Kind.ITEM, row) for row in point_rows(findings)]
        case Block.EVIDENCE:
            rows = [evidence_row(place, row, findings, situation) for place, row in enumerate(listed, 1)]
            number = situation.refusal_record
            if number is not None and all(row.evidence != number for row in contacts):
                rows.append(refusal_row(len(rows) + 1, number, situation.objections[-1], situation))
        case Block.CONTACTS:
            bare = letter.speaks_of is Speaks.NUMBERS
            rows = [contact_row(row, situation, number_only=bare) for row in listed]
    lines = [Line(Kind.ROW, row) for row in rows]
    more = len(contacts) - len(listed)
    if more:
        zh = f"以上列出最早的{MOST_CONTACTS}次联系；另有{more}次没有逐条列出，见证据档案。"
        en = f"The first {MOST_CONTACTS} contacts are listed; {more} more are in the dossier."
        lines.append(Line(Kind.PARAGRAPH, (own(zh, en),)))
    return lines


def _field(paragraph: Paragraph, made: list[Line]) -> list[Line]:
    """A field of a portal: its label with the length of what is filled in so far, if anything is, then the text."""
    label = paragraph.field or Words("", "")
    filled = _length(made)
    zh, en = label.zh, label.en
    if paragraph.limit is None and filled:
        zh, en = f"{label.zh}（共{filled}字）", f"{label.en} ({filled} characters)"
    elif paragraph.limit is not None:
        zh = f"{label.zh}（共{filled}字，上限{paragraph.limit}字）"
        en = f"{label.en} ({filled} of at most {paragraph.limit} characters)"
        if filled > paragraph.limit:
            over = filled - paragraph.limit
            zh, en = f"{zh}：超出{over}字，请删减", f"{en}: {over} too many, please shorten"
    return [Line(Kind.HEADING, (own(zh, en),)), *made]


def _length(made: Sequence[Line]) -> int:
    """Characters filled in; none when there is only the punctuation between blanks."""
    filled = [piece.text.zh for line in made for piece in line.pieces if not piece.blank]
    return sum(map(len, filled)) if any(char.isalnum() for text in filled for char in text) else 0


def _sentence(letter: Letter, text: Words, situation: Situation, law: Pieces) -> Pieces:
    """Both languages piece by piece: the slots of the Chinese give the order, the English is one gloss with its own."""
    if letter.channel == _LENDER:
        text = letter.address.to(situation.institution_kind, text)
    values = {name: _value(letter, name, situation, law) for name in set(SLOT.findall(text.zh))}
    return tuple(_one_language(text, values))


def _value(letter: Letter, name: str, situation: Situation, law: Pieces) -> Pieces:
    if name == LAW_SLOT:
        return law
    if name in letter.known:
        return (Piece(letter.known[name], own=False),)
    value = (blank(name, letter.blanks[name]),) if name in letter.blanks else slot_value(name, situation)
    return typed_in(value, letter.typed)


def _one_language(text: Words, values: dict[str, Pieces]) -> Iterable[Piece]:
    """Yield the Chinese with its slots, the English beside the first piece: a gloss has no pieces of its own."""
    english = SLOT.sub(lambda slot: "".join(piece.text.en for piece in values[slot[1]]), text.en)
    parts = SLOT.split(text.zh)
    yield Piece(Words(parts[0], english))
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        for piece in values[name]:
            yield Piece(Words(piece.text.zh, ""), piece.own, piece.asks)
        yield Piece(Words(after, ""))
