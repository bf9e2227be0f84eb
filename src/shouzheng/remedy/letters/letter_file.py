"""One letter, one TOML file: who may write it, when it fits, its paragraphs with slots, and what it cannot do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from shouzheng.model.case import Role
from shouzheng.model.words import Words
from shouzheng.remedy.letters.address import NO_FORMS, Address, wrong_address
from shouzheng.remedy.letters.expired import SLOTS as EXPIRY_SLOTS
from shouzheng.remedy.letters.expired import Expiry, read_expiry
from shouzheng.remedy.letters.guards import Forbidden, forbidden_in
from shouzheng.remedy.letters.norms_file import OwnNorm, left_unnamed, not_its_norms
from shouzheng.remedy.letters.problems import LANGUAGES_DIFFER, NOT_CITABLE, UNKNOWN_SLOT, UNUSED_BLANK
from shouzheng.remedy.letters.requests_file import Request, not_grantable
from shouzheng.remedy.letters.sentences import MYSELF
from shouzheng.remedy.letters.slots import LAW_SLOT, SLOTS
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import Node
from shouzheng.rulebook.language.tokens import ExpressionError
from shouzheng.rulebook.language.types import check_types
from shouzheng.rulebook.load import Rulebook

if TYPE_CHECKING:
    from shouzheng.reference.toml_places import Path as KeyPath

#: Findings listed in one letter, the gravest first; the others are counted and stand in the dossier.
MOST_FINDINGS = 40
SLOT = re.compile(r"\{([a-z_]+)\}")


class Form(StrEnum):
    """What kind of paper it is, which decides how it begins and ends."""

    LETTER = "letter"  # to somebody, signed
    COURT = "court"  # to a court: title, text, 此致, list, signature
    SHEET = "sheet"  # for oneself or to hand on by hand: no addressee, no signature
    PORTAL = "portal"  # the fields of a website or form, to copy from


class Occasion(StrEnum):
    """What a letter is for, where that decides its place in a list of all."""

    USUAL = "usual"
    MONEY = "money"  # talks on repayment
    REPLY = "reply"  # only once a body or institution has answered, or has let its term pass


class Style(StrEnum):
    """How a paragraph stands on the paper."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    NUMBERED = "numbered"  # items with 一、二、… of those that are written, so that none is missing
    HEADING = "heading"


class Speaks(StrEnum):
    """Of which findings a letter speaks."""

    NONE = "none"  # of none: a request that needs no event
    SIDE = "side"  # breaches found on the creditor's side
    THIRD_PERSONS = "third_persons"  # of these, contacts with third persons
    POLICE = "police"  # contacts that the police take, whoever made them: facts only, no finding
    FRAUD = "fraud"  # contacts that look like fraud, whoever made them: facts only
    CALLS = "calls"  # answered calls to the writer from the creditor's side: what a recording can exist of
    ALL = "all"  # every breach found on the creditor's side, whatever it supports
    CIVIL = "civil"  # of these, what touches the writer's own peace, privacy or personal information
    CHANNEL = "channel"  # whatever supports the letter's own channel, whoever made the contact; no mere sign
    NUMBERS = "numbers"  # contacts by phone or message of the creditor's side or of impostors: numbers only


class Block(StrEnum):
    """A list that stands in place of a paragraph's text."""

    FINDINGS = "findings"
    CONTACTS = "contacts"
    POINTS = "points"  # findings in one line for each rule: how many, when, which evidence
    EVIDENCE = "evidence"  # 证据清单: number, name, source, what it is to show, page
    PLAN = "plan"  # the repayment plan chosen, payment by payment; nothing where none was given


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with slots, or a block; left out when its condition does not hold or none of its law binds the addressee.

    ``field`` is the label of a portal's field, ``limit`` its most characters (``None``: not known). ``listed`` says
    that it stands only where findings are listed, or only where none is; ``by_event`` that its law is that of the days
    of the findings, not of the day of writing.
    """

    text: Words
    block: Block | None
    when: Node | None
    cites: tuple[str, ...]
    style: Style = Style.PARAGRAPH
    field: Words | None = None
    limit: int | None = None
    listed: bool | None = None
    by_event: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something to enclose; left out when its condition does not hold."""

    words: Words
    when: Node | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its file has it. ``channel`` is where it goes, ``None`` for papers that go to no body.

    ``most_findings`` is how many findings are listed, the gravest; ``blanks`` are filled in by hand; ``signer`` is what
    the paper calls who signs it (a court paper always, a letter of an organisation); ``known`` are blanks that a plan
    of repayment fills, ``plan`` the lines that lay it out, ``typed`` what the person wrote into blanks, by their
    keys (none of these in the file); ``unlisted`` says that it may be written with no finding to list; ``called`` is
    what the findings call the writer; ``unnamed`` are instruments on which its addressee cannot act;
    ``expired`` is what to say to the writer when the term within which it works has passed; ``address`` how
    its reader is addressed.
    """

    id: str
    order: int
    form: Form
    channel: str | None
    title: Words
    purpose: Words
    addressee: Words
    roles: tuple[Role, ...]
    when: Node
    when_text: str
    speaks_of: Speaks
    most_findings: int
    paragraphs: tuple[Paragraph, ...]
    attachments: tuple[Attachment, ...]
    cannot_do: Words
    blanks: Mapping[str, Words]
    signer: Words
    known: Mapping[str, Words] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    plan: tuple[Words, ...] = ()
    unlisted: bool = False
    called: Words = MYSELF
    occasion: Occasion = Occasion.USUAL
    unnamed: frozenset[str] = frozenset()
    expired: Expiry | None = None
    address: Address = NO_FORMS


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a letter or step may refer to."""

    rulebook: Rulebook
    facts: Mapping[str, FactDefinition]
    guards: tuple[Forbidden, ...]
    requests: Mapping[str, Request]
    norms: tuple[OwnNorm, ...] = ()
    address: Address = NO_FORMS


def read_letter(file: LawFile, shelf: Shelf) -> Letter | None:
    """Read one letter; ``None`` when it has problems, which are then in ``file.problems``."""
    root = file.root()
    blanks = {name: table_words(root, "blanks", name) for name in root.table("blanks", needed=False).data}
    when = condition(root, shelf, needed=True)
    form = root.choice("form", Form, Form.LETTER, needed=False)
    channel = root.text("channel", needed=form is not Form.SHEET) or None
    known = channel if channel in shelf.rulebook.channels else None
    paragraphs = tuple(_paragraph(table, shelf, known) for table in root.tables("paragraph"))
    letter = Letter(
        id=root.text("id"),
        order=root.integer("order", low=1, high=999) or 0,
        form=form,
        channel=channel,
        title=root.words("title"),
        purpose=root.words("purpose"),
        addressee=root.words("addressee", needed=form in (Form.LETTER, Form.COURT)),
        roles=tuple(Role(role) for role in root.texts("roles", allowed=_roles()) if role in _roles()),
        when=when or parse("TRUE"),
        when_text=str(root.data.get("when", "")),
        speaks_of=root.choice("speaks_of", Speaks, Speaks.NONE),
        most_findings=root.integer("most_findings", needed=False, low=1, high=MOST_FINDINGS) or MOST_FINDINGS,
        paragraphs=paragraphs,
        attachments=tuple(_attachment(table, shelf) for table in root.tables("attachment", needed=False)),
        cannot_do=root.words("cannot_do"),
        blanks=blanks,
        signer=root.words("signer", needed=form is Form.COURT),
        unlisted=root.boolean("unlisted", needed=False),
        called=root.words("called") if root.has("called") else MYSELF,
        occasion=root.choice("occasion", Occasion, Occasion.USUAL, needed=False),
        unnamed=left_unnamed(known, shelf.norms),
        expired=read_expiry(root, EXPIRY_SLOTS),
        address=shelf.address,
    )
    root.has("blanks")
    root.finish()
    if letter.channel is not None and known is None:
        root.report(problems.UNKNOWN_REFERENCE, "channel", what="channel", id=letter.channel)
    if file.name.rpartition("/")[2] != f"{letter.id}.toml":
        root.report(problems.FILE_NAME, "id", expected=f"{letter.id}.toml")
    _check_slots(root, letter)
    _check_address(file, root, letter, known)
    check_words(file, shelf)
    return None if file.problems else letter


def _check_address(file: LawFile, root: Table, letter: Letter, channel: str | None) -> None:
    """Report every form of address that does not fit the reader, at its paragraph."""
    to_a_body = letter.form in (Form.LETTER, Form.COURT, Form.PORTAL) and letter.channel is not None
    tables = [*root.tables("paragraph"), *root.tables("attachment", needed=False)]
    texts = [(table, str(table.data.get("zh", ""))) for table in tables]
    for table, text in texts:
        conditions = (str(table.data.get("when", "")), letter.when_text)
        file.problems += wrong_address(
            text,
            channel,
            to_a_body=to_a_body,
            conditions=conditions,
            address=letter.address,
            where=file.where(table.path),
        )


def _roles() -> tuple[str, ...]:
    return tuple(role.value for role in Role)


def table_words(root: Table, outer: str, name: str) -> Words:
    """Return the words under ``[outer]``, key ``name``."""
    return root.table(outer).words(name)


def _attachment(table: Table, shelf: Shelf) -> Attachment:
    when = condition(table, shelf)
    return Attachment(words_of(table), when)


def words_of(table: Table) -> Words:
    """Return ``zh`` and ``en`` of a table of its own."""
    words = Words(table.text("zh"), table.text("en"))
    table.finish()
    return words


def condition(table: Table, shelf: Shelf, *, needed: bool = False, key: str = "when") -> Node | None:
    """Read the condition under ``key`` of a table; a wrong one is reported at its own character."""
    if not table.has(key) and not needed:
        return None
    text = table.text(key)
    try:
        node = parse(text)
    except ExpressionError as error:
        table.file.report_expression(error, _path(table, key))
        return None
    for wrong in check_types(node, text, shelf.facts):
        table.file.report_expression(wrong, _path(table, key))
    return node


def _path(table: Table, key: str) -> KeyPath:
    return (*table.path, key)


def _paragraph(table: Table, shelf: Shelf, channel: str | None) -> Paragraph:
    block = table.choice("block", Block, Block.FINDINGS, needed=False) if table.has("block") else None
    text = Words("", "") if block else Words(table.text("zh"), table.text("en"))
    cites = table.texts("cites", needed=False)
    for place, provision in enumerate(cites):
        known = shelf.rulebook.provisions.get(provision)
        if known is None:
            table.report(problems.UNKNOWN_REFERENCE, "cites", place, what="provision", id=provision)
        elif not known.citable:
            table.report(NOT_CITABLE, "cites", place, provision=provision)
    asks = table.texts("asks", needed=False, allowed=shelf.requests)
    table.file.problems += not_grantable(
        channel, asks, text.zh, shelf.requests, shelf.rulebook, table.file.where(table.path)
    )
    table.file.problems += not_its_norms(channel, cites, shelf.norms, shelf.rulebook, table.file.where(table.path))
    paragraph = Paragraph(
        text,
        block,
        condition(table, shelf),
        cites,
        style=table.choice("style", Style, Style.PARAGRAPH, needed=False),
        field=table.words("field") if table.has("field") else None,
        limit=table.integer("limit", needed=False, low=1, high=100_000),
        listed=table.boolean("listed") if table.has("listed") else None,
        by_event=table.boolean("by_event", needed=False),
    )
    if bool(cites) != (LAW_SLOT in SLOT.findall(text.zh)):
        table.report(UNKNOWN_SLOT, "zh", slot=f"{{{LAW_SLOT}}} / cites", allowed="cites = […] + {law}")
    table.finish()
    return paragraph


def _check_slots(root: Table, letter: Letter) -> None:
    used: set[str] = set()
    texts: list[tuple[KeyPath, Words]] = [(("addressee",), letter.addressee)]
    texts += [(("paragraph", place, "zh"), each.text) for place, each in enumerate(letter.paragraphs)]
    for keys, words in texts:
        slots, english = set(SLOT.findall(words.zh)), set(SLOT.findall(words.en))
        if slots != english:
            root.report(LANGUAGES_DIFFER, *keys, slots=", ".join(sorted(slots ^ english)))
        allowed = {*SLOTS, *letter.blanks, LAW_SLOT}
        for slot in sorted(slots - allowed):
            root.report(UNKNOWN_SLOT, *keys, slot=slot, allowed=", ".join(sorted(allowed)))
        for left in (SLOT.sub("", words.zh), SLOT.sub("", words.en)):
            if "{" in left or "}" in left:
                root.report(UNKNOWN_SLOT, *keys, slot="{ }", allowed=", ".join(sorted(allowed)))
        used |= slots
    for name in letter.blanks:
        if name not in used or name in SLOTS:
            root.report(UNUSED_BLANK, "blanks", name, slot=name)


def check_words(file: LawFile, shelf: Shelf) -> None:
    """Report every forbidden word in any text of the file."""
    for path, text in _texts((), file.data):
        file.problems += forbidden_in(text, shelf.guards, file.where(path))


def _texts(path: KeyPath, value: object) -> list[tuple[KeyPath, str]]:
    if isinstance(value, str):
        return [(path, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in items for found in _texts((*path, key), inner)]
