"""What a person says about files that the files do not say themselves: their own names in chats, meanings of columns.

The hints hold for everything that is read inside ``with said(Hints(…))``; without, there are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouzheng.intake.columns import NamedMapping
    from shouzheng.intake.stays import Stay


@dataclass(frozen=True, slots=True)
class Hints:
    """``own_names`` are the person's display names and numbers in chats; ``mappings`` are confirmed column meanings.

    ``stays`` are where the phone's clock told another time than assumed. ``proposals`` takes up the meanings that were
    only guessed while reading, for the person to confirm.
    """

    own_names: frozenset[str] = frozenset()
    mappings: tuple[NamedMapping, ...] = ()
    stays: tuple[Stay, ...] = ()
    proposals: list[NamedMapping] = field(default_factory=list)


_HINTS: ContextVar[Hints | None] = ContextVar("hints", default=None)


@contextmanager
def said(hints: Hints) -> Iterator[None]:
    """Let these hints hold for what is read inside the block."""
    token = _HINTS.set(hints)
    try:
        yield
    finally:
        _HINTS.reset(token)


def current() -> Hints:
    """Return the hints that hold now."""
    return _HINTS.get() or Hints()
