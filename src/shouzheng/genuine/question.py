"""What a person asks: a message, a number, or a recorded contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouzheng.model.case import Role
from shouzheng.model.event import Number

#: A message longer than this many characters is cut; what is left out is counted and said.
MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of one contact. ``sender`` is the number that was shown, which can be forged.

    ``left_out`` counts characters of the message that were not read.
    """

    text: str | None = None
    sender: Number | None = None
    sent: datetime | None = None
    role: Role = Role.UNKNOWN
    left_out: int = 0


def about_text(
    text: str, *, sender: Number | None = None, sent: datetime | None = None, role: Role = Role.UNKNOWN
) -> Question:
    """Return the question about a message of any length; blanks alone are no message."""
    kept = text[:MOST_CHARS]
    return Question(kept if kept.strip() else None, sender, sent, role, len(text) - len(kept))
