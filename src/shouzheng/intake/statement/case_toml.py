"""The person's own statement of the case (``case.toml``): strict, with all complaints at once, each at its line.

What stands here is what the person says, not a verified fact; the reading of it only makes sure that it is complete and
means one thing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

from shouzheng.intake.statement import problems as kinds
from shouzheng.intake.statement.fields import Complaints, Fields
from shouzheng.intake.statement.references import check_references
from shouzheng.intake.statement.stays import zone_of
from shouzheng.intake.statement.toml_lines import LineIndex
from shouzheng.model.case import (
    AgreedTime,
    Case,
    Debt,
    InstitutionKind,
    KnownBy,
    Objection,
    Party,
    PartyKind,
    Person,
    ProductKind,
    Role,
    Stay,
)
from shouzheng.reference.numbers import classify, load_number_kinds
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError

#: A statement written by hand is far smaller.
_LARGEST = 1 << 20
_LINE = re.compile(r"at line (\d+)")
_BEIJING_MINUTES = 480
#: Fewest digits of a number prefix, so that it takes in one sender's numbers and not everybody's.
_SHORTEST_PREFIX, _SHORTEST_GATEWAY = 5, 8


def default_case() -> Case:
    """Return the case in which nobody stated anything: one person of unknown role."""
    return Case("", (Person("me", Role.UNKNOWN, is_narrator=True),))


#: Parts of a dotted key; our own keys have at most two.
MOST_KEY_PARTS = 16


def load_case(path: Path) -> Case:
    """Return the case as stated; raises ``ShouzhengError`` (exit 2) with every problem of the file."""
    return parse_case(statement_text(path), path.name)


def parse_case(text: str, name: str) -> Case:
    """Return the case that the text of a statement states; ``name`` says where its problems are. Raises as above."""
    for line, written in enumerate(text.splitlines(), 1):
        if written.partition("=")[0].count(".") > MOST_KEY_PARTS:  # tomllib needs quadratic time on them
            raise _stop(kinds.CASE_NOT_TOML, f"{name}:{line}", detail="a key has too many parts")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _stop(kinds.CASE_NOT_TOML, f"{name}:{line}", detail=str(error)) from error
    except ValueError as error:  # a number of thousands of digits
        raise _stop(kinds.CASE_NOT_TOML, name, detail="a number is too long") from error
    except RecursionError as error:
        raise _stop(kinds.CASE_NOT_TOML, name, detail="nested too deeply") from error
    complaints = Complaints(name, LineIndex(text))
    case = _case(Fields(data, (), complaints))
    if complaints.found:
        raise ShouzhengError(*complaints.found)
    return case


def statement_text(path: Path) -> str:
    """Return the text of a statement; raises ``ShouzhengError`` (exit 2) when it is no small UTF-8 file."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise _stop(kinds.CASE_UNREADABLE, path.name or str(path), detail=detail) from error
    if len(content) > _LARGEST:
        raise _stop(kinds.CASE_TOO_LARGE, path.name, limit=str(_LARGEST))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _stop(kinds.CASE_NOT_TEXT, f"{path.name}:{line}") from error


def _stop(kind: ProblemKind, where: str, **slots: str) -> ShouzhengError:
    return ShouzhengError(Problem(kind, where, tuple(slots.items())))


def _case(top: Fields) -> Case:
    top.required("schema")
    schema = top.whole("schema")
    if schema not in (None, 1):
        top.complain(kinds.CASE_SCHEMA, "schema", value=schema)
    about, statements = top.table("case"), top.table("statements")
    people, parties = top.tables("person"), top.tables("party")
    debts, objections, agreed = top.tables("debt"), top.tables("objection"), top.tables("agreed_time")
    stays = top.tables("stay")
    case = Case(
        title=about.text("title"),
        persons=_persons(people),
        parties=tuple(_party(fields) for fields in parties),
        debts=tuple(_debt(fields) for fields in debts),
        objections=tuple(objection for fields in objections if (objection := _objection(fields))),
        agreed_times=tuple(hours for fields in agreed if (hours := _agreed_time(fields))),
        agreements_complete=statements.flag("no_other_agreed_times") or False,
        objections_complete=statements.flag("no_other_objections") or False,
        offset_minutes=about.offset("offset", _BEIJING_MINUTES),
        invented=about.flag("invented") or False,
        stays=_stays(stays),
    )
    check_references(people, parties, debts, objections, agreed, stays)
    for fields in (top, about, statements, *people, *parties, *debts, *objections, *agreed, *stays):
        fields.no_others()
    return case


def _persons(tables: list[Fields]) -> tuple[Person, ...]:
    """The narrator is the one who is marked, else the first; with nobody stated, one person of unknown role."""
    persons = [_person(fields) for fields in tables]
    marked = [place for place, person in enumerate(persons) if person.is_narrator]
    for place in marked[1:]:
        tables[place].complain(kinds.CASE_TWO_NARRATORS, "narrator", other=tables[marked[0]].line("narrator"))
    if not persons:
        return default_case().persons
    if not marked:
        persons[0] = replace(persons[0], is_narrator=True)
    return tuple(persons)


def _person(fields: Fields) -> Person:
    fields.required("id", "role")
    return Person(
        id=fields.identifier(),
        role=fields.choice("role", Role.UNKNOWN),
        name=fields.text("name"),
        files=fields.texts("files"),
        minor=fields.flag("minor"),
        consented=fields.moment("consent"),
        is_narrator=fields.flag("narrator") or False,
    )


def _party(fields: Fields) -> Party:
    fields.required("id", "kind")
    kind = fields.choice("kind", PartyKind.UNKNOWN)
    acts_for = fields.text("acts_for") or None
    if acts_for and kind is not PartyKind.AGENCY:
        fields.complain(kinds.CASE_ACTS_FOR_OF_OTHERS, "acts_for")
    return Party(
        id=fields.identifier(),
        kind=kind,
        name=fields.text("name"),
        institution_kind=fields.choice("institution_kind", InstitutionKind.UNKNOWN),
        acts_for=acts_for,
        numbers=tuple(found for raw in fields.texts("numbers") if (found := _number(raw, fields))),
        signatures=tuple(raw.strip("【】 ") for raw in fields.texts("signatures")),
        known_by=fields.choice("known_by", KnownBy.OTHER),
        known_note=fields.text("note"),
        about_debt=fields.flag("about_debt"),
    )


def _number(raw: str, fields: Fields) -> str | None:
    """Return the normal form of a number or of a prefix with its ``*``; complain when it has none."""
    if not raw.endswith("*"):
        normal = classify(raw).normal
        if normal is None:
            fields.complain(kinds.CASE_BAD_NUMBER, "numbers", value=raw)
        return normal
    prefix = re.sub(r"[\s()（）-]", "", raw[:-1])
    country = load_number_kinds().country_code
    for written in (f"+{country}", f"00{country}"):
        prefix = prefix.removeprefix(written)
    if not (prefix.isascii() and prefix.isdigit()):
        fields.complain(kinds.CASE_BAD_NUMBER, "numbers", value=raw)
        return None
    if len(prefix) < (_SHORTEST_GATEWAY if prefix.startswith("106") else _SHORTEST_PREFIX):
        fields.complain(kinds.CASE_SHORT_PREFIX, "numbers", value=raw)
        return None
    return f"{prefix}*"


def _debt(fields: Fields) -> Debt:
    fields.required("id", "creditor")
    return Debt(
        id=fields.identifier(),
        creditor=fields.text("creditor"),
        product_kind=fields.choice("product_kind", ProductKind.UNKNOWN),
        contract_date=fields.day("contract_date"),
        due_fen=fields.fen("due"),
    )


def _objection(fields: Fields) -> Objection | None:
    fields.required("person", "party", "at")
    person, party, at = fields.text("person"), fields.text("party"), fields.moment("at")
    how, words, evidence = fields.text("how"), fields.text("words"), fields.text("evidence")
    return Objection(person, at, party, how, words, evidence) if at is not None else None


def _agreed_time(fields: Fields) -> AgreedTime | None:
    fields.required("person", "party", "from", "to")
    person, party = fields.text("person"), fields.text("party")
    start, end = fields.minute("from"), fields.minute("to", end=True)
    since, until, evidence = fields.day("since"), fields.day("until"), fields.text("evidence")
    if start is None or end is None:
        return None
    if start == end:
        fields.complain(kinds.CASE_BAD_CLOCK, "to", key="to", value=fields.text("to"))
    if since is not None and until is not None and until < since:
        fields.complain(kinds.CASE_IMPOSSIBLE_TIME, "until", key="until", value=until)
    return AgreedTime(person, party, start, end, since, until, evidence)


def _stays(tables: list[Fields]) -> tuple[Stay, ...]:
    """Two stays of one phone may share the day of travel, on which the earlier one in the file holds; no more."""
    found: list[Stay] = []
    for fields in tables:
        stay = _stay(fields)
        if stay is None:
            continue
        for other in found:
            same_phone = not other.person or not stay.person or other.person == stay.person
            first, last = max(other.first, stay.first), min(other.last, stay.last)
            travel = first == last and (other.last == stay.first or stay.last == other.first)
            if same_phone and first <= last and not travel:
                fields.complain(kinds.CASE_STAYS_OVERLAP, "from", first=first, last=last)
        found.append(stay)
    return tuple(found)


def _stay(fields: Fields) -> Stay | None:
    fields.required("from", "to", "zone")
    first, last, person = fields.day("from"), fields.day("to"), fields.text("person")
    written = fields.text("zone")
    try:
        zone = zone_of(written) if written else None
    except ValueError:
        fields.complain(kinds.CASE_BAD_ZONE, "zone", value=written)
        zone = None
    if first is None or last is None or zone is None:
        return None
    if last < first:
        fields.complain(kinds.CASE_IMPOSSIBLE_TIME, "to", key="to", value=last)
        return None
    return Stay(first, last, zone, person)
