"""What is put before people: one verdict (or a series of like ones) with law, words, doubt and next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.grade import Grade
from shouzheng.model.law import Citation
from shouzheng.model.reading import Span
from shouzheng.model.verdict import Leaf
from shouzheng.model.words import Words


class Sureness(StrEnum):
    """How sure a finding is, and why it is no surer."""

    FIRM = "firm"  # every leaf is recorded or stated, and the norm's number is firm
    LIKELY = "likely"  # rests on the reading of words
    INDICATOR = "indicator"  # a pattern, never a breach


class FindingKind(StrEnum):
    """``ELEMENT`` is a possible breach; ``INDICATOR`` a pattern; ``REMINDER`` a guard or deadline."""

    ELEMENT = "element"
    INDICATOR = "indicator"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Shown:
    """The characters of one event's text that show an act."""

    event: str
    act: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A suspicion to be checked by a person, never a judgment.

    ``events`` are event ids in time order; ``day`` is the Beijing day of the law applied; ``seen`` says what was seen,
    without a full stop; ``sentence`` adds the law, worded by the force of the norm (涉嫌违反 / 不符合…的要求);
    ``citations`` are in force on ``day``; ``doubts`` say what else it could be.
    """

    id: str
    rule: str
    kind: FindingKind
    title: Words
    day: date
    events: tuple[str, ...]
    seen: Words
    sentence: Words
    citations: tuple[Citation, ...]
    sureness: Sureness
    severity: int
    doubts: tuple[Words, ...]
    next_step: Words
    grade: Grade
    shown: tuple[Shown, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    supports: tuple[str, ...] = ()
    party: str | None = None
    confirmed_by_person: bool = False
