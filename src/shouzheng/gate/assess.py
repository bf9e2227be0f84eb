"""Judges a planned contact: the facts of each way it may turn out, the ledger's counts, and all rules on each of them.

The ledger is asked only for what decides: all rules are judged first with every count unknown, and Kleene's logic
makes sure that what is decided then stays decided. A count is unknown as well while earlier contacts were not imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from shouzheng.gate.book import REACHABLE, Book
from shouzheng.gate.planned import Possibility, case_of, consents, possibilities, shifted
from shouzheng.gate.request import PlannedContact, Wish
from shouzheng.judging.counts import Countable, Mark, length_ms
from shouzheng.judging.facts import Background, base_facts, calendar_facts, wish_facts
from shouzheng.judging.keys import key_facts
from shouzheng.judging.placement import day_start, place
from shouzheng.judging.reachability import REACH_MS
from shouzheng.model.case import Case
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.files.counts import CountDefinition, WindowKind
from shouzheng.rulebook.files.facts import POSSIBLE

Values = dict[str, FactValue]
#: Answers that clear.
CLEARED = (Answer.CLEAR, Answer.NOT_APPLICABLE)


class View(Protocol):
    """What judging asks the ledger, inside one transaction."""

    def count(self, definition: CountDefinition, planned: Countable, mark: Mark) -> tuple[int | None, int | None]:
        """Return the sure and the possible count, the planned contact included."""

    def has_sign(self, matter: str, creditor: str, since: int, before: int) -> bool:
        """Tell whether the debtor answered or wrote in a span of milliseconds (its end not included)."""

    def was_contacted(self, matter: str, creditor: str, party: str, before: int) -> bool:
        """Tell whether this party contacted anybody about this debtor's debt before."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of person, creditor, agency and debt besides the request.

    ``standing`` are facts stated once; ``history_from`` is the instant (milliseconds) since which every contact is in
    the ledger, ``None`` when nobody said so. ``counted_on`` holds the day (its number) on which days were counted that
    a standing fact states: they are more by the day of the contact.
    """

    wishes: Sequence[Wish] = ()
    standing: Mapping[str, FactValue] = field(default_factory=dict)
    objections_complete: bool = False
    agreements_complete: bool = False
    history_from: int | None = None
    counted_on: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Judged:
    """One way the contact may turn out, with all facts and the answer of each rule.

    ``benign`` are the answers when what only the contact can show is taken to be as it should be. One object may stand
    for many contacts that are alike: nothing in it is changed.
    """

    name: str
    day: date
    values: Values
    answers: list[Answer]
    benign: list[Answer]
    marks: Mapping[str, Mark]


@dataclass(slots=True, eq=False)
class Turn:
    """One way the contact may turn out, before the ledger was asked: ``wanted`` is what the rules want of it."""

    name: str
    day: date
    values: Values
    marks: Mapping[str, Mark]
    answers: list[Answer]
    wanted: tuple[str, ...]


@dataclass(slots=True)
class Prepared:
    """A planned contact whose facts besides the ledger's are worked out: once for several instants."""

    planned: PlannedContact
    known: Known
    case: Case
    ways: list[Possibility]
    background: Background
    hide: Callable[[str], str] | None = None


def prepare(
    book: Book, planned: PlannedContact, known: Known, event_id: str, hide: Callable[[str], str] | None = None
) -> Prepared:
    """Return what does not depend on the ledger's counts; ``hide`` makes the pseudonym of a text's digest."""
    case = case_of(
        planned,
        known.wishes,
        objections_complete=known.objections_complete,
        agreements_complete=known.agreements_complete,
    )
    background = Background.of(case, (), book.readable)
    return Prepared(planned, known, case, possibilities(planned, book.reading, event_id), background, hide)


def assess(book: Book, prepared: Prepared, view: View) -> list[Judged]:
    """Judge every way the contact may turn out, in every zone the person may be in."""
    found = []
    for way in prepared.ways:
        countable = Countable(place(way.contact.event.time), keys_of(book, prepared, way))
        asked = Asked(book, prepared.planned, prepared.known, view, countable)
        found += [judged(book, turn, asked.facts(turn)) for turn in turns_of(book, prepared, way)]
    return found


def turns_of(book: Book, prepared: Prepared, way: Possibility) -> list[Turn]:
    """Return one way the contact may turn out by every clock the person may go by, before the ledger is asked."""
    at = place(way.contact.event.time)
    day, values = book.law_day or at.day, own_facts(book, prepared, way)
    return [_turn(book, name, day, here) for name, here in _in_zones(book, prepared, way, values)]


def _turn(book: Book, name: str, day: date, values: Values) -> Turn:
    answers = book.judge.answers(day, values)
    counts, open_rules = (
        book.rulebook.counts,
        [names for rule, names in book.from_ledger if answers[rule] not in CLEARED],
    )
    wanted = {name for names in open_rules for name in names if name in counts or values.get(name) is None}
    return Turn(name, day, values, book.marks(values), answers, tuple(sorted(wanted)))


def judged(book: Book, turn: Turn, from_ledger: Values) -> Judged:
    """Judge one turn of events with what the ledger says."""
    values, answers = turn.values, turn.answers
    if from_ledger:
        values = {**values, **from_ledger}
        answers = book.judge.answers(turn.day, values)
    benign = answers
    if Answer.CANNOT_TELL in answers:
        benign = book.judge.answers(turn.day, benign_values(book, values))
    return Judged(turn.name, turn.day, values, answers, benign, turn.marks)


def own_facts(book: Book, prepared: Prepared, way: Possibility) -> Values:
    """Return the base facts of one way, with what was stated and consented to, and that it is a draft."""
    values = base_facts(way.contact, prepared.case, prepared.background)
    values.update(prepared.known.standing)
    values.update(_aged(prepared.known, place(way.contact.event.time).day_no))
    values.update(prepared.planned.stated)
    values.update(consents(prepared.planned, prepared.known.wishes))
    # rules on drafts look at what will be said; when nobody answers, nothing is
    values["is_draft"] = way.name != "unanswered"
    if values.get(REACHABLE) is False:
        values[REACHABLE] = None  # the ledger is asked first: a debtor who answered is reachable, whatever is stated
    if way.name != "answered":
        values["is_notice"] = False if way.name == "made" else values.get("is_notice")
    return values


def _aged(known: Known, day_no: int) -> Values:
    """Return the days that were counted once, as many as they are by a day; below zero nothing is counted."""
    found: Values = {}
    for name, counted in known.counted_on.items():
        days = known.standing.get(name)
        if isinstance(days, int) and days >= 0:
            found[name] = max(0, days + day_no - counted)
    return found


def keys_of(book: Book, prepared: Prepared, way: Possibility) -> dict[str, str | None]:
    """Return the key facts; the matter is the debtor, as in an institution's archive."""
    keys = {**key_facts(way.contact, book.key_names), "matter": prepared.planned.debtor}
    text = keys.get("text")
    if text is not None and prepared.hide is not None:
        keys["text"] = prepared.hide(text)
    return keys


def _in_zones(book: Book, prepared: Prepared, way: Possibility, values: Values) -> list[tuple[str, Values]]:
    """Return the facts by Beijing time, and by every other clock the person may go by: the strictest decides."""
    zone = prepared.planned.zone
    offsets = book.policy.zones if zone is None else (zone,)
    found = [(way.name, values)]
    for offset in offsets:
        if offset != 480:
            local = place(shifted(prepared.planned.at, offset))
            wishes = wish_facts(way.contact, prepared.background, local)
            changed = {**values, **calendar_facts(local), "agreed_time": wishes["agreed_time"]}
            found.append((f"{way.name} UTC{offset // 60:+03d}:{offset % 60:02d}", changed))
    return found


@dataclass(slots=True)
class Asked:
    """Asks the ledger on behalf of one planned contact."""

    book: Book
    planned: PlannedContact
    known: Known
    view: View
    countable: Countable

    def facts(self, turn: Turn) -> Values:
        """Return what a turn of events wants of the ledger; both columns of a count."""
        found: Values = {}
        for name in turn.wanted:
            definition = self.book.rulebook.counts.get(name)
            if definition is not None:
                found[name], found[name + POSSIBLE] = self._count(definition, turn.marks[name])
            else:
                found[name] = self._reachable() if name == REACHABLE else self._first()
        return found

    def _count(self, definition: CountDefinition, mark: Mark) -> tuple[int | None, int | None]:
        since, at = self.known.history_from, self.countable.at
        by_day = definition.window.kind is WindowKind.CALENDAR_DAY
        begin = day_start(at.day_no) if by_day else at.earliest - length_ms(definition)
        if since is None or begin < since:
            return None, None
        return self.view.count(definition, self.countable, mark)

    def _reachable(self) -> bool | None:
        planned, at = self.planned, self.countable.at
        seen = self.view.has_sign(planned.debtor, planned.creditor, at.earliest - REACH_MS, at.earliest)
        return True if seen else self._stated(REACHABLE)

    def _stated(self, name: str) -> bool | None:
        stated = self.planned.stated.get(name, self.known.standing.get(name))
        return stated if isinstance(stated, bool) else None

    def _first(self) -> bool | None:
        """FALSE when an earlier contact of this party is on record; else unknown: the record may not reach back."""
        planned = self.planned
        earlier = self.view.was_contacted(planned.debtor, planned.creditor, planned.party, self.countable.at.earliest)
        return False if earlier else None


def benign_values(book: Book, values: Mapping[str, FactValue]) -> Values:
    """Return the values with what only the contact can show taken to be as it should be."""
    get = values.get
    return {**values, **{name: value for name, value in book.may_be_unknown.items() if get(name) is None}}
