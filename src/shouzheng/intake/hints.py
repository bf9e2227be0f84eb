"""What a person says about files that the files do not say themselves: their own names in chats, meanings of columns.

The hints hold for everything that is read inside ``with said(Hints(…))``; without, there are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from shouzheng.model.case import Stay

if TYPE_CHECKING:
    from shouzheng.intake.tables.columns import NamedMapping

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Hints:
    """``own_names`` are the person's display names and numbers in chats; ``mappings`` are confirmed column meanings.

    ``stays`` (of the command line, then of ``case.toml``) are where the phone's clock told another time than assumed.
    ``proposals`` takes up the meanings that were only guessed while reading, for the person to confirm.
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


@contextmanager
def also_said(stays: tuple[Stay, ...]) -> Iterator[None]:
    """Let what the case states about stays hold beside the hints there are; what was said before goes first."""
    hints = current()
    with said(replace(hints, stays=(*hints.stays, *stays))):
        yield


def stays_of(person: str) -> tuple[Stay, ...]:
    """Return the stays that hold for this person's phone."""
    return tuple(stay for stay in current().stays if stay.person in ("", person))


def for_phone(stays: tuple[Stay, ...], items: Iterator[_Item]) -> Iterator[_Item]:
    """Yield what an iterator gives when it is read with only these stays; they never hold outside of it."""
    inside = copy_context()
    inside.run(_HINTS.set, replace(current(), stays=stays))
    end = object()
    while (item := inside.run(next, items, end)) is not end:
        yield item  # type: ignore[misc]
