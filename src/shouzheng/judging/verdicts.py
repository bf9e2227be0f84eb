"""All rules on all contacts: what was hit, and honest tallies of every other answer with what was missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shouzheng.judging.case import RuleTally
from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import SCOPE_FACTS
from shouzheng.rulebook.verdicts import Judge, judge_of

#: Answers that are put before people.
FOUND = (Answer.BREACH, Answer.NEEDS_PERSON)

Values = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Subject:
    """One contact as the rules see it: event id, Beijing day, and the values of all facts (counts included)."""

    event: str
    day: date
    values: Values


@dataclass(frozen=True, slots=True)
class Hit:
    """A verdict to be put before people: contact and rule by their places."""

    contact: int
    rule: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """The hits in the order of the contacts, and one tally for each rule of the rulebook in its order."""

    hits: tuple[Hit, ...]
    tallies: tuple[RuleTally, ...]

    @property
    def not_judged(self) -> tuple[str, ...]:
        """Rules that could not be evaluated on some contact."""
        return tuple(tally.rule for tally in self.tallies if tally.failed)


@dataclass
class _Tally:
    answers: Counter[Answer] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def add(self, verdict: Verdict | None, times: int) -> None:
        """Count one answer for so many contacts; ``None`` is a rule that failed."""
        if verdict is None:
            self.failed += times
            return
        self.answers[verdict.answer] += times
        if verdict.answer is Answer.CANNOT_TELL:
            for name in verdict.missing:
                self.missing[name] += times

    def frozen(self, rule: str) -> RuleTally:
        answers = {answer.value: self.answers[answer] for answer in Answer}
        missing = tuple(sorted(self.missing.items(), key=lambda item: (-item[1], item[0])))
        return RuleTally(rule, **answers, missing=missing, failed=self.failed)


#: What evaluating a condition on values of a wrong kind can raise; a sound rulebook on sound facts raises nothing.
_FAILURES = (TypeError, ValueError, ArithmeticError, LookupError)


def judge_all(rulebook: Rulebook, subjects: Sequence[Subject]) -> Judged:
    """Judge every contact by every rule; a rule that fails on a contact is counted and named, and hides no other.

    Contacts that are alike to all rules (same epoch of law and scope, same truth of every part, same facts unknown) get
    the same answers, so the answers are worked out once for all of them; a hit shows its own values.
    """
    judges = _Judges(rulebook, subjects)
    alike: dict[object, tuple[Sequence[Verdict | None], list[int]]] = {}
    for index, subject in enumerate(subjects):
        key = judges.likeness(subject) or index
        if key not in alike:
            alike[key] = (judges.verdicts(subject), [])
        alike[key][1].append(index)
    tallies = [_Tally() for _ in rulebook.rules]
    hits: list[Hit] = []
    for verdicts, contacts in alike.values():
        for place, verdict in enumerate(verdicts):
            tallies[place].add(verdict, len(contacts))
            if verdict is not None and verdict.answer in FOUND:
                hits.extend(Hit(index, place, _with_own_values(verdict, subjects[index])) for index in contacts)
    hits.sort(key=lambda hit: (hit.contact, hit.rule))
    rules = zip(rulebook.rules, tallies, strict=True)
    return Judged(tuple(hits), tuple(tally.frozen(rule.id) for rule, tally in rules))


def _with_own_values(verdict: Verdict, subject: Subject) -> Verdict:
    """Return the verdict on a contact that is alike: event and facts are its own, the named numbers the same."""
    leaves = [
        leaf if leaf.name[0] == ":" else Leaf(leaf.name, subject.values.get(leaf.name)) for leaf in verdict.leaves
    ]
    return replace(verdict, event=subject.event, leaves=tuple(leaves))


class _Judges:
    """The judge of all rules together, and one for each rule alone, made only when the joint one fails."""

    def __init__(self, rulebook: Rulebook, subjects: Sequence[Subject]) -> None:
        self._rulebook = rulebook
        self._together = judge_of(rulebook)
        self._alone: list[Judge] = []
        given: set[str] = set().union(*(subject.values for subject in subjects))
        self._facts = tuple(name for name in self._together.compiled.facts if name in given)

    def likeness(self, subject: Subject) -> object:
        """Return what decides all answers on this contact, ``None`` when the rules fail on it."""
        judge, value_of = self._together, subject.values.get
        try:
            codes = judge.compiled.of_mapping(subject.values, judge.numbers_on(subject.day))
        except _FAILURES:
            return None
        unknown = tuple([value_of(name) is None for name in self._facts])
        return (judge.selections.epoch(subject.day), *[value_of(name) for name in SCOPE_FACTS], codes, unknown)

    def verdicts(self, subject: Subject) -> Sequence[Verdict | None]:
        """Return one verdict for each rule, ``None`` for a rule that cannot be evaluated on this contact."""
        try:
            return self._together.verdicts(subject.event, subject.day, subject.values)
        except _FAILURES:
            if not self._alone:
                self._alone = [Judge(replace(self._rulebook, rules=(rule,))) for rule in self._rulebook.rules]
            return [self._one(judge, subject) for judge in self._alone]

    def _one(self, judge: Judge, subject: Subject) -> Verdict | None:
        try:
            return judge.verdicts(subject.event, subject.day, subject.values)[0]
        except _FAILURES:
            return None
