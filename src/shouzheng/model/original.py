"""The bytes as they were received, and where in them a record stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouzheng.model.quick import maker, quick


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that always carries its algorithm and the length of what was hashed.

    ``str(digest)`` is ``sha256:<hex>``; a prefix of a file can never pass for the file because ``length`` is compared.
    """

    algorithm: str
    hex: str
    length: int

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hex}"


@dataclass(frozen=True, slots=True)
class Original:
    """One file as received; ``received`` is aware. The name is what the person's system called it: not verified.

    A file that came inside another one (a ZIP archive, a phone's backup) carries the ``container``'s digest and its own
    path in it (``member``); in a folder only the path.
    """

    digest: Digest
    name: str
    media_type: str
    received: datetime
    container: Digest | None = None
    member: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Position:
    """Place of a record in an original: byte offset and length, running number (from 1), and a readable path.

    A row of a database has no byte place of its own: its offset is -1, its length that of its values, and the path
    names table and row.
    """

    offset: int
    length: int
    record: int
    path: str


#: Makes a ``Position``, of which every record has one.
new_position = maker(Position)


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that was not understood, where it stands and why. It is listed, counted and never dropped.

    ``code`` is the problem code (``SZ-…``); ``excerpt`` is at most 200 characters of the raw text, with undecodable
    bytes replaced.
    """

    original: Digest
    position: Position
    code: str
    why_zh: str
    why_en: str
    excerpt: str = ""
