"""One step, one TOML file: when it is offered, why, what it needs, by when, what it cannot do, which letters help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.letter_file import SLOT, Letter, Shelf, check_words, condition
from shouzheng.remedy.letters.problems import LANGUAGES_DIFFER, UNKNOWN_SLOT
from shouzheng.remedy.next_steps.deadline_file import MESSAGE, POLICE_MATTER, DeadlineRule
from shouzheng.remedy.proceedings.kinds import OPENING
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import Node

#: Slot of the newest day on which what calls for the step happened.
LAST_DAY = "last_day"
_NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Step:
    """A step. ``channel`` is where it leads (``None``: nowhere but to oneself); ``danger`` steps stand before all.

    ``why_if_sign`` stands in for ``why`` where all findings for the body are signs only (empty: no difference),
    ``title_if_old`` and ``why_if_old`` where the newest of the gravest findings lies back (with ``{last_day}``).
    Other slots of ``why`` are facts, so that a count can be named.
    ``after`` is the step that must have had its time first; ``kinds`` are the messages of a proceeding that mean this
    step and no other with the same body (``()``: any).
    """

    id: str
    order: int
    danger: bool
    channel: str | None
    title: Words
    why: Words
    why_if_sign: Words
    needs: Words
    cannot_do: Words
    when: Node
    when_text: str
    letters: tuple[str, ...]
    deadlines: tuple[str, ...]
    after: str = ""
    kinds: tuple[str, ...] = ()
    title_if_old: Words = _NOTHING
    why_if_old: Words = _NOTHING


def read_step(file: LawFile, shelf: Shelf) -> Step | None:
    """Read one step; ``None`` when it has problems, which are then in ``file.problems``."""
    root = file.root()
    step = Step(
        id=root.text("id"),
        order=root.integer("order", low=1, high=999) or 0,
        danger=root.boolean("danger", needed=False),
        channel=root.text("channel", needed=False) or None,
        title=root.words("title"),
        why=root.words("why"),
        why_if_sign=root.words("why_if_sign", needed=False),
        needs=root.words("needs"),
        cannot_do=root.words("cannot_do"),
        when=condition(root, shelf, needed=True) or parse("TRUE"),
        when_text=str(root.data.get("when", "")),
        letters=root.texts("letters", needed=False),
        deadlines=root.texts("deadlines", needed=False),
        after=root.text("after", needed=False),
        kinds=root.texts("kinds", needed=False, allowed=[kind.value for kind in OPENING]),
        title_if_old=root.words("title_if_old", needed=False),
        why_if_old=root.words("why_if_old", needed=False),
    )
    _check_slots(root, step, shelf)
    root.finish()
    if step.channel and step.channel not in shelf.rulebook.channels:
        root.report(problems.UNKNOWN_REFERENCE, "channel", what="channel", id=step.channel)
    if file.name.rpartition("/")[2] != f"{step.id}.toml":
        root.report(problems.FILE_NAME, "id", expected=f"{step.id}.toml")
    check_words(file, shelf)
    return None if file.problems else step


def _check_slots(root: Table, step: Step, shelf: Shelf) -> None:
    """Report a slot that nothing fills, or that stands in one language only."""
    dated = {LAST_DAY, *shelf.facts}
    for key, words, allowed in (
        ("why", step.why, shelf.facts.keys()),
        ("why_if_sign", step.why_if_sign, shelf.facts.keys()),
        ("title_if_old", step.title_if_old, dated),
        ("why_if_old", step.why_if_old, dated),
    ):
        slots, english = set(SLOT.findall(words.zh)), set(SLOT.findall(words.en))
        if slots != english:
            root.report(LANGUAGES_DIFFER, key, slots=", ".join(sorted(slots ^ english)))
        for slot in sorted(slots - set(allowed)):
            root.report(UNKNOWN_SLOT, key, slot=slot, allowed=", ".join(sorted(allowed)))


def check_steps(
    steps: Mapping[str, Step], letters: Mapping[str, Letter], deadlines: Mapping[str, DeadlineRule]
) -> list[Problem]:
    """Return a problem for every letter, deadline or step that is named and does not exist."""
    found = []
    for step in steps.values():
        after = (step.after,) if step.after else ()
        for what, named, known in (
            ("letter", step.letters, letters),
            ("deadline", step.deadlines, deadlines),
            ("step", after, steps),
        ):
            found += [_missing(f"next/{step.id}.toml", what, each) for each in named if each not in known]
    for rule in deadlines.values():
        if rule.starts not in (POLICE_MATTER, MESSAGE) and rule.starts not in steps:
            found.append(_missing("deadlines.toml", "step", rule.starts))
    return found


def _missing(where: str, what: str, identifier: str) -> Problem:
    return Problem(problems.UNKNOWN_REFERENCE, where, (("what", what), ("id", identifier)))
