"""The fields of each request, once: for reading them from JSON and for the OpenAPI document.

A field that is unknown, missing or of a wrong kind is a problem with its name; all problems are collected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shouzheng.gate.problems import MISSING_FIELD, UNKNOWN_FIELD, WRONG_VALUE
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError

#: JSON schema of one field.
Schema = dict[str, object]
#: Longest text that is reviewed or sent, in characters: ten times the longest letter of the template library.
MOST_TEXT = 20_000
_ID_FORM = Words("1 至 128 个字符：A-Z a-z 0-9 . _ : @ + -", "1 to 128 of A-Z a-z 0-9 . _ : @ + -")
_ID = re.compile(r"[A-Za-z0-9._:@+\-]{1,128}\Z")
#: Years in which a contact can be planned: the calendar facts hold days up to 2169.
_FIRST_YEAR, _LAST_YEAR = 2000, 2160
_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}\Z")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_SHOWN = 60
_NOT_STORED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_STORED_SCHEMA = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"


class _Wrong(ValueError):
    """The value is not what the field takes."""


@dataclass(frozen=True)
class Field:
    """One field: how its value is read, its schema, and what it must be, in words."""

    name: str
    read: Callable[[object], object]
    schema: Schema
    form: Words
    needed: bool = False
    default: object = None


def read_fields(fields: tuple[Field, ...], data: object, where: str = "") -> dict[str, object]:
    """Return the values of all fields; raises ``ShouzhengError`` (SZ-6010 to SZ-6012) naming every wrong one."""
    if not isinstance(data, Mapping):
        raise ShouzhengError(wrong(where or "{}", Words("JSON 对象 {…}", "an object {…}"), where))
    problems: list[Problem] = []
    found: dict[str, object] = {}
    for field in fields:
        name = field.name
        value = data.get(name)
        if value is None:
            if field.needed:
                problems.append(Problem(MISSING_FIELD, where, _slots(name, field.form)))
            found[name] = field.default
            continue
        try:
            found[name] = field.read(value)
        except (_Wrong, ValueError, OverflowError):
            problems.append(wrong(name, field.form, where))
            found[name] = field.default  # it is a field, only its value is wrong
    unknown = [str(name)[:_SHOWN].encode("utf-8", "replace").decode() for name in data if name not in found]
    if unknown:
        problems = [*(Problem(UNKNOWN_FIELD, where, (("field", shown),)) for shown in unknown), *problems]
    if problems:
        raise ShouzhengError(*problems)
    return found


def wrong(field: str, form: Words, where: str = "") -> Problem:
    """Return the problem (SZ-6012) of a field whose value is not of this form."""
    return Problem(WRONG_VALUE, where, _slots(field, form))


def _slots(field: str, form: Words) -> tuple[tuple[str, str], ...]:
    return ("field", field), ("form", form.en), ("form_zh", form.zh)


def _same(form: str) -> Words:
    """A form that is written alike in both languages."""
    return Words(form, form)


def identifier(name: str, *, needed: bool = False) -> Field:
    """Return a field for an id of the asker's own."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not _ID.match(value):
            raise _Wrong
        return value

    schema: Schema = {"type": "string", "pattern": "^[A-Za-z0-9._:@+\\-]{1,128}$"}
    return Field(name, read, schema, _ID_FORM, needed)


def words(name: str, *, longest: int = MOST_TEXT, needed: bool = False) -> Field:
    """Return a field for any text up to a length, whatever its characters: it is read, never stored."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not value or len(value) > longest:
            raise _Wrong
        return value

    form = Words(f"1 至 {longest} 个字的文字", f"text, 1-{longest}")
    return Field(name, read, {"type": "string", "minLength": 1, "maxLength": longest}, form, needed)


def line(name: str, *, longest: int, needed: bool = False) -> Field:
    """Return a field for one line of text that is stored: no control characters, no halves of characters."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not 1 <= len(value) <= longest or _NOT_STORED.search(value):
            raise _Wrong
        return value

    schema: Schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": _NOT_STORED_SCHEMA}
    form = Words(f"一行文字，1 至 {longest} 个字", f"one line, 1-{longest}")
    return Field(name, read, schema, form, needed)


def choice(name: str, values: type[StrEnum], *, needed: bool = False, default: object = None) -> Field:
    """Return a field for one value of an enum."""
    members = {each.value: each for each in values}

    def read(value: object) -> object:
        if not isinstance(value, str) or value not in members:
            raise _Wrong
        return members[value]

    return Field(name, read, {"type": "string", "enum": [*members]}, _same(" | ".join(members)), needed, default)


def truth(name: str, default: bool | None = None) -> Field:
    """Return a field for true or false."""

    def read(value: object) -> object:
        if not isinstance(value, bool):
            raise _Wrong
        return value

    return Field(name, read, {"type": "boolean"}, _same("true | false"), default=default)


def integer(name: str, low: int, high: int) -> Field:
    """Return a field for an integer in a range."""

    def read(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _Wrong
        return value

    return Field(name, read, {"type": "integer", "minimum": low, "maximum": high}, _same(f"{low}-{high}"))


def day(name: str) -> Field:
    """Return a field for a calendar day."""

    def read(value: object) -> object:
        if not isinstance(value, str) or len(value) != len("2026-01-01"):
            raise _Wrong
        found = date.fromisoformat(value)
        if not 1949 <= found.year <= _LAST_YEAR:
            raise _Wrong
        return found

    return Field(name, read, {"type": "string", "format": "date"}, _same("YYYY-MM-DD"))


def instant(name: str, *, needed: bool = False, zone_needed: bool = True) -> Field:
    """Return a field for an instant; without an offset, where that may be missing, it is read in Beijing time."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not _INSTANT.match(value):
            raise _Wrong
        found = datetime.fromisoformat(value)
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR or (zone_needed and found.tzinfo is None):
            raise _Wrong
        return found if found.tzinfo else found.replace(tzinfo=BEIJING)

    form = "2026-01-05T10:00:00+08:00"
    schema: Schema = {"type": "string", "maxLength": 40, "description": f"RFC 3339, {form}"}
    return Field(name, read, schema, _same(form), needed)


def zone(name: str, default: int) -> Field:
    """Return a field for an offset from UTC, or ``unknown``."""

    def read(value: object) -> object:
        if value == "unknown":
            return UNKNOWN_ZONE
        if not isinstance(value, str) or not _OFFSET.match(value):
            raise _Wrong
        hours, minutes = int(value[1:3]), int(value[4:])
        if hours > 14 or minutes > 59:
            raise _Wrong
        return (60 * hours + minutes) * (-1 if value[0] == "-" else 1)

    form = "+08:00 | unknown"
    return Field(name, read, {"type": "string", "maxLength": 7, "description": form}, _same(form), default=default)


def mapping(name: str) -> Field:
    """Return a field for an object of facts; which facts they may be is checked against the law."""

    def read(value: object) -> object:
        if not isinstance(value, Mapping):
            raise _Wrong
        return dict(value)

    return Field(name, read, {"type": "object", "maxProperties": 100}, Words("{事实名: 值}", "{fact: value}"))


#: What ``zone`` gives for ``unknown``: no offset.
UNKNOWN_ZONE = "unknown"


def schema_of(fields: tuple[Field, ...], about: str) -> Schema:
    """Return the JSON schema of an object with these fields."""
    return {
        "type": "object",
        "description": about,
        "additionalProperties": False,
        "required": [field.name for field in fields if field.needed],
        "properties": {field.name: field.schema for field in fields},
    }
