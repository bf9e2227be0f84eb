"""Which version of an entry a form was filled in from, so that two windows never overwrite each other silently.

A form carries the ``mark`` of what it showed as its hidden field ``seen``. When another version is in force by the time
it comes back and says something else, nothing is stored: the page shows both (SZ-7031, status 409) with the new mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouzheng.casefile.case import CaseFile


@dataclass(frozen=True, slots=True)
class Held:
    """The entry of a kind and subject that is in force: its ``mark`` (0: none yet) and its content."""

    mark: int = 0
    content: Mapping[str, object] = field(default_factory=dict)

    def clashes(self, seen: int, given: Mapping[str, object]) -> bool:
        """True when a form filled in from version ``seen`` would overwrite something else that was stored since."""
        return self.mark != seen and any(self.content.get(key) != value for key, value in given.items())


def held(case: CaseFile, kind: str) -> dict[str, Held]:
    """Return what is in force of a kind, by subject."""
    return {entry.subject: Held(entry.no, entry.content) for entry in case.entries(kind)}
