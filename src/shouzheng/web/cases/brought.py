"""What a person has brought: stored first, encrypted on the way in; then read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from shouzheng.casefile.case import CaseFile, EventRow, Stored
from shouzheng.casefile.sealed_stream import NotSealed
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.hints import Hints, said
from shouzheng.intake.source import Source
from shouzheng.reference.problems import Problem, ShouzhengError, kind_of
from shouzheng.remedy.case_intake import event_rows_of
from shouzheng.remedy.case_statement import stated_case
from shouzheng.remedy.report_entry import as_values

if TYPE_CHECKING:
    from shouzheng.model.words import Words
    from shouzheng.web.cases.open_case import OpenCase

#: Entries of the case: whose file it is, what became of it, and files on their way.
BROUGHT, TAKEN, COMING = "brought", "taken", "coming"
#: Contacts of one export that are held before they are stored together; only beyond them does storing wait for reading.
_HELD = 50_000
_TICK = 256
Tick = Callable[[str, int, int, int], None]
Halted = Callable[[], None]


class Stopped(Exception):
    """The program or the case is being closed: nothing of the current export is stored, and it stays pending."""


class Given(Exception):
    """The person gave this file up."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one original: contacts read, problems; ``ended`` False while it is waiting or being read."""

    stored: Stored
    person: str
    ended: bool
    contacts: int
    problems: tuple[Problem, ...]
    given_up: bool


def pending(case: CaseFile) -> list[int]:
    """Return the numbers of the originals that were neither read nor given up."""
    read = {reading.original for reading in case.readings()}
    ended = {int(e.subject): not e.content.get("again") for e in case.entries(TAKEN) if e.subject.isdigit()}
    return [each.no for each in case.originals() if not ended.get(each.no, each.no in read)]


def taken(case: CaseFile) -> list[Taken]:
    """Return every original with what became of it, the newest first."""
    people = {entry.subject: str(entry.content.get("person", "me")) for entry in case.entries(BROUGHT)}
    ended = {entry.subject: entry.content for entry in case.entries(TAKEN)}
    counts: dict[int, int] = {}
    for reading in case.readings():
        counts[reading.original] = counts.get(reading.original, 0) + reading.count
    waiting = set(pending(case))
    found = []
    for each in case.originals():
        said_of = ended.get(str(each.no), {})
        person = people.get(str(each.no), "me")
        listed = said_of.get("problems")
        problems = tuple(_problem(one) for one in listed) if isinstance(listed, list) else ()
        done = each.no not in waiting
        given_up = bool(said_of.get("given_up"))
        found.append(Taken(each, person, done, counts.get(each.no, 0), tuple(p for p in problems if p), given_up))
    return found[::-1]


def read_original(
    opened: OpenCase, view: CaseFile, number: int, secret: str | None, tick: Tick, halted: Halted
) -> None:
    """Read the contacts of one stored original into the case; what is wrong is kept with it.

    Raises ``Stopped`` when the case is being closed; then it stays pending.
    """
    stored = view.original(number)
    brought = next((e.content for e in view.entries(BROUGHT) if e.subject == str(number)), {})
    names = brought.get("names")
    hints = Hints(frozenset(map(str, names)) if isinstance(names, list) else frozenset())
    person = str(brought.get("person", "me"))
    offset = stated_case(view).offset_minutes
    asked = _asked(secret)
    gathering = Gathering(ask=asked)
    problems: list[Problem] = []
    given_up = False
    try:
        with said(hints):
            for export in gathering.exports(_source(view, stored), owner=person, offset_minutes=offset):
                _store(opened, stored, export, person, tick, halted)
                problems += export.report.problems
    except Given:
        given_up = True
    except ShouzhengError as error:
        problems += error.problems
    kept = [[p.code, p.where, [list(slot) for slot in p.slots]] for p in (*problems, *gathering.problems)]
    with opened.writing() as case:
        case.enter(TAKEN, str(number), {"problems": kept[:200], "given_up": given_up})


def _store(opened: OpenCase, stored: Stored, export: ExportReader, person: str, tick: Tick, halted: Halted) -> None:
    """Most exports are read whole before the case is asked for writing, so that pages can write meanwhile."""
    rows = _watched(event_rows_of(export), opened, export, stored, tick, halted)
    first = list(islice(rows, _HELD))
    with opened.writing() as case:
        case.add_events(stored.no, chain(first, rows), person, lambda: as_values(export.report))


def _watched(
    rows: Iterable[EventRow], opened: OpenCase, export: ExportReader, stored: Stored, tick: Tick, halted: Halted
) -> Iterator[EventRow]:
    name, size = export.original.member or stored.name, stored.digest.length
    for count, row in enumerate(rows):
        if count % _TICK == 0:
            halted()
            if opened.work.skip.is_set():
                raise Given
            tick(name, export.done, size, count)
        yield row


def _source(case: CaseFile, stored: Stored) -> Source:
    return Source(stored.name, lambda: _Opened(case.blobs.chunks(stored.blob)), size=stored.digest.length)


class _Opened:
    """A stored original as an open file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end; raises ``OSError`` where the store is damaged."""
        try:
            if size < 0:
                whole, self._rest = self._rest + b"".join(self._chunks), b""
                return whole
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except NotSealed as error:
            raise OSError(str(error)) from error
        block, self._rest = self._rest[:size], self._rest[size:]
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._chunks = iter(())


def _asked(secret: str | None) -> Callable[[Words, int], str | None]:
    """The passphrase of an encrypted backup is given beforehand and tried once."""
    return lambda _what, tried: secret if tried == 0 else None


def _problem(values: object) -> Problem | None:
    if not isinstance(values, list) or len(values) != 3:
        return None
    code, where, slots = values
    kind = kind_of(str(code))
    return Problem(kind, str(where), tuple((str(k), str(v)) for k, v in slots)) if kind else None
