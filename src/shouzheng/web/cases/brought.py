"""What a person has brought: stored first, encrypted on the way in; then read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from shouzheng.casefile.case import CaseFile, EventRow, Stored
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.hints import Hints, said
from shouzheng.intake.screenshots.engine import used
from shouzheng.intake.source import Source
from shouzheng.reference.problems import Problem, ShouzhengError, kind_of
from shouzheng.remedy.cases import pending as case_pending
from shouzheng.remedy.cases.beside import WITH_NOTES, Anew, NoteIndex, counting, is_whole, note_ending
from shouzheng.remedy.cases.intake import as_note, event_rows_of
from shouzheng.remedy.cases.report_entry import as_values
from shouzheng.remedy.cases.statement import stated_case
from shouzheng.remedy.cases.stored_source import source_of
from shouzheng.remedy.problems import NOTE_OF_SEVERAL
from shouzheng.web.cases.screenshot import FORMAT as SCREENSHOT
from shouzheng.web.cases.screenshot import Remembering, draft_of, has_draft, keep_draft

if TYPE_CHECKING:
    from shouzheng.model.words import Words
    from shouzheng.web.cases.open_case import OpenCase

#: Entries of the case: whose file it is, what became of it, and files on their way.
BROUGHT, TAKEN, COMING = case_pending.BROUGHT, case_pending.TAKEN, "coming"
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
    """What became of one original: contacts read, problems; ``ended`` False while it is waiting or being read.

    ``belongs`` is the number of the picture or recording that it is about, for what a person wrote about one.
    """

    stored: Stored
    person: str
    ended: bool
    contacts: int
    problems: tuple[Problem, ...]
    given_up: bool
    belongs: int = 0


def pending(case: CaseFile) -> list[int]:
    """Return the numbers of the originals that were neither read nor given up."""
    return [each.no for each in case_pending.pending(case)]


def taken(case: CaseFile) -> list[Taken]:
    """Return every original with what became of it, the newest first."""
    people = case_pending.people(case)
    ended = {entry.subject: entry.content for entry in case.entries(TAKEN)}
    counts = counting(case)
    waiting = set(pending(case))
    abouts = _about(case, waiting)
    found = []
    for each in case.originals():
        said_of = ended.get(str(each.no), {})
        person = people.get(each.no, "me")
        listed = said_of.get("problems")
        problems = tuple(_problem(one) for one in listed) if isinstance(listed, list) else ()
        done = each.no not in waiting
        given_up = bool(said_of.get("given_up"))
        about = said_of.get("belongs")
        belongs = about if isinstance(about, int) else abouts.get(each.no, 0)
        listed_problems = tuple(p for p in problems if p)
        found.append(Taken(each, person, done, counts.get(each.no, 0), listed_problems, given_up, belongs))
    return found[::-1]


def _about(case: CaseFile, waiting: set[int]) -> dict[int, int]:
    """Return which original each note among the waiting files is about, where that is certain."""
    notes = [each for each in case.originals() if each.no in waiting and note_ending(each.name) is not None]
    if not notes:
        return {}
    index = NoteIndex(case)
    found = ((each.no, index.about(each)) for each in notes)
    return {no: original.no for no, original in found if original is not None}


def read_original(
    opened: OpenCase, view: CaseFile, number: int, secret: str | None, tick: Tick, halted: Halted
) -> None:
    """Read the contacts of one stored original into the case; what is wrong is kept with it.

    What a person wrote about a picture or recording is not read by itself: that original is read again with it. Raises
    ``Stopped`` when the case is being closed; then it stays pending.
    """
    stored = view.original(number)
    notes = NoteIndex(view)
    if _is_note(opened, view, stored, notes):
        return
    brought = next((e.content for e in view.entries(BROUGHT) if e.subject == str(number)), {})
    names = brought.get("names")
    stated = stated_case(view)
    hints = Hints(frozenset(map(str, names)) if isinstance(names, list) else frozenset(), stays=stated.stays)
    person = str(brought.get("person", "me"))
    offset = stated.offset_minutes
    asked = _asked(secret)
    gathering = Gathering(ask=asked)
    problems: list[Problem] = []
    given_up = False
    _hold(opened, stored, notes)
    source = source_of(view, stored, notes)
    try:
        with said(hints), used(Remembering()):
            for export in gathering.exports(source, owner=person, offset_minutes=offset):
                _store(opened, view, stored, export, person, tick, halted)
                problems += export.report.problems
                if export.format.name == SCREENSHOT and not export.original.member:
                    _draft(opened, view, stored, source)
    except Given:
        given_up = True
    except ShouzhengError as error:
        problems += as_note(stored.name, error.problems)
    with opened.writing() as case, case.together():
        _ended(case, number, (*problems, *gathering.problems), given_up=given_up)
        for note in notes.of(stored).values():
            case.enter(TAKEN, str(note.no), {"belongs": number})


def _is_note(opened: OpenCase, view: CaseFile, stored: Stored, notes: NoteIndex) -> bool:
    """Have the original read again that a note is about; where that is not certain, say so and read nothing."""
    about, several = notes.about(stored), notes.named_alike(stored)
    if about is None and len(several) > 1:
        people = case_pending.people(view)
        whose = people.get(stored.no)
        same = [each for each in several if whose is not None and people.get(each.no) == whose]
        about = same[0] if len(same) == 1 else None
        if about is None:
            said = Problem(NOTE_OF_SEVERAL, stored.name, (("count", str(len(several))),))
            with opened.writing() as case:
                _ended(case, stored.no, [said])
            return True
    if about is None:
        return False
    with opened.reading() as case:
        became = next((each.content for each in case.entries(TAKEN) if each.subject == str(stored.no)), {})
    if became.get("belongs") == about.no:
        return True  # it came in time to be read with its original
    with opened.writing() as case, case.together():
        NoteIndex(case).lay_beside(stored, about)
        case.enter(TAKEN, str(stored.no), {"belongs": about.no})
        case.enter(TAKEN, str(about.no), {"again": True})
    opened.work.wake()
    return True


def _hold(opened: OpenCase, stored: Stored, notes: NoteIndex) -> None:
    """Store which notes this original is read with, so that a later file of its name does not make that uncertain."""
    if notes.hold(stored):
        with opened.writing(judged=False) as case, case.together():
            listed = NoteIndex(case)
            for note in listed.hold(stored):
                listed.lay_beside(note, stored)


def _ended(case: CaseFile, number: int, problems: Iterable[Problem], *, given_up: bool = False) -> None:
    kept = [[p.code, p.where, [list(slot) for slot in p.slots]] for p in problems]
    case.enter(TAKEN, str(number), {"problems": kept[:200], "given_up": given_up})


def _store(
    opened: OpenCase,
    view: CaseFile,
    stored: Stored,
    export: ExportReader,
    person: str,
    tick: Tick,
    halted: Halted,
) -> None:
    """Most exports are read whole before the case is asked for writing, so that pages can write meanwhile."""
    itself = not export.original.member and export.original.digest == stored.digest
    anew = Anew(view, stored.digest) if itself and export.format.name in WITH_NOTES else None
    rows = event_rows_of(anew.named(export) if anew else export)
    watched = _watched(rows, opened, export, stored, tick, halted)
    first = list(islice(watched, _HELD))
    with opened.writing() as case, case.together():
        case.add_events(stored.no, chain(first, watched), person, lambda: as_values(export.report))
        if anew:
            anew.settle(case, whole=is_whole(export.report))


def _draft(opened: OpenCase, view: CaseFile, stored: Stored, source: Source) -> None:
    """Keep what the machine read in a picture, unless that or a correction is kept already."""
    if not has_draft(view, stored):
        text = draft_of(source.local(), stored)
        if text is not None:
            with opened.writing(judged=False) as case:
                keep_draft(case, stored, text)


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


def _asked(secret: str | None) -> Callable[[Words, int], str | None]:
    """The passphrase of an encrypted backup is given beforehand and tried once."""
    return lambda _what, tried: secret if tried == 0 else None


def _problem(values: object) -> Problem | None:
    if not isinstance(values, list) or len(values) != 3:
        return None
    code, where, slots = values
    kind = kind_of(str(code))
    return Problem(kind, str(where), tuple((str(k), str(v)) for k, v in slots)) if kind else None
