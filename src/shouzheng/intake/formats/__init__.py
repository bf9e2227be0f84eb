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
from pathlib import Path

from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.grade import Grade, SourceKind
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
    """A real file by other people's tools on which the format was tried, and what it held.

    ``path`` and the counts let ``make evaluate`` try it again: a path below the folder of fixtures (for a member of a
    container: that of the container), events, records that are no contacts, unread records.
    """

    file: str
    result: str
    on: date
    path: str = ""
    events: int = 0
    non_contacts: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Format:
    """The data block of one format.

    ``recognise`` returns the reason in words, or ``None``. Exactly one of ``read`` and ``read_path`` is given: ``read``
    gets the file's bytes in chunks, ``read_path`` a path for what needs random access (a database, a picture); both
    yield what each record became, in file order. ``content`` is what the file must consist of, also when the person
    names the format. ``splits_sms`` is True where long messages may stand as several records. ``grade`` is that of the
    source (``domain/phone_formats.md`` §16) once the format was tried on a real file; ``source_kind`` names the sort of
    source where ``source`` would not find it. ``all_senders`` when no phone is known to withhold messages of services
    from it (an iPhone's own store).
    """

    name: str
    title: Words
    file_names: tuple[str, ...]
    media_type: str
    checked: date
    recognise: Callable[[Look], Words | None]
    read: Callable[[Iterator[bytes], ReadContext], Iterator[Outcome]] | None = None
    decodes: tuple[Decode, ...] = ()
    tried: tuple[Tried, ...] = ()
    roots: tuple[str, ...] = ()
    splits_sms: bool = False
    holds_messages: bool = False
    holds_calls: bool = False
    notes: tuple[Words, ...] = ()
    read_path: Callable[[Path, ReadContext], Iterator[Outcome]] | None = None
    content: Content = Content.XML
    app: str = ""
    versions: str = ""
    grade: Grade = Grade.D
    source_kind: SourceKind | None = None
    all_senders: bool = False

    @property
    def was_tried(self) -> bool:
        """True when it was tried on at least one real file."""
        return bool(self.tried)

    @property
    def grade_now(self) -> Grade:
        """The grade of its records: one lower while it was never tried on a real file, but never that of a diary."""
        if self.was_tried or self.grade >= Grade.E:
            return self.grade
        return list(Grade)[list(Grade).index(self.grade) + 1]

    @property
    def source(self) -> SourceKind:
        """What sort of source it is, by what the file holds and by its grade (``domain/phone_formats.md`` §16)."""
        if self.source_kind is not None:
            return self.source_kind
        kind = self.media_type.partition("/")[0]
        if kind in ("audio", "video"):
            return SourceKind.RECORDING
        if kind == "image":
            return SourceKind.SCREENSHOT
        if self.media_type in _MAILS:
            return SourceKind.MAIL
        return _SOURCES.get(self.grade, SourceKind.EXPORT)


_MAILS = ("message/rfc822", "application/mbox")
_SOURCES = {
    Grade.A: SourceKind.BILL,
    Grade.C: SourceKind.DATABASE,
    Grade.D: SourceKind.EXPORT,
    Grade.E: SourceKind.CHAT,
    Grade.F: SourceKind.NOTE,
}


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format of this folder by name; raises ``RuntimeError`` for a module without its data block."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        block = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if not isinstance(block, Format) or block.name in found or (block.read is None) == (block.read_path is None):
            raise RuntimeError(f"intake format module {module.name} needs a FORMAT block with a name and one reader")
        found[block.name] = block
    return tuple(found[name] for name in sorted(found))


@cache
def grade_of_format(name: str) -> Grade | None:
    """Return the grade of a format's records by themselves, ``None`` for a name that no format has."""
    return next((block.grade_now for block in all_formats() if block.name == name), None)


@cache
def source_of_format(name: str) -> SourceKind:
    """Return what sort of source a format is; what no format here has is taken for an export by an app."""
    return next((block.source for block in all_formats() if block.name == name), SourceKind.EXPORT)
