"""From the answers of all rules to the gate's one answer; every rule that stands against the contact is a reason.

A breach refuses, an open norm asks a person, a missing fact holds. What waiting can cure holds until the first instant
at which the same contact, judged again, would be allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shouzheng.gate.assess import CLEARED, Judged, Known, View, benign_values
from shouzheng.gate.book import Book
from shouzheng.gate.decision import Decision, Go, Reason, ShownLeaf, Undecided
from shouzheng.gate.plan import Plan
from shouzheng.gate.planned import is_contradictory, is_vulnerable, refused_as_another
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.settled import Settled, settle
from shouzheng.gate.until import Search, next_allowed
from shouzheng.gate.waiting import passes
from shouzheng.model.verdict import Answer, Verdict
from shouzheng.model.words import Words
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.facts import POSSIBLE

_CLEARED = frozenset(CLEARED)
#: Which answer counts where several turns of events give different ones.
_WEIGHT = {Answer.BREACH: 3, Answer.NEEDS_PERSON: 2, Answer.CANNOT_TELL: 1}
VULNERABLE = Reason(
    "gate.vulnerable",
    Answer.NEEDS_PERSON,
    Words("此人登记为需要特别照顾", "the person is on record as vulnerable"),
)
ROLE = Reason(
    "gate.role",
    Answer.CANNOT_TELL,
    Words(
        "role 与编号矛盾：只有 person 与 debtor 是同一人时，role 才是 debtor；是同一人时，不会是联系人",
        "role and ids contradict each other: role is debtor only where person and debtor are the same id, "
        "and no contact person where they are",
    ),
    missing=("role", "person", "debtor"),
)
OBJECTION = Reason(
    "gate.objection",
    Answer.NEEDS_PERSON,
    Words(
        "此人登记过拒绝联系，没有记录表明是以债务人身份说的：换一个 role 不会使拒绝失效，须由人核对",
        "the person refused contact, and no record says that it was as a debtor: another role does not end a refusal, "
        "a person has to look",
    ),
)
ZONE = Reason(
    "gate.zone",
    Answer.CANNOT_TELL,
    Words("计划时间没有写时区", "the planned time has no offset from UTC"),
    missing=("at",),
)
OUT_OF_ORDER = Reason(
    "gate.order",
    Answer.CANNOT_TELL,
    Words("已为更晚的时间放行过联系，须按时间先后询问", "a later contact is allowed already: ask in the order of time"),
)
PAST = Reason(
    "gate.past",
    Answer.CANNOT_TELL,
    Words("计划时间已经过去", "the planned time is past"),
    missing=("at",),
)
FAR_AHEAD = Reason(
    "gate.far_ahead",
    Answer.CANNOT_TELL,
    Words("计划时间太远，到时再问", "the planned time is too far ahead: ask nearer to it"),
    missing=("at",),
)
#: The gate's own reasons by their names.
HOUSE = {reason.rule: reason for reason in (VULNERABLE, ROLE, OBJECTION, ZONE, OUT_OF_ORDER, PAST, FAR_AHEAD)}


@dataclass(slots=True)
class Decided:
    """The answer and all that it rests on: enough to give it again without ledger or text.

    ``settled`` is the answer before anybody asked when waiting helps, with its texts; ``then`` was judged at ``until``.
    """

    decision: Decision
    settled: Settled
    judged: list[Judged]
    house: tuple[Reason, ...]
    then: list[Judged] | None = None


def decide(
    plan: Plan, known: Known, view: View, search: Search | None = None, doubts: Sequence[Reason] = ()
) -> Decided:
    """Return the answer; ``search`` is how the next permitted time is looked for, if at all.

    ``doubts`` are the gate's own reasons that the caller found, such as ``OUT_OF_ORDER``.
    """
    book, judged = plan.book, plan.judged(known, view)
    house = (*doubts, *_house(plan.planned, known))
    settled = _settled(book, judged, house, alone=bool(known.wishes))
    decision = settled.decision
    if decision.go is not Go.ALLOW and search is not None and settled.curable:
        found = next_allowed(plan, known, view, search, _allowed)
        if found is not None:
            return Decided(replace(decision, go=Go.HOLD, until=found[0]), settled, judged, house, found[1])
    return Decided(decision, settled, judged, house)


def _settled(book: Book, judged: list[Judged], house: tuple[Reason, ...], *, alone: bool) -> Settled:
    """Return the answer that follows, worked out once for contacts that are alike; ``alone``: this one has no like."""
    kept, key = book.memory.settled, (*judged, *(reason.rule for reason in house))
    found = None if alone else kept.get(key)
    if found is None:
        decision = conclude(book, judged, house)
        curable = _may_pass(book, judged, decision.reasons)
        found = settle(book, decision, judged, house, curable=curable)
        if not alone:
            kept.keep(key, found)
    return found


def conclude(book: Book, judged: Sequence[Judged], house: Sequence[Reason]) -> Decision:
    """Return the answer that follows from the judged turns of events and the gate's own reasons, without waiting."""
    worst = _worst(judged)
    undecided = _undecided(book, judged, worst)
    unjudged = {each.rule for each in undecided}
    unjudged.update(book.rulebook.rules[place].id for place, answer in worst.items() if answer is Answer.CANNOT_TELL)
    total = len(book.rulebook.rules)
    if not worst and not house:
        return Decision(Go.ALLOW, (), undecided, total - len(unjudged), total)
    reasons = (*house, *(reason_of(book, place, answer, judged) for place, answer in sorted(worst.items())))
    return Decision(_go(book, judged, reasons), reasons, undecided, total - len(unjudged), total)


def _allowed(plan: Plan, known: Known, view: View) -> list[Judged] | None:
    judged = plan.judged(known, view)
    return None if _worst(judged) else judged


def is_allowed(judged: Sequence[Judged]) -> bool:
    """Tell whether no rule stands against the contact in any turn of events."""
    return not _worst(judged)


def _go(book: Book, judged: Sequence[Judged], reasons: Sequence[Reason]) -> Go:
    """Return the answer that the reasons add up to.

    Where waiting cures every breach, and something else besides waiting is needed (a missing fact, a person), it is no
    refusal: time and the facts together would help.
    """
    breaches = [reason for reason in reasons if reason.answer is Answer.BREACH]
    if breaches:
        others = [reason for reason in reasons if reason.answer is not Answer.BREACH]
        mixed = others and not _may_pass(book, judged, others) and _may_pass(book, judged, breaches)
        return Go.HOLD if mixed else Go.REFUSE
    return Go.ASK if any(reason.answer is Answer.NEEDS_PERSON for reason in reasons) else Go.HOLD


def _worst(judged: Iterable[Judged]) -> dict[int, Answer]:
    """Return the rules (by place) that stand against the contact in some turn of events, with their worst answer."""
    worst: dict[int, Answer] = {}
    for each in judged:
        if _CLEARED.issuperset(each.benign):
            continue
        for place, answer in enumerate(each.benign):
            if answer not in _CLEARED and _WEIGHT[answer] > _WEIGHT.get(worst.get(place, Answer.CLEAR), 0):
                worst[place] = answer
    return worst


def _house(planned: PlannedContact, known: Known) -> Iterable[Reason]:
    """Yield what the gate itself has against the contact: wishes, contradictions and doubts beside the law."""
    if known.wishes and is_vulnerable(planned, known.wishes):
        yield VULNERABLE
    if is_contradictory(planned):
        yield ROLE
    if known.wishes and refused_as_another(planned, known.wishes, known.standing):
        yield OBJECTION
    if not planned.at_has_zone:
        yield ZONE


def _undecided(book: Book, judged: Sequence[Judged], worst: dict[int, Answer]) -> tuple[Undecided, ...]:
    """Name the rules that only hang on what no planned contact shows, and those without a condition."""
    found: dict[int, frozenset[str]] = {}
    for each in judged:
        if Answer.CANNOT_TELL not in each.answers:
            continue
        get = each.values.get
        unknown = frozenset([name for name in book.may_be_unknown if get(name) is None])
        for place, answer in enumerate(each.answers):
            if answer is Answer.CANNOT_TELL and place not in worst:
                found[place] = found.get(place, frozenset()) | (book.facts_of[place] & unknown)
    rules = book.rulebook.rules
    listed = [Undecided(rule, ()) for rule in book.without_condition]
    return (*listed, *(Undecided(rules[place].id, tuple(sorted(found[place]))) for place in sorted(found)))


def reason_of(book: Book, place: int, answer: Answer, judged: Sequence[Judged]) -> Reason:
    """Return the reason that a rule, by its place, gives in those turns of events in which it has this answer."""
    rule = book.rulebook.rules[place]
    ways = [each for each in judged if each.benign[place] is answer]
    seen = ways[0]
    values = benign_values(book, seen.values)
    verdict = book.alone(place).verdicts("", seen.day, values)[0]
    leaves = tuple(_leaf(book, place, verdict, leaf.name, leaf.value, seen) for leaf in verdict.leaves)
    citations = verdict.citations
    if not citations:  # what may be broken when a fact is missing
        judge = book.alone(place)
        selection = judge.selections.one(0, seen.day, judge.selections.kinds(values))
        citations = selection.possible or selection.citations
    names = tuple(each.name for each in ways)
    return Reason(rule.id, answer, rule.title, citations, leaves, verdict.missing, names)


def _leaf(book: Book, place: int, verdict: Verdict, name: str, value: object, seen: Judged) -> ShownLeaf:
    """Show a leaf as judged; a count only where the rule would not stand without it."""
    count = name.removesuffix(POSSIBLE)
    shown = seen.values.get(name) if name[0] != ":" else value
    if count not in book.rulebook.counts:
        return ShownLeaf(name, shown)  # type: ignore[arg-type]  # a fact's value, or a number of the law
    condition = book.rulebook.rules[place].condition
    if condition is None or verdict.answer is Answer.CANNOT_TELL:
        return ShownLeaf(name, None, withheld=True)
    judge = book.alone(place)
    numbers = judge.selections.one(0, seen.day, judge.selections.kinds(seen.values)).numbers
    without = {**benign_values(book, seen.values), count: 0, count + POSSIBLE: 0}
    decides = evaluate(condition, without, numbers) is not True
    return ShownLeaf(name, seen.values.get(name) if decides else None, withheld=not decides)


def _may_pass(book: Book, judged: Sequence[Judged], reasons: Iterable[Reason]) -> bool:
    """Tell whether waiting may remove every reason; those of the gate's own but ``OUT_OF_ORDER`` stay."""
    places = {rule.id: place for place, rule in enumerate(book.rulebook.rules)}
    return all(
        passes(book, places[reason.rule], judged) if reason.rule in places else reason.rule == OUT_OF_ORDER.rule
        for reason in reasons
    )
