"""All rules on all contacts: what was hit, and honest tallies of every other answer with what was missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shouzheng.judging.case import RuleTally
from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.engines.scalar import Codes
from shouzheng.rulebook.load import Rulebook
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

    def add(self, answer: Answer | None, missing: Iterable[str], times: int) -> None:
        """Count one answer for so many contacts; ``None`` is a rule that failed."""
        if answer is None:
            self.failed += times
            return
        self.answers[answer] += times
        for name in missing:
            self.missing[name] += times

    def frozen(self, rule: str) -> RuleTally:
        answers = {answer.value: self.answers[answer] for answer in Answer}
        missing = tuple(sorted(self.missing.items(), key=lambda item: (-item[1], item[0])))
        return RuleTally(rule, **answers, missing=missing, failed=self.failed)


#: What evaluating a condition on values of a wrong kind can raise; a sound rulebook on sound facts raises nothing.
_FAILURES = (TypeError, ValueError, ArithmeticError, LookupError)


def judge_all(rulebook: Rulebook, subjects: Sequence[Subject]) -> Judged:
    """Judge every contact by every rule; a rule that fails on a contact is counted and named, and hides no other.

    Contacts that are alike to all rules (same epoch of law, same scope, same truth of every part) get the same answers,
    so these are worked out once for all of them; a hit shows its own values.
    """
    judges = _Judges(rulebook)
    alike: dict[object, list[int]] = {}
    for index, subject in enumerate(subjects):
        alike.setdefault(judges.likeness(subject) or index, []).append(index)
    tallies = [_Tally() for _ in rulebook.rules]
    hits: list[Hit] = []
    for contacts in alike.values():
        first = subjects[contacts[0]]
        for place, (answer, missing) in enumerate(judges.answers(first)):
            tallies[place].add(answer, missing, len(contacts))
            if answer in FOUND:
                verdict = judges.alone(place).verdicts(first.event, first.day, first.values)[0]
                hits.extend(Hit(index, place, _with_own_values(verdict, subjects[index])) for index in contacts)
    hits.sort(key=lambda hit: (hit.contact, hit.rule))
    rules = zip(rulebook.rules, tallies, strict=True)
    return Judged(tuple(hits), tuple(tally.frozen(rule.id) for rule, tally in rules))


def _with_own_values(verdict: Verdict, subject: Subject) -> Verdict:
    """Return the verdict on a contact that is alike: event and facts are its own, the named numbers the same."""
    value_of = subject.values.get
    leaves = tuple([leaf if leaf.name[0] == ":" else Leaf(leaf.name, value_of(leaf.name)) for leaf in verdict.leaves])
    return Verdict(verdict.rule, subject.event, verdict.answer, leaves, verdict.missing, verdict.citations)


#: Answer of one rule, and the facts that were missing; no answer when the rule failed.
_Answered = tuple[Answer | None, tuple[str, ...]]


class _Judges:
    """The judge of all rules together, and one for each rule alone, made only when needed."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._together = judge_of(rulebook)
        self._alone: dict[int, Judge] = {}
        # a part that reads one fact is unknown because that fact is; of several facts, which one is has to be told
        parts = [part.facts for part in self._together.compiled.parts if len(part.facts) > 1]
        self._ambiguous = tuple(dict.fromkeys(name for facts in parts for name in facts))

    def likeness(self, subject: Subject) -> object:
        """Return what decides all answers on this contact, ``None`` when the rules fail on it."""
        value_of = subject.values.get
        try:
            codes = self._codes(subject)
        except _FAILURES:
            return None
        unknown = tuple([value_of(name) is None for name in self._ambiguous])
        selections = self._together.selections
        return (selections.epoch(subject.day), *selections.kinds(subject.values), codes, unknown)

    def answers(self, subject: Subject) -> list[_Answered]:
        """Return the answers of all rules on this contact."""
        judge, values = self._together, subject.values
        try:
            answers, codes = judge.answers(subject.day, values), self._codes(subject)
        except _FAILURES:
            return [self._answer_alone(place, subject) for place in range(len(self._rulebook.rules))]
        selections = judge.selections.of(subject.day, judge.selections.kinds(values))
        found: list[_Answered] = []
        for answer, place, selection in zip(answers, judge.compiled.places, selections, strict=False):
            missing: tuple[str, ...] = ()
            if answer is Answer.CANNOT_TELL:
                missing = tuple(dict.fromkeys((*judge.compiled.missing(place, codes, values), *selection.missing)))
            found.append((answer, missing))
        return found

    def alone(self, place: int) -> Judge:
        """Return the judge of one rule."""
        if place not in self._alone:
            self._alone[place] = Judge(replace(self._rulebook, rules=(self._rulebook.rules[place],)))
        return self._alone[place]

    def _codes(self, subject: Subject) -> Codes:
        return self._together.compiled.of_mapping(subject.values, self._together.numbers_on(subject.day))

    def _answer_alone(self, place: int, subject: Subject) -> _Answered:
        try:
            verdict = self.alone(place).verdicts(subject.event, subject.day, subject.values)[0]
        except _FAILURES:
            return None, ()
        return verdict.answer, verdict.missing
