"""Puts files into a case: the original first, byte for byte, then the contacts that are read from it.

What is read together with a file is stored with it: the ``-wal`` of a database, and what a person wrote about a picture
or recording (corrections, a transcript), which is kept beside the machine's reading and never in its place.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, Incoming, Stored
from shouzheng.casefile.problems import CANNOT_STORE, CHANGED_WHILE_READ
from shouzheng.casefile.receive import Received
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.case_toml import default_case
from shouzheng.intake.containers import COMPANIONS
from shouzheng.intake.event_lines import event_as_text
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.hints import also_said
from shouzheng.intake.source import NOTES, on_disk, paths_beside
from shouzheng.model.event import ContactEvent
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.beside import WITH_NOTES, Anew, NoteIndex, is_whole, note_ending
from shouzheng.remedy.case_statement import stated_case
from shouzheng.remedy.check import owner_of
from shouzheng.remedy.problems import NOTE_OF_SEVERAL
from shouzheng.remedy.report_entry import as_values
from shouzheng.remedy.stored_source import add_notes, source_of

Progress = Callable[[str, int], None]
#: Exit code of a file in which nothing can be read; its bytes are evidence all the same.
_UNREADABLE = 2
#: Originals stored in one transaction.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: how it was stored (``None`` when not), how many contacts were read, what to say."""

    path: Path
    stored: Stored | None
    events: int
    problems: tuple[Problem, ...]


def add_files(
    case: CaseFile, files: list[Path], *, person: str | None = None, progress: Progress | None = None
) -> list[Added]:
    """Store each file and read its contacts, as ``adding`` does, and return what became of all of them."""
    return list(adding(case, files, person=person, progress=progress))


def adding(
    case: CaseFile, files: list[Path], *, person: str | None = None, progress: Progress | None = None
) -> Iterator[Added]:
    """Store each file and read its contacts; one that cannot be stored never stops the next.

    What is yielded is on the disk, original and contacts, whatever happens afterwards. Archives and backups are stored
    as they are and the contacts in them read; a file in no known format is stored without contacts, and that is said.
    Without ``person`` the statement in the case says whose file it is. A correction or transcript of something that is
    in the case already has that read again.
    """
    done, stated, notes = 0, stated_case(case), NoteIndex(case)
    every = _with_beside(files)
    for batch in _batches(every):
        answers = dict(zip(batch, _store(case, batch), strict=True))
        kept = {path: stored for path, (stored, _) in answers.items() if stored is not None}
        _tie(case, notes, kept, every)
        fresh = {stored.digest for path, stored in kept.items() if not every[path]}
        for path, (stored, problems) in answers.items():
            if stored is None:
                yield Added(path, None, 0, tuple(problems))
            else:
                owner = person or owner_of(path, stated)[0].id
                about, several = notes.about(stored), notes.named_alike(stored)
                if about is None and len(several) > 1:
                    said = Problem(NOTE_OF_SEVERAL, path.name, (("count", str(len(several))),))
                    yield Added(path, stored, 0, (*problems, said))
                elif about.digest in fresh if about else every[path]:
                    yield Added(path, stored, 0, tuple(problems))
                else:
                    work = _Work(case, path, stored, about or stored, owner, stated.offset_minutes, problems, notes)
                    with also_said(stated.stays):
                        added = work.read()
                    yield added
                done += stored.digest.length
            if progress:
                progress(path.name, done)


def _with_beside(files: list[Path]) -> dict[Path, tuple[Path, ...]]:
    """Return the files, and after each what lies beside it and is read with it, with the files that it lies beside."""
    every: dict[Path, tuple[Path, ...]] = {}
    for path in files:
        every.setdefault(path, ())
        for beside in paths_beside(path):
            others = every.pop(beside, ())
            every[beside] = others if path in others else (*others, path)
    return every


def _batches(every: Mapping[Path, tuple[Path, ...]]) -> Iterator[list[Path]]:
    """Yield the files in batches; what lies beside a file is in the batch of that file."""
    batch: list[Path] = []
    for path, beside in every.items():
        if len(batch) >= BATCH and not beside:
            yield batch
            batch = []
        batch.append(path)
    if batch:
        yield batch


def _tie(case: CaseFile, notes: NoteIndex, kept: Mapping[Path, Stored], every: Mapping[Path, tuple[Path, ...]]) -> None:
    """List what was just stored, and store which original each note lay beside, or alone can be named after."""
    for stored in kept.values():
        notes.take(stored)
    if not notes.loose:
        return
    with case.together():
        for path, stored in kept.items():
            if every[path] and note_ending(stored.name) is not None:
                beside = {each.digest: each for other in every[path] if (each := kept.get(other)) is not None}
                one = len(beside) == 1 and all(other in kept for other in every[path])
                notes.lay_beside(stored, next(iter(beside.values())) if one else None)
        for stored in kept.values():
            for note in notes.hold(stored) if note_ending(stored.name) is None else ():
                notes.lay_beside(note, stored)


def _store(case: CaseFile, batch: list[Path]) -> list[tuple[Stored | None, list[Problem]]]:
    """Store the originals of a batch in one transaction; each answer is the original, or the problems that kept it."""
    answers: list[tuple[Stored | None, list[Problem]]] = [(None, []) for _ in batch]
    waiting: list[tuple[int, Received]] = []
    for place, path in enumerate(batch):
        try:
            waiting.append((place, Received(path)))
        except ShouzhengError as error:
            answers[place][1].extend(error.problems)
        except (OSError, ValueError) as error:  # a name that no file can have is a ValueError
            answers[place][1].append(_cannot(path, error))
    incoming = [Incoming(each.chunks(), each.path.name, _kind(each.path)) for _, each in waiting]
    try:
        stored = case.add_all(incoming)
    except ShouzhengError as error:
        for place, _ in waiting:
            answers[place][1].extend(error.problems)
        return answers
    for (place, received), answer in zip(waiting, stored, strict=True):
        if isinstance(answer, Stored):
            answers[place] = (answer, received.problems)
        elif isinstance(answer, ShouzhengError):
            answers[place][1].extend(answer.problems)
        else:
            answers[place][1].append(_cannot(batch[place], answer))
    return answers


def _kind(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _cannot(path: Path, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Problem(CANNOT_STORE, path.name, (("reason", reason),))


class _Work:
    """One file that was stored and is to be read; ``about`` is what is read: the file, or what it was written about."""

    def __init__(
        self,
        case: CaseFile,
        path: Path,
        stored: Stored,
        about: Stored,
        person: str,
        offset: int,
        said: list[Problem],
        notes: NoteIndex,
    ) -> None:
        self._case, self._path, self._stored, self._about = case, path, stored, about
        self._person, self._offset, self._problems = person, offset, said
        if about is stored and (notes.of(stored) or not paths_beside(path, NOTES)):
            # read where it lies, so that a change meanwhile is noticed
            self._source = on_disk(path, companions=COMPANIONS)
            add_notes(case, stored, self._source, notes)
        else:  # out of the store, beside which lies nothing that may be about another one
            self._source = source_of(case, about, notes)
        if about is not stored:
            self._person = next((each.person for each in case.readings() if each.original == about.no), person)

    def read(self) -> Added:
        """Read the contacts into the case."""
        gathering, events = Gathering(), 0
        try:
            for export in gathering.exports(self._source, owner=self._person, offset_minutes=self._offset):
                events += self._keep(export)
                self._problems += export.report.problems
                if not export.original.member and export.original.digest != self._about.digest:
                    self._problems.append(Problem(CHANGED_WHILE_READ, self._path.name))
        except ShouzhengError as error:
            if error.exit_code != _UNREADABLE:
                raise
            self._problems += error.problems
        return Added(self._path, self._stored, events, (*self._problems, *gathering.problems))

    def _keep(self, export: ExportReader) -> int:
        """Store the contacts of one export; those that became others stand in the place of the earlier ones."""
        itself = not export.original.member and export.original.digest == self._about.digest
        anew = Anew(self._case, self._about.digest) if itself and export.format.name in WITH_NOTES else None
        rows = event_rows_of(anew.named(export) if anew else export)
        with self._case.together():
            count = self._case.add_events(self._about.no, rows, self._person, lambda: as_values(export.report))
            if anew:
                anew.settle(self._case, whole=is_whole(export.report))
        return count


def event_rows_of(export: Iterable[ContactEvent]) -> Iterator[EventRow]:
    """Who stands behind a contact is not decided here: it is judged from what the person states later."""
    nobody = Attributor(default_case())
    for event in export:
        line = event_as_text(event, nobody(event), None)
        yield EventRow(event.id, event.time.utc.isoformat(timespec="milliseconds"), event.text or "", line)
