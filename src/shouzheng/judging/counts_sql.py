"""A count's declaration as SQL text over a table of contacts, for data people to read and for tests to compare.

The table has one row for each contact: ``seq`` (its place in the order given), ``earliest`` and ``latest``
(milliseconds since 1970-01-01 UTC, see ``judging.placement``), ``day_no``, one column for each base fact and one
``key_<name>`` for each key. The text uses window functions (``COUNT(*) FILTER … OVER``) as SQLite 3.28, PostgreSQL 11
and DuckDB know them; ``COUNT(DISTINCT …)`` is no window function there, so ``distinct`` is a subquery.
"""

from __future__ import annotations

from shouzheng.judging.counts import length_ms
from shouzheng.judging.placement import EXACT, WIDTHS, WITHIN_DAY, WITHIN_MINUTE
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition, WindowKind
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.language.render import to_sql

#: Prefix of key columns, so that no key collides with a fact or a word of SQL.
KEY = "key_"


def count_sql(definition: CountDefinition, table: str = "contact") -> str:
    """Return a SELECT that gives ``seq``, the sure count and the possible count for each row of the table."""
    sure, possible = sure_sql(definition, table), possible_sql(definition, table)
    return (
        f"SELECT seq,\n  {_guarded(definition, sure)} AS {definition.name},\n"
        f"  {_guarded(definition, possible)} AS {definition.name}{POSSIBLE}\nFROM {table} AS e\nORDER BY seq"
    )


def sure_mark(definition: CountDefinition) -> str:
    """Return the condition of a sure contact: ``where`` is TRUE (FILTER and WHERE leave out FALSE and NULL)."""
    return f"({to_sql(definition.where)})"


def possible_mark(definition: CountDefinition) -> str:
    """Return the condition of a possible contact: ``where`` is not FALSE."""
    return f"COALESCE({to_sql(definition.where)}, TRUE)"


def sure_sql(definition: CountDefinition, table: str) -> str:
    """Return the expression of the sure count."""
    mark = sure_mark(definition)
    if definition.aggregate is Aggregate.DISTINCT:
        return _distinct(definition, table, f"{mark}{_surely_inside(definition)}", unknown_counts=False)
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return _of_day(definition, mark)
    exact = _back(definition, f"{mark} AND latest - earliest = {EXACT}", length_ms(definition) - 1)
    minute = _back(
        definition, f"{mark} AND latest - earliest = {WITHIN_MINUTE}", length_ms(definition) - 1 - WITHIN_MINUTE
    )
    later = _later_ties(definition, f"{mark} AND latest - earliest < {WITHIN_DAY}")
    return f"{exact}\n    + {minute}\n    - {later}"


def possible_sql(definition: CountDefinition, table: str) -> str:
    """Return the expression of the possible count."""
    mark = possible_mark(definition)
    if definition.aggregate is Aggregate.DISTINCT:
        return _distinct(definition, table, f"{mark}{_possibly_inside(definition)}", unknown_counts=True)
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return _of_day(definition, mark)
    reach = [f"WHEN {width} THEN {_back(definition, mark, length_ms(definition) - 1 + width)}" for width in WIDTHS]
    cases = "\n      ".join(reach)
    return f"CASE latest - earliest\n      {cases}\n    END\n    - {_later_ties(definition, mark)}"


def _keys(definition: CountDefinition) -> str:
    return ", ".join(KEY + name for name in definition.by)


def _guarded(definition: CountDefinition, expression: str) -> str:
    missing = " OR ".join(f"{KEY}{name} IS NULL" for name in definition.by)
    return f"CASE WHEN {missing} THEN NULL ELSE\n    {expression}\n  END"


def _of_day(definition: CountDefinition, mark: str) -> str:
    return (
        f"COUNT(*) FILTER (WHERE {mark}) OVER (PARTITION BY {_keys(definition)}, day_no "
        "ORDER BY latest, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    )


def _back(definition: CountDefinition, mark: str, reach: int) -> str:
    """Rows of the group whose latest instant lies at most ``reach`` before this row's, and all rows at its instant."""
    return (
        f"COUNT(*) FILTER (WHERE {mark}) OVER (PARTITION BY {_keys(definition)} "
        f"ORDER BY latest RANGE BETWEEN {reach} PRECEDING AND CURRENT ROW)"
    )


def _later_ties(definition: CountDefinition, mark: str) -> str:
    """Rows of the group at the same instant that come after this one: a count looks back, never forward."""
    return (
        f"COUNT(*) FILTER (WHERE {mark}) OVER (PARTITION BY {_keys(definition)}, latest "
        "ORDER BY seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
    )


def _surely_inside(definition: CountDefinition) -> str:
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return " AND p.day_no = e.day_no"
    return f" AND p.latest - p.earliest < {WITHIN_DAY} AND p.earliest > e.latest - {length_ms(definition)}"


def _possibly_inside(definition: CountDefinition) -> str:
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return " AND p.day_no = e.day_no"
    return f" AND p.latest > e.earliest - {length_ms(definition)}"


def _distinct(definition: CountDefinition, table: str, condition: str, *, unknown_counts: bool) -> str:
    # unqualified names inside the subquery belong to p, its own table
    of = f"{KEY}{definition.of}"
    same = " AND ".join(f"p.{KEY}{name} = e.{KEY}{name}" for name in definition.by)
    unknown = f" + COUNT(*) - COUNT(p.{of})" if unknown_counts else ""
    before = "(p.latest < e.latest OR p.latest = e.latest AND p.seq <= e.seq)"
    return (  # every part is our own: names checked at load, and SQL made from the checked tree
        f"(SELECT COUNT(DISTINCT p.{of}){unknown} FROM {table} AS p\n"  # noqa: S608
        f"      WHERE {same} AND {before}\n      AND {condition})"
    )
