"""What the name of a recording says: number or name, time, direction. It is a reading, not a fact: names change."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from shouzheng.model.event import Direction
from shouzheng.model.moment import Resolution

#: Longest name that is looked at; patterns are tried on nothing longer.
_LONGEST = 200
_DIGITS = re.compile(r"\+?[0-9*#]{3,24}", re.ASCII)
_WAYS = {"in": Direction.INBOUND, "out": Direction.OUTBOUND}
#: Characters that Xiaomi writes for others in numbers (``RecordingNameUtils``).
_XIAOMI = (("p", ","), ("s", "*"))


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says. ``at`` is the phone's wall clock (as UTC), ``zone`` minutes from UTC where the name has them.

    ``is_start`` is ``None`` where nobody knows whether the time is the start or the end; ``certain`` is False for
    patterns that were never seen outside of somebody's memory.
    """

    maker: str
    at: datetime | None
    fine: Resolution
    is_start: bool | None
    number: str = ""
    name: str = ""
    direction: Direction = Direction.UNKNOWN
    zone: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Pattern:
    maker: str
    pattern: re.Pattern[str]
    is_start: bool | None
    certain: bool
    example: str


@cache
def _patterns() -> tuple[tuple[_Pattern, ...], tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_name("file_names.toml").read_text("utf-8"))
    starts = {"start": True, "end": False, "unknown": None}
    rows = tuple(
        _Pattern(
            row["maker"], re.compile(row["pattern"]), starts[row["moment"]], row["known"] != "memory", row["example"]
        )
        for row in data["names"]
    )
    return rows, tuple(data["words"]["call"])


def examples() -> tuple[tuple[str, str], ...]:
    """Return maker and example of every pattern, in the order in which they are tried."""
    return tuple((row.maker, row.example) for row in _patterns()[0])


def named(name: str) -> Named | None:
    """Return what the name of a file says by the first pattern that fits, ``None`` when none does."""
    if len(name) > _LONGEST:
        return None
    for row in _patterns()[0]:
        found = row.pattern.fullmatch(name)
        if found is not None:
            parts = {key: value for key, value in found.groupdict().items() if value}
            at = _clock(parts)
            if at is not None:
                return _named(row, parts, at)
    return None


def is_called_a_recording(name: str) -> bool:
    """True when a word in the name says that it is a recording of a call."""
    return any(word in name[:_LONGEST].casefold() for word in _patterns()[1])


def _clock(parts: dict[str, str]) -> datetime | None:
    year = int(parts["y"]) if "y" in parts else 2000 + int(parts["yy"])
    try:
        at = datetime(year, *(int(parts[key]) for key in ("m", "d", "H", "M")), int(parts.get("S", "0")), tzinfo=UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return None
    return at if 1990 <= at.year <= 2099 else None


def _named(row: _Pattern, parts: dict[str, str], at: datetime) -> Named:
    number, name, who = parts.get("number", ""), parts.get("name", ""), parts.get("who", "")
    if "Xiaomi" in row.maker:
        for written, meant in _XIAOMI:
            number = number.replace(written, meant)
    if who and not number:
        number, name = (who, "") if _DIGITS.fullmatch(who) else ("", who)
    zone = parts.get("zone")
    minutes = None
    if zone:
        minutes = (int(zone[1:3]) * 60 + int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    return Named(
        maker=row.maker,
        at=at,
        fine=Resolution.SECOND if "S" in parts else Resolution.MINUTE,
        is_start=row.is_start,
        number=number,
        name="" if name == number else name,
        direction=_WAYS.get(parts.get("way", ""), Direction.UNKNOWN),
        zone=minutes if minutes is None or abs(minutes) <= 14 * 60 else None,
        certain=row.certain,
    )
