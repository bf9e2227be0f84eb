"""What the gate answers: allow, hold, refuse or ask a person, with every reason and every rule left undecided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shouzheng.model.law import Citation
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words


class Go(StrEnum):
    """The four answers. ``HOLD`` without a time lasts until what is missing is known."""

    ALLOW = "allow"
    HOLD = "hold"
    REFUSE = "refuse"
    ASK = "ask_a_person"


@dataclass(frozen=True, slots=True)
class ShownLeaf:
    """A fact or named number that a rule looked at. A count that does not decide is withheld: it would show a quota."""

    name: str
    value: FactValue
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a rule with its law and leaves, or something of the gate's own (``rule`` is then ``gate.…``).

    ``ways`` says in which turn of events: an answered call, an unanswered one, by which clock.
    """

    rule: str
    answer: Answer
    title: Words
    citations: tuple[Citation, ...] = ()
    leaves: tuple[ShownLeaf, ...] = ()
    missing: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that no planned contact can decide, and the facts that only the contact or other papers will show."""

    rule: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. ``rules_judged`` of ``rules_total`` gave one; the others are in ``reasons`` or ``undecided``."""

    go: Go
    reasons: tuple[Reason, ...]
    undecided: tuple[Undecided, ...]
    rules_judged: int
    rules_total: int
    until: datetime | None = None

    @property
    def coverage(self) -> Words:
        """Say how many rules gave an answer, and that the others are named."""
        judged, total = self.rules_judged, self.rules_total
        zh = f"共{total}条规则，{judged}条有判断，{total - judged}条无法在联系前判断或缺少事实，已逐条列出"
        return Words(zh, f"{judged} of {total} rules judged; the other {total - judged} are named with what is missing")
