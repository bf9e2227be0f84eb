"""Transcripts with time codes beside a recording: our own text, SubRip (.srt), WebVTT (.vtt).

Our own text has one line a piece, ``[00:01:05] 对方：…`` or ``[00:01:05.2 --> 00:01:09] 本人：…``, and lines that begin
with ``#`` and a word above them: ``# recording: sha256:…``, ``# by: …``, ``# at: …``, ``# machine: …``,
``# confirmed: true``. A machine's draft names the model under ``machine``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shouzheng.intake.markup.encoding import detect
from shouzheng.intake.source import TRANSCRIPTS
from shouzheng.model.original import Digest

#: Most bytes of a transcript, most pieces, longest piece in characters, longest recording in seconds.
_MOST_BYTES, _MOST_PIECES, _LONGEST, _MOST_SECONDS = 4 << 20, 20_000, 4000, 86_400
_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?"
_PIECE = re.compile(
    rf"\[?{_CLOCK}(?:\s*(?:-->|-|–|—)\s*{_CLOCK})?\]?(?:\s+(?=\S)|\s*$|(?=[^\s\d:：.,\]]))(.*)", re.ASCII
)
_CUE = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?", re.ASCII)
_HEAD = re.compile(r"#\s*(recording|by|at|machine|confirmed)\s*[:：]\s*(.*)")
_TAG = re.compile(r"<(/?)([a-z0-9.]*)([^<>]{0,80})>", re.IGNORECASE)
_SPEAKER = re.compile(
    r"\s*(对方|催收|催收员|来电人|客服|甲|本人|我|自己|乙|other|caller|them|me|self)\s*[:：]\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_OWN = frozenset(("本人", "我", "自己", "乙", "me", "self"))


class Speaker(StrEnum):
    """Who speaks."""

    OTHER = "other"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Piece:
    """What was said from ``start`` to ``end`` (seconds, end may be unknown); ``sure`` is the machine's own estimate."""

    start: float
    end: float | None
    text: str
    speaker: Speaker | None = None
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as it was found; ``machine`` names the model of a draft, ``loose`` are lines without a time."""

    name: str
    pieces: tuple[Piece, ...]
    by: str = ""
    at: str = ""
    machine: str = ""
    confirmed: bool = False
    loose: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """True for what a machine wrote and nobody has confirmed."""
        return bool(self.machine) and not (self.confirmed and self.by)


class NotUsable(ValueError):
    """The transcript cannot be used; the text says why."""


def transcript_beside(path: Path) -> Path | None:
    """Return the transcript of a recording (or of its private copy), ``None`` when there is none."""
    for ending in TRANSCRIPTS:
        for name in (path.name + ending, path.stem + ending):
            beside = path.with_name(name)
            if beside != path and beside.is_file() and not beside.is_symlink():
                return beside
    return None


def read_transcript(path: Path, digest: Digest) -> Transcript:
    """Return the transcript for the recording with this digest; raises ``NotUsable`` and ``OSError``."""
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise NotUsable(f"> {_MOST_BYTES} bytes")
    encoding = detect(content)
    if encoding is None:
        raise NotUsable("no text")
    text = content.decode(encoding.codec if not encoding.converted_from else encoding.converted_from, "replace")
    return parsed(text.lstrip("\ufeff"), path.name, digest)


def parsed(text: str, name: str, digest: Digest | None = None) -> Transcript:
    """Return the transcript out of its text; raises ``NotUsable``."""
    head: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in lines:
        found = _HEAD.match(line[:300])
        if found is not None:
            head.setdefault(found[1], found[2].strip())
    said = head.get("recording", "")
    if said and digest is not None and said != str(digest):
        raise NotUsable("# recording")
    is_cues = name.lower().endswith((".srt", ".vtt"))
    pieces, loose = (_cues if is_cues else _lines)(lines)
    if not pieces:
        raise NotUsable("0")
    return Transcript(
        name,
        tuple(pieces),
        head.get("by", "")[:200],
        head.get("at", "")[:60],
        head.get("machine", "")[:400],
        head.get("confirmed", "").lower() == "true",
        tuple(loose),
    )


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str | None) -> float | None:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{parts}" if parts else 0) if int(seconds) < 60 and whole <= _MOST_SECONDS else None


def _lines(lines: list[str]) -> tuple[list[Piece], list[str]]:
    pieces: list[Piece] = []
    loose: list[str] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        found = _PIECE.fullmatch(line.strip()[: _LONGEST + 60])
        start = _seconds(*found.group(1, 2, 3, 4)) if found else None
        if found is None or start is None:
            loose.append(line.strip()[:200])
            if pieces:
                pieces[-1] = _longer(pieces[-1], line.strip())
            continue
        end = _seconds(*found.group(5, 6, 7, 8)) if found[6] else None
        _add(pieces, start, end, found[9])
    return pieces, loose


def _cues(lines: list[str]) -> tuple[list[Piece], list[str]]:
    """SubRip and WebVTT: a line of times, then text up to an empty line; numbers and notes in between are no text."""
    pieces: list[Piece] = []
    loose: list[str] = []
    open_cue = False
    for line in lines:
        found = _CUE.fullmatch(line[:200])
        if found is not None:
            start, end = _seconds(*found.group(1, 2, 3, 4)), _seconds(*found.group(5, 6, 7, 8))
            open_cue = start is not None
            if start is not None:
                _add(pieces, start, end, "")
        elif not line.strip():
            open_cue = False
        elif open_cue:
            pieces[-1] = _longer(pieces[-1], _TAG.sub("", line.strip()[:_LONGEST]))
        elif not (line.strip().isdigit() or line.startswith(("WEBVTT", "NOTE", "STYLE", "#"))):
            loose.append(line.strip()[:200])
    told = [piece for piece in pieces if piece.text]
    return [_spoken(piece.start, piece.end, piece.text) for piece in told], loose


def _add(pieces: list[Piece], start: float, end: float | None, text: str) -> None:
    if len(pieces) >= _MOST_PIECES:
        raise NotUsable(f"> {_MOST_PIECES}")
    pieces.append(_spoken(start, end, text))


def _spoken(start: float, end: float | None, text: str) -> Piece:
    found = _SPEAKER.fullmatch(text)
    if found is None:
        return Piece(start, end, text.strip())
    return Piece(start, end, found[2].strip(), Speaker.OWN if found[1].lower() in _OWN else Speaker.OTHER)


def _longer(piece: Piece, text: str) -> Piece:
    joined = f"{piece.text}\n{text}" if piece.text else text
    return Piece(piece.start, piece.end, joined[:_LONGEST], piece.speaker, piece.sure)


def written(transcript: Transcript, digest: Digest) -> str:
    """Return the text of a transcript, for saving beside its recording."""
    lines = [
        "# 文字稿，以录音为准。改正后写上 by 和 at，把 confirmed 改成 true；每段前写“对方：”或“本人：”。",
        "# A transcript; the recording counts. Correct it, fill in by and at, set confirmed to true.",
        f"# recording: {digest}",
        f"# machine: {transcript.machine}",
        f"# by: {transcript.by}",
        f"# at: {transcript.at}",
        f"# confirmed: {str(transcript.confirmed).lower()}",
    ]
    names = {Speaker.OTHER: "对方：", Speaker.OWN: "本人：", None: ""}
    for piece in transcript.pieces:
        end = f" --> {_clock(piece.end)}" if piece.end is not None else ""
        text = " ".join(piece.text.split())
        lines.append(f"[{_clock(piece.start)}{end}] {names[piece.speaker]}{text}")
    return "\n".join(lines) + "\n"


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 36000:02d}:{tenths // 600 % 60:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"
