"""What a person wrote about a picture or recording of the case: corrections and transcripts, kept beside it.

Each is an original of its own, named as the file beside it would be (``IMG_1.png.review.toml``). It belongs to the
original whose digest it names, else to the one it lay beside, else to the only one of that name (``NoteIndex``). The
latest of a kind counts, and earlier ones stay. Contacts that became others, when the original is read again, get ids of
their own; those they replace stay in the case too, and entries of the kind ``replaced`` say that they no longer count.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.intake.event_rows import event_of_line
from shouzheng.intake.report import ImportReport
from shouzheng.intake.screenshots.problems import NO_MESSAGE
from shouzheng.intake.source import NOTES, names_beside
from shouzheng.model.event import ContactEvent
from shouzheng.model.original import Digest
from shouzheng.remedy.cases.statement import CHOICE, Choice, choose

#: Entries: a contact that no longer counts, with the one that stands for it; which original a note lay beside.
REPLACED, BESIDE = "replaced", "beside"
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
    return NoteIndex(case).of(stored)


def original_of_note(case: CaseFile, note: Stored) -> Stored | None:
    """Return the original that a note is about, ``None`` when it is none, or it is not certain which original it is."""
    return NoteIndex(case).about(note)


class NoteIndex:
    """Which note is about which original, listed once for a whole run; ``take`` what is stored during it.

    A note is about the original whose digest it names; else the one it lay beside when it came in (entry ``beside``);
    else the only one in the case that it could be named after. Where several could be meant it is about none: the words
    of one call must never be put into another's mouth.
    """

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        entries = ((entry.subject, entry.content.get("original")) for entry in case.entries(BESIDE))
        self._lay = {int(note): about for note, about in entries if note.isdigit() and isinstance(about, int)}
        self._digests: dict[int, str] = {}
        self._names: dict[int, str | None] = {}
        self._first: dict[str, Stored] = {}
        self._by_name: dict[str, dict[str, Stored]] = {}
        self._by_digest: dict[str, list[tuple[str, Stored]]] = {}
        self._bare: dict[str, list[tuple[str, Stored]]] = {}
        notes = []
        for each in case.originals():
            if note_ending(each.name) is None:
                self.take(each)
            else:
                notes.append(each)
        for each in notes:  # last: a note may have come in before its original
            self.take(each)

    @property
    def loose(self) -> bool:
        """True while there are notes that nothing but their name ties to an original."""
        return any(self._bare.values())

    def take(self, stored: Stored) -> None:
        """List an original that was stored since; it may be a note."""
        ending, digest = note_ending(stored.name), stored.digest.hex
        if ending is None:
            self._digests[stored.no] = digest
            self._first.setdefault(digest, stored)
            for name in {name for each in NOTES for name in names_beside(stored.name, each)}:
                self._by_name.setdefault(name, {}).setdefault(digest, stored)
            return
        said = self._said(stored)
        if said is None:
            self._bare.setdefault(stored.name, []).append((ending, stored))
        else:
            self._by_digest.setdefault(said, []).append((ending, stored))

    def of(self, stored: Stored) -> dict[str, Stored]:
        """Return the latest note of each kind about an original, by ending, in the order in which they count."""
        found = list(self._by_digest.get(stored.digest.hex, ()))
        found += self._bare_of(stored)
        latest = dict(sorted(found, key=lambda each: each[1].no))
        return {ending: latest[ending] for ending in NOTES if ending in latest}

    def about(self, note: Stored) -> Stored | None:
        """Return the original that a note is about, ``None`` when it is none or that is not certain."""
        if note_ending(note.name) is None:
            return None
        said = self._said(note)
        if said is not None:
            return self._first.get(said)
        named = self.named_alike(note)
        return named[0] if len(named) == 1 else None

    def named_alike(self, note: Stored) -> list[Stored]:
        """Return the originals, different in content, that a note which says nothing itself could be named after."""
        if note_ending(note.name) is None or self._said(note):
            return []
        return list(self._by_name.get(note.name, {}).values())

    def lay_beside(self, note: Stored, original: Stored | None) -> None:
        """Store which original a note lay beside, ``None`` for several; one that names its original keeps to that."""
        if self._said(note) is not None:
            return
        self._lay[note.no] = original.no if original else 0
        self._case.enter(BESIDE, str(note.no), {"original": self._lay[note.no]})
        self._bare[note.name] = [each for each in self._bare.get(note.name, ()) if each[1].no != note.no]
        self.take(note)

    def hold(self, stored: Stored) -> list[Stored]:
        """Return the notes about an original that only their name ties to it, to be held with ``lay_beside``."""
        return [note for _, note in self._bare_of(stored)]

    def _bare_of(self, stored: Stored) -> list[tuple[str, Stored]]:
        names = {name for each in NOTES for name in names_beside(stored.name, each)}
        return [each for name in names if len(self._by_name.get(name, ())) == 1 for each in self._bare.get(name, ())]

    def _said(self, note: Stored) -> str | None:
        """The digest that a note names or lay beside (empty where it lay beside several), ``None`` for neither."""
        if note.no in self._lay:
            return self._digests.get(self._lay[note.no], "")
        if note.no not in self._names:
            named = _NAMED.search(self._case.blobs.part(note.blob, 0, _BEGINNING))
            self._names[note.no] = named[1].decode() if named else None
        return self._names[note.no]


def keep_note(case: CaseFile, stored: Stored, ending: str, text: str) -> Stored:
    """Store what a person wrote about an original; raises ``ShouzhengError`` (SZ-4021) when the disk refuses."""
    content = text.encode("utf-8", "replace")
    return case.add([content], stored.name + ending, _TYPES.get(ending, "text/plain"))


def replaced(case: CaseFile) -> frozenset[str]:
    """Return the ids of contacts that no longer count: a later reading of the same record stands in their place."""
    return frozenset(entry.subject for entry in case.entries(REPLACED) if entry.content.get("gone") is True)


def counting(case: CaseFile) -> dict[int, int]:
    """Return how many contacts count of each original that was read, by its number: without those replaced."""
    gone, counts = replaced(case), Counter[int]()
    if not gone:
        for reading in case.readings():
            counts[reading.original] += reading.count
        return dict(counts)
    for reading, ids in case.read_ids():
        counts[reading.original] += sum(each not in gone for each in ids)
    return dict(counts)


def taken_over(case: CaseFile, reports: Mapping[str, Mapping[str, object]]) -> frozenset[int]:
    """Return the imports whose account does not count: another reading of the same file or member stands for it.

    That is a later one with a note, or with other contacts in the end; and one that gave nothing new is the same file
    once more. ``reports`` are the accounts by number of import, as the case keeps them.
    """
    digests = {each.no: each.digest.hex for each in case.originals()}
    later: dict[tuple[str, str], int] = {}
    every: list[tuple[int, tuple[str, str], bool]] = []
    for reading in case.readings():
        report = reports.get(str(reading.no), {})
        original = report.get("original")
        member = str(original[5]) if isinstance(original, list) and len(original) > 5 else ""
        key = (digests[reading.original], member)
        again = report.get("beside") or (reading.count and report.get("format") in WITH_NOTES)
        if again and report.get("events"):
            later[key] = reading.no
        every.append((reading.no, key, bool(report.get("events")) and not reading.count))
    return frozenset(no for no, key, empty in every if no < later.get(key, 0) or (empty and no != later.get(key)))


def is_whole(report: ImportReport) -> bool:
    """True when a reading says everything of its file: what it does not show is not there, or was taken out by hand.

    A picture that no machine could read here, or a copy under a name that tells no time, says nothing of what an
    earlier reading found.
    """
    seen = len(report.unread) == report.unread_total and all(each.code == NO_MESSAGE.code for each in report.unread)
    return seen or bool(report.beside and report.events)


class Standing:
    """Says of contacts whether they count; what the person had decided when it was made is what it goes by."""

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        self._said = {entry.subject: entry.content for entry in case.entries(CHOICE)}

    def gives_way(self, key: str, by: str | None, *, unless_decided: bool = False) -> None:
        """Store that a contact no longer counts, and which one stands for it: that one is rejected if this one was.

        ``unless_decided`` leaves one alone that the person has decided about: its words come from somebody else.
        """
        self._case.enter(REPLACED, key, {"gone": True, **({"by": by} if by else {})})
        choice = self._said.get(key, {})
        if by and choice.get("state") == Choice.REJECTED and not (unless_decided and by in self._said):
            choose(self._case, [by], Choice.REJECTED, str(choice.get("why", "")))

    def counts_again(self, key: str) -> None:
        """Store that a contact that had given way counts."""
        self._case.enter(REPLACED, key, {"gone": False})


class Anew:
    """The contacts of one original that is read again: what did not change keeps its id, and what was said of it."""

    def __init__(self, case: CaseFile, digest: Digest) -> None:
        self._gone = replaced(case)
        same = {each.no for each in case.originals() if each.digest == digest}
        lines = (line for reading in case.readings() if reading.original in same for line in reading.lines)
        known = (event_of_line(line, "case") for line in lines)
        self._known = {event.id: event for event in known}
        self._before: dict[int, list[ContactEvent]] = {}
        for key, event in self._known.items():
            if key not in self._gone:
                self._before.setdefault(event.positions[0].record, []).append(event)
        self._now: dict[int, str] = {}

    def named(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the contacts, those that became others with an id of their own."""
        for event in events:
            key = self._id(event)
            self._now[event.positions[0].record] = key
            yield event if key == event.id else replace(event, id=key)

    def _id(self, event: ContactEvent) -> str:
        same: list[ContactEvent] = [*self._before.get(event.positions[0].record, ())]
        same += [self._known[event.id]] if event.id in self._known else []
        for known in same:
            if _says(known) == _says(event):
                return known.id
        return _new_id(event) if event.id in self._known else event.id

    def settle(self, case: CaseFile, *, whole: bool = True) -> None:
        """Say of every contact that was there before whether it still counts; all are stored by now.

        Without ``whole`` (see ``is_whole``) only those give way that another one stands for. A contact that the person
        rejected stays rejected in its new words; that the person confirmed it holds for the words that were confirmed.
        """
        seen = set(self._now.values())
        with case.together():
            standing = Standing(case)
            for record, events in self._before.items():
                by = self._now.get(record)
                for event in events if whole or by else ():
                    if event.id not in seen:
                        standing.gives_way(event.id, by)
            for key in sorted(seen & self._gone):
                standing.counts_again(key)


def _says(event: ContactEvent) -> tuple[object, ...]:
    """What a judgement or a page takes from a contact."""
    time, other = event.time, event.other
    shown = (event.text or "", time.utc, time.resolution, event.direction, event.channel, other.raw, event.seconds)
    return (*shown, event.contact_name or "", event.text_source)


def _new_id(event: ContactEvent) -> str:
    said = "\n".join((event.id, *map(str, _says(event)))).encode("utf-8", "replace")
    return "e" + hashlib.sha256(said).hexdigest()[:16]
