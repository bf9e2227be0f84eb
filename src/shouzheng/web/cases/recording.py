"""What is written down of a recording of the case: pieces with time codes, by hand or by a machine, and who said so.

A transcript is kept beside its recording as an original of the form that ``intake transcribe`` writes; each version
stays. The recording itself is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.intake.markup.encoding import detect
from shouzheng.intake.recordings.transcripts import NotUsable, Piece, Speaker, Transcript, parsed, written
from shouzheng.intake.source import TRANSCRIPTS
from shouzheng.remedy.cases.beside import keep_note, notes_of

FORMAT = "call_recording"
#: Endings of the transcript that is written here.
ENDING = ".transcript.txt"
_CLOCK = re.compile(r"(?:(\d{1,2})[:：])?(\d{1,3})[:：](\d{2})(?:[.．](\d))?", re.ASCII)
#: Most characters of a piece, as readers of a transcript take it.
LONGEST = 4000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Written:
    """The transcript that holds now, ``None`` when there is none; ``mark`` tells one version from another."""

    mark: str
    transcript: Transcript | None


def current(case: CaseFile, stored: Stored) -> Written:
    """Return the transcript that counts: in the order in which a reader of the recording looks for one."""
    notes = notes_of(case, stored)
    found = [notes[ending] for ending in TRANSCRIPTS if ending in notes]
    mark = ".".join(str(note.no) for note in found) or "0"
    for note in found:
        content = b"".join(case.blobs.chunks(note.blob))
        encoding = detect(content)
        if encoding is not None:
            text = content.decode(encoding.converted_from or encoding.codec, "replace").lstrip("\ufeff")
            with suppress(NotUsable):
                return Written(mark, parsed(text, note.name, stored.digest))
    return Written(mark, None)


def keep(
    case: CaseFile, stored: Stored, pieces: Iterable[Piece], before: Transcript | None, by: str, at: str, right: bool
) -> None:
    """Store a transcript; ``right`` says that the person listened. Raises ``ShouzhengError`` (SZ-4021)."""
    machine = before.machine if before is not None else ""
    ordered = tuple(sorted(pieces, key=lambda piece: piece.start))
    transcript = Transcript(stored.name + ENDING, ordered, by, at, machine, right)
    keep_note(case, stored, ENDING, written(transcript, stored.digest))


def seconds_of(text: str) -> float | None:
    """Return a time code (``1:05``, ``0:01:05.2``, or plain seconds) in seconds, ``None`` when it is none."""
    text = text.strip()[:20]
    if text.isascii() and text.isdigit():
        return float(text) if int(text) <= _DAY else None
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[3]) > 59:
        return None
    whole = int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    return whole + int(found[4] or 0) / 10 if whole <= _DAY else None


def clock(seconds: float) -> str:
    """Return seconds as a time code: ``1:05``, ``1:00:05``, with tenths where there are any."""
    tenths = round(seconds * 10)
    hours, minutes, rest = tenths // 36_000, tenths // 600 % 60, tenths % 600
    small = f"{rest // 10:02d}" + (f".{rest % 10}" if rest % 10 else "")
    return f"{hours}:{minutes:02d}:{small}" if hours else f"{minutes}:{small}"


def piece_of(start: float, text: str, speaker: str, end: float | None) -> Piece:
    """Return a piece as the person typed it; what is longer than ``LONGEST`` has to be refused before."""
    return Piece(start, end, " ".join(text.split()), Speaker(speaker) if speaker in set(Speaker) else None)
