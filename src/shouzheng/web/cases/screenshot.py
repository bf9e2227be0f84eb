"""What a machine read in a picture of the case and what the person made of it: drafts, versions, who and when.

A draft is an entry of the case in the form of the file that ``intake review`` writes. What the person has confirmed is
kept beside the picture as an original too (``remedy.beside``), and the picture is then read again with it.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.corrections import (
    ENDING,
    Confirmed,
    Corrections,
    NotUsable,
    corrections_text,
    parsed_corrections,
)
from shouzheng.intake.screenshots.engine import Line, engine
from shouzheng.intake.screenshots.reading import Reading, read_file
from shouzheng.intake.screenshots.taken import taken_of
from shouzheng.remedy.cases.beside import keep_note, notes_of

if TYPE_CHECKING:
    from shouzheng.intake.screenshots.engine import Engine
    from shouzheng.intake.screenshots.picture import Pixels

#: Entry with a draft, by the picture's digest.
DRAFT = "picture"
FORMAT = "screenshot"


class Remembering:
    """An engine that reads each piece of a picture once, however often it is asked."""

    def __init__(self) -> None:
        self._outside = copy_context()  # inside of it the engine is not this one
        self._engine: Engine | None = None
        self._known: dict[bytes, list[Line]] = {}

    def lines(self, pixels: Pixels) -> list[Line]:
        """Return the lines; raises ``Refused`` (SZ-1400, SZ-1401)."""
        key = hashlib.sha256(pixels.tobytes() + repr(pixels.shape).encode()).digest()
        if key not in self._known:
            self._known[key] = self._real().lines(pixels)
        return self._known[key]

    def identity(self) -> str:
        """Name and version of what reads; raises ``Refused`` (SZ-1400, SZ-1401)."""
        return self._real().identity()

    def _real(self) -> Engine:
        if self._engine is None:
            self._engine = self._outside.run(engine)
        return self._engine


@dataclass(frozen=True, slots=True)
class Version:
    """What holds now; ``mark`` tells one version from another, for two windows."""

    mark: str
    corrections: Corrections | None


def draft_of(path: Path, stored: Stored) -> str | None:
    """Return the draft of a picture at a path, ``None`` when no machine can read it here."""
    with suppress(Refused):
        picture, reading = read_file(path)
        return corrections_text(stored.digest, stored.name, reading, taken_of(stored.name, picture).at)
    return None


def has_draft(case: CaseFile, stored: Stored) -> bool:
    """True when a draft or the person's own corrections are in the case."""
    return current(case, stored).corrections is not None


def current(case: CaseFile, stored: Stored) -> Version:
    """Return the later of the draft and the corrections kept beside the picture."""
    entry = next((each for each in case.entries(DRAFT) if each.subject == stored.digest.hex), None)
    note = notes_of(case, stored).get(ENDING)
    mark = f"{entry.no if entry else 0}.{note.no if note else 0}"
    texts = [(entry.at, str(entry.content.get("toml", "")).encode())] if entry else []
    if note is not None:
        texts.append((note.received, b"".join(case.blobs.chunks(note.blob))))
    for _, text in sorted(texts, key=lambda each: each[0], reverse=True):
        with suppress(NotUsable):
            return Version(mark, parsed_corrections(text, stored.digest))
    return Version(mark, None)


def keep_draft(case: CaseFile, stored: Stored, text: str) -> None:
    """Store a draft; raises ``ShouzhengError`` (SZ-4021)."""
    case.enter(DRAFT, stored.digest.hex, {"toml": text})


def keep(case: CaseFile, stored: Stored, reading: Reading, taken: datetime | None, confirmed: Confirmed) -> bool:
    """Store what the person made of the reading; True when it is confirmed, and the picture is to be read again.

    Raises ``ShouzhengError`` (SZ-4021).
    """
    text = corrections_text(stored.digest, stored.name, reading, taken, confirmed)
    with case.together():
        keep_draft(case, stored, text)
        if confirmed.by:
            keep_note(case, stored, ENDING, text)
    return bool(confirmed.by)


def nothing_read() -> Reading:
    """Return the reading of a picture in which no machine has read anything."""
    return Reading("", (), (), False, "")
