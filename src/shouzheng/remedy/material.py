"""What the summary, the dossier and ``findings.json`` are made of, and the guard at the door of this room.

``Material`` can only be built from contacts that may leave the person's own case (DESIGN §4): each output gets its
contacts from here, so there is one place where a private or unattributed contact is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count

from shouzheng.intake.report import ImportReport, Remark
from shouzheng.judging.case import Contact, Judgement, RuleTally
from shouzheng.judging.linking import Link, links_of
from shouzheng.model.case import Case
from shouzheng.model.finding import Finding, Sureness
from shouzheng.model.words import Words


@dataclass(frozen=True, slots=True)
class DataState:
    """One data folder (law, lexicon, directory): its hash ``sha256:…``, when it was seen, when to check it again."""

    hash: str
    seen: date | None = None
    check_by: date | None = None

    def overdue(self, today: date) -> bool:
        """True when the data should have been checked again before ``today``."""
        return self.check_by is not None and self.check_by < today


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Contacts that stand in no output: counts only, never a number, a name or a word of text.

    ``threats``, ``fraud`` and ``despair`` count those of an unknown sender whose words may call for help at once.
    """

    contacts: int = 0
    calls: int = 0
    with_hard_words: int = 0
    private: int = 0
    threats: int = 0
    fraud: int = 0
    despair: int = 0


@dataclass(frozen=True, slots=True)
class FactName:
    """The name of a fact, and whether the person can state what it needs in ``case.toml``, or words would show it."""

    label: Words
    can_be_stated: bool = False
    shown_by_words: bool = False


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number to call, whose it is, and when to use it."""

    number: str
    name: Words
    when: Words


@dataclass(frozen=True, slots=True)
class NightPeriod:
    """A numeric night rule in force from ``first`` to ``last`` (``None``: still), minutes of the Beijing day.

    ``certain`` is False when the product of the debt is not stated and decides whether the rule applies.
    """

    first: date
    last: date | None
    instrument: Words
    start_minute: int
    end_minute: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class NightRule:
    """The numeric night rules that bind one creditor (by party id), oldest first; ``kind_known`` False: not stated."""

    party: str
    kind_known: bool
    periods: tuple[NightPeriod, ...] = ()


class UnconfirmedContactError(ValueError):
    """A contact that nobody confirmed, or a private one, was about to enter an output: an error of the program."""


@dataclass(frozen=True)
class Material:
    """Everything an output may be made of, in no language yet. ``as_of`` is the day that counts as today.

    ``facts``, ``rules`` and ``channels`` give the names of facts, rules and complaint channels by id; ``reminders`` and
    ``from_papers`` are what ``remedy.scope`` set apart from the judgement; ``verifier`` is the SHA-256 of the program
    that checks the bundle in which the dossier goes along; ``numbers`` are the evidence numbers given by a case. Raises
    ``UnconfirmedContactError`` for a contact that may not leave the case or a finding that rests on one, and
    ``ValueError`` for the same event id twice (one file read twice would double every count).
    """

    case: Case
    contacts: tuple[Contact, ...]
    judgement: Judgement
    reports: tuple[ImportReport, ...]
    law: DataState
    lexicon: DataState
    directory: DataState
    as_of: date
    program: str = ""
    left_out: LeftOut = LeftOut()
    facts: Mapping[str, FactName] = field(default_factory=dict)
    rules: Mapping[str, Words] = field(default_factory=dict)
    channels: Mapping[str, Words] = field(default_factory=dict)
    night: tuple[NightRule, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    reminders: tuple[Finding, ...] = ()
    from_papers: tuple[RuleTally, ...] = ()
    overall: tuple[Remark, ...] = ()
    verifier: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for contact in self.contacts:
            if not contact.attribution.may_leave:
                raise UnconfirmedContactError(f"contact {contact.event.id} is not confirmed by the person")
            if contact.event.id in seen:
                raise ValueError(f"contact {contact.event.id} stands twice in the material")
            seen.add(contact.event.id)
        for finding in (*self.judgement.findings, *self.reminders):
            for event in finding.events:
                if event not in seen:
                    raise UnconfirmedContactError(
                        f"finding {finding.id} rests on event {event}, which is not confirmed"
                    )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What ties contacts of several people or numbers together."""
        return links_of(self.contacts)

    @cached_property
    def gaps(self) -> tuple[Remark, ...]:
        """What the files may lack: all of them together first, then each; the same words once."""
        every = [*self.overall, *(remark for report in self.reports for remark in report.completeness)]
        return tuple({remark.what: remark for remark in every}.values())

    def fact(self, name: str) -> FactName:
        """Return the name of a fact in words; one that nothing names keeps its id."""
        return self.facts.get(name) or FactName(Words(name, name))

    @cached_property
    def in_order(self) -> tuple[Contact, ...]:
        """Contacts by instant; equal instants stay in the order of the files."""
        return tuple(sorted(self.contacts, key=lambda contact: contact.event.time.utc))

    @cached_property
    def evidence(self) -> Mapping[str, int]:
        """Evidence number of each event id: as the case gave it, else by time after the highest (files: from 1)."""
        free = count(max(self.numbers.values(), default=0) + 1)
        ids = [contact.event.id for contact in self.in_order]
        return {each: self.numbers[each] if each in self.numbers else next(free) for each in ids}

    @cached_property
    def numbers_skip(self) -> bool:
        """True when the evidence numbers are not simply 1, 2, 3 … by time, which a reader has to be told."""
        return list(self.evidence.values()) != list(range(1, len(self.contacts) + 1))

    @cached_property
    def by_id(self) -> Mapping[str, Contact]:
        """Contact of each event id."""
        return {contact.event.id: contact for contact in self.contacts}

    @cached_property
    def ranked(self) -> tuple[Finding, ...]:
        """Findings as numbered in every output.

        Possible breaches before mere signs, then by severity, then rule; those with the same law and doubts together.
        """
        place = {contact.event.id: place for place, contact in enumerate(self.in_order)}

        def key(finding: Finding) -> tuple[bool, int, str, date, int, str]:
            first = place[finding.events[0]] if finding.events else 0
            return is_sign(finding), -finding.severity, finding.rule, finding.day, first, finding.id

        alike: dict[tuple[object, ...], list[Finding]] = {}
        for finding in sorted(self.judgement.findings, key=key):
            alike.setdefault(card_key(finding), []).append(finding)
        return tuple(finding for group in alike.values() for finding in group)

    @cached_property
    def finding_numbers(self) -> Mapping[str, tuple[int, ...]]:
        """For each event id the numbers of the findings that rest on it."""
        numbers: dict[str, list[int]] = {}
        for number, finding in enumerate(self.ranked, 1):
            for event in dict.fromkeys(finding.events):
                numbers.setdefault(event, []).append(number)
        return {event: tuple(found) for event, found in numbers.items()}


def is_sign(finding: Finding) -> bool:
    """True for a mere sign: a pattern or an open norm that a person has to weigh, in itself no breach."""
    return finding.sureness is Sureness.INDICATOR


def card_key(finding: Finding) -> tuple[object, ...]:
    """What findings share that stand on one card: all but their day, contacts, words and sentence."""
    law = tuple((citation.provision.id, citation.role) for citation in finding.citations)
    shared = (finding.title, finding.kind, finding.sureness, finding.doubts, finding.next_step, finding.supports)
    return -finding.severity, finding.rule, law, *shared
