"""Adds an entry to a diary of contacts, timed when it is written; nothing in the file is ever changed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shouzheng.intake.diary_problems import BAD_ENTRY, NO_DIARY
from shouzheng.intake.formats.diary import DIRECTIONS, KINDS, MARK, VERSION, moment_written
from shouzheng.intake.problems import CANNOT_WRITE
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe

#: Most characters of an entry's words, and bytes of the last line that are looked at.
MOST_WORDS, _TAIL = 20_000, 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """What the person remembers. ``when`` is a day or a day and a clock; ``answered`` only matters for calls."""

    kind: str
    when: str
    who: str = ""
    words: str = ""
    direction: str = "in"
    offset: str = "+08:00"
    answered: bool | None = None


def add_entry(path: Path, entry: Entry, *, now: datetime) -> None:
    """Append an entry to the diary, which is made readable by its owner only when it is new.

    ``now`` is aware: when it is written down. Raises ``ShouzhengError`` (exit 2): SZ-1185 for an entry that is none,
    SZ-1186 when the file is something else than a diary, SZ-1301 when it cannot be written to.
    """
    line = entry_line(entry, now=now, name=path.name)
    try:
        _append(path, line)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE, path.name, (("detail", detail),))) from error


def entry_line(entry: Entry, *, now: datetime, name: str) -> str:
    """Return the line of an entry as it stands in a diary of this name; raises ``ShouzhengError`` (SZ-1185)."""
    moment = moment_written(entry.when, entry.offset)
    wrong = [
        key
        for key, bad in (
            ("kind", entry.kind not in KINDS),
            ("when", moment is None or moment.utc > now),
            ("direction", entry.direction not in DIRECTIONS),
            ("words", len(entry.words) > MOST_WORDS),
        )
        if bad
    ]
    if wrong:
        raise ShouzhengError(Problem(BAD_ENTRY, name, (("fields", ", ".join(wrong)),)))
    line = {
        MARK: VERSION,
        "kind": entry.kind,
        "when": entry.when,
        "offset": entry.offset,
        "written": now.isoformat(timespec="seconds"),
        "who": entry.who,
        "direction": entry.direction,
        "words": entry.words,
    }
    if entry.answered is not None:
        line["answered"] = "1" if entry.answered else "0"
    return json_safe(json.dumps(line, ensure_ascii=False)) + "\n"


def _append(path: Path, line: str) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size:
            stream.seek(0)
            if MARK.encode() not in stream.read(_TAIL):
                raise ShouzhengError(Problem(NO_DIARY, path.name))
            stream.seek(size - 1)
            if stream.read(1) != b"\n":  # an entry that was cut off stays as it is, on a line of its own
                line = "\n" + line
        stream.seek(0, os.SEEK_END)
        stream.write(line.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())
