"""What a case keeps, as values: originals, files on their way in, contacts, entries, imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shouzheng.model.original import Digest


@dataclass(frozen=True, slots=True)
class Stored:
    """An original in the case: its number, digest, the name it came under, media type, when received (UTC text)."""

    no: int
    digest: Digest
    blob: str
    name: str
    media_type: str
    received: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be stored: its bytes, read once, the name it comes under and its media type."""

    chunks: Iterable[bytes]
    name: str
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class EventRow:
    """A contact as the case keeps it: its id, instant (UTC, ISO 8601), words for the search, its whole JSON line."""

    id: str
    utc: str
    words: str
    line: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A note, person, choice or other statement about a subject; the latest of a kind and subject is in force."""

    no: int
    kind: str
    subject: str
    content: Mapping[str, object]
    at: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one import read: its number, the original, whose phone it is, how many contacts, and their JSON lines."""

    no: int
    original: int
    person: str
    count: int
    lines: Iterator[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """One import as it lies in the index, for ``verify``; ``rows``: number, id, instant and line of each contact."""

    no: int
    original: int
    person: str
    count: int
    digest: str
    rows: Iterator[tuple[int, str, str, str]]
