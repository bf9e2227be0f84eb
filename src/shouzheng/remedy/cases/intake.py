"""Puts files into a case: the original first, byte for byte, then the contacts that are read from it.

What is read together with a file is stored with it: the ``-wal`` of a database, and what a person wrote about a picture
or recording (corrections, a transcript), which is kept beside the machine's reading and never in its place.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, Incoming, Stored
from shouzheng.casefile.problems import CANNOT_STORE, CHANGED_WHILE_READ, NO_CONTACTS_KEPT, NO_SUCH_FILE
from shouzheng.casefile.receive import Received
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.containers import COMPANIONS
from shouzheng.intake.event_lines import event_as_text
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.hints import also_said
from shouzheng.intake.problems import NOT_RECOGNISED
from shouzheng.intake.source import NOTES, on_disk, paths_beside
from shouzheng.intake.statement.case_toml import default_case
from shouzheng.model.event import ContactEvent
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.cases.beside import WITH_NOTES, Anew, NoteIndex, is_whole, note_ending
from shouzheng.remedy.cases.pending import BROUGHT, Companions, belongs_to, pending, people, took
from shouzheng.remedy.cases.report_entry import as_values
from shouzheng.remedy.cases.statement import stated_case
from shouzheng.remedy.cases.stored_source import add_notes, source_of
from shouzheng.remedy.check import owner_of
from shouzheng.remedy.problems import NOTE_OF_SEVERAL, NOTE_WAITS

Progress = Callable[[str, int], None]
#: Exit code of a file in which nothing can be read; its bytes are evidence all the same.
_UNREADABLE = 2
#: Originals stored in one transaction.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: how it was stored (``None`` when not), how many contacts were read, what to say.

    ``kept`` is False where the original is stored and its contacts are not: it is read again later. ``same`` is the
    number of an earlier original with the same content, 0 for none.
    """

    path: Path
    stored: Stored | None
    events: int
    problems: tuple[Problem, ...]
    kept: bool = True
    same: int = 0


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
    done, readings = 0, _Readings(case)
    stated, notes = readings.stated, readings.notes
    every, first = _with_beside(files), case.first_numbers()
    for batch in _batches(every):
        answers = dict(zip(batch, _store(case, batch, person), strict=True))
        kept = {path: stored for path, (stored, _) in answers.items() if stored is not None}
        _tie(case, notes, kept, every)
        fresh = {stored.digest for path, stored in kept.items() if not every[path]}
        for path, (stored, problems) in answers.items():
            if stored is None:
                yield Added(path, None, 0, tuple(problems))
            else:
                same = first.setdefault(stored.digest, stored.no)
                owner, about = person or owner_of(path, stated)[0].id, notes.about(stored)
                if about.digest in fresh if about else every[path] and not _of_several(notes, stored):
                    added = Added(path, stored, 0, tuple(problems))
                else:
                    added = readings.read(path, stored, owner, problems)
                yield replace(added, same=same if same != stored.no else 0)
                done += stored.digest.length
            if progress:
                progress(path.name, done)
        readings.settle()


def reading_pending(case: CaseFile, *, progress: Progress | None = None) -> Iterator[Added]:
    """Read the originals that were stored and not read, out of the store, as ``adding`` would have read them.

    Whose each is was kept with it; where nothing was said, the statement in force says it by its name.
    """
    done, readings, owners = 0, _Readings(case), people(case)
    waiting, companions = pending(case), Companions(case)
    tied = {each.no for stored in waiting for each in companions.of(stored).values()}
    for stored in waiting:
        if stored.no in tied:
            continue
        owner = owners.get(stored.no) or owner_of(Path(stored.name), readings.stated)[0].id
        yield readings.read(None, stored, owner, [], companions)
        done += stored.digest.length
        if progress:
            progress(stored.name, done)
    readings.settle()


class _Readings:
    """The reading of one run: what the person stated, the notes in the case, and what gave no contacts."""

    def __init__(self, case: CaseFile) -> None:
        self._case, self.stated, self.notes = case, stated_case(case), NoteIndex(case)
        self._blank: list[Added] = []

    def read(
        self,
        path: Path | None,
        stored: Stored,
        owner: str,
        problems: list[Problem],
        companions: Companions | None = None,
    ) -> Added:
        """Read one original, where it lies (``path``) or out of the store; a note has what it is about read again.

        ``companions`` are those in the case, where they have been listed and none is added meanwhile.
        """
        if (several := _of_several(self.notes, stored)) > 1:
            said = (*problems, Problem(NOTE_OF_SEVERAL, stored.name, (("count", str(several)),)))
            added, imports = Added(path or Path(stored.name), stored, 0, said), 0
        else:
            about = self.notes.about(stored) or stored
            offset = self.stated.offset_minutes
            work = _Work(self._case, path, stored, about, owner, offset, problems, self.notes, companions)
            with also_said(self.stated.stays):
                added, imports = work.read(), work.imports
        if added.kept and not imports:
            self._blank.append(added)
        return added

    def settle(self) -> None:
        """Note what held nothing, in one transaction for many: a flush for each would take most of the time.

        Where the disk is full it is not noted, and such a file is tried again.
        """
        with _unless_full(), self._case.together() if self._blank else nullcontext():
            for each in self._blank:
                if each.stored is not None:
                    took(self._case, each.stored.no, each.problems)
        self._blank.clear()


def _of_several(notes: NoteIndex, stored: Stored) -> int:
    """How many originals a note could be about, where that is more than one; else 0."""
    several = len(notes.named_alike(stored)) if notes.about(stored) is None else 0
    return several if several > 1 else 0


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
    pairs = [(stored, kept.get(every[path][0])) for path, stored in kept.items() if every[path]]
    lying = [(stored.no, other.no) for stored, other in pairs if other is not None]
    with _unless_full(), case.together() if lying else nullcontext():
        for no, about in lying:
            belongs_to(case, no, about)
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


def _store(case: CaseFile, batch: list[Path], person: str | None) -> list[tuple[Stored | None, list[Problem]]]:
    """Store the originals of a batch in one transaction; each answer is the original, or the problems that kept it.

    Whose they were said to be is stored with them: reading may come much later.
    """
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
        with case.together():
            stored = case.add_all(incoming)
            for each in stored if person is not None else ():
                if isinstance(each, Stored):
                    case.enter(BROUGHT, str(each.no), {"person": person})
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
    if isinstance(error, FileNotFoundError):
        return Problem(NO_SUCH_FILE, path.name)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Problem(CANNOT_STORE, path.name, (("reason", reason),))


class _Work:
    """One file that was stored and is to be read; ``about`` is what is read: the file, or what it was written about."""

    def __init__(
        self,
        case: CaseFile,
        path: Path | None,
        stored: Stored,
        about: Stored,
        person: str,
        offset: int,
        said: list[Problem],
        notes: NoteIndex,
        companions: Companions | None,
    ) -> None:
        self._case, self._path, self._stored, self._about = case, path or Path(stored.name), stored, about
        self._person, self._offset, self._problems = person, offset, said
        self.imports = 0
        if path is not None and about is stored and (notes.of(stored) or not paths_beside(path, NOTES)):
            # read where it lies, so that a change meanwhile is noticed
            self._source = on_disk(path, companions=COMPANIONS)
            add_notes(case, stored, self._source, notes)
        else:  # out of the store, beside which lies nothing that may be about another one
            self._source = source_of(case, about, notes)
            for ending, beside in (companions or Companions(case)).of(about).items():
                self._source.companions[ending] = source_of(case, beside, notes)
        if about is not stored:
            self._person = next((each.person for each in case.readings() if each.original == about.no), person)

    def read(self) -> Added:
        """Read the contacts into the case, all of the file in one transaction: no part is ever taken for the whole."""
        gathering, events = Gathering(), 0
        try:
            exports = gathering.exports(self._source, owner=self._person, offset_minutes=self._offset)
            if (first := self._next(exports)) is not None:
                with self._case.together():
                    events = self._keep_all(first, exports)
                    if self._about is not self._stored:
                        belongs_to(self._case, self._stored.no, self._about.no)
        except ShouzhengError as error:
            if not _is_full(error):
                raise
            why = [replace(each, where=self._stored.name) for each in error.problems]
            said = (*why, Problem(NO_CONTACTS_KEPT, self._stored.name))
            return Added(self._path, self._stored, 0, said, kept=False)
        return Added(self._path, self._stored, events, (*self._problems, *gathering.problems))

    def _next(self, exports: Iterator[ExportReader]) -> ExportReader | None:
        """Return the next export of the file, ``None`` at its end or where no more of it can be read."""
        try:
            return next(exports, None)
        except ShouzhengError as error:
            self._unreadable(error)
            return None

    def _keep_all(self, first: ExportReader, exports: Iterator[ExportReader]) -> int:
        """Store the contacts of each export in the file; returns how many there are."""
        events = 0
        export: ExportReader | None = first
        try:
            while export is not None:
                events += self._keep(export)
                self.imports += 1
                self._problems += export.report.problems
                if not export.original.member and export.original.digest != self._about.digest:
                    self._problems.append(Problem(CHANGED_WHILE_READ, self._path.name))
                export = self._next(exports)
        except ShouzhengError as error:
            self._unreadable(error)
        return events

    def _unreadable(self, error: ShouzhengError) -> None:
        """Take up that no more of the file can be read; raise what says that the case could not be written."""
        if error.exit_code != _UNREADABLE or _is_full(error):
            raise error
        self._problems += as_note(self._stored.name, error.problems)

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


@contextmanager
def _unless_full() -> Iterator[None]:
    """Go on without what could not be written because the disk is full."""
    try:
        yield
    except ShouzhengError as error:
        if not _is_full(error):
            raise


def _is_full(error: ShouzhengError) -> bool:
    """True when it was the case that could not be written, not the file that could not be read."""
    return any(each.kind is CANNOT_STORE for each in error.problems)


def as_note(name: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of a file; one that only speaks of another file is not unknown, it waits for that."""
    waits = note_ending(name) is not None
    return [Problem(NOTE_WAITS, name) if waits and each.kind is NOT_RECOGNISED else each for each in problems]


def event_rows_of(export: Iterable[ContactEvent]) -> Iterator[EventRow]:
    """Who stands behind a contact is not decided here: it is judged from what the person states later."""
    nobody = Attributor(default_case())
    for event in export:
        line = event_as_text(event, nobody(event), None)
        yield EventRow(event.id, event.time.utc.isoformat(timespec="milliseconds"), event.text or "", line)
