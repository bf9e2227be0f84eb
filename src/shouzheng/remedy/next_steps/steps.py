"""Chooses and orders the steps for one situation, each with its letters and its running terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.letters.letter_file import SLOT, Letter
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.letters.problems import BAD_DONE
from shouzheng.remedy.next_steps.deadline_file import POLICE_MATTER, DeadlineRule
from shouzheng.remedy.next_steps.deadlines import Deadline, deadline, runs
from shouzheng.remedy.next_steps.step_file import LAST_DAY, Step
from shouzheng.remedy.next_steps.under_way import by_step, settled, taken_on, with_what_may_end_it
from shouzheng.remedy.proceedings.view import Seen
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.situation_facts import POLICE, fact_values, grave_rows
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.channels import Channel

#: After this, what happened is called past and not present. Ours, from no rule: three months without another threat.
LONG_AGO = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that is offered: where to, the letters that fit, the terms that run, and when it was done, if it was.

    ``seen`` are its proceedings; ``waiting`` is true when it was taken and there is nothing to do but wait, for it or
    for the step that comes before it.
    """

    step: Step
    channel: Channel | None
    letters: tuple[Letter, ...]
    deadlines: tuple[Deadline, ...]
    done: date | None
    seen: tuple[Seen, ...] = ()
    waiting: bool = False


def next_steps(
    situation: Situation, library: Library, done: Mapping[str, date], seen: Sequence[Seen] = ()
) -> tuple[NextStep, ...]:
    """Return the steps whose condition holds: danger, then what is to be done, then what only waits, each in order.

    A step with an unknown condition is not offered. ``done`` says which steps were taken on which day: their terms
    run from it; ``seen`` are the proceedings, whose own terms are the better ones. Raises ``ShouzhengError``
    (``SZ-5220``) for a step that does not exist.
    """
    for name in done:
        if name not in library.steps:
            raise bad_done(name, library)
    values = fact_values(situation)
    offered = [step for step in library.steps.values() if evaluate(step.when, values) is True]
    offered.sort(key=lambda step: (not step.danger, step.order))
    placed = by_step(seen, library.steps)
    found = [_next(step, situation, library, done, placed.get(step.id, [])) for step in offered]
    words = {name: str(value) for name, value in values.items()}
    newest = _newest(situation)
    found = [replace(each, step=_said(each.step, words, newest, situation.today)) for each in found]
    quiet = {each.step.id for each in found if settled(each.seen, each.done, each.deadlines, situation.today)}
    found = [replace(each, waiting=each.step.id in quiet or each.step.after in quiet) for each in found]
    return tuple(sorted(found, key=lambda each: (not each.step.danger, each.waiting)))


def unplaced(seen: Iterable[Seen], steps: Iterable[NextStep]) -> list[Seen]:
    """Return the proceedings that none of the steps offered shows: they are shown on their own."""
    shown = {each.standing.proceeding.id for step in steps for each in step.seen}
    return [each for each in seen if each.standing.proceeding.id not in shown]


def bad_done(given: str, library: Library) -> ShouzhengError:
    """Return the error for a ``--done`` that cannot be understood."""
    return ShouzhengError(Problem(BAD_DONE, slots=(("given", given[:60]), ("allowed", ", ".join(library.steps)))))


def _next(
    step: Step, situation: Situation, library: Library, done: Mapping[str, date], seen: Sequence[Seen]
) -> NextStep:
    letters = tuple(library.letters[name] for name in step.letters)
    fitting = tuple(letter for letter in letters if fit_of(letter, situation)[0] is Fit.YES)
    own = [term for each in seen for term in each.standing.terms]
    running = [term.deadline for term in own if term.open]
    for name in step.deadlines:
        rule = library.deadlines[name]
        known = {term.deadline.start for term in own if term.deadline.rule.id == name}
        if known and rule.starts != POLICE_MATTER:
            continue
        # each matter for the police has a term of its own: one that a proceeding counts stands for its day only
        days = [day for day in _starts(rule, situation, done) if day not in known]
        terms = [
            deadline(rule, day, situation.rulebook, situation.today, kind=situation.institution_kind)
            for day in days
            if runs(rule, day, situation.rulebook) and rule.binds(situation.institution_kind) is not False
        ]
        running += [with_what_may_end_it(term, seen) for term in terms]
    places = list(library.deadlines)
    running.sort(key=lambda term: places.index(term.rule.id))
    channel = situation.rulebook.channels[step.channel] if step.channel else None
    step = _no_surer_than_found(step, situation)
    return NextStep(step, channel, fitting, tuple(running), done.get(step.id) or taken_on(seen), tuple(seen))


def _no_surer_than_found(step: Step, situation: Situation) -> Step:
    """Return the step with the reason for signs where no finding for its body is more than a sign."""
    sure = any(step.channel in found.supports and not found.is_sign for found in situation.findings)
    return step if sure or not step.why_if_sign.zh else replace(step, why=step.why_if_sign)


def _said(step: Step, words: Mapping[str, str], newest: date | None, today: date) -> Step:
    """Return the step in the words for what lies back, where it does, and with the counts that its words name."""
    if step.title_if_old.zh and newest is not None and newest < today - LONG_AGO:
        step = replace(step, title=step.title_if_old, why=step.why_if_old)
    filled = {**words, LAST_DAY: newest.isoformat() if newest else ""}
    return replace(step, title=_filled(step.title, filled), why=_filled(step.why, filled))


def _filled(words: Words, values: Mapping[str, str]) -> Words:
    return Words(*(SLOT.sub(lambda slot: values[slot[1]], text) for text in (words.zh, words.en)))


def _newest(situation: Situation) -> date | None:
    """The newest day of the gravest findings; none where contacts without a sender hold danger."""
    unjudged = situation.result.unjudged
    if unjudged.threats or unjudged.fraud or unjudged.despair:
        return None  # they are counted without their days, so what they hold is taken for recent
    return max((_last_day(situation, found.events) for found in grave_rows(situation) if found.events), default=None)


def _starts(rule: DeadlineRule, situation: Situation, done: Mapping[str, date]) -> list[date]:
    """The days from which a term runs: the day of the step; for the police the oldest matter, each day once."""
    if rule.starts != POLICE_MATTER:
        return [done[rule.starts]] if rule.starts in done else []
    return sorted({_last_day(situation, found.events) for found in situation.findings if POLICE in found.supports})


def _last_day(situation: Situation, events: tuple[str, ...]) -> date:
    """The Beijing day of the last contact: for acts that go on, time runs from their end."""
    return max(situation.contacts[event].time.beijing.date() for event in events)


def soonest(deadlines: tuple[Deadline, ...], today: date) -> tuple[list[Deadline], int]:
    """Return the terms to show, and how many of the same kind are left out.

    Of each kind the first that is still open is shown, and before it the newest that has passed. Those that were
    perhaps met are a kind of their own, so that they hide none that was not.
    """
    shown: list[Deadline] = []
    left_out = 0
    kinds: dict[tuple[str, bool], list[Deadline]] = {}
    for each in deadlines:
        kinds.setdefault((each.rule.id, bool(each.perhaps_met)), []).append(each)
    for found in kinds.values():
        same = sorted(found, key=lambda each: each.start)
        passed = [each for each in same if each.first is not None and each.first < today]
        still = [each for each in same if each not in passed]
        chosen = [*passed[-1:], *still[:1]]
        shown += chosen
        left_out += len(same) - len(chosen)
    return shown, left_out
