"""When a screenshot was taken and in which app: by its name and by what stands inside the file. Both are claims."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from shouzheng.intake.screenshots.picture import Picture
from shouzheng.model.event import Channel

_LONGEST_NAME = 200
_EXIF_TIME = re.compile(r"(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\D.*)?", re.ASCII)
#: Two claims closer than this agree: a name may be made when the file is written, some seconds later.
_SAME = timedelta(minutes=2)
_EARLIEST, _LATEST = 2005, 2099


@dataclass(frozen=True, slots=True)
class Taken:
    """``at`` is the phone's own wall clock (its zone is not told), ``None`` when nothing says it.

    ``said`` lists all claims; ``agree`` is False when two differ by more than two minutes (``at`` is then the first:
    what the person says, then the file's name, then what stands inside).
    """

    at: datetime | None
    app: str = ""
    said: tuple[tuple[str, datetime], ...] = ()
    agree: bool = True

    @property
    def channel(self) -> Channel | None:
        """The channel that the app means, ``None`` for an unknown one."""
        return _names().channels.get(self.app.casefold())


@dataclass(frozen=True, slots=True)
class _Names:
    patterns: tuple[tuple[re.Pattern[str], bool], ...]
    channels: dict[str, Channel]


@cache
def _names() -> _Names:
    data = tomllib.loads(Path(__file__).with_name("file_names.toml").read_text("utf-8"))
    patterns = tuple((re.compile(row["pattern"], re.IGNORECASE), row["time"] == "taken") for row in data["names"])
    channels = {app.casefold(): Channel(kind) for kind, apps in data["channels"].items() for app in apps}
    return _Names(patterns, channels)


def taken_of(name: str, picture: Picture | None, told: datetime | None = None) -> Taken:
    """Return when and where; ``told`` is what the person says (wall clock), which goes before everything else.

    The clock is kept as an aware time in UTC that stands for the phone's wall clock.
    """
    app, claims = "", []
    if told is not None:
        claims.append(("person", told))
    for pattern, is_taken in _names().patterns:
        found = pattern.fullmatch(name[-_LONGEST_NAME:])
        if found is None:
            continue
        parts = found.groupdict()
        app = parts.get("app") or ""
        at = _clock(*(parts[key] for key in ("y", "m", "d", "H", "M", "S"))) if "y" in parts else None
        if is_taken and at is not None:
            claims.append(("name", at))
        break
    for field, text in picture.times if picture is not None else ():
        inside = _EXIF_TIME.fullmatch(text.strip())
        at = _clock(*inside.groups()) if inside else None
        if at is not None:
            claims.append((field, at))
    times = [at for _, at in claims]
    agree = not times or max(times) - min(times) <= _SAME
    return Taken(times[0] if times else None, app, tuple(claims), agree)


def _clock(*parts: str) -> datetime | None:
    try:
        at = datetime(*map(int, parts), tzinfo=UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return None
    return at if _EARLIEST <= at.year <= _LATEST else None


def clock_of(text: str) -> datetime | None:
    """Return what a person wrote as a wall clock (``2026-01-02 22:15``, seconds and ``T`` allowed), else ``None``."""
    found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?\s*", text[:60], re.ASCII)
    return _clock(*(part or "0" for part in found.groups())) if found else None
