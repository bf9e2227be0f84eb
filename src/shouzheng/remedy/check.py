"""The main job from end to end: export files and the person's statement in, summary, findings and dossier out.

Only contacts that the person attributed (``Attribution.may_leave``) are kept in memory and reach an output other than
``events.jsonl`` and ``events.parquet``, which hold everything and are marked private. All outputs are written to
temporary files and renamed together at the end, so that a stop leaves no half-written file.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shouzheng.intake.attribution import Attributor
from shouzheng.intake.case_toml import default_case, load_case
from shouzheng.intake.event_files import JsonLinesWriter, event_as_json
from shouzheng.intake.exports import ImportReport, open_export
from shouzheng.intake.parquet import write_parquet
from shouzheng.intake.rows import event_row
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.judge import judge_case, judge_words
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, Person, Role
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.original import Digest
from shouzheng.model.schema import EVENTS, SCHEMA_VERSION
from shouzheng.model.verdict import Answer
from shouzheng.reading.labels import ActKind
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import NO_OUTPUT_FOLDER, NOTHING_READABLE, PERSON_WITHOUT_CONSENT, SAME_FILE
from shouzheng.remedy.readers import Readers, ToRead, processes_for
from shouzheng.rulebook.load import Rulebook, load_rulebook

#: The exit code that says "nothing readable here" (DESIGN §8).
UNREADABLE = 2
EVENTS_FILE, PARQUET_FILE = "events.jsonl", "events.parquet"
#: First line of ``events.jsonl``, for whoever opens it.
PRIVATE_NOTE = {
    "private": True,
    "note_zh": "本文件含全部通话和短信，包括家人朋友的，请勿外发；可以交给别人的是 dossier.pdf 和 findings.json。",
    "note_en": "All calls and messages, those of family and friends too. Send it to nobody; dossier.pdf and "
    "findings.json are made to be handed over.",
    "schema": SCHEMA_VERSION,
}

#: Called with the file's name and the bytes read so far over all files.
Progress = Callable[[str, int], None]
#: Takes one line of the events file.
Write = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True)
class Unattributed:
    """What is said about contacts that nobody attributed: counts only, never a number or a word of text."""

    contacts: int = 0
    calls: int = 0
    with_hard_words: int = 0


@dataclass(slots=True)
class Collected:
    """What one run has gathered from the files."""

    contacts: list[Contact] = field(default_factory=list)
    reports: list[ImportReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def unattributed(self) -> Unattributed:
        """Return the counts of contacts that nobody attributed."""
        return Unattributed(self.counts["unknown"], self.counts["unknown_calls"], self.counts["unknown_hard"])


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything that the summary, the files and the exit code are made of."""

    case: Case
    contacts: tuple[Contact, ...]
    judgement: Judgement
    reports: tuple[ImportReport, ...]
    problems: tuple[Problem, ...]
    unattributed: Unattributed
    private: int
    rulebook: Rulebook
    lexicon: Lexicon
    as_of: date


def owner_of(path: Path, case: Case) -> Person:
    """Return whose file this is by the names stated in ``case.toml``; a file nobody claims is the narrator's."""
    narrator = next((p for p in case.persons if p.is_narrator), case.persons[0])
    others = [p for p in case.persons if p is not narrator]
    for person in [*others, narrator]:
        if any(path.match(pattern) for pattern in person.files):
            return person
    return narrator


class _Reader:
    """Attributes and reads events and decides where each may go."""

    def __init__(
        self, case: Case, rulebook: Rulebook, lexicon: Lexicon, collected: Collected, readers: Readers
    ) -> None:
        self._case = case
        self._roles = {person.id: person.role for person in case.persons}
        self._attribute = Attributor(case)
        self._rulebook = rulebook
        self._hard_acts = frozenset(act.label for act in lexicon.acts if act.kind is ActKind.HARD)
        self._collected = collected
        self._readers = readers

    def contacts(self, events: Iterable[ContactEvent]) -> Iterator[Contact]:
        """Yield each event with its attribution and reading; those that may leave the case are kept."""
        attributed = ((event, self._attribute(event)) for event in events)
        for (event, attribution), reading in self._readers.in_order(attributed, self._words):
            contact = Contact(event, attribution, reading)
            self._keep(contact)
            yield contact

    def _words(self, item: tuple[ContactEvent, Attribution]) -> ToRead | None:
        event, attribution = item
        if event.text is None:
            return None
        role = self._roles.get(event.owner, Role.UNKNOWN)
        own = event.direction is Direction.OUTBOUND
        return ToRead(event.text, role, own, event.time.beijing.date(), full=attribution.may_leave)

    def _keep(self, contact: Contact) -> None:
        counts = self._collected.counts
        if contact.attribution.may_leave:
            self._collected.contacts.append(contact)
        elif contact.attribution.confirmed:
            counts["private"] += 1
        else:
            counts["unknown"] += 1
            counts["unknown_calls"] += contact.event.is_call
            counts["unknown_hard"] += self._hard(contact)

    def _hard(self, contact: Contact) -> bool:
        """True when the words alone would be a finding; judged only where a hard act is shown at all."""
        if contact.reading is None or not any(shown.act in self._hard_acts for shown in contact.reading.acts):
            return False
        return any(v.answer is Answer.BREACH for v in judge_words(contact, self._case, self._rulebook))


class _Run:
    """One pass over all files, pulled by whoever consumes it; collects reports and problems on the way."""

    def __init__(self, files: Sequence[Path], case: Case, reader: _Reader, collected: Collected) -> None:
        self._files, self._case, self._reader, self._collected = files, case, reader, collected
        self._seen: dict[Digest, str] = {}

    def contacts(self, write: Write, tick: Progress) -> Iterator[Contact]:
        """Yield every contact of every file; a file that cannot be read becomes a problem and the next one follows."""
        write(PRIVATE_NOTE)
        done = 0
        for path in self._files:
            try:
                for contact in self._file(path):
                    write(event_as_json(contact.event, contact.attribution, contact.reading))
                    tick(path.name, done + contact.event.positions[-1].offset)
                    yield contact
                done += path.stat().st_size
            except ShouzhengError as error:
                if error.exit_code != UNREADABLE:
                    raise
                self._collected.problems.extend(error.problems)

    def _file(self, path: Path) -> Iterator[Contact]:
        person = owner_of(path, self._case)
        if not person.is_narrator and person.consented is None:
            self._collected.problems.append(Problem(PERSON_WITHOUT_CONSENT, path.name, (("person", person.id),)))
            return
        export = open_export(path, owner=person.id, offset_minutes=self._case.offset_minutes)
        digest = export.original.digest
        if digest in self._seen:
            self._collected.problems.append(Problem(SAME_FILE, path.name, (("earlier", self._seen[digest]),)))
            return
        self._seen[digest] = path.name
        yield from self._reader.contacts(export)
        self._collected.reports.append(export.report)
        self._collected.problems.extend(export.report.problems)


def check(
    files: Sequence[Path],
    who: Path | None,
    out: Path | None,
    *,
    as_of: date,
    progress: Progress | None = None,
    parquet: bool = False,
) -> CheckResult:
    """Read all files, judge what the person attributed, and write the private ``events.jsonl`` to ``out``.

    Without ``out`` nothing is written anywhere. ``parquet`` also writes the private ``events.parquet``. Raises
    ``ShouzhengError`` with exit code 2 when no file could be read at all or ``case.toml`` is wrong, 3 when the law or
    lexicon is. A file that cannot be read beside others that can is a problem in the result.
    """
    case = load_case(who) if who else default_case()
    rulebook, lexicon = load_rulebook(), load_lexicon()
    collected = Collected()
    size = sum(path.stat().st_size for path in files if path.is_file())
    with Readers(lexicon, processes_for(size)) as readers, _sink(out) as write:
        run = _Run(files, case, _Reader(case, rulebook, lexicon, collected, readers), collected)
        stream = run.contacts(write, progress or _silent)
        if out and parquet:
            write_parquet(out / PARQUET_FILE, EVENTS, (event_row(c.event, c.attribution) for c in stream))
        else:
            deque(stream, maxlen=0)
        if not collected.reports:
            raise ShouzhengError(*collected.problems, Problem(NOTHING_READABLE), exit_code=UNREADABLE)
        contacts = sorted(collected.contacts, key=lambda contact: contact.event.time.utc)
        judgement = judge_case(case, contacts, rulebook)
    return CheckResult(
        case,
        tuple(contacts),
        judgement,
        tuple(collected.reports),
        tuple(collected.problems),
        collected.unattributed(),
        collected.counts["private"],
        rulebook,
        lexicon,
        as_of,
    )


def _silent(_name: str, _done: int) -> None:
    """Tell nobody about the progress."""


def _nothing(_line: Mapping[str, object]) -> None:
    """Write nothing."""


@contextmanager
def _sink(out: Path | None) -> Iterator[Write]:
    """Open the events file in the output folder; a new folder is removed again when the run fails."""
    if out is None:
        yield _nothing
        return
    new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        slots = (("detail", error.strerror or type(error).__name__),)
        raise ShouzhengError(Problem(NO_OUTPUT_FOLDER, str(out), slots), exit_code=UNREADABLE) from error
    try:
        with JsonLinesWriter(out / EVENTS_FILE) as writer:
            yield writer.write
    except BaseException:
        if new:
            with suppress(OSError):
                out.rmdir()
        raise
