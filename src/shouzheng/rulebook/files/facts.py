"""The closed, typed list of facts that rules may use (``law/facts.toml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.tokens import MAX_INTEGER, ExpressionError, Kind, tokenize

#: Ending of the second column of a count: rows that match or might match.
POSSIBLE = "_possible"
#: Value that stands for "not known" in the nouns; in facts it is always the absence of a value.
UNKNOWN = "unknown"
#: Words that database systems reserve, so that the printed SQL stays legal (DuckDB stumbled over ``day``).
_RESERVED = frozenset(
    ["day", "month", "year", "hour", "minute", "second", "order", "group", "user", "table", "column", "index", "key"]
)
_VALUE = re.compile(r"[a-z][a-z0-9_]*\Z")


#: End of the names of facts that hold a calendar day.
CALENDAR = "day_no"


class FactType(StrEnum):
    """The three types of the language; they are never mixed."""

    BOOL = "bool"
    INT = "int"
    ENUM = "enum"


class Unit(StrEnum):
    """What an integer fact counts."""

    NONE = ""
    MINUTE = "minute"
    DAY = "day"
    FEN = "fen"
    SECOND = "second"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact: type, unit, values, who computes it, and its label. ``low`` and ``high`` bound an integer fact.

    ``value_words`` holds labels of enum values where the file gives any. ``sets`` are named groups of values, which
    a condition may list instead of the values: ``recipient_role IN ('third_person', 'spouse')``.
    """

    name: str
    type: FactType
    label: Words
    computed_by: str
    unit: Unit = Unit.NONE
    values: tuple[str, ...] = ()
    may_be_unknown: bool = True
    low: int = -MAX_INTEGER
    high: int = MAX_INTEGER
    note: Words = Words("", "")  # noqa: RUF009 - frozen, so it may be shared
    value_words: Mapping[str, Words] | None = None
    sets: Mapping[str, tuple[str, ...]] | None = None

    def members(self, name: str) -> tuple[str, ...]:
        """Return the values of a named group, or the value itself."""
        return (self.sets or {}).get(name, (name,))

    @property
    def is_calendar(self) -> bool:
        """True for a calendar day as its number (days since 1970-01-01): such facts are named ``…day_no``."""
        return self.unit is Unit.DAY and self.name.endswith(CALENDAR)

    def say_value(self, value: str) -> Words:
        """Return the label of an enum value, or the value itself."""
        return (self.value_words or {}).get(value) or Words(value, value)

    def accepts(self, value: object) -> bool:
        """True for ``None`` and for every value of the fact's type and range."""
        if value is None:
            return True
        if self.type is FactType.BOOL:
            return isinstance(value, bool)
        if self.type is FactType.INT:
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        return isinstance(value, str) and value in self.values


def read_facts(file: LawFile) -> dict[str, FactDefinition]:
    """Read ``facts.toml``; entries with problems are reported in the file and left out."""
    root = file.root()
    _skip_meta(root)
    facts: dict[str, FactDefinition] = {}
    for name, table in root.named_tables("fact"):
        _check_name(name, table)
        definition = _definition(name, table)
        table.finish()
        if table.sound:
            facts[name] = definition
    root.finish()
    return facts


def possible_of(fact: FactDefinition) -> FactDefinition:
    """Return the definition of the second column of a count."""
    label = Words(f"{fact.label.zh}（含存疑）", f"{fact.label.en} (including doubtful ones)")
    return FactDefinition(
        fact.name + POSSIBLE, fact.type, label, fact.computed_by, fact.unit, (), True, fact.low, fact.high
    )


def _skip_meta(root: Table) -> None:
    """``[meta]`` (dates and remarks for lawyers) is read by the loader, not here."""
    root.has("meta")


def _definition(name: str, table: Table) -> FactDefinition:
    kind = table.choice("type", FactType, FactType.BOOL)
    values = table.texts("values", needed=kind is FactType.ENUM)
    for index, value in enumerate(values):
        if value == UNKNOWN:
            table.report(problems.UNKNOWN_AS_VALUE, "values", index)
        elif not _VALUE.match(value):
            table.report(problems.NOT_ALLOWED, "values", index, key="values", value=value, allowed="a-z 0-9 _")
    low, high = -MAX_INTEGER, MAX_INTEGER
    if kind is FactType.INT:
        given = (
            table.integer("min", needed=False, low=low, high=high),
            table.integer("max", needed=False, low=low, high=high),
        )
        low, high = (low if given[0] is None else given[0]), (high if given[1] is None else given[1])
    labels = [(value, inner) for value, inner in table.named_tables("labels", needed=False)]
    return FactDefinition(
        name=name,
        type=kind,
        label=Words(table.text("zh"), table.text("en")),
        computed_by=table.text("computed_by"),
        unit=table.choice("unit", Unit, Unit.NONE, needed=False),
        values=values,
        may_be_unknown=table.boolean("may_be_unknown"),
        low=low,
        high=high,
        note=_note(table),
        value_words={value: _label(inner) for value, inner in labels} or None,
        sets=_sets(table, values) or None,
    )


def _sets(table: Table, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Read ``[fact.<name>.sets]``: named groups of values, under names that are no values themselves."""
    if not table.has("sets"):
        return {}
    inner = table.table("sets")
    found = {name: inner.texts(name, allowed=values) for name in inner.data}
    for name in found:
        if name in values or not _VALUE.match(name):
            inner.report(problems.NOT_ALLOWED, name, key="sets", value=name, allowed="a-z 0-9 _, no value of the fact")
    return found


def _label(table: Table) -> Words:
    words = Words(table.text("zh"), table.text("en"))
    table.finish()
    return words


def _note(table: Table) -> Words:
    """A note may be one text (for engineers) or a text in both languages."""
    if isinstance(table.data.get("note"), str):
        text = table.text("note", needed=False, may_be_empty=True)
        return Words(text, text)
    return table.words("note", needed=False)


def _check_name(name: str, table: Table) -> None:
    try:
        tokens = tokenize(name)
    except ExpressionError:
        tokens = []
    if len(tokens) != 2 or tokens[0].kind is not Kind.NAME or name in _RESERVED or name.endswith(POSSIBLE):
        table.report(problems.NOT_ALLOWED, key="fact", value=name, allowed="a-z 0-9 _, no SQL word, not …_possible")
