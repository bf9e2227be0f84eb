"""What a proceeding has come to: computed from its messages and the day, never stored.

The latest message that asks for something opens the round that counts; a reply to it decides, and without one the
terms of the law do. A body is called late only when every way of counting has passed on certain days, with all the
extensions that the law allows: a person need not be told of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.reference.counting import Pause, Restart
from shouzheng.reference.problems import Problem
from shouzheng.remedy.next_steps.deadline_file import DeadlineRule, Whose
from shouzheng.remedy.next_steps.deadlines import Course, Deadline, deadline, runs
from shouzheng.remedy.proceedings.kinds import (
    OPENING,
    PAUSE_WORDS,
    RESTART_WORDS,
    MessageKind,
    Pausing,
    Restarting,
)
from shouzheng.remedy.proceedings.messages import Message, Proceeding, What
from shouzheng.remedy.proceedings.problems import NOT_LATER
from shouzheng.rulebook.load import Rulebook

K = MessageKind
#: Messages after which a body owes nothing more within the term.
_DECISIVE = (K.ANSWER, K.NOT_ACCEPTED, K.TRANSFERRED, K.AGREEMENT)
_DELIVERED = Words("按签收日起算", "counted from delivery")
_SENT = Words("没有签收日，按寄出日估算", "no day of delivery: counted from the day of sending")
_SAID = Words("按这一天起算", "counted from this day")


class State(StrEnum):
    """Where a proceeding stands."""

    NEW = "new"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    STANDING = "standing"
    PERHAPS_OVERDUE = "perhaps_overdue"
    PAST_UNSURE = "past_unsure"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    PASSED_ON = "passed_on"
    AGREED = "agreed"
    CLOSED = "closed"


STATE_WORDS: Mapping[State, Words] = {
    State.NEW: Words("还没有寄出", "nothing sent yet"),
    State.WAITING: Words("等待答复", "waiting for an answer"),
    State.ACCEPTED: Words("已受理，等待结果", "accepted, waiting for the result"),
    State.STANDING: Words("期限停住", "time stands still"),
    State.PERHAPS_OVERDUE: Words(
        "可能已超期（按另一种算法或延长后还没有）", "perhaps late (not in another way, or if prolonged)"
    ),
    State.PAST_UNSURE: Words(
        "各种算法连同延长都已过，但有不确定之处，不能写“超期”",
        "passed in every way of counting, extensions included, yet something is not certain: do not write “late”",
    ),
    State.OVERDUE: Words("已超期（各种算法连同延长都已过）", "late (in every way of counting, extensions included)"),
    State.ANSWERED: Words("已答复", "answered"),
    State.INCOMPLETE: Words("答复不完整", "answered in part"),
    State.REFUSED: Words("不予受理", "not taken up"),
    State.PASSED_ON: Words("已转交", "passed on"),
    State.AGREED: Words("达成协议", "agreement reached"),
    State.CLOSED: Words("已结束", "closed"),
}


@dataclass(frozen=True, slots=True)
class Running:
    """A term of this proceeding, from which message it runs and why from that day; ``met`` says what ended it."""

    deadline: Deadline
    message: Message
    since: Words
    met: Message | None

    @property
    def open(self) -> bool:
        """True while nothing has ended it."""
        return self.met is None

    @property
    def too_late(self) -> bool:
        """True when one's own act came after the end of one's own term: it was not kept.

        Of the other side nothing is said here: extensions that nobody told of may have been granted.
        """
        end = self.deadline.latest if self.deadline.rule.whose is Whose.YOU else None
        return self.met is not None and end is not None and self.met.day > end


@dataclass(frozen=True, slots=True)
class Standing:
    """A proceeding with its state, the message that counts, its terms, and terms that do not run or were not read."""

    proceeding: Proceeding
    state: State
    opening: Message | None
    terms: tuple[Running, ...]
    unknown: tuple[DeadlineRule, ...]
    problems: tuple[Problem, ...]

    def why_not(self, rule: DeadlineRule) -> Words:
        """Return what is known of a term in ``unknown``: it binds another kind of creditor, or its law was not read."""
        return rule.otherwise_kind if rule.binds(self.proceeding.institution) is False else rule.otherwise


def in_order(messages: Iterable[Message]) -> list[Message]:
    """Return the messages by day, those of one day as entered."""
    return sorted(messages, key=lambda each: (each.day, each.no))


def standing_of(proceeding: Proceeding, rules: Mapping[str, DeadlineRule], rulebook: Rulebook, today: date) -> Standing:
    """Compute where a proceeding stands on a day; messages after that day are left out."""
    messages = [each for each in in_order(proceeding.messages) if each.day <= today]
    terms: list[Running] = []
    unknown: list[DeadlineRule] = []
    problems = _unsound(proceeding.id, messages)
    for rule in rules.values():
        if proceeding.channel not in rule.channels:
            continue
        binds = rule.binds(proceeding.institution)
        for message in messages:
            if message.kind in rule.on and not _gives_way(rule, message, messages):
                start, since = _start(message, messages)
                if not runs(rule, start, rulebook) or binds is False:
                    unknown.append(rule)
                    continue
                course = _course(rule, message, messages)
                counted = deadline(rule, start, rulebook, today, course=course, kind=proceeding.institution)
                terms.append(Running(counted, message, since, _met(rule, message, messages)))
            elif message.kind in rule.otherwise_on and not runs(rule, message.day, rulebook):
                unknown.append(rule)
    opening = next((each for each in reversed(messages) if each.kind in OPENING), None)
    state = _state(messages, opening, terms, today)
    return Standing(proceeding, state, opening, tuple(terms), tuple(dict.fromkeys(unknown)), tuple(problems))


def _gives_way(rule: DeadlineRule, message: Message, messages: Iterable[Message]) -> bool:
    """True when another message says better from when the term runs: the act than the day on which it was known."""
    place = (message.day, message.no)
    return any(
        (each.kind in rule.gives_way_later and (each.day, each.no) > place)
        or (each.kind in rule.gives_way_earlier and each.day <= message.day)
        for each in messages
    )


def after(message: Message, messages: Iterable[Message]) -> list[Message]:
    """Return what came later: on a later day, or on the same day and entered later."""
    return [each for each in messages if (each.day, each.no) > (message.day, message.no)]


def decisive(opening: Message | None, messages: Iterable[Message]) -> Message | None:
    """Return the latest reply that decides the round."""
    found = [each for each in after(opening, messages) if each.kind in _DECISIVE] if opening else []
    return found[-1] if found else None


def unanswered(opening: Message | None, reply: Message | None) -> tuple[str, ...] | None:
    """Return the points that were asked and not answered; ``None`` where the person did not say."""
    if opening is None or reply is None or opening.points is None or reply.points is None:
        return None
    return tuple(point.value for point in opening.points if point not in reply.points)


def _state(messages: list[Message], opening: Message | None, terms: list[Running], today: date) -> State:
    if messages and messages[-1].kind is K.CLOSED:
        return State.CLOSED
    if opening is None:
        return State.NEW
    reply = decisive(opening, messages)
    if reply is not None:
        if reply.kind is K.ANSWER:
            return State.INCOMPLETE if unanswered(opening, reply) else State.ANSWERED
        by_kind = {K.AGREEMENT: State.AGREED, K.NOT_ACCEPTED: State.REFUSED, K.TRANSFERRED: State.PASSED_ON}
        return by_kind[reply.kind]
    late = lateness(opening, terms, today)
    if late is not None:
        return late
    return State.ACCEPTED if any(each.kind is K.ACCEPTED for each in after(opening, messages)) else State.WAITING


def lateness(opening: Message, terms: Iterable[Running], today: date) -> State | None:
    """Return whether the other side is late in this round, its time stands still, or nothing of the kind.

    Terms that run from one message belong together (15 days if simple, 30 if complex): it is late only when all of
    them are over. Where none of them is open and something is not certain, that is said, and not that it is late.
    """
    theirs = [each for each in terms if each.open and each.deadline.rule.whose is Whose.THEY]
    theirs = [each for each in theirs if (each.message.day, each.message.no) >= (opening.day, opening.no)]
    by_message: dict[int, list[str]] = {}
    for each in theirs:
        by_message.setdefault(each.message.no, []).append(each.deadline.status(today))
    if any(all(status == "over" for status in group) for group in by_message.values()):
        return State.OVERDUE
    flat = [status for group in by_message.values() for status in group]
    if "standing" in flat:
        return State.STANDING
    if any(all(status in ("over", "past_unsure") for status in group) for group in by_message.values()):
        return State.PAST_UNSURE
    return State.PERHAPS_OVERDUE if {"over", "past_unsure", "perhaps_over"} & set(flat) else None


def _start(message: Message, messages: list[Message]) -> tuple[date, Words]:
    """Return the day from which terms run: delivery of what was sent where it is known, else the message's own day."""
    if message.what is not What.SENT:
        return message.day, _SAID
    for each in after(message, messages):
        if each.kind in OPENING:
            break
        if each.kind is K.DELIVERED:
            return each.day, _DELIVERED
    return message.day, _SENT


def _met(rule: DeadlineRule, message: Message, messages: list[Message]) -> Message | None:
    ends = {*rule.met_by, K.CLOSED}
    if rule.whose is Whose.THEY:
        ends.update(_DECISIVE)
    return next((each for each in after(message, messages) if each.kind in ends), None)


def _course(rule: DeadlineRule, message: Message, messages: list[Message]) -> Course:
    later = after(message, messages)
    extensions = sum(each.kind is K.EXTENSION for each in later)
    return Course(extensions, _pauses(rule.pauses, later), _restarts(rule.restarts, later))


def _pauses(allowed: tuple[Pausing, ...], later: list[Message]) -> tuple[Pause, ...]:
    """Pair each stop with the next going on; a stop that the law of this term does not know changes nothing."""
    found: list[Pause] = []
    since: Message | None = None
    for each in later:
        if each.kind is K.PAUSED and each.paused_by in allowed and since is None:
            since = each
        elif each.kind is K.RESUMED and since is not None and since.paused_by is not None:
            if each.day > since.day:  # the day on which it goes on counts again
                last = date.fromordinal(each.day.toordinal() - 1)
                found.append(Pause(since.day, last, PAUSE_WORDS[since.paused_by]))
            since = None
    if since is not None and since.paused_by is not None:
        found.append(Pause(since.day, None, PAUSE_WORDS[since.paused_by]))
    return tuple(found)


def _restarts(allowed: tuple[Restarting, ...], later: list[Message]) -> tuple[Restart, ...]:
    by_kind = {K.CLAIM: Restarting.OWN_DEMAND, K.LAWSUIT: Restarting.LAWSUIT, K.AGREEMENT: Restarting.OTHER_ADMITS}
    return tuple(
        Restart(each.day, RESTART_WORDS[why])
        for each in later
        if (why := by_kind.get(each.kind)) is not None and why in allowed
    )


def _unsound(name: str, messages: list[Message]) -> list[Problem]:
    """Report a going on that has no stop before it."""
    stopped: Message | None = None
    problems = []
    for each in messages:
        if each.kind is K.PAUSED:
            stopped = stopped or each
        elif each.kind is K.RESUMED:
            if stopped is None:
                slots = (("id", name), ("day", each.day.isoformat()), ("first", "-"))
                problems.append(Problem(NOT_LATER, name, slots))
            stopped = None
    return problems
