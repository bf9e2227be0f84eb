"""A term of the law for one starting day: its last day in each way of counting, each step with its reason and article.

The counting itself is in ``reference.counting``. Here the law is added: which provision names the term, which one says
how to count (only where the text was read to say so), and what is not certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.kinds import InstitutionKind
from shouzheng.model.law import Provision
from shouzheng.model.words import Words
from shouzheng.reference.calendar import WorkingDays
from shouzheng.reference.counting import Counted, Pause, Reason, Restart, Step, Term, Unit, count
from shouzheng.remedy.letters.citing import covers, law_words
from shouzheng.remedy.next_steps.deadline_file import Basis, DeadlineRule, LawOf, Whose
from shouzheng.rulebook.load import Rulebook

#: Which provision says how to count; a basis that was not read cites nothing.
_SAYS_HOW: Mapping[Basis, Mapping[Reason, str]] = {
    Basis.CIVIL: {
        Reason.START: "cc-201",
        Reason.NO_SUCH_DAY: "cc-202",
        Reason.MOVED: "cc-203",
        Reason.RESTARTED: "cc-195",
    },
    Basis.COURT: {Reason.START: "cpl-85", Reason.MOVED: "cpl-85"},
    Basis.UNREAD: {},
}
_NOTHING = Words("", "")
_USUAL = Words("通行算法，所依文件没有读到怎样起算", "the usual way; the text was not read to say so")
_MOVED_UNREAD = Words("是否顺延没有读到依据，两个日期都列出", "whether it moves was not read, so both days are shown")
_KIND_NOT_SAID = Words(
    "没有记下债权机构的类型；这个期限只约束金融监管总局监管的机构，不知道类型就不能说超期",
    "the kind of creditor is not noted; this term binds institutions under the NFRA only, and without knowing it "
    "nobody can be called late",
)
_REPLACED = Words(
    "起算日适用的条文到{last}为止，此后由别的条文取代；已经开始的期限按哪一条没有核实",
    "the provision of the starting day ended on {last}; which one governs a term already running was not verified",
)


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A step of the counting with the law that says so (empty where none was read) and what is doubtful."""

    step: Step
    law: Words
    doubt: Words


@dataclass(frozen=True, slots=True)
class Day:
    """One way of counting: its last day, or ``None`` when it stands still or the calendar does not reach.

    ``moved`` is the next working day when ``last`` is none; ``provisional`` stands in for either while not certain.
    """

    counted: Counted
    steps: tuple[Reasoned, ...]

    @property
    def last(self) -> date | None:
        """The last day as counted."""
        return self.counted.last

    @property
    def moved(self) -> date | None:
        """The last day moved off weekends and holidays."""
        return self.counted.moved

    @property
    def provisional(self) -> date | None:
        """A day that may still move, because its year's notice is not out."""
        return self.counted.provisional

    @property
    def how(self) -> Words:
        """The whole counting in words."""
        zh = "，".join(each.step.words.zh for each in self.steps)
        return Words(zh, "; ".join(each.step.words.en for each in self.steps))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term that runs: from when, its last day in each way of counting, and the law it stands in.

    ``utmost``: the same with every extension that the law allows, of which a person need not be told. ``note`` says
    what is doubtful about the law itself (a provision that ended while the term runs). ``perhaps_met`` names the
    proceedings in which something was sent that ends the term if it was about this matter, which is not known.
    """

    rule: DeadlineRule
    start: date
    days: tuple[Day, ...]
    utmost: tuple[Counted, ...]
    law: Words
    note: Words
    perhaps_met: tuple[str, ...] = ()

    @property
    def first(self) -> date | None:
        """The earliest of the last days, provisional ones too: the one to keep."""
        known = [day for each in self.days for day in (each.last, each.provisional) if day is not None]
        return min(known) if known else None

    @property
    def surely_over(self) -> date | None:
        """The latest of all days in all ways with all extensions: after it the term has passed however it is counted.

        ``None`` while any of them is not certain: nobody is called late on a guess.
        """
        latest = [each.moved for each in self.utmost]
        return None if None in latest else max(day for day in latest if day is not None)

    @property
    def latest(self) -> date | None:
        """The latest day on which one's own act was in time in some way of counting, as far as it is known."""
        known = [day for each in self.days if (day := each.moved or each.provisional or each.last) is not None]
        return max(known) if known else None

    @property
    def standing(self) -> bool:
        """True while the term stands still."""
        return any(each.counted.standing for each in self.days)

    def status(self, today: date) -> str:
        """Return ``standing``, ``open``, ``perhaps_over``, ``past_unsure``, or ``over`` (every way, every extension).

        A term of the other side is ``perhaps_over`` while some way of counting is still open, and ``past_unsure`` when
        none is but something is not certain: its law or its start (``note``), or holidays not announced.
        """
        if self.standing:
            return "standing"
        if self.first is None or today <= self.first:
            return "open"
        if self.rule.whose is Whose.YOU:
            return "over"
        ends = _ends(self.utmost)
        if len(ends) < len(self.utmost) or today <= max(ends):
            return "perhaps_over"
        return "past_unsure" if self.surely_over is None or self.note.zh else "over"


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a term after it began: how often it was prolonged, what paused it, what started it anew."""

    extensions: int = 0
    pauses: tuple[Pause, ...] = ()
    restarts: tuple[Restart, ...] = ()


def runs(rule: DeadlineRule, start: date, rulebook: Rulebook) -> bool:
    """True when the term runs from this day: always, or for ``law_of = "start"`` where its law was in force then."""
    if rule.law_of is LawOf.TODAY:
        return True
    return any(covers(rulebook, rulebook.provisions[each], start) for each in rule.provisions)


def deadline(
    rule: DeadlineRule,
    start: date,
    rulebook: Rulebook,
    today: date,
    *,
    course: Course | None = None,
    calendar: WorkingDays | None = None,
    kind: InstitutionKind | None = None,
) -> Deadline:
    """Count a term from a day; its law is the first of its provisions in force on the day of ``law_of``.

    Of a term that was over before today the law of its last day counts: a later number never governed it.

    ``kind`` is the kind of creditor: a term that only some kinds know is doubtful against one nobody stated.

    Ask ``runs`` first. More extensions than the law allows are cut to what it allows.
    """
    course = course or Course()
    ways = (Unit.DAY, Unit.WORKING_DAY) if rule.unit is Unit.EITHER else (rule.unit,)

    def counted(unit: Unit, times: int) -> Counted:
        extra = rule.extra * min(times, rule.extra_times)
        return count(Term(start, rule.count, unit, extra, course.pauses, course.restarts, rule.moves), calendar)

    utmost = tuple(counted(unit, rule.extra_times) for unit in ways)
    latest = min(today, max(_ends(utmost), default=today))
    named = _named(rule, rulebook, start if rule.law_of is LawOf.START else latest)
    days = []
    for unit in ways:
        way = counted(unit, course.extensions)
        days.append(Day(way, tuple(_reasoned(step, rule, named.id, start, rulebook) for step in way.steps)))
    unsaid = _KIND_NOT_SAID if kind is not None and rule.binds(kind) is None else _NOTHING
    note = _together(_doubt(rule, named, utmost), rule.doubt, unsaid)
    return Deadline(rule, start, tuple(days), utmost, law_words(rulebook, named), note)


def _named(rule: DeadlineRule, rulebook: Rulebook, day: date) -> Provision:
    provisions = [rulebook.provisions[provision] for provision in rule.provisions]
    return next((provision for provision in provisions if covers(rulebook, provision, day)), provisions[0])


def _ends(ways: Iterable[Counted]) -> list[date]:
    """The last days by each way of counting, of those that have one."""
    return [last for each in ways if (last := each.moved or each.provisional or each.last)]


def _doubt(rule: DeadlineRule, named: Provision, utmost: tuple[Counted, ...]) -> Words:
    """Say so when the law of the starting day ended before the term can have."""
    ended = named.in_force.last
    if rule.law_of is not LawOf.START or ended is None:
        return _NOTHING
    ends = _ends(utmost)
    return _NOTHING if ends and max(ends) <= ended else _REPLACED.fill(last=ended)


def _together(*doubts: Words) -> Words:
    said = [each for each in doubts if each.zh]
    return Words("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def _reasoned(step: Step, rule: DeadlineRule, named: str, start: date, rulebook: Rulebook) -> Reasoned:
    says = dict(_SAYS_HOW[rule.basis])
    says.update({Reason.NUMBER: named, Reason.EXTENDED: named, Reason.PAUSED: named, Reason.STANDING: named})
    provision = says.get(step.reason)
    if provision is not None and (
        step.reason is Reason.NUMBER or covers(rulebook, rulebook.provisions[provision], start)
    ):
        return Reasoned(step, law_words(rulebook, rulebook.provisions[provision]), _NOTHING)
    doubt = {Reason.START: _USUAL, Reason.MOVED: _MOVED_UNREAD}.get(step.reason, _NOTHING)
    return Reasoned(step, _NOTHING, doubt)
