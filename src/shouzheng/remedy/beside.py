"""What a person wrote about a picture or recording of the case: corrections and transcripts, kept beside it.

Each is an original of its own, named as the file beside it would be (``IMG_1.png.review.toml``). It belongs to the
original whose digest it names; one that names none (subtitles) belongs by its name. The latest of a kind counts, and
earlier ones stay. Read again with it, contacts that became others get ids of their own; those they replace stay in the
case too, and entries of the kind ``replaced`` say that they no longer count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.intake.event_rows import event_of_line
from shouzheng.intake.source import NOTES, names_beside
from shouzheng.model.event import ContactEvent
from shouzheng.model.original import Digest

REPLACED = "replaced"
#: Formats that are read with what a person wrote about them.
WITH_NOTES = frozenset(("screenshot", "call_recording"))
#: Where a note names its original; both stand at the beginning.
_NAMED = re.compile(rb'^(?:picture\s*=\s*"|#\s*recording\s*:\s*)sha256:([0-9a-f]{64})', re.MULTILINE)
_BEGINNING = 8192
_TYPES = {".review.toml": "application/toml"}


def note_ending(name: str) -> str | None:
    """Return the ending that makes a file a note about another one, ``None`` for any other file."""
    return next((ending for ending in NOTES if name.lower().endswith(ending) and len(name) > len(ending)), None)


def notes_of(case: CaseFile, stored: Stored) -> dict[str, Stored]:
    """Return the latest note of each kind about an original, by ending, in the order in which they count."""
    found: dict[str, Stored] = {}
    for each in case.originals():
        ending = note_ending(each.name)
        if ending is not None and _belongs(case, each, ending, stored):
            found[ending] = each
    return {ending: found[ending] for ending in NOTES if ending in found}


def original_of_note(case: CaseFile, note: Stored) -> Stored | None:
    """Return the original that a note is about, ``None`` when it is none or its original is not in the case."""
    ending = note_ending(note.name)
    if ending is None:
        return None
    others = [each for each in case.originals() if note_ending(each.name) is None]
    return next((each for each in others if _belongs(case, note, ending, each)), None)


def _belongs(case: CaseFile, note: Stored, ending: str, stored: Stored) -> bool:
    named = _NAMED.search(case.blobs.part(note.blob, 0, _BEGINNING))
    if named is not None:
        return named[1].decode() == stored.digest.hex
    return note.name in names_beside(stored.name, ending)


def keep_note(case: CaseFile, stored: Stored, ending: str, text: str) -> Stored:
    """Store what a person wrote about an original; raises ``ShouzhengError`` (SZ-4021) when the disk refuses."""
    content = text.encode("utf-8", "replace")
    return case.add([content], stored.name + ending, _TYPES.get(ending, "text/plain"))


def replaced(case: CaseFile) -> frozenset[str]:
    """Return the ids of contacts that no longer count: a person's correction stands in their place."""
    return frozenset(entry.subject for entry in case.entries(REPLACED) if entry.content.get("gone") is True)


def taken_over(case: CaseFile, reports: Mapping[str, Mapping[str, object]]) -> frozenset[int]:
    """Return the imports whose account no longer counts: the same original was read again with a note and gave more.

    ``reports`` are the accounts by number of import, as the case keeps them.
    """
    digests = {each.no: each.digest.hex for each in case.originals()}
    later: dict[str, int] = {}
    readings = list(case.readings())
    for reading in readings:
        if reading.count and reports.get(str(reading.no), {}).get("beside"):
            later[digests[reading.original]] = reading.no
    return frozenset(each.no for each in readings if each.no < later.get(digests[each.original], 0))


class Anew:
    """The contacts of one original that is read again: what did not change keeps its id, and what was said of it."""

    def __init__(self, case: CaseFile, digest: Digest) -> None:
        self._gone = replaced(case)
        same = {each.no for each in case.originals() if each.digest == digest}
        lines = (line for reading in case.readings() if reading.original in same for line in reading.lines)
        known = (event_of_line(line, "case") for line in lines)
        self._known = {event.id: event for event in known}
        counting = (event for key, event in self._known.items() if key not in self._gone)
        self._before = {event.positions[0].record: event for event in counting}
        self._seen: set[str] = set()

    def named(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the contacts, those that became others with an id of their own."""
        for event in events:
            key = self._id(event)
            self._seen.add(key)
            yield event if key == event.id else replace(event, id=key)

    def _id(self, event: ContactEvent) -> str:
        for known in (self._before.get(event.positions[0].record), self._known.get(event.id)):
            if known is not None and _says(known) == _says(event):
                return known.id
        return _new_id(event) if event.id in self._known else event.id

    def settle(self, case: CaseFile) -> None:
        """Say of every contact that was there before whether it still counts; all are stored by now."""
        with case.together():
            for event in self._before.values():
                if event.id not in self._seen:
                    case.enter(REPLACED, event.id, {"gone": True})
            for key in sorted(self._seen & self._gone):
                case.enter(REPLACED, key, {"gone": False})


def _says(event: ContactEvent) -> tuple[object, ...]:
    """What a judgement or a page takes from a contact."""
    time, other = event.time, event.other
    shown = (event.text or "", time.utc, time.resolution, event.direction, event.channel, other.raw, event.seconds)
    return (*shown, event.contact_name or "", event.text_source)


def _new_id(event: ContactEvent) -> str:
    said = "\n".join((event.id, *map(str, _says(event)))).encode("utf-8", "replace")
    return "e" + hashlib.sha256(said).hexdigest()[:16]
