"""Transcripts of selected recordings as text files, tied to the recording by its hash and by time code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from shouzheng.intake.recordings import events as recordings
from shouzheng.judging.case import Contact
from shouzheng.model.event import ContactEvent, TextSource
from shouzheng.model.original import Digest
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.reference.script import in_script

_DRAFT = Words("机器草稿，以录音为准", "a draft by machine; the recording counts")
_BY_HAND = Words("人工核对或手写，以录音为准", "checked or written by a person; the recording counts")
_OF = Words("证据 {number}，录音原件 SHA-256 {sha}", "evidence {number}, recording SHA-256 {sha}")
_CODES = Words("每行前是从录音开头算起的时间", "before each line: time from the beginning of the recording")
_WHO = {"own": Words("本人", "own words"), "other": Words("对方", "other party")}
#: How the importer of recordings names a piece among the fields of its record: number, seconds from the start, speaker.
_PIECE = re.compile(r"piece \d+ (\d{1,9}(?:\.\d+)?) s (\S{1,20})")


def transcripts(contacts: Iterable[Contact], evidence: Mapping[str, int], lang: Lang) -> dict[str, bytes]:
    """Return name and content of one text file for each selected contact whose words come from a recording."""
    found: dict[str, bytes] = {}
    for contact in contacts:
        event = contact.event
        recording = _recording(event)
        if recording is None or event.text is None or event.text_source not in (TextSource.SPEECH, TextSource.BY_HAND):
            continue
        number = evidence[event.id]
        found[f"data/transcripts/E{number:05d}.txt"] = _file(event, number, recording, lang)
    return found


def _recording(event: ContactEvent) -> Digest | None:
    """The recording among what shows the contact."""
    shown = [(each.source_format, each.original) for each in event.witnesses]
    shown = shown or [(event.source_format, event.original)]
    return next((digest for name, digest in shown if name == recordings.NAME), None)


def _file(event: ContactEvent, number: int, recording: Digest, lang: Lang) -> bytes:
    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    kind = _DRAFT if event.text_source is TextSource.SPEECH else _BY_HAND
    pieces = [(found, text) for name, text in event.raw if (found := _PIECE.fullmatch(name)) is not None]
    lines = [say(_OF).format(number=number, sha=recording.hex), say(kind), *([say(_CODES)] if pieces else []), ""]
    for found, text in pieces:
        who = say(_WHO[found[2]]) if found[2] in _WHO else "?"
        lines.append(f"[{_clock(float(found[1]))}] {who}: {visible(text)}")
    if not pieces:
        lines.append(visible(event.text or "", keep_newlines=True))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02d}:{minutes:02d}:{rest:04.1f}"
