"""A count for a planned contact of whose person (or matter) no contact is on record: it counts itself alone."""

from __future__ import annotations

from shouzheng.judging.counts import Countable, Mark
from shouzheng.judging.placement import WITHIN_DAY
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition, WindowKind


def alone(definition: CountDefinition, planned: Countable, mark: Mark) -> tuple[int | None, int | None]:
    """Return the sure and the possible count; what ``counts_ledger.planned_count_sql`` gives on an empty table."""
    keys = planned.keys
    if any(keys[name] is None for name in definition.by):
        return None, None
    by_day = definition.window.kind is WindowKind.CALENDAR_DAY
    # one whose day alone is known is never sure in a rolling window
    sure = mark is True and (by_day or planned.at.width < WITHIN_DAY)
    if definition.aggregate is Aggregate.DISTINCT and definition.of is not None and keys[definition.of] is None:
        sure = False
    return int(sure), int(mark is not False)
