"""What a person wrote about a selected picture or recording: corrections of what a machine read, transcripts.

A contact whose words a person put right rests on that note as much as on the picture. So the note is named with each
such contact, and goes along word for word where its original does: like it, it may hold talk that nobody selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.casefile.kept import Reading
from shouzheng.intake.event_rows import event_of_line
from shouzheng.intake.screenshots.corrections import ENDING as CORRECTIONS
from shouzheng.judging.case import Contact
from shouzheng.remedy.bundle.extract import Sealed
from shouzheng.remedy.cases.beside import note_ending
from shouzheng.remedy.cases.judge import record_ids
from shouzheng.remedy.cases.report_entry import as_report

#: Fields of a record that only a reading with the note has (``intake.screenshots.events``, ``recordings.events``).
_BY_CORRECTIONS, _BY_TRANSCRIPT = "corrected_by", "transcript"


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the case, the original that it is about (by number), and the selected contacts that rest on it.

    ``path`` is where it lies in the bundle, below ``data/``; empty where it stays in the case like its original.
    """

    stored: Stored
    original: int
    contacts: tuple[Contact, ...]
    path: str = ""

    @property
    def corrects(self) -> bool:
        """True for corrections of a picture, False for the transcript of a recording."""
        return note_ending(self.stored.name) == CORRECTIONS

    def line(self) -> dict[str, object]:
        """Return what the extract says of it: number, digest, length in bytes, place."""
        digest = self.stored.digest
        return {"no": self.stored.no, "sha256": digest.hex, "length": digest.length, "path": self.path}


def notes_along(case: CaseFile, sealed: Sequence[Sealed], along: Iterable[int]) -> tuple[Note, ...]:
    """Return the notes on which selected contacts rest, by number; ``along`` are the originals that go along whole."""
    notes = {each.digest: each for each in case.originals() if note_ending(each.name) is not None}
    values = {entry.subject: entry.content for entry in case.entries("report")} if notes else {}
    of_original = {each.stored.no: each for each in sealed}
    whole = frozenset(along)
    found: dict[tuple[int, int], dict[str, Contact]] = {}
    stored: dict[int, Stored] = {}
    for reading in case.readings() if notes else ():
        original = of_original.get(reading.original)
        report = as_report(values.get(str(reading.no), {})) if original is not None else None
        read_with = [notes[each.digest] for each in report.beside if each.digest in notes] if report else []
        if original is None or not read_with:
            continue
        for note, contact in _resting(reading, original, read_with):
            stored[note.no] = note
            found.setdefault((note.no, original.stored.no), {})[contact.event.id] = contact
    return tuple(
        Note(stored[no], original, tuple(contacts.values()), _path(stored[no]) if original in whole else "")
        for (no, original), contacts in sorted(found.items())
    )


def lines_by_contact(notes: Iterable[Note]) -> Mapping[tuple[str, int], list[dict[str, object]]]:
    """Return what the extract says of notes, by contact and number of the original."""
    found: dict[tuple[str, int], list[dict[str, object]]] = {}
    for note in notes:
        for contact in note.contacts:
            found.setdefault((contact.event.id, note.original), []).append(note.line())
    return found


def _resting(reading: Reading, original: Sealed, read_with: Sequence[Stored]) -> Iterator[tuple[Stored, Contact]]:
    """Yield which selected contacts of a reading rest on which note; of several transcripts only the first is read."""
    corrections = next((each for each in read_with if note_ending(each.name) == CORRECTIONS), None)
    transcript = next((each for each in read_with if note_ending(each.name) != CORRECTIONS), None)
    selected = {each: contact for contact in original.selected for each in record_ids(contact)}
    for line in reading.lines:
        event = event_of_line(line, "case")
        contact = selected.get(event.id)
        if contact is None:
            continue
        fields = {name for name, _ in event.raw}
        for note, field in ((corrections, _BY_CORRECTIONS), (transcript, _BY_TRANSCRIPT)):
            if note is not None and field in fields:
                yield note, contact


def _path(note: Stored) -> str:
    return f"notes/{note.no:03d}-{note.digest.hex[:16]}{note_ending(note.name) or '.txt'}"
