"""Day, minute, night, weekday and holiday of instants in Beijing time, and the interval a coarse time leaves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.judging.facts import NIGHT_BEGINS, NIGHT_ENDS
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, WITHIN_DAY, WITHIN_MINUTE, day_start
from shouzheng.model.moment import Resolution
from shouzheng.reference.calendar import is_holiday

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

_EPOCH = date(1970, 1, 1).toordinal()
#: Monday is 1; 1970-01-01 was a Thursday.
_FIRST_WEEKDAY = 3


def calendar_columns(at: Array, resolution: Resolution) -> dict[str, pa.Array]:
    """Return ``earliest``, ``latest`` and the calendar facts of instants in milliseconds since 1970-01-01 UTC."""
    ahead = -day_start(0)
    day = (at + ahead) // DAY_MS
    if resolution is Resolution.DAY:
        earliest, width = day * DAY_MS - ahead, WITHIN_DAY
    elif resolution is Resolution.MINUTE:
        earliest, width = at - at % MINUTE_MS, WITHIN_MINUTE
    else:
        earliest, width = at, 0
    minute = ((earliest + ahead) % DAY_MS // MINUTE_MS).astype(numpy.int32)
    unknown = numpy.full(len(at), resolution is Resolution.DAY)
    return {
        "earliest": pa.array(earliest),
        "latest": pa.array(earliest + width),
        "day_no": pa.array(day),
        "minute_of_day": pa.array(minute, mask=unknown),
        "is_night": pa.array((minute >= NIGHT_BEGINS) | (minute < NIGHT_ENDS), mask=unknown),
        "weekday": pa.array(((day + _FIRST_WEEKDAY) % 7 + 1).astype(numpy.int32)),
        "is_holiday": _holidays(day),
    }


def _holidays(day: Array) -> pa.Array:
    days, place = numpy.unique(day, return_inverse=True)
    answers = pa.array([is_holiday(date.fromordinal(int(number) + _EPOCH)) for number in days], pa.bool_())
    return answers.take(pa.array(place))
