"""Puts files into a case: the original first, byte for byte, then the contacts that are read from it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, Incoming, Stored
from shouzheng.casefile.problems import CANNOT_STORE, CHANGED_WHILE_READ
from shouzheng.casefile.receive import Received
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.case_toml import default_case
from shouzheng.intake.event_files import event_as_text
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.case_statement import stated_case
from shouzheng.remedy.check import owner_of
from shouzheng.remedy.report_entry import as_values

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
    """Store each file and read its contacts; one that cannot be stored never stops the next.

    Archives and backups are stored as they are and the contacts in them read; a file in no known format is stored
    without contacts, and that is said. Without ``person`` the statement in the case says whose file it is.
    """
    done, added, stated = 0, [], stated_case(case)
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        for path, (stored, problems) in zip(batch, _store(case, batch), strict=True):
            if stored is None:
                added.append(Added(path, None, 0, tuple(problems)))
            else:
                owner = person or owner_of(path, stated)[0].id
                added.append(_read(case, path, stored, problems, owner, stated.offset_minutes))
                done += stored.digest.length
            if progress:
                progress(path.name, done)
    return added


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


def _read(case: CaseFile, path: Path, stored: Stored, said: list[Problem], person: str, offset: int) -> Added:
    """Read the contacts in a file that was stored."""
    gathering = Gathering()
    events, problems = 0, [*said]
    try:
        for export in gathering.exports(path, owner=person, offset_minutes=offset):
            account = _account(export)
            events += case.add_events(stored.no, event_rows_of(export), person, account)
            problems += export.report.problems
            if not export.original.member and export.original.digest != stored.digest:
                problems.append(Problem(CHANGED_WHILE_READ, path.name))
    except ShouzhengError as error:
        if error.exit_code != _UNREADABLE:
            raise
        problems += error.problems
    return Added(path, stored, events, (*problems, *gathering.problems))


def _account(export: ExportReader) -> Callable[[], Mapping[str, object]]:
    """The account of a file is complete only after its last record."""
    return lambda: as_values(export.report)


def event_rows_of(export: ExportReader) -> Iterator[EventRow]:
    """Who stands behind a contact is not decided here: it is judged from what the person states later."""
    nobody = Attributor(default_case())
    for event in export:
        line = event_as_text(event, nobody(event), None)
        yield EventRow(event.id, event.time.utc.isoformat(timespec="milliseconds"), event.text or "", line)
