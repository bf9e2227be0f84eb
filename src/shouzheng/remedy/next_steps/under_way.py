"""Which step each proceeding belongs to, and what it means for that step: taken when, still waiting, or calling again.

Not verified: whether a message was really sent. A proceeding is one with one body; the creditor it is about is not
named in it, so a case with several creditors keeps its proceedings apart by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shouzheng.remedy.next_steps.deadline_file import Whose
from shouzheng.remedy.next_steps.deadlines import Deadline
from shouzheng.remedy.next_steps.step_file import Step
from shouzheng.remedy.proceedings.kinds import OPENING
from shouzheng.remedy.proceedings.messages import Message, What
from shouzheng.remedy.proceedings.state import State
from shouzheng.remedy.proceedings.view import Seen

#: States in which there is something for the person to do, whatever the rules on replies say.
_CALLS_AGAIN = (State.OVERDUE,)
#: A term of the person's own that has one of these has not passed for certain.
_RUNS = ("open", "standing", "perhaps_over")


def by_step(all_seen: Iterable[Seen], steps: Mapping[str, Step]) -> dict[str, list[Seen]]:
    """Return the proceedings of each step by its id; one that belongs to no step is in none."""
    placed: dict[str, list[Seen]] = {}
    for seen in all_seen:
        for name in _steps_of(seen, steps):
            placed.setdefault(name, []).append(seen)
    return placed


def _steps_of(seen: Seen, steps: Mapping[str, Step]) -> list[str]:
    """By the letters sent; without one by the body, and of several steps there by what was sent."""
    sent = sent_of(seen)
    letters = {message.letter for message in sent}
    found = [step.id for step in steps.values() if not letters.isdisjoint(step.letters)]
    if found:
        return found
    there = [each for each in steps.values() if each.channel == seen.standing.proceeding.channel and not each.danger]
    kinds = {message.kind.value for message in sent}
    named = [step.id for step in there if not kinds.isdisjoint(step.kinds)]
    return named or [step.id for step in there if not step.kinds][:1]


def sent_of(seen: Seen) -> list[Message]:
    """Return the messages by which something was asked, up to the day of looking."""
    messages = seen.standing.proceeding.messages
    return [each for each in messages if each.what is What.SENT and each.kind in OPENING and each.day <= seen.today]


def taken_on(all_seen: Sequence[Seen]) -> date | None:
    """Return the day of the first message sent, if anything was."""
    return min((message.day for seen in all_seen for message in sent_of(seen)), default=None)


def calls_again(seen: Seen) -> bool:
    """True when the proceeding asks for something of the person: a reply to answer, or a body that is late."""
    return bool(seen.rules) or seen.standing.state in _CALLS_AGAIN


def settled(all_seen: Sequence[Seen], done: date | None, terms: Iterable[Deadline], today: date) -> bool:
    """True when a step was taken and nothing is left but to wait.

    Never while a term of the person's own runs, even one that was perhaps met: what was sent may be about another
    matter, and whoever is told to wait lets it pass.
    """
    if any(calls_again(seen) for seen in all_seen):
        return False
    states = [(term.rule.whose, term.status(today)) for term in terms]
    if any(whose is Whose.YOU and status in _RUNS for whose, status in states):
        return False
    if taken_on(all_seen) is None:
        return done is not None and not any(status in ("over", "past_unsure", "perhaps_over") for _, status in states)
    return True


def with_what_may_end_it(term: Deadline, all_seen: Iterable[Seen]) -> Deadline:
    """Return the term with the proceedings in which a message that ends such a term was sent since it runs.

    A message does not say which matter it is about, so it never ends the term of a contact for certain. Where the day
    of the harm was noted in the proceeding, the proceeding has that term itself, and it ends there.
    """
    ends = frozenset(kind.value for kind in term.rule.met_by)
    names = [
        seen.standing.proceeding.id
        for seen in all_seen
        if any(message.kind.value in ends and message.day >= term.start for message in sent_of(seen))
    ]
    return replace(term, perhaps_met=tuple(names))
