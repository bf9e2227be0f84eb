"""One rule on one event: breach, clear, cannot tell, needs a person; with the value of every leaf."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.law import Citation

#: Value of a fact: integer (also money in fen and day numbers), boolean, enum text, or unknown.
FactValue = int | bool | str | None


class Answer(StrEnum):
    """The honest answers. ``NOT_APPLICABLE``: no norm in force that day binds this institution and product."""

    BREACH = "breach"
    CLEAR = "clear"
    CANNOT_TELL = "cannot_tell"
    NEEDS_PERSON = "needs_person"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A fact or named number that the rule's expression looked at, with its value (``None`` = unknown)."""

    name: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Verdict:
    """Answer of one rule on one event. ``missing`` names the facts that would have decided it."""

    rule: str
    event: str
    answer: Answer
    leaves: tuple[Leaf, ...] = ()
    missing: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    exception: str | None = None
