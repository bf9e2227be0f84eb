"""The main job from end to end: export files and the person's statement in, summary, findings and dossier out.

Only contacts that the person attributed (``Attribution.may_leave``) are kept in memory and reach an output other than
``events.jsonl`` and ``events.parquet``, which hold everything and are marked private. All outputs are written to
temporary files and renamed together at the end, so that a stop leaves no half-written file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shouzheng.intake.attribution import Attributor
from shouzheng.intake.case_toml import default_case, load_case
from shouzheng.intake.event_files import JsonLinesWriter, event_as_json
from shouzheng.intake.exports import ImportReport, open_export
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.judge import judge_case, judge_words
from shouzheng.model.case import Case, Person, Role
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.reading import Reading
from shouzheng.model.verdict import Answer
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reading.one import read
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import NOTHING_READABLE, PERSON_WITHOUT_CONSENT
from shouzheng.rulebook.load import Rulebook, load_rulebook

#: Called with the file's name and the bytes read so far over all files.
Progress = Callable[[str, int], None]


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
    """Attributes and reads one event at a time and decides where it may go."""

    def __init__(self, case: Case, rulebook: Rulebook, lexicon: Lexicon, collected: Collected) -> None:
        self._case = case
        self._roles = {person.id: person.role for person in case.persons}
        self._attribute = Attributor(case)
        self._rulebook = rulebook
        self._lexicon = lexicon
        self._collected = collected

    def take(self, event: ContactEvent) -> Contact:
        """Return the event with its attribution and reading; keep it only when it may leave the case."""
        attribution = self._attribute(event)
        contact = Contact(event, attribution, self._read(event))
        counts = self._collected.counts
        if attribution.may_leave:
            self._collected.contacts.append(contact)
        elif attribution.confirmed:
            counts["private"] += 1
        else:
            counts["unknown"] += 1
            counts["unknown_calls"] += event.is_call
            counts["unknown_hard"] += self._hard(contact)
        return contact

    def _read(self, event: ContactEvent) -> Reading | None:
        if event.text is None:
            return None
        return read(
            event.text,
            self._lexicon,
            addressee=self._roles.get(event.owner, Role.UNKNOWN),
            own_words=event.direction is Direction.OUTBOUND,
            sent=event.time.beijing.date(),
        )

    def _hard(self, contact: Contact) -> bool:
        if contact.reading is None or not contact.reading.acts:
            return False
        return any(v.answer is Answer.BREACH for v in judge_words(contact, self._case, self._rulebook))


def _take_file(path: Path, case: Case, reader: _Reader, collected: Collected, sink: JsonLinesWriter, tick: Progress) -> None:
    person = owner_of(path, case)
    if not person.is_narrator and person.consented is None:
        collected.problems.append(Problem(PERSON_WITHOUT_CONSENT, path.name, (("person", person.id),)))
        return
    export = open_export(path, owner=person.id, offset_minutes=case.offset_minutes)
    for place, event in enumerate(export):
        contact = reader.take(event)
        sink.write(event_as_json(contact.event, contact.attribution, contact.reading))
        if place % 500 == 0:
            tick(path.name, event.positions[-1].offset)
    collected.reports.append(export.report)
    collected.problems.extend(export.report.problems)


def check(
    files: Sequence[Path], who: Path | None, out: Path, *, as_of: date, progress: Progress | None = None
) -> CheckResult:
    """Read all files, judge what the person attributed, and write ``events.jsonl`` to ``out``.

    Raises ``ShouzhengError`` with exit code 2 when no file could be read at all or ``case.toml`` is wrong, 3 when the
    law or lexicon is. A file that cannot be read beside others that can is a problem in the result.
    """
    case = load_case(who) if who else default_case()
    rulebook, lexicon = load_rulebook(), load_lexicon()
    collected = Collected()
    reader = _Reader(case, rulebook, lexicon, collected)
    out.mkdir(parents=True, exist_ok=True)
    done = 0
    with JsonLinesWriter(out / "events.jsonl") as sink:
        for path in files:
            try:
                before = done

                def tick(name: str, offset: int, before: int = before) -> None:
                    if progress:
                        progress(name, before + offset)

                _take_file(path, case, reader, collected, sink, tick)
                done += path.stat().st_size
            except ShouzhengError as error:
                collected.problems.extend(error.problems)
        if not collected.reports:
            raise ShouzhengError(*collected.problems, Problem(NOTHING_READABLE), exit_code=2)
    contacts = sorted(collected.contacts, key=lambda c: c.event.time.utc)
    return CheckResult(
        case,
        tuple(contacts),
        judge_case(case, contacts, rulebook),
        tuple(collected.reports),
        tuple(collected.problems),
        collected.unattributed(),
        collected.counts["private"],
        rulebook,
        lexicon,
        as_of,
    )
