"""A count's declaration as a range query for one planned contact: what the count will be once it has been made.

The ledger is the table of ``counts_sql``, filled with the contacts made or reserved so far. With the index of
``index_sql`` each query reads only the rows of the window. The planned contact itself is handed in as parameters, so
that checking and reserving can be one transaction: nobody else's contact can slip in between.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.judging.counts import Countable, Mark, length_ms
from shouzheng.judging.counts_sql import KEY, possible_mark, sure_mark
from shouzheng.judging.placement import WITHIN_DAY
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition, WindowKind
from shouzheng.rulebook.files.facts import POSSIBLE


def index_sql(definition: CountDefinition, table: str = "contact") -> str:
    """Return the index that makes the query a range scan: the keys, then the instant (or the day)."""
    by_day = definition.window.kind is WindowKind.CALENDAR_DAY
    columns = [*(KEY + name for name in definition.by), "day_no" if by_day else "latest"]
    name = "_".join([table, *definition.by, columns[-1]])
    return f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({', '.join(columns)})"


def planned_count_sql(definition: CountDefinition, table: str = "contact") -> str:
    """Return a SELECT of the sure and the possible count, the planned contact included.

    Its parameters are those of ``planned_parameters``. Both counts are NULL when a key of the planned contact is.
    """
    of = KEY + definition.of if definition.of else "1"
    own_value = f":{of}" if definition.of else "1"
    same = " AND ".join(f"{KEY}{name} = :{KEY}{name}" for name in definition.by)
    window, surely = _window(definition)
    missing = " OR ".join(f":{KEY}{name} IS NULL" for name in definition.by)
    sure, possible = _totals(definition)
    return (  # every part is our own: names checked at load, and SQL made from the checked tree
        f"SELECT CASE WHEN {missing} THEN NULL ELSE {sure} END AS {definition.name},\n"  # noqa: S608
        f"  CASE WHEN {missing} THEN NULL ELSE {possible} END AS {definition.name}{POSSIBLE}\n"
        f"FROM (\n"
        f"  SELECT {of} AS value, ({sure_mark(definition)}{surely}) AS sure, {possible_mark(definition)} AS possible\n"
        f"  FROM {table} WHERE {same} AND {window}\n"
        f"  UNION ALL SELECT {own_value}, :sure, :possible\n"
        f") AS seen"
    )


def planned_parameters(definition: CountDefinition, planned: Countable, mark: Mark) -> Mapping[str, object]:
    """Return the parameters for a planned contact; ``mark`` is whether it is itself one to be counted."""
    by_day = definition.window.kind is WindowKind.CALENDAR_DAY
    keys = {*definition.by, *([definition.of] if definition.of else [])}
    at = planned.at
    # one whose day alone is known is never sure in a rolling window
    surely = mark is True and (by_day or at.width < WITHIN_DAY)
    return {
        "earliest": at.earliest,
        "latest": at.latest,
        "day_no": at.day_no,
        "sure": int(surely),
        "possible": int(mark is not False),
        **{KEY + name: planned.keys[name] for name in keys},
    }


def _window(definition: CountDefinition) -> tuple[str, str]:
    """The range that may count, and what a row in it must fulfil besides to be sure."""
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return "day_no = :day_no AND latest <= :latest", ""
    length = length_ms(definition)
    return (
        f"latest > :earliest - {length} AND latest <= :latest",
        f" AND latest - earliest < {WITHIN_DAY} AND earliest > :latest - {length}",
    )


def _totals(definition: CountDefinition) -> tuple[str, str]:
    if definition.aggregate is Aggregate.COUNT:
        return "COUNT(*) FILTER (WHERE sure)", "COUNT(*) FILTER (WHERE possible)"
    return (
        "COUNT(DISTINCT value) FILTER (WHERE sure)",
        "COUNT(DISTINCT value) FILTER (WHERE possible) + COUNT(*) FILTER (WHERE possible AND value IS NULL)",
    )
