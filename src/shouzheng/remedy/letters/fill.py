"""Fills a letter for one situation: every sentence with a fact comes from the case or the findings, or is a blank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.judging.wording import CHANNELS
from shouzheng.model.case import Case
from shouzheng.model.event import Channel, Outcome
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings_reader import ContactRow, FoundRow
from shouzheng.remedy.labels import CALL, DIRECTION, OUTCOME, ROLE
from shouzheng.remedy.letters.citing import binding, check_citations, listed_law
from shouzheng.remedy.letters.guards import Forbidden, forbidden_in
from shouzheng.remedy.letters.letter_file import SLOT, Block, Letter, Paragraph, Speaks
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.offer import Fit, answered, fit_of, spoken_of
from shouzheng.remedy.letters.problems import LETTER_DOES_NOT_FIT
from shouzheng.remedy.letters.slots import LAW_SLOT, Piece, Pieces, blank, day_piece, own, slot_value, theirs
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.situation_facts import fact_values
from shouzheng.remedy.wording import offset_text, seconds_text, time_text
from shouzheng.rulebook.evaluate import evaluate

#: Findings listed in one letter, the gravest first; the others are counted and stand in the dossier.
MOST_FINDINGS = 40
#: A remark of findings to the person; the addressee is given the rule in words and no article, without the remark.
_FOR_THE_PERSON = Words("（条号未核实）", " [article number not verified]")
_EXAMPLE = Words("【虚构示例，不得寄出】", "[Invented example, not to be sent]")
_CONTACT = blank(Words("联系电话或地址", "phone or address"))
_SIGNED_ON = blank(Words("签字当天的日期", "day of signing"))


class Kind(StrEnum):
    """What a line of the paper is."""

    MARK = "mark"
    TITLE = "title"
    ADDRESSEE = "addressee"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    ROW = "row"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of the paper."""

    kind: Kind
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter filled in: its lines, the evidence numbers it names, and how many blanks the person still has."""

    letter: Letter
    case: Case
    lines: tuple[Line, ...]
    evidence: tuple[int, ...]

    @property
    def blanks(self) -> int:
        """Number of places to fill in by hand."""
        return sum(piece.blank for line in self.lines for piece in line.pieces)


def fill(letter: Letter, situation: Situation, library: Library) -> Filled:
    """Fill a letter.

    Raises ``ShouzhengError``: ``SZ-5206`` when it does not fit the writer or the case, ``SZ-5210`` for a citation that
    cannot be printed, ``SZ-5211`` when a sentence of the findings holds words that no letter may hold.
    """
    fit, reason = fit_of(letter, situation)
    if fit is not Fit.YES:
        slots = (("reason_zh", reason.zh), ("reason_en", reason.en))
        raise ShouzhengError(Problem(LETTER_DOES_NOT_FIT, letter.id, slots))
    check_citations(situation.result, situation.rulebook)
    findings, left_out = _most_severe(spoken_of(letter, situation))
    if any(paragraph.block is Block.FINDINGS for paragraph in letter.paragraphs):
        _check_sentences(findings, situation.case, library.guards)
    contacts = _contacts(letter, findings, situation)
    lines = [Line(Kind.MARK, (Piece(_EXAMPLE),))] if situation.case.invented else []
    lines.append(Line(Kind.TITLE, (Piece(letter.title),)))
    lines.append(Line(Kind.ADDRESSEE, (*_sentence(letter, letter.addressee, situation, ()), own("：", ":"))))
    values = fact_values(situation)
    for paragraph in letter.paragraphs:
        if paragraph.when is None or evaluate(paragraph.when, values) is True:
            lines += _lines(letter, paragraph, situation, findings, contacts)
            lines += [_rest(left_out)] if left_out and paragraph.block else []
    lines += _closing(letter, situation)
    evidence = tuple(sorted({contact.evidence for contact in contacts}))
    return Filled(letter, situation.case, tuple(lines), evidence)


def _most_severe(findings: list[FoundRow]) -> tuple[list[FoundRow], int]:
    """Return the findings to list, in the order given, and how many are left out: nobody reads a thousand items."""
    kept = sorted(findings, key=lambda row: -row.severity)[:MOST_FINDINGS]
    numbers = {row.number for row in kept}
    return [row for row in findings if row.number in numbers], len(findings) - len(kept)


def _rest(left_out: int) -> Line:
    zh = f"以上列出较重的{MOST_FINDINGS}项及其联系；另有{left_out}项没有逐条列出，见证据档案。"
    en = f"The {MOST_FINDINGS} gravest items with their contacts are listed; {left_out} more are in the dossier."
    return Line(Kind.PARAGRAPH, (own(zh, en),))


def _contacts(letter: Letter, findings: Iterable[FoundRow], situation: Situation) -> list[ContactRow]:
    wanted = {event for row in findings for event in row.events}
    if letter.speaks_of is Speaks.CALLS:
        wanted = {event for event in wanted if answered(situation, event)}
    return sorted((situation.contacts[event] for event in wanted), key=lambda row: (row.evidence, row.id))


def _check_sentences(findings: Iterable[FoundRow], case: Case, guards: tuple[Forbidden, ...]) -> None:
    """The sentences come out of a file: they obey the same list of words as the letters, names of the case apart."""
    names = [name for party in case.parties for name in (party.name, *party.signatures) if name]
    problems = []
    for row in findings:
        for text in (row.sentence.zh, row.sentence.en, row.title.zh, row.title.en):
            for name in names:
                text = text.replace(name, "")
            problems += forbidden_in(text, guards, f"findings.json: {row.number}")
    if problems:
        raise ShouzhengError(*problems[:20])


def _lines(
    letter: Letter,
    paragraph: Paragraph,
    situation: Situation,
    findings: list[FoundRow],
    contacts: list[ContactRow],
) -> list[Line]:
    if paragraph.block is Block.FINDINGS:
        return [Line(Kind.ITEM, _item(place, row)) for place, row in enumerate(findings, 1)]
    if paragraph.block is Block.CONTACTS:
        return [Line(Kind.ROW, _row(row, situation)) for row in contacts]
    law = binding(situation, paragraph.cites)
    if paragraph.cites and not law:
        return []
    cited = (Piece(listed_law(situation.rulebook, law)),) if law else ()
    return [Line(Kind.PARAGRAPH, _sentence(letter, paragraph.text, situation, cited))]


def _sentence(letter: Letter, text: Words, situation: Situation, law: Pieces) -> Pieces:
    """Both languages piece by piece: the slots of the Chinese give the order, the English is one gloss with its own."""
    values = {name: _value(letter, name, situation, law) for name in set(SLOT.findall(text.zh))}
    return tuple(_one_language(text, values))


def _value(letter: Letter, name: str, situation: Situation, law: Pieces) -> Pieces:
    if name == LAW_SLOT:
        return law
    return (blank(letter.blanks[name]),) if name in letter.blanks else slot_value(name, situation)


def _one_language(text: Words, values: dict[str, Pieces]) -> Iterable[Piece]:
    """Yield the Chinese with its slots, the English beside the first piece: a gloss has no pieces of its own."""
    english = SLOT.sub(lambda slot: "".join(piece.text.en for piece in values[slot[1]]), text.en)
    parts = SLOT.split(text.zh)
    yield Piece(Words(parts[0], english))
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        for piece in values[name]:
            yield Piece(Words(piece.text.zh, ""), piece.own, piece.blank)
        yield Piece(Words(after, ""))


def _item(place: int, row: FoundRow) -> Pieces:
    numbers = sorted(set(row.evidence))
    zh = visible(row.sentence.zh).replace(_FOR_THE_PERSON.zh, "").rstrip("。")
    en = visible(row.sentence.en).replace(_FOR_THE_PERSON.en, "").rstrip(".")
    listed = Words("、".join(map(str, numbers)), ", ".join(map(str, numbers)))
    return (own(f"{place}. {zh}（证据第{listed.zh}号）。", f"{place}. {en} (evidence {listed.en})."),)


def _row(row: ContactRow, situation: Situation) -> Pieces:
    when = f"{time_text(row.time)}（UTC{offset_text(row.time)}）"
    call = {Channel.CALL: CALL, Channel.VIDEO_CALL: CALL}.get(row.channel)
    kind = call[row.direction] if call else CHANNELS[row.channel]
    way = (
        kind
        if call
        else Words(f"{kind.zh}（{DIRECTION[row.direction].zh}）", f"{kind.en} ({DIRECTION[row.direction].en})")
    )
    pieces = [
        own(f"证据第{row.evidence}号，", f"Evidence {row.evidence}, "),
        Piece(Words(when, when), own=False),
        own(f"，{way.zh}", f", {way.en}"),
        *_outcome(row),
    ]
    if row.number:
        pieces += [own("，对方号码 ", ", number "), theirs(row.number)]
    if row.owner != situation.writer.id:
        pieces += [own("，接收人：", ", received by "), *_receiver(row.owner, situation)]
    if row.text:
        pieces += [own("，原话：“", ", words: “"), theirs(row.text), own("”", "”")]
    return (*pieces, own("。", "."))


def _outcome(row: ContactRow) -> list[Piece]:
    if row.channel not in (Channel.CALL, Channel.VIDEO_CALL):
        return []
    words = OUTCOME[row.outcome]
    pieces = [own(f"，{words.zh}", f", {words.en}")] if words.zh else []
    if row.outcome is Outcome.CONNECTED and row.seconds:
        pieces.append(own(f"，{seconds_text(row.seconds, Lang.ZH_HANS)}", f", {seconds_text(row.seconds, Lang.EN)}"))
    return pieces


def _receiver(owner: str, situation: Situation) -> Pieces:
    person = situation.case.person(owner)
    role = Piece(ROLE[person.role])
    return (role, own(" ", " "), theirs(person.name)) if person.name else (role,)


def _closing(letter: Letter, situation: Situation) -> list[Line]:
    lines = []
    if letter.attachments:
        lines.append(
            Line(Kind.HEADING, (own("附件（没有的请划去）", "Attachments (strike out what you do not have)"),))
        )
        for place, words in enumerate(letter.attachments, 1):
            lines.append(Line(Kind.ITEM, (own(f"{place}. {words.zh}", f"{place}. {words.en}"),)))
    lines.append(Line(Kind.SIGNATURE, (own("具名：", "Name: "), *slot_value("writer", situation))))
    lines.append(Line(Kind.SIGNATURE, (own("联系方式：", "Contact: "), _CONTACT)))
    lines.append(Line(Kind.SIGNATURE, (own("日期：", "Date: "), _SIGNED_ON)))
    lines.append(Line(Kind.SIGNATURE, (own("起草日期：", "Drafted on: "), day_piece(situation.today))))
    return lines
