"""Times of Apple's stores: counted from 2001-01-01 UTC, in seconds or in nanoseconds."""

from __future__ import annotations

import math

from shouzheng.intake import problems
from shouzheng.intake.moments import is_possible, moment_of
from shouzheng.intake.records import Refused
from shouzheng.model.moment import Moment, OffsetSource, Resolution

#: 2001-01-01 UTC in seconds since 1970.
APPLE_EPOCH = 978_307_200
#: Seconds since 2001 stay below this until the year 33688, nanoseconds since 2001 passed it after 17 minutes.
_NANOSECONDS_FROM = 10**12
_LONGEST = 40
#: Far beyond any time that is possible in nanoseconds.
_MOST = 10**20

IN_SECONDS = "date_in_seconds"


def apple_moment(raw: str | None, field: str, offset: int, notes: list[str]) -> Moment:
    """Return the moment of a number of seconds (noted) or nanoseconds since 2001, told apart by its size.

    Raises ``Refused`` when it is missing or impossible. Whole seconds have that resolution.
    """
    value = _positive(raw, field)
    if value >= _NANOSECONDS_FROM:
        return _moment(raw, field, int(value) // 1_000_000 + APPLE_EPOCH * 1000, offset)
    notes.append(IN_SECONDS)
    return seconds_moment(raw, field, offset)


def seconds_moment(raw: str | None, field: str, offset: int, *, since: int = APPLE_EPOCH) -> Moment:
    """Return the moment of a number of seconds, which may have decimals; raises ``Refused``.

    ``since`` is the instant from which it counts, in seconds since 1970.
    """
    return _moment(raw, field, math.floor(_positive(raw, field) * 1000 + 0.5) + since * 1000, offset)


def _positive(raw: str | None, field: str) -> int | float:
    if raw is None:
        raise Refused(problems.FIELD_MISSING, field=field)
    try:
        value = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < _LONGEST else float(raw[:_LONGEST])
    except ValueError:
        value = math.nan
    if not 0 < value < _MOST:
        raise Refused(problems.IMPOSSIBLE_TIME, field=field, value=raw)
    return value


def _moment(raw: str | None, field: str, milliseconds: int, offset: int) -> Moment:
    if not is_possible(milliseconds):
        raise Refused(problems.IMPOSSIBLE_TIME, field=field, value=raw)
    resolution = Resolution.MILLISECOND if milliseconds % 1000 else Resolution.SECOND
    return moment_of(raw or "", milliseconds, resolution, (offset, OffsetSource.ASSUMED))
