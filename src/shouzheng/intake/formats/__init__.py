"""The formats that can be read: one module each, found by itself.

A new format is one new file in this folder with a ``FORMAT`` block: its name, how its content is recognised, how it is
read, where the meaning of each field comes from, and on which real files it was tried. Modules whose name begins with
an underscore are helpers.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import import_module

from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.sniff import Look
from shouzheng.model.words import Words


class Known(StrEnum):
    """How the meaning of a field is known."""

    READ = "read"  # read in the named source
    EXCERPT = "excerpt"  # seen in a public excerpt only
    SEEN = "seen"  # found in real files
    MEMORY = "memory"  # from memory, not checked


@dataclass(frozen=True, slots=True)
class Decode:
    """Where the reading of one field comes from."""

    field: str
    meaning: Words
    source: str
    known: Known


@dataclass(frozen=True, slots=True)
class Tried:
    """A real file by other people's tools on which the format was tried, and what it held."""

    file: str
    result: str
    on: date


@dataclass(frozen=True, slots=True)
class Format:
    """The data block of one format.

    ``recognise`` returns the reason in words, or ``None``. ``read`` gets the file's bytes in chunks and yields what
    each record became, in file order. ``splits_sms`` is True where long messages may stand as several records.
    """

    name: str
    title: Words
    file_names: tuple[str, ...]
    media_type: str
    checked: date
    recognise: Callable[[Look], Words | None]
    read: Callable[[Iterator[bytes], ReadContext], Iterator[Outcome]]
    decodes: tuple[Decode, ...]
    tried: tuple[Tried, ...]
    roots: tuple[str, ...] = ()
    splits_sms: bool = False
    holds_messages: bool = False
    holds_calls: bool = False
    notes: tuple[Words, ...] = ()


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format of this folder by name; raises ``RuntimeError`` for a module without its data block."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        block = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if not isinstance(block, Format) or block.name in found:
            raise RuntimeError(f"intake format module {module.name} needs a FORMAT block with a name of its own")
        found[block.name] = block
    return tuple(found[name] for name in sorted(found))
