"""Errors and warnings as data: code, place, what, why, how to repair, in Chinese and English.

A ``Problem`` is a value: importers and loaders collect them, so one bad record or file never hides the next. Each
kind is registered once with its stable code (``SZ-1xxx`` intake, ``2xxx`` case statement, ``3xxx`` law and lexicon,
``4xxx`` case file, ``5xxx`` documents, ``9xxx`` use of the program); ``docs/errors.md`` is generated from the registry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Lang, Words


class Severity(StrEnum):
    """``ERROR`` stops the thing it names; ``WARNING`` lets it go on; ``NOTE`` is information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A registered kind of problem; the texts may hold ``{slots}`` that ``Problem.slots`` fills."""

    code: str
    severity: Severity
    what: Words
    why: Words
    repair: Words


_REGISTRY: dict[str, ProblemKind] = {}


def register(code: str, severity: Severity, what: Words, why: Words, repair: Words) -> ProblemKind:
    """Register a kind of problem under its stable code; raises ``ValueError`` when the code is taken."""
    if code in _REGISTRY:
        raise ValueError(f"problem code {code} registered twice")
    kind = ProblemKind(code, severity, what, why, repair)
    _REGISTRY[code] = kind
    return kind


def registered() -> tuple[ProblemKind, ...]:
    """Return all kinds registered so far, by code."""
    return tuple(_REGISTRY[code] for code in sorted(_REGISTRY))


def in_general(words: Words, values: tuple[tuple[str, str], ...] = ()) -> Words:
    """Return a text of a problem without anything out of a file: slots become ``…`` unless their value is a number."""
    known = {name: value for name, value in values if re.fullmatch(r"[0-9:.-]{1,40}", value)}

    def fill(text: str) -> str:
        return re.sub(r"\{(\w+)[^}]*\}", lambda slot: known.get(slot[1], "…"), text)

    return Words(fill(words.zh), fill(words.en))


def kind_of(code: str) -> ProblemKind | None:
    """Return the registered kind of a code, ``None`` when there is none."""
    return _REGISTRY.get(code)


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence: its kind, the place (``file:line:column`` or file and byte offset), and the values of slots."""

    kind: ProblemKind
    where: str = ""
    slots: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        """The stable code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The severity of the kind."""
        return self.kind.severity

    def what(self, lang: Lang) -> str:
        """Say what happened."""
        return self.kind.what.fill(**dict(self.slots)).say(lang)

    def why(self, lang: Lang) -> str:
        """Say why it happened."""
        return self.kind.why.fill(**dict(self.slots)).say(lang)

    def repair(self, lang: Lang) -> str:
        """Say how to repair it."""
        return self.kind.repair.fill(**dict(self.slots)).say(lang)


class ShouzhengError(Exception):
    """Carries one or more problems to the command line or the API; ``exit_code`` as in ``docs/exit_codes.md``."""

    def __init__(self, *problems: Problem, exit_code: int = 2) -> None:
        self.problems = problems
        self.exit_code = exit_code
        super().__init__("; ".join(f"{p.code} {p.where} {p.what(Lang.EN)}" for p in problems))
