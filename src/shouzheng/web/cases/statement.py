"""The person's statement as the forms edit it: the tables of ``case.toml``, written back and checked as that file.

The case keeps every version. A form says which version it was filled in from, so that two windows never overwrite each
other: what the other window did not touch is put together, the rest is shown side by side.
"""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.statement.case_toml import parse_case
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.script import in_script
from shouzheng.remedy.cases.statement import STATEMENT
from shouzheng.web.cases.statement_fields import SECTIONS, Field, Kind, Section
from shouzheng.web.cases.statement_words import Spot, in_words

Table = dict[str, Any]
_NAME = "case.toml"
_SUBJECT = "case"


@dataclass(frozen=True)
class Statement:
    """One version: its number (0: nothing stated yet) and its tables."""

    version: int
    tables: Table

    def items(self, section: str) -> list[Table]:
        """Return the items of a section."""
        found = self.tables.get(section, [])
        return found if isinstance(found, list) else []

    @property
    def narrator(self) -> Table:
        """Return the person who tells the case: the one marked so, else the first; empty when there is nobody yet."""
        people = self.items("person")
        return next((item for item in people if item.get("narrator")), people[0] if people else {})

    def place(self, section: str, key: str) -> int | None:
        """Return where an item stands, by id or, where there are no ids, by its place."""
        items = self.items(section)
        if SECTIONS[section].prefix:
            return next((place for place, item in enumerate(items) if item.get("id") == key), None)
        return int(key) if key.isdigit() and int(key) < len(items) else None

    def named(self, kind: Kind, lang: Lang = Lang.ZH_HANS) -> list[tuple[str, str]]:
        """Return ids and names of the people or parties that a field of this kind can name; others are numbered."""
        section = "person" if kind is Kind.PERSON else "party"
        found = []
        for place, item in enumerate(self.items(section), 1):
            if kind is not Kind.CREDITOR or item.get("kind") == "creditor":
                found.append((str(item.get("id", "")), str(item.get("name") or _nameless(item, section, place, lang))))
        return found


def _nameless(item: Table, section: str, place: int, lang: Lang) -> str:
    if section == "person":
        words = Words("本人", "yourself") if item.get("narrator") else Words(f"第 {place} 个人", f"person {place}")
    else:
        words = Words(f"第 {place} 个对方（没写名称）", f"party {place} (no name)")
    return in_script(words.say(lang), lang)


class Conflict(Exception):
    """The item was changed in another window: ``theirs`` is what stands there now (``None``: removed)."""

    def __init__(self, now: Statement, theirs: Table | None) -> None:
        self.now, self.theirs = now, theirs
        super().__init__("changed meanwhile")


def current(case: CaseFile, title: str = "") -> Statement:
    """Return the statement in force; with none, one person of unknown role."""
    entry = next(iter(case.entries(STATEMENT)), None)
    if entry is None:
        return Statement(0, {"schema": 1, "case": {"title": title}, "person": [_narrator()]})
    return Statement(entry.no, _tables(entry.content))


def _narrator() -> Table:
    return {"id": "me", "role": "unknown", "narrator": True}


def _tables(content: Mapping[str, object]) -> Table:
    tables = tomllib.loads(str(content.get("toml", "")))
    if not tables.get("person"):
        tables["person"] = [_narrator()]
    return tables


def version(case: CaseFile, number: int) -> Statement | None:
    """Return an earlier version."""
    for entry in case.entries(STATEMENT, history=True):
        if entry.no == number:
            return Statement(number, _tables(entry.content))
    return None


def changed(case: CaseFile, seen: int, section: str, key: str, item: Table | None, title: str = "") -> Statement:
    """Return the statement with one item put in, replaced or (``None``) removed; ``key`` is empty for a new item.

    Raises ``Conflict`` when that item is not as it was in the version that the form was filled in from.
    """
    now = current(case, title)
    place = now.place(section, key) if key else None
    if key and now.version != seen:
        before = version(case, seen) or current(case, title)
        if not SECTIONS[section].prefix and before.items(section) != now.items(section):
            raise Conflict(now, now.items(section)[place] if place is not None else None)
        at = before.place(section, key)
        old = before.items(section)[at] if at is not None else None
        if (now.items(section)[place] if place is not None else None) != old:
            raise Conflict(now, now.items(section)[place] if place is not None else None)
    tables = copy.deepcopy(now.tables)
    items = tables.setdefault(section, [])
    if item is None:
        if place is not None:
            del items[place]
    elif place is not None:
        items[place] = item
    else:
        items.append(item)
    return Statement(now.version, tables)


def keep(case: CaseFile, statement: Statement) -> None:
    """Check the statement as ``case.toml`` is checked, and store it.

    Raises ``ShouzhengError`` (exit 2) with every problem, each placed at its field in words.
    """
    text, spots = as_toml(statement.tables)
    try:
        parse_case(text, _NAME)
    except ShouzhengError as error:
        raise ShouzhengError(*(_placed(each, spots, statement.tables) for each in error.problems)) from error
    case.enter(STATEMENT, _SUBJECT, {"name": _NAME, "toml": text})


def _placed(problem: Problem, spots: Mapping[int, Spot], tables: Table) -> Problem:
    line = problem.where.split(":")[1:2]
    spot = spots.get(int(line[0]), Spot()) if line and line[0].isdigit() else Spot()
    return in_words(problem, spot, tables)


def new_id(statement: Statement, section: Section) -> str:
    """Return an id that no item of the section has."""
    taken = {str(item.get("id")) for item in statement.items(section.key)}
    return next(name for n in range(1, 10_000) if (name := f"{section.prefix}-{n}") not in taken)


def item_of(section: Section, old: Table, given: Mapping[str, str]) -> Table:
    """Return an item as the form gives it; keys that no field asks for stay as they were."""
    item = {key: value for key, value in old.items() if key not in {field.key for field in section.fields}}
    for field in section.fields:
        value = _value(field, given.get(field.key, ""))
        if value is not None:
            item[field.key] = value
    return item


def _value(field: Field, text: str) -> object:
    """Return a value of the field's kind; what has the wrong form is kept as text, and the check will say so."""
    text = text.strip()
    if not text:
        return None
    match field.kind:
        case Kind.LINES:
            return [line.strip() for line in re.split(r"[\n,，;；、]", text) if line.strip()]
        case Kind.YES_NO | Kind.FLAG:
            return text == "yes"
        case Kind.DAY:
            return _parsed(date.fromisoformat, text)
        case Kind.MOMENT:
            found = _parsed(datetime.fromisoformat, text)
            return found.replace(tzinfo=BEIJING) if isinstance(found, datetime) and not found.tzinfo else found
        case Kind.MONEY:
            return text.replace(",", "").removesuffix("元")
        case _:
            return text


def _parsed(parse: Any, text: str) -> object:
    try:
        return parse(text)
    except ValueError:
        return text


def shown(field: Field, item: Mapping[str, object]) -> str:
    """Return a value as the form shows it."""
    value = item.get(field.key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    return str(value)


def as_toml(tables: Table) -> tuple[str, dict[int, Spot]]:
    """Return the text of ``case.toml`` and, for its lines, what stands there."""
    out: list[str] = []
    spots: dict[int, Spot] = {}

    def put(line: str, section: str = "", place: int = -1, key: str = "") -> None:
        out.append(line)
        spots[len(out)] = Spot(section, place, key)

    put(f"schema = {int(tables.get('schema', 1))}")
    for name, table in tables.items():
        if isinstance(table, dict):
            put(f"[{name}]", name)
            for key, value in table.items():
                if value != "":
                    put(f"{key} = {toml_value(value)}", name, key=key)
        elif isinstance(table, list):
            for place, item in enumerate(table):
                put(f"[[{name}]]", name, place)
                for key, value in item.items():
                    put(f"{key} = {toml_value(value)}", name, place, key)
    return "\n".join(out) + "\n", spots


def toml_value(value: object) -> str:
    """Return a value as TOML writes it; half a character becomes ``?``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(toml_value(each) for each in value)}]"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    plain = str(value).encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
