"""What is known of one time proof, in words that say what was checked and what was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shouzheng.model.words import Words


class Standing(StrEnum):
    """``HOLDS`` was checked to the end here; ``UNCHECKED`` fits but the end was not checked; ``BAD`` does not fit."""

    HOLDS = "holds"
    UNCHECKED = "unchecked"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class ProofState:
    """One proof: its kind (``rfc3161``, ``ots``), who gave it, standing, the time it proves, and why."""

    kind: str
    by: str
    standing: Standing
    why: Words
    time: datetime | None = None
    checked_by: str = ""


def bad(kind: str, zh: str, en: str, by: str = "") -> ProofState:
    """Return the state of a proof that does not fit."""
    return ProofState(kind, by, Standing.BAD, Words(zh, en))


def one_holds(states: Sequence[ProofState]) -> bool:
    """True when at least one of the proofs holds; another that is bad takes nothing away from it."""
    return any(state.standing is Standing.HOLDS for state in states)
