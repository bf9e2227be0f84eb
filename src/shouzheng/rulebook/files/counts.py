"""Counts as declarations (``law/counts.toml``): which contacts, by which keys, in which window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.named_sets import open_sets
from shouzheng.rulebook.language.nodes import Boolean, Node
from shouzheng.rulebook.language.tokens import ExpressionError
from shouzheng.rulebook.language.types import check_types

#: ``computed_by`` of facts that are counts.
COUNTED = "judging.counts"
#: Longest window, in minutes: ten years.
_MAX_MINUTES = 10 * 366 * 1440


class WindowKind(StrEnum):
    """The Beijing day up to the contact itself, or the half-open ``(t − length, t]``."""

    CALENDAR_DAY = "calendar_day"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Window:
    """How far a count looks back; ``minutes`` is 0 for a calendar day."""

    kind: WindowKind
    minutes: int = 0


class Aggregate(StrEnum):
    """Number of contacts, or number of different values of a key."""

    COUNT = "count"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class CountDefinition:
    """One count. ``by`` are the keys that counted contacts share; ``partition`` is the one of them to cut archives by.

    ``where`` is over base facts: TRUE is a sure contact, unknown a possible one. ``of`` is the key whose different
    values are counted, for ``distinct``. ``unsure_because`` says what is missing when sure and possible count differ.
    """

    name: str
    label: Words
    by: tuple[str, ...]
    partition: str
    window: Window
    where: Node
    where_text: str
    aggregate: Aggregate
    of: str | None
    unsure_because: Words


@dataclass(frozen=True, slots=True)
class KeyDefinition:
    """A text that identifies (a person, number, creditor): counted by, never readable in a rule."""

    name: str
    label: Words
    note: Words


def read_counts(
    file: LawFile, facts: Mapping[str, FactDefinition]
) -> tuple[dict[str, KeyDefinition], dict[str, CountDefinition]]:
    """Read ``counts.toml`` against the facts; entries with problems are reported in the file and left out."""
    root = file.root()
    root.has("meta")
    keys: dict[str, KeyDefinition] = {}
    for name, table in root.named_tables("key", needed=False):
        keys[name] = KeyDefinition(name, _label(table), _note(table))
        table.finish()
    base = {name: fact for name, fact in facts.items() if fact.computed_by != COUNTED}
    counts: dict[str, CountDefinition] = {}
    for name, table in root.named_tables("count", needed=False):
        definition = _definition(name, table, keys, base)
        if name not in facts or facts[name].type is not FactType.INT or facts[name].computed_by != COUNTED:
            table.report(problems.COUNT_WITHOUT_FACTS, count=name, fact=name)
        table.finish()
        if table.sound:
            counts[name] = definition
    root.finish()
    return keys, counts


def _label(table: Table) -> Words:
    return Words(table.text("zh"), table.text("en"))


def _note(table: Table) -> Words:
    text = table.text("note", needed=False, may_be_empty=True)
    return Words(text, text)


def _definition(
    name: str, table: Table, keys: Mapping[str, KeyDefinition], facts: Mapping[str, FactDefinition]
) -> CountDefinition:
    by = table.texts("by", allowed=keys)
    partition = table.text("partition")
    if by and partition not in by:
        table.report(problems.NOT_ALLOWED, "partition", key="partition", value=partition, allowed=" ".join(by))
    aggregate = table.choice("agg", Aggregate, Aggregate.COUNT)
    of = table.text("of", needed=aggregate is Aggregate.DISTINCT)
    if of and of not in keys:
        table.report(problems.NOT_ALLOWED, "of", key="of", value=of, allowed=" ".join(keys))
    where_text = table.text("where")
    return CountDefinition(
        name=name,
        label=_label(table),
        by=by,
        partition=partition,
        window=_window(table.table("window")),
        where=_where(table, where_text, facts),
        where_text=where_text,
        aggregate=aggregate,
        of=of or None,
        unsure_because=table.words("unsure_because"),
    )


def _window(table: Table) -> Window:
    kind = table.choice("kind", WindowKind, WindowKind.CALENDAR_DAY)
    days = table.integer("days", needed=False, low=1, high=_MAX_MINUTES // 1440)
    minutes = table.integer("minutes", needed=False, low=1, high=_MAX_MINUTES)
    table.finish()
    length = (days or 0) * 1440 + (minutes or 0)
    if (kind is WindowKind.ROLLING) != (length > 0):
        allowed = "rolling: days or minutes; calendar_day: neither"
        table.report(problems.NOT_ALLOWED, "kind", key="window", value=kind.value, allowed=allowed)
    return Window(kind, length)


def _where(table: Table, text: str, facts: Mapping[str, FactDefinition]) -> Node:
    path = (*table.path, "where")
    if not text:
        return Boolean(False)
    try:
        node = open_sets(parse(text), facts)
    except ExpressionError as error:
        table.file.report_expression(error, path)
        return Boolean(False)
    for mismatch in check_types(node, text, facts):
        table.file.report_expression(mismatch, path)
    return node
