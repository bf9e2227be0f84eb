"""Things that hold other files: folders, archives, backups. One module each, found by itself.

A new container is one new file in this folder with a ``CONTAINER`` block: how it is recognised and how its members are
found. A member is a ``Source`` of its own; whether it is an export is decided by its content, like that of any file.
Modules whose name begins with an underscore are helpers.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from shouzheng.intake.container_problems import PASSPHRASE_NEEDED
from shouzheng.intake.formats import Decode, Tried
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import AUDIO, NOTES, TRANSCRIPTS, Source
from shouzheng.model.original import Digest
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

#: Asks the person for a secret: a sentence that says which, and how often it was asked before. ``None`` means none.
Ask = Callable[[Words, int], str | None]

#: How often a passphrase may be mistyped.
TRIES = 3
#: Endings of the files in which SQLite keeps what is not yet in the database itself (sqlite.org/wal.html).
COMPANIONS = ("-wal", "-journal")
#: Files that only make sense beside a database and hold nothing of their own.
BELONGS = ("-wal", "-journal", "-shm")
#: Endings of everything that is read together with a file it stands beside.
BESIDE = (*COMPANIONS, *NOTES)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most that is unpacked from one thing that was given: bytes of a member and of all, ratio, members, levels.

    ``ratio`` counts beyond the first ``free`` bytes. Exports compress about 5 to 60 times; deflate ends at 1,032.
    """

    member: int = 8 << 30
    total: int = 32 << 30
    ratio: int = 250
    free: int = 32 << 20
    members: int = 200_000
    levels: int = 4


class Budget:
    """What may still be unpacked from one thing that was given, over all its levels."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits = limits
        self._left = min(limits.total, limits.free + packed * limits.ratio)
        self.members = 0

    def spend(self, size: int) -> bool:
        """Take bytes off the budget; ``False`` when they are too many."""
        self._left -= size
        return self._left >= 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member that was not read, and why."""

    member: str
    problem: Problem


#: What a container hands out, one for each member.
Member = Source | Refusal


@dataclass(slots=True)
class Opening:
    """What the opening of one container is told: its own name and digest, what may be spent, whom to ask.

    ``belonging`` are members that were put beside another one (a ``-wal`` file): counted, never read by themselves.
    """

    look: Look
    digest: Digest | None
    budget: Budget
    ask: Ask | None = None
    problems: list[Problem] = field(default_factory=list)
    belonging: int = 0

    def say(self, kind: ProblemKind, member: str = "", **slots: object) -> None:
        """Add a problem about the container, or about one of its members."""
        self.problems.append(self.problem(kind, member, **slots))

    def problem(self, kind: ProblemKind, member: str = "", **slots: object) -> Problem:
        """Return a problem with its place: the container's name and the member's path in it."""
        filled = tuple((key, visible(shorten(str(value), 160))) for key, value in slots.items())
        name = self.look.name
        return Problem(kind, f"{name}:{visible(shorten(member, 200))}" if member else name, filled)

    def fail(self, kind: ProblemKind, *, exit_code: int = 2, **slots: object) -> ShouzhengError:
        """Return the error that ends the opening."""
        return ShouzhengError(self.problem(kind, "", **slots), exit_code=exit_code)

    def passphrase(self, what: Words, tried: int) -> str:
        """Ask the person for a passphrase; raises ``ShouzhengError`` (SZ-1030) when there is nobody to ask."""
        secret = self.ask(what, tried) if self.ask is not None else None
        if not secret:
            raise self.fail(PASSPHRASE_NEEDED)
        return secret


@dataclass(frozen=True, slots=True)
class Container:
    """The data block of one container.

    ``recognise`` returns the reason in words, or ``None``. ``members`` yields what is in it, in a fixed order; it may
    raise ``ShouzhengError``. A ``last_resort`` is asked after all others (the plain folder).
    """

    name: str
    title: Words
    file_names: tuple[str, ...]
    media_type: str
    checked: date
    recognise: Callable[[Look], Words | None]
    members: Callable[[Source, Opening], Iterator[Member]]
    decodes: tuple[Decode, ...] = ()
    tried: tuple[Tried, ...] = ()
    notes: tuple[Words, ...] = ()
    last_resort: bool = False


@cache
def all_containers() -> tuple[Container, ...]:
    """Return every container of this folder by name, last resorts at the end; raises ``RuntimeError`` without block."""
    found: dict[str, Container] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        block = getattr(import_module(f"{__name__}.{module.name}"), "CONTAINER", None)
        if not isinstance(block, Container) or block.name in found:
            raise RuntimeError(f"intake container module {module.name} needs a CONTAINER block with a name of its own")
        found[block.name] = block
    return tuple(sorted(found.values(), key=lambda block: (block.last_resort, block.name)))


def base_of(name: str, names: AbstractSet[str]) -> str | None:
    """Return the file among ``names`` to which a ``-wal``, ``-journal`` or ``-shm`` file or a person's notes belong."""
    for ending in (*BELONGS, *NOTES):
        base = name.removesuffix(ending)
        if base == name:
            continue
        if base in names:
            return base
        if ending in TRANSCRIPTS:
            found = (base + suffix for audio in AUDIO for suffix in (audio, audio.upper()) if base + suffix in names)
            return next(found, None)
    return None
