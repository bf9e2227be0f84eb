"""The main job from a case instead of files: what the case holds is judged by the statement it holds.

Nothing is decrypted to the disk: contacts come from the encrypted index, the statement from its entry. A contact that
the person rejected takes part in nothing; a finding that the person rejected is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from shouzheng.casefile.case import CaseFile, Reading, Stored
from shouzheng.intake.event_lines import event_line
from shouzheng.intake.event_rows import event_of_line
from shouzheng.intake.report import ImportReport
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.judge import judge_case
from shouzheng.model.case import Case, Person
from shouzheng.model.event import ContactEvent
from shouzheng.model.finding import Finding
from shouzheng.model.original import Original
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.collecting import collecting_rarely
from shouzheng.reference.problems import Problem
from shouzheng.remedy.cases.beside import replaced, taken_over
from shouzheng.remedy.cases.evidence_numbers import Records, keep_numbers, numbers_of
from shouzheng.remedy.cases.report_entry import as_report, bare_report
from shouzheng.remedy.cases.statement import Choice, Consent, choices, consents, finding_subject, stated_case
from shouzheng.remedy.cases.whose_phone import corrected
from shouzheng.remedy.check import (
    CheckResult,
    Collected,
    EventReader,
    Write,
    events_sink,
    owner_of,
    private_note,
)
from shouzheng.remedy.overlap import Overlap
from shouzheng.remedy.problems import IN_TWO_FILES, PERSON_WITHOUT_CONSENT
from shouzheng.remedy.readers import Readers, processes_for
from shouzheng.rulebook.load import Rulebook, load_rulebook

#: Bytes that one contact's line is taken for when deciding whether further processes are worth their start.
_LINE_BYTES = 700
#: Whose a file is when the case held no statement yet: the narrator's.
UNNAMED = "me"


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """The result, and what was left out: contacts rejected, not yet confirmed, or outside a consent's scope.

    ``findings`` are all that stood, those the person rejected too; ``records`` the ids of the records of each contact
    that takes part, selected or not, by time: what gets an evidence number.
    """

    result: CheckResult
    findings: tuple[Finding, ...]
    rejected: int
    unconfirmed: int
    out_of_scope: int
    records: tuple[Records, ...] = ()


def check_case(case: CaseFile, *, as_of: date, out: Path | None = None, only_confirmed: bool = False) -> CaseCheck:
    """Judge the case; with ``only_confirmed`` the result holds only contacts that the person confirmed one by one.

    A finding then stands only if it also stands when all attributed contacts are looked at: what was not selected may
    be what makes a contact lawful. Findings whose contacts are not all confirmed are left out. With ``out`` the private
    ``events.jsonl`` is written there. Nothing is written into the case: evidence numbers that it has not given yet are
    provisional until ``with_numbers``. Raises ``ShouzhengError`` as ``check`` does.
    """
    stated = stated_case(case)
    rulebook, lexicon, collected = load_rulebook(), load_lexicon(), Collected()
    processes = processes_for(case.count_events() * _LINE_BYTES)
    with collecting_rarely(), Readers(processes=processes) as readers, events_sink(out) as write:
        reader = EventReader(stated, rulebook, lexicon, collected, readers)
        deque(_Run(case, stated, reader, collected).contacts(write if out else None), maxlen=0)
    said = choices(case)
    agreed = consents(case, stated)
    attributed = collected.joined().contacts
    covered = [each for each in attributed if _covered(each, agreed)]
    kept = [each for each in covered if Choice.REJECTED not in _said_of(each, said)]
    confirmed = [each for each in kept if Choice.CONFIRMED in _said_of(each, said)]
    contacts = confirmed if only_confirmed else kept
    records = tuple(record_ids(each) for each in sorted(kept, key=lambda contact: contact.event.time.utc))
    judgement = _judged(contacts, kept, stated, rulebook)
    wanted = tuple(
        finding for finding in judgement.findings if said.get(finding_subject(finding.id)) is not Choice.REJECTED
    )
    result = CheckResult(
        stated,
        tuple(contacts),
        replace(judgement, findings=wanted),
        tuple(collected.reports),
        tuple(collected.problems),
        collected.unattributed(),
        collected.counts["private"],
        rulebook,
        lexicon,
        as_of,
        collected.missing(contacts),
        numbers_of(case, records),
    )
    left = (len(covered) - len(kept), len(kept) - len(confirmed), len(attributed) - len(covered))
    return CaseCheck(result, judgement.findings, *left, records)


def with_numbers(case: CaseFile, checked: CaseCheck) -> CaseCheck:
    """Return the result with the evidence numbers that the case has given for good; new ones are stored.

    To be called before a number is shown or goes into a paper. Raises ``ShouzhengError`` (SZ-4021).
    """
    numbers = keep_numbers(case, checked.records)
    return replace(checked, result=replace(checked.result, numbers=numbers))


def record_ids(contact: Contact) -> tuple[str, ...]:
    """Return the ids of all records that show a contact, the one that leads first."""
    return tuple(dict.fromkeys([contact.event.id, *(each.id for each in contact.event.witnesses)]))


def choice_of(contact: Contact, said: Mapping[str, Choice]) -> Choice | None:
    """Return what the person said of a contact, under the id of any of its records."""
    return next((said[each] for each in record_ids(contact) if each in said), None)


def _judged(contacts: list[Contact], attributed: list[Contact], stated: Case, rulebook: Rulebook) -> Judgement:
    """Judge the contacts; what others would make lawful, or would carry, is not found."""
    judgement = judge_case(stated, contacts, rulebook)
    if len(contacts) == len(attributed):
        return judgement
    whole: dict[str, list[frozenset[str]]] = {}
    for finding in judge_case(stated, attributed, rulebook).findings:
        whole.setdefault(finding.rule, []).append(frozenset(finding.events))
    standing = tuple(
        finding
        for finding in judgement.findings
        if any(frozenset(finding.events) <= events for events in whole.get(finding.rule, []))
    )
    return replace(judgement, findings=standing)


def _said_of(contact: Contact, said: Mapping[str, Choice]) -> set[Choice]:
    """What the person said of a contact, whichever of its records it was said of."""
    ids = [witness.id for witness in contact.event.witnesses] or [contact.event.id]
    return {said[each] for each in ids if each in said}


def _covered(contact: Contact, agreed: dict[str, Consent]) -> bool:
    consent = agreed.get(contact.event.owner)
    return consent is None or consent.covers(contact.attribution.party)


class _Run:
    """One pass over all imports of the case, in the order in which they were stored."""

    def __init__(self, case: CaseFile, stated: Case, reader: EventReader, collected: Collected) -> None:
        self._case, self._reader, self._collected = case, reader, collected
        self._stated = stated
        self._persons = {person.id: person for person in stated.persons}
        narrator = next((person for person in stated.persons if person.is_narrator), stated.persons[0])
        self._persons.setdefault(UNNAMED, narrator)
        self._narrator = narrator
        self._originals = {stored.no: stored for stored in case.originals()}
        self._reports = {entry.subject: entry.content for entry in case.entries("report")}
        self._overlap = Overlap(collected.repeated)
        self._corrected = corrected(case)
        self._replaced, self._taken_over = replaced(case), taken_over(case, self._reports)

    def contacts(self, write: Write | None) -> Iterator[Contact]:
        """Yield every contact; those of a person who has not agreed are passed over, and that is said."""
        if write:
            write(private_note())
        readings = [each for each in self._case.readings() if each.count or str(each.no) in self._reports]
        refused: set[str] = set()
        for reading in readings:
            stored = self._originals[reading.original]
            whose = self._whose(reading)
            if not _agreed(self._persons.get(whose)):
                if whose not in refused:
                    refused.add(whose)
                    slots = (("person", whose),)
                    self._collected.problems.append(Problem(PERSON_WITHOUT_CONSENT, stored.name, slots))
                continue
            for contact in self._import(reading, stored, several=len(readings) > 1):
                if write:
                    write(event_line(contact.event, contact.attribution, contact.reading))
                yield contact

    def _whose(self, reading: Reading) -> str:
        """Whose phone it is. What was stored as the narrator's, perhaps before anything was stated, is asked anew.

        The statement in force says by its names of files whose they are: another person's phone never stays the
        narrator's because it was stored first. What the person put right for one file goes before all that.
        """
        if reading.original in self._corrected:
            return self._corrected[reading.original]
        if self._persons.get(reading.person) is not self._narrator:
            return reading.person
        return owner_of(Path(self._originals[reading.original].name), self._stated)[0].id

    def _import(self, reading: Reading, stored: Stored, *, several: bool) -> Iterator[Contact]:
        account = as_report(self._reports.get(str(reading.no), {}))
        ends = _Ends()
        owner = self._persons[self._whose(reading)].id
        every = (event_of_line(line, stored.name) for line in reading.lines)
        found = (event for event in every if event.id not in self._replaced)
        events = ends.watched(event if event.owner == owner else replace(event, owner=owner) for event in found)
        yield from self._reader.contacts(self._overlap.new_ones(events) if several else events)
        if reading.no in self._taken_over:
            return  # the same file once more, or read again with what the person wrote about it: one account counts
        report = account or _bare(stored, reading.count, ends)
        name = report.original.name
        if several and self._overlap.repeated:
            slots = (("count", str(self._overlap.repeated)),)
            self._collected.problems.append(Problem(IN_TWO_FILES, name, slots))
        self._collected.account(report, owner)
        self._collected.problems.extend(report.problems)


class _Ends:
    """Notes the earliest and latest event of those that go by."""

    def __init__(self) -> None:
        self.first: ContactEvent | None = None
        self.last: ContactEvent | None = None

    def watched(self, events: Iterator[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the events unchanged."""
        for event in events:
            if self.first is None or event.time.utc < self.first.time.utc:
                self.first = event
            if self.last is None or event.time.utc > self.last.time.utc:
                self.last = event
            yield event


def _bare(stored: Stored, count: int, ends: _Ends) -> ImportReport:
    received = datetime.fromisoformat(stored.received)
    original = Original(stored.digest, stored.name, stored.media_type, received)
    first, last = ends.first, ends.last
    return bare_report(original, count, first.time if first else None, last.time if last else None)


def _agreed(person: Person | None) -> bool:
    return person is not None and (person.is_narrator or person.consented is not None)
