"""Where the person was when the phone's clock told another time: stays abroad, with the clock changes of the place.

A file that writes local times without a zone is read with the offset of the stay; of one that writes instants only the
device's offset is completed. Offsets that a file states itself are never touched, nor are bills, which are in Beijing
time wherever the phone was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from shouzheng.model.case import Stay as Stay
from shouzheng.model.event import ContactEvent
from shouzheng.model.moment import Moment, OffsetSource

#: Note of a local time that the clock showed twice, or never, when it was put back or forward.
CLOCK_CHANGE = "clock_change_doubtful"
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)=(.{1,64})", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{1,2}):(\d\d)", re.ASCII)
_INSTANT = re.compile(r"-?\d{9,}(?:\.\d+)?", re.ASCII)
_FARTHEST = 14 * 60


def stay_of(written: str) -> Stay:
    """Return the stay written as ``2026-05-01..2026-05-09=+09:00`` or ``…=Europe/Berlin``; raises ``ValueError``."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(written)
    first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    if last < first:
        raise ValueError(written)
    return Stay(first, last, zone_of(found[3]))


def zone_of(written: str) -> tzinfo:
    """Return the zone written as ``+09:00`` or ``Europe/Berlin``; raises ``ValueError``."""
    offset = _OFFSET.fullmatch(written)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes > _FARTHEST or int(offset[3]) > 59:
            raise ValueError(written)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(written)
    except (OSError, KeyError) as error:  # no such zone, or no table of zones on this computer
        raise ValueError(written) from error


def offset_on(stays: Sequence[Stay], local: datetime) -> int | None:
    """Return the offset in minutes of a local time without zone, ``None`` when no stay holds its day."""
    for stay in stays:
        if stay.holds(local.date()):
            return _minutes(local.replace(tzinfo=stay.zone))
    return None


def _minutes(at: datetime) -> int:
    offset = at.utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def seen_from(stays: Sequence[Stay], event: ContactEvent) -> ContactEvent:
    """Return the event with the offset of the stay where its own was assumed; noted where the clock was changed."""
    time = event.time
    if time.offset_source is OffsetSource.PERSON:
        return _noted(stays, event)
    if time.offset_source is not OffsetSource.ASSUMED or _INSTANT.fullmatch(time.raw) is None:
        return event
    for stay in stays:
        local = time.utc.astimezone(stay.zone)
        if stay.holds(local.date()):
            return replace(event, time=_with(time, _minutes(local)))
    return event


def _with(time: Moment, minutes: int) -> Moment:
    return replace(time, offset_minutes=minutes, offset_source=OffsetSource.PERSON)


def _noted(stays: Sequence[Stay], event: ContactEvent) -> ContactEvent:
    local = event.time.device.replace(tzinfo=None)
    stay = next((each for each in stays if each.holds(local.date())), None)
    if stay is None:
        return event
    early, late = (local.replace(tzinfo=stay.zone, fold=fold) for fold in (0, 1))
    doubtful = early.utcoffset() != late.utcoffset() or early.astimezone(UTC).astimezone(stay.zone).replace(
        tzinfo=None
    ) != local.replace(fold=0)
    return replace(event, notes=(*event.notes, CLOCK_CHANGE)) if doubtful else event
