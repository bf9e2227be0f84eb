"""What a page says of a problem where its general text speaks of commands, options or files of the program."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Words


@dataclass(frozen=True, slots=True)
class Here:
    """Texts for the pages; ``None`` keeps the general one. They may use the slots of the kind and no others."""

    repair: Words
    what: Words | None = None
    why: Words | None = None


def do(zh: str, en: str) -> Here:
    """Return texts of which only what to do is said otherwise."""
    return Here(Words(zh, en))
