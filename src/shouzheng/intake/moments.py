"""Times as phones' apps write them, read as moments; and the device's offset, recovered by comparing two of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from shouzheng.intake.hints import current
from shouzheng.intake.statement.stays import offset_on
from shouzheng.model.moment import Moment, OffsetSource, Resolution, new_moment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: A contact before 1990 or after 2099 is a fault of a clock or file, never a time.
EARLIEST_MS = 631_152_000_000
LATEST_MS = 4_102_444_800_000

#: Offsets in use lie between -12 and +14 hours and are whole quarter hours (IANA time zone database).
_FARTHEST = 14 * 3600
_QUARTER = 900
_DAY = 86_400

_AM = ("am", "a.m.", "上午", "早上", "清晨", "凌晨", "午前", "오전")
_PM = ("pm", "p.m.", "下午", "傍晚", "晚上", "午後", "오후")
_NOON = "中午"
_MARKER = "|".join(re.escape(word) for word in sorted((*_AM, *_PM, _NOON), key=len, reverse=True))
#: A date, then a time, at most with a marker of the half of the day on one side of it. Words beside the time that are
#: not in the list may be such a marker in another language, and are not accepted.
_READABLE = re.compile(
    rf"(?P<date>[^:]*?\d)(?:[日号일]\s*|[.,]*[\s,]+)(?P<before>{_MARKER})?\s*"
    rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?\s*(?P<after>{_MARKER})?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_READABLE = 64
_NUMBERS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[^\W\d_年月日号년월일]+")
_ANY_MARKER = re.compile(_MARKER, re.IGNORECASE)
#: Days of one file whose text is remembered; more than the years 1990 to 2099 hold.
_MOST_DAYS = 50_000
#: ``mm:ss`` of each second of an hour.
_MINUTES_AND_SECONDS = tuple(f"{minute:02d}:{second:02d}" for minute in range(60) for second in range(60))
#: A local time that names year, month, day, hour, minute and second in this order.
_LOCAL = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})[ T.](\d{1,2})[:.](\d{1,2})[:.](\d{1,2})", re.ASCII)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})


def whole_number(text: str | None) -> int | None:
    """Return a decimal integer of at most 18 ASCII characters, a minus sign allowed, else ``None``."""
    if text is None or len(text) > 18 or not text.isascii():
        return None
    return int(text) if text.isdigit() or (text[:1] == "-" and text[1:].isdigit()) else None


def is_possible(milliseconds: int) -> bool:
    """True for milliseconds since 1970 between the years 1990 and 2099."""
    return EARLIEST_MS <= milliseconds < LATEST_MS


def moment_of(raw: str, milliseconds: int, resolution: Resolution, offset: tuple[int, OffsetSource]) -> Moment:
    """Return the moment of a possible instant in milliseconds since 1970 UTC, with the device's offset in minutes.

    Until 2099 a float of seconds is exact to far less than a microsecond, so no millisecond is ever moved.
    """
    return new_moment(raw, datetime.fromtimestamp(milliseconds / 1000, UTC), offset[0], resolution, offset[1])


def local_seconds(text: str) -> int | None:
    """Return a local time (``2026-01-02 10:00:00``) in seconds since 1970 as if it were UTC, else ``None``."""
    found = _LOCAL.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return (at - _EPOCH) // timedelta(seconds=1)


def device_offset(local: datetime, assumed: tuple[int, OffsetSource]) -> tuple[int, OffsetSource]:
    """Return the device's offset at a local time: that of the stay which the person stated for its day, else as is."""
    stays = current().stays
    found = offset_on(stays, local) if stays and assumed[1] is OffsetSource.ASSUMED else None
    return assumed if found is None else (found, OffsetSource.PERSON)


def local_moment(text: str, offset: tuple[int, OffsetSource]) -> Moment | None:
    """Return the moment of a local time without zone, read with this offset; ``None`` for no or no possible time."""
    seconds = local_seconds(text)
    if seconds is not None:
        offset = device_offset((_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None), offset)
    milliseconds = None if seconds is None else (seconds - offset[0] * 60) * 1000
    if milliseconds is None or not is_possible(milliseconds):
        return None
    return moment_of(text, milliseconds, Resolution.SECOND, offset)


def offset_from_readable(readable: str, milliseconds: int) -> int | None:
    """Return the device's offset in minutes by comparing its local text with the instant, else ``None``.

    The text is never taken as a time. It is only accepted when exactly one whole quarter hour within 14 hours makes
    both agree to the second (or minute, if it has no seconds), including year and day, and the month if it is a number.
    """
    if len(readable) > _LONGEST_READABLE:
        return None
    found = _READABLE.fullmatch(readable.strip().translate(_SPACES))
    if found is None:
        return None
    local = _seconds_of_day(found)
    if local is None:
        return None
    instant = milliseconds // 1000
    if found["second"] is None:
        instant -= instant % 60
    difference = local - instant % _DAY
    if difference % _QUARTER:
        return None
    numbers = sorted(int(number) for number in _NUMBERS.findall(found["date"]))
    # A month in words is one word. Any further word may be a half of the day in a language that is not known here.
    if len(_WORDS.findall(found["date"])) != (1 if len(numbers) == 2 else 0):
        return None
    fitting = [
        seconds // 60
        for seconds in (difference - _DAY, difference, difference + _DAY)
        if abs(seconds) <= _FARTHEST and _same_day(numbers, instant + seconds)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _seconds_of_day(found: re.Match[str]) -> int | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["before"] and found["after"]:
        return None
    marker = (found["before"] or found["after"] or "").lower()
    if marker == _NOON:
        hour += 12 if hour < 10 else 0
    elif marker and hour <= 12:
        hour = hour % 12 + (12 if marker in _PM else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def _same_day(numbers: list[int], local_seconds: int) -> bool:
    """True when the numbers of a date are those of the local day: with its month, or with a month in words."""
    day = _EPOCH + timedelta(seconds=local_seconds)
    for year in (day.year, day.year % 100):
        if numbers in (sorted((year, day.month, day.day)), sorted((year, day.day))):
            return True
    return False


class OffsetFinder:
    """Finds the offset of each record of one file, from its readable date or, failing that, as assumed.

    Phones write one shape of date. So what stands before and after the time of a day that was understood once is
    remembered, and further records of that day only need their hour, minute and second compared.
    """

    def __init__(self, assumed_minutes: int) -> None:
        self._assumed = (assumed_minutes, OffsetSource.ASSUMED)
        self._last = self._assumed
        self._half_days: dict[tuple[str, str, int, int], str] = {}

    def __call__(self, readable: str | None, milliseconds: int) -> tuple[int, OffsetSource]:
        """Return minutes from UTC and how they are known."""
        if not readable:
            return self._assumed
        colon = readable.find(":")
        start = colon - 2 if readable[colon - 2 : colon].isdigit() else colon - 1
        day, second = divmod(milliseconds // 1000 + self._last[0] * 60, _DAY)
        half = self._half_days.get((readable[:start], readable[colon + 6 :], day, self._last[0]))
        if half is not None:
            hour, second = divmod(second, 3600)
            if readable[colon + 1 : colon + 6] == _MINUTES_AND_SECONDS[second] and _is_hour(
                readable[start:colon], hour, half
            ):
                return self._last
        return self._understand(readable, start, colon, milliseconds)

    def _understand(self, readable: str, start: int, colon: int, milliseconds: int) -> tuple[int, OffsetSource]:
        offset = offset_from_readable(readable, milliseconds)
        if offset is None:
            return self._assumed
        self._last = (offset, OffsetSource.READABLE_DATE)
        before, after = readable[:start], readable[colon + 6 :]
        markers = [found.lower() for found in _ANY_MARKER.findall(before + " " + after)]
        if len(markers) <= 1 and _NOON not in markers and len(self._half_days) < _MOST_DAYS:
            half = "" if not markers else "pm" if markers[0] in _PM else "am"
            day = (milliseconds // 1000 + offset * 60) // _DAY
            self._half_days[(before, after, day, offset)] = half
        return self._last


def _is_hour(written: str, hour: int, half: str) -> bool:
    """True when the digits are this hour: on the 24-hour clock, or in this half of the day."""
    if not written.isascii() or not written.isdigit():
        return False
    number = int(written)
    if not half:
        return number == hour
    return number <= 12 and number % 12 == hour % 12 and (half == "pm") == (hour >= 12)
