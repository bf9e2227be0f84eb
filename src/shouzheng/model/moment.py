"""A time as evidence: raw text, instant, offset and resolution are four different things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from shouzheng.model.quick import maker, quick

#: Mainland China has one civil time, UTC+8, without daylight saving since 1992. Rules on hours speak of this time.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

#: Hours by which Beijing is ahead, and the hour of UTC at which its next day begins.
_AHEAD, _NEXT_DAY = 8, 16
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=BEIJING).toordinal()


class Resolution(StrEnum):
    """How finely the source tells time; a minute is never sorted or counted as if it had seconds."""

    MILLISECOND = "ms"
    SECOND = "s"
    MINUTE = "min"
    DAY = "day"


class OffsetSource(StrEnum):
    """How the device's offset from UTC is known."""

    STATED = "stated"  # written in the record itself
    READABLE_DATE = "readable_date"  # recovered by comparing the local text with the instant
    ASSUMED = "assumed"  # nothing in the file says; Asia/Shanghai taken
    PERSON = "person"  # the person said so in case.toml


@quick
@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the raw text, the UTC instant, the device's offset in minutes, and the resolution."""

    raw: str
    utc: datetime
    offset_minutes: int
    resolution: Resolution
    offset_source: OffsetSource = OffsetSource.ASSUMED

    def __post_init__(self) -> None:
        if self.utc.tzinfo is not UTC:
            raise ValueError("Moment.utc must be an aware datetime in UTC")

    @property
    def device(self) -> datetime:
        """The wall-clock time of the device, aware with the recorded offset."""
        return self.utc.astimezone(timezone(timedelta(minutes=self.offset_minutes)))

    @property
    def beijing(self) -> datetime:
        """The same instant in Beijing time, in which the rules on hours and days are read."""
        return self.utc.astimezone(BEIJING)

    @property
    def day_no(self) -> int:
        """Beijing calendar day, counted from 1970-01-01 = 0."""
        utc = self.utc
        return utc.toordinal() - _EPOCH_DAY + (utc.hour >= _NEXT_DAY)

    @property
    def minute_of_day(self) -> int:
        """Minute of the Beijing day, 0–1439."""
        utc = self.utc
        return (utc.hour + _AHEAD) % 24 * 60 + utc.minute


#: Makes a ``Moment``, for where hundreds of thousands are made.
new_moment = maker(Moment)
