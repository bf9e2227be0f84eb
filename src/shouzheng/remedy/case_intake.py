"""Puts files into a case: the original first, byte for byte, then the contacts that are read from it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, Stored
from shouzheng.casefile.problems import CANNOT_STORE, CHANGED_WHILE_READ
from shouzheng.casefile.receive import Received
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.case_toml import default_case
from shouzheng.intake.event_files import event_as_text
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.reference.problems import Problem, ShouzhengError

Progress = Callable[[str, int], None]
#: Exit code of a file in which nothing can be read; its bytes are evidence all the same.
_UNREADABLE = 2


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: how it was stored (``None`` when not), how many contacts were read, what to say."""

    path: Path
    stored: Stored | None
    events: int
    problems: tuple[Problem, ...]


def add_files(
    case: CaseFile, files: list[Path], *, person: str = "me", progress: Progress | None = None
) -> list[Added]:
    """Store each file and read its contacts; one that cannot be stored never stops the next.

    Archives and backups are stored as they are and the contacts in them read; a file in no known format is stored
    without contacts, and that is said.
    """
    done, added = 0, []
    for path in files:
        added.append(_add(case, path, person))
        stored = added[-1].stored
        done += stored.digest.length if stored else 0
        if progress:
            progress(path.name, done)
    return added


def _add(case: CaseFile, path: Path, person: str) -> Added:
    try:
        received = Received(path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        stored = case.add(received.chunks(), path.name, kind)
    except ShouzhengError as error:
        return Added(path, None, 0, error.problems)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Added(path, None, 0, (Problem(CANNOT_STORE, path.name, (("reason", reason),)),))
    gathering = Gathering()
    events, problems = 0, [*received.problems]
    try:
        for export in gathering.exports(path, owner=person):
            events += case.add_events(stored.no, _rows(export), person)
            problems += export.report.problems
            if not export.original.member and export.original.digest != stored.digest:
                problems.append(Problem(CHANGED_WHILE_READ, path.name))
    except ShouzhengError as error:
        if error.exit_code != _UNREADABLE:
            raise
        problems += error.problems
    return Added(path, stored, events, (*problems, *gathering.problems))


def _rows(export: ExportReader) -> Iterator[EventRow]:
    """Who stands behind a contact is not decided here: it is judged from what the person states later."""
    nobody = Attributor(default_case())
    for event in export:
        line = event_as_text(event, nobody(event), None)
        yield EventRow(event.id, event.time.utc.isoformat(timespec="milliseconds"), event.text or "", line)
