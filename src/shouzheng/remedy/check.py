"""The main job from end to end: export files and the person's statement in, summary, findings and dossier out.

Only contacts that the person attributed (``Attribution.may_leave``) are kept in memory and reach an output other than
``events.jsonl`` and ``events.parquet``, which hold everything and are marked private.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shouzheng.intake.attribution import Attributor
from shouzheng.intake.containers import Ask
from shouzheng.intake.event_files import PRIVATE_NOTE, JsonLinesWriter, encoded_line
from shouzheng.intake.event_lines import event_line
from shouzheng.intake.exports import ExportReader, ImportReport
from shouzheng.intake.formats import source_of_format
from shouzheng.intake.gathering import Gathering, size_of, size_of_file
from shouzheng.intake.hints import also_said
from shouzheng.intake.overall import Overall
from shouzheng.intake.parquet import write_parquet
from shouzheng.intake.report import ContainerReport, Remark
from shouzheng.intake.rows import event_row
from shouzheng.intake.statement.case_toml import default_case, load_case
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.joining import BillPeriod, JoinedContacts, is_loose, join_contacts, shown_as
from shouzheng.judging.judge import judge_case, judge_words
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, PartyKind, Person, Role
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.grade import SourceKind
from shouzheng.model.original import Digest
from shouzheng.model.schema import EVENTS
from shouzheng.model.verdict import Answer
from shouzheng.reading.labels import ActKind
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reference.collecting import collecting_rarely
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.overlap import Overlap
from shouzheng.remedy.problems import (
    ASSUMED_OWNER,
    IN_TWO_FILES,
    NOTHING_READABLE,
    PERSON_WITHOUT_CONSENT,
    SAME_FILE,
    SEEN_BY_SEVERAL,
)
from shouzheng.remedy.readers import Readers, ToRead, processes_for
from shouzheng.remedy.staging import EVENTS_FILE, PARQUET_FILE
from shouzheng.rulebook.load import Rulebook, load_rulebook

#: The exit code that says "nothing readable here" (DESIGN §8).
UNREADABLE = 2
#: The progress is told at each so manieth contact: thousands come in a second.
_TICK = 32
#: Where what words may show leads, and of which topics of the law a threat to persons is.
POLICE, ANTI_FRAUD = "police_110", "antifraud_96110"
TOWARDS_PERSONS = frozenset(["abuse", "visits", "minors"])
#: Acts that may drive somebody to despair.
DESPAIR = frozenset(["suicide_incitement", "death_or_funeral_imagery"])
#: Called with the file's name and the bytes read so far over all files.
Progress = Callable[[str, int], None]
#: Takes one line of the events file, as ``event_line`` and ``encoded_line`` make it.
Write = Callable[[bytes], None]


class Danger(StrEnum):
    """What the words of a contact that nobody attributed may show, as it is counted."""

    THREATS = "unknown_threats"
    FRAUD = "unknown_fraud"
    DESPAIR = "unknown_despair"


@dataclass(frozen=True, slots=True)
class Unattributed:
    """What is said about contacts that nobody attributed: counts only, never a number or a word of text.

    ``threats``, ``fraud`` and ``despair`` count those whose words may call for help at once: danger must not wait for
    the person to say whose the number is.
    """

    contacts: int = 0
    calls: int = 0
    with_hard_words: int = 0
    threats: int = 0
    fraud: int = 0
    despair: int = 0


@dataclass(slots=True)
class Collected:
    """What one run has gathered from the files."""

    contacts: list[Contact] = field(default_factory=list)
    reports: list[ImportReport] = field(default_factory=list)
    containers: list[ContainerReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    kept: set[str] = field(default_factory=set)
    loose: list[Contact] = field(default_factory=list)
    repeats: list[tuple[ContactEvent, str]] = field(default_factory=list)
    bills: list[BillPeriod] = field(default_factory=list)
    accounts: list[tuple[str, ImportReport]] = field(default_factory=list)
    overall: Overall = field(default_factory=Overall)

    def repeated(self, event: ContactEvent, earlier: str) -> None:
        """Keep a record that a later export of the same phone holds again, as a witness; without its raw fields."""
        if earlier in self.kept:
            self.repeats.append((replace(event, raw=()), earlier))

    def account(self, report: ImportReport, owner: str) -> None:
        """Keep the account of an import and whose it is; of an operator's bill its period."""
        self.reports.append(report)
        self.accounts.append((owner, report))
        if report.first and report.last and source_of_format(report.format) is SourceKind.BILL:
            self.bills.append(BillPeriod(owner, report.first, report.last))

    def joined(self) -> JoinedContacts:
        """Return the contacts by time, each once with all its witnesses, and say how many records were joined."""
        known = {contact.event.id: contact for contact in self.contacts}
        again = [
            replace(known[earlier], event=replace(event, text=known[earlier].event.text))
            for event, earlier in self.repeats
            if earlier in known
        ]
        found = join_contacts([*self.contacts, *again], self.loose, self.bills)
        if found.found_loose:
            self.counts["unknown"] -= len(found.found_loose)
            self.counts["unknown_calls"] -= len(found.found_loose)
        if found.joined:
            slots = (("joined", str(found.joined)), ("disagreeing", str(found.disagreeing)))
            self.problems.append(Problem(SEEN_BY_SEVERAL, "", slots))
        return found

    def missing(self, contacts: Iterable[Contact]) -> tuple[Remark, ...]:
        """Return what all imports together may lack; bill and log are compared by the attributed contacts only."""
        calls = (shown_as(contact.event) for contact in contacts if contact.event.is_call)
        return self.overall.remarks(self.accounts, calls)

    def unattributed(self) -> Unattributed:
        """Return the counts of contacts that nobody attributed."""
        names = ("unknown", "unknown_calls", "unknown_hard", *Danger)
        return Unattributed(*(self.counts[name] for name in names))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything that the summary, the files and the exit code are made of.

    ``numbers`` are the evidence numbers that a case has given by event id; from files there are none.
    """

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
    overall: tuple[Remark, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)


def owner_of(path: Path, case: Case) -> tuple[Person, bool]:
    """Return whose file this is by the names stated in ``case.toml``, and whether that is certain.

    A file that nobody claims is taken as the narrator's; with several persons in the case that is an assumption, and so
    is the choice among several who claim it (the narrator comes last).
    """
    narrator = next((p for p in case.persons if p.is_narrator), case.persons[0])
    others = [p for p in case.persons if p is not narrator]
    claiming = [p for p in [*others, narrator] if any(path.match(pattern) for pattern in p.files)]
    certain = len(claiming) == 1 or len(case.persons) == 1
    return (claiming[0] if claiming else narrator), certain


class EventReader:
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
        attributed = ((event, self._attribute(event)) for event in self._watched(events))
        for (event, attribution), reading in self._readers.in_order(attributed, self._words):
            contact = Contact(event, attribution, reading)
            self._keep(contact)
            yield contact

    def _watched(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        take = self._collected.overall.take
        for event in events:
            take(event)
            yield event

    def _words(self, item: tuple[ContactEvent, Attribution]) -> ToRead | None:
        event, attribution = item
        if event.text is None:
            return None
        role = self._roles.get(event.owner, Role.UNKNOWN)
        own = event.direction is Direction.OUTBOUND
        full = attribution.may_leave
        if role is Role.DEBTOR and not full:
            role = (
                Role.UNKNOWN
            )  # a friend's banter is not read as words to a debtor (lexicon/README.md, settled_by_debtor)
        return ToRead(event.text, role, own, event.time.beijing.date() if full else None, full)

    def _keep(self, contact: Contact) -> None:
        counts = self._collected.counts
        if contact.attribution.may_leave:
            self._collected.contacts.append(contact)
            self._collected.kept.add(contact.event.id)
        elif contact.attribution.kind is PartyKind.PRIVATE:
            counts["private"] += 1
        else:
            counts["unknown"] += 1
            counts["unknown_calls"] += contact.event.is_call
            if is_loose(contact.event):
                self._collected.loose.append(contact)
            hard, dangers = self._words_alone(contact)
            counts["unknown_hard"] += hard
            counts.update(dangers)

    def _words_alone(self, contact: Contact) -> tuple[bool, Iterable[Danger]]:
        """Return whether the words alone would be a finding, and the dangers they may show, each once.

        Judged only where a hard act is shown at all. What a person would have to weigh is enough for fraud: who asks
        for a code cannot be told from the words, and 96110 is asked before anything is sent.
        """
        acts = {shown.act for shown in contact.reading.acts} if contact.reading else set()
        if acts.isdisjoint(self._hard_acts):
            return False, ()
        verdicts = judge_words(contact, self._case, self._rulebook)
        breached = [self._rulebook.rule(v.rule) for v in verdicts if v.answer is Answer.BREACH]
        open_too = [self._rulebook.rule(v.rule) for v in verdicts if v.answer in (Answer.BREACH, Answer.NEEDS_PERSON)]
        dangers = {
            Danger.THREATS: any(rule.topic in TOWARDS_PERSONS and POLICE in rule.supports for rule in breached),
            Danger.FRAUD: any(ANTI_FRAUD in rule.supports for rule in open_too),
            Danger.DESPAIR: not acts.isdisjoint(DESPAIR),
        }
        return bool(breached), [danger for danger, shown in dangers.items() if shown]


class _Run:
    """One pass over all files, pulled by whoever consumes it; collects reports and problems on the way."""

    def __init__(
        self, files: Sequence[Path], case: Case, reader: EventReader, collected: Collected, ask: Ask | None
    ) -> None:
        self._files, self._case, self._reader, self._collected = files, case, reader, collected
        self._ask = ask
        self._current: ExportReader | None = None
        self._seen: dict[Digest, str] = {}
        self._overlap = Overlap(collected.repeated)

    def contacts(self, write: Write | None, tick: Progress) -> Iterator[Contact]:
        """Yield every contact of every file; a file that cannot be read becomes a problem and the next one follows."""
        if write:
            write(private_note())
        done = 0
        for path in self._files:
            size = size_of_file(path)
            try:
                for number, contact in enumerate(self._file(path)):
                    if write:
                        write(event_line(contact.event, contact.attribution, contact.reading))
                    if number % _TICK == 0:
                        tick(path.name, done + min(self._current.done if self._current else 0, size))
                    yield contact
                done += size_of(path)
            except ShouzhengError as error:
                if error.exit_code != UNREADABLE:
                    raise
                self._collected.problems.extend(error.problems)

    def _file(self, path: Path) -> Iterator[Contact]:
        person, certain = owner_of(path, self._case)
        if not certain:
            self._collected.problems.append(Problem(ASSUMED_OWNER, path.name, (("person", person.id),)))
        if not person.is_narrator and person.consented is None:
            self._collected.problems.append(Problem(PERSON_WITHOUT_CONSENT, path.name, (("person", person.id),)))
            return
        gathering = Gathering(ask=self._ask)
        try:
            for export in gathering.exports(path, owner=person.id, offset_minutes=self._case.offset_minutes):
                self._current = export
                yield from self._export(export, person.id)
        finally:
            self._collected.problems.extend(gathering.problems)
            self._collected.containers.extend(gathering.containers)

    def _export(self, export: ExportReader, owner: str) -> Iterator[Contact]:
        digest, name = export.original.digest, export.original.name
        if digest in self._seen:
            self._collected.problems.append(Problem(SAME_FILE, name, (("earlier", self._seen[digest]),)))
            return
        self._seen[digest] = name
        several = len(self._files) > 1 or export.original.member != ""
        yield from self._reader.contacts(self._overlap.new_ones(export) if several else export)
        if several and self._overlap.repeated:
            slots = (("count", str(self._overlap.repeated)),)
            self._collected.problems.append(Problem(IN_TWO_FILES, name, slots))
        self._collected.account(export.report, owner)
        self._collected.problems.extend(export.report.problems)


def check(
    files: Sequence[Path],
    who: Path | None,
    out: Path | None,
    *,
    as_of: date,
    progress: Progress | None = None,
    parquet: bool = False,
    ask: Ask | None = None,
) -> CheckResult:
    """Read all files, judge what the person attributed, and write the private ``events.jsonl`` to ``out``.

    Folders, archives and backups are taken whole; ``ask`` is asked for the passphrase of an encrypted backup. Without
    ``out`` nothing is written anywhere. ``parquet`` also writes the private ``events.parquet``. Raises
    ``ShouzhengError`` with exit code 2 when no file could be read at all or ``case.toml`` is wrong, 3 when the law or
    lexicon is. A file that cannot be read beside others that can is a problem in the result.
    """
    case = load_case(who) if who else default_case()
    collected = Collected()
    size = sum(map(size_of, files))
    with (
        collecting_rarely(),
        also_said(case.stays),
        Readers(processes=processes_for(size)) as readers,
        events_sink(out) as write,
    ):
        rulebook, lexicon = load_rulebook(), load_lexicon()
        run = _Run(files, case, EventReader(case, rulebook, lexicon, collected, readers), collected, ask)
        stream = run.contacts(write, progress or _silent)
        if out and parquet:
            write_parquet(out / PARQUET_FILE, EVENTS, (event_row(c.event, c.attribution) for c in stream))
        else:
            deque(stream, maxlen=0)
        if not any(report.events or not report.unread_total for report in collected.reports):
            raise ShouzhengError(*collected.problems, Problem(NOTHING_READABLE), exit_code=UNREADABLE)
        contacts = collected.joined().contacts
        judgement = judge_case(case, contacts, rulebook)
    return CheckResult(
        case,
        contacts,
        judgement,
        tuple(collected.reports),
        tuple(collected.problems),
        collected.unattributed(),
        collected.counts["private"],
        rulebook,
        lexicon,
        as_of,
        collected.missing(contacts),
    )


def private_note() -> bytes:
    """Return the first line of the private events file."""
    return encoded_line(json.dumps(PRIVATE_NOTE, ensure_ascii=False))


def _silent(_name: str, _done: int) -> None:
    """Tell nobody about the progress."""


@contextmanager
def events_sink(out: Path | None) -> Iterator[Write | None]:
    """Open the events file in the output folder; without one nothing is written."""
    if out is None:
        yield None
        return
    with JsonLinesWriter(out / EVENTS_FILE) as writer:
        yield writer.write_line
