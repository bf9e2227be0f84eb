"""Where a contact stands in time, for facts and counts: the earliest and latest instant at which it can have happened.

A source that tells only the minute or the day leaves an interval. Contacts are put in order by their latest instant
(equal ones stay in the order given), so that of contacts in one interval the last one has seen all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from shouzheng.model.moment import Moment, Resolution

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()

#: Length of a minute and a day in milliseconds, the unit of all instants here.
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
#: Beijing is ahead of UTC by eight hours, without daylight saving since 1992.
_AHEAD = 8 * 60 * MINUTE_MS
#: Width (latest − earliest) of what the source told: an instant (seconds or finer), a minute, a day.
EXACT, WITHIN_MINUTE, WITHIN_DAY = 0, MINUTE_MS - 1, DAY_MS - 1
WIDTHS = (EXACT, WITHIN_MINUTE, WITHIN_DAY)


@dataclass(frozen=True, slots=True)
class Placement:
    """``earliest`` and ``latest`` in milliseconds since 1970-01-01 UTC, both included; ``day_no`` is the Beijing day.

    Whole seconds are taken as instants: no rule speaks of less than a minute.
    """

    earliest: int
    latest: int
    day_no: int

    @property
    def width(self) -> int:
        """One of ``WIDTHS``."""
        return self.latest - self.earliest

    @property
    def day(self) -> date:
        """The Beijing day, whose law applies."""
        return date.fromordinal(self.day_no + _EPOCH_ORDINAL)

    @property
    def minute_of_day(self) -> int | None:
        """Minute of the Beijing day, ``None`` when only the day is known."""
        return None if self.width == WITHIN_DAY else (self.earliest + _AHEAD) % DAY_MS // MINUTE_MS


def place(moment: Moment) -> Placement:
    """Return where the moment stands. Of a source that tells only a day, it is the day as it was written down."""
    if moment.resolution is Resolution.DAY:
        day_no = day_number(moment.device.date())
        return Placement(day_start(day_no), day_start(day_no) + WITHIN_DAY, day_no)
    passed = moment.utc - _EPOCH
    earliest = passed.days * DAY_MS + passed.seconds * 1000 + passed.microseconds // 1000
    day_no = (earliest + _AHEAD) // DAY_MS
    if moment.resolution is Resolution.MINUTE:
        earliest -= earliest % MINUTE_MS
        return Placement(earliest, earliest + WITHIN_MINUTE, day_no)
    return Placement(earliest, earliest, day_no)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_start(day_no: int) -> int:
    """Return the first instant of a Beijing day."""
    return day_no * DAY_MS - _AHEAD
