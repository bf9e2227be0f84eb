"""What a format hands out for each record, and what it needs to know to do so.

Every record of a file becomes exactly one of three things: a ``ContactEvent``, a ``NonContact`` (understood, but no
contact) or an ``Unread``. Nothing else exists, so what goes in can be counted against what comes out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from shouzheng.intake.hashing import Hash, quick_sha256
from shouzheng.intake.report import Remark
from shouzheng.intake.sniff import Look
from shouzheng.model.event import ContactEvent, NonContact
from shouzheng.model.original import Digest, Position, Unread
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.reference.safe_text import shorten, visible


class Refused(ValueError):
    """Raised by a decoder for a record that it does not understand: the kind of problem and the values of its slots."""

    def __init__(self, kind: ProblemKind, **slots: object) -> None:
        self.kind = kind
        self.slots = slots
        super().__init__(kind.code)


def event_ids(original: Digest) -> Hash:
    """Return the hash that the ids of a file's events begin with."""
    return quick_sha256(f"{original.algorithm}:{original.hex}:{original.length}".encode("ascii"))


def event_id(seed: Hash, record: int) -> str:
    """Return the id of a record's event, made of the file's digest (``event_ids``) and the record's number.

    The same file gives the same ids; two records of one file never get the same in practice (64 bits).
    """
    seeded = seed.copy()
    seeded.update(b":%d" % record)
    return "e" + seeded.hexdigest()[:16]


#: What one record becomes.
Outcome = ContactEvent | NonContact | Unread

#: Longest excerpt of an unread record, in characters.
_EXCERPT = 200
#: Longest value that is put into a message.
_SLOT = 160


def _shown(value: object) -> str:
    """Values in messages may come out of a hostile file: short, and without control characters."""
    return visible(shorten(str(value), _SLOT))


@dataclass(slots=True)
class ReadContext:
    """What the reading of one file is told and what it reports beside its records.

    ``original`` is the digest of the whole file, taken before. ``notes`` counts the notes of events that a format wants
    counted. ``declared`` is the number of records that the file says it has. ``remarks`` are what the format found to
    be missing. ``done`` tells the progress of a format that reads a path: bytes of the file, roughly.
    """

    original: Digest
    owner: str
    offset_minutes: int
    look: Look
    problems: list[Problem] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    declared: int | None = None
    records: int = 0
    remarks: list[Remark] = field(default_factory=list)
    done: int = 0
    _seed: Hash = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._seed = event_ids(self.original)

    def say(self, kind: ProblemKind, where: str = "", **slots: object) -> None:
        """Add a problem; the place is the file's name and, where given, a place in it."""
        name = self.look.name
        filled = tuple((key, _shown(value)) for key, value in slots.items())
        self.problems.append(Problem(kind, f"{name}:{where}" if where else name, filled))

    def event_id(self, record: int) -> str:
        """Return the id of a record's event (``event_id`` of this file)."""
        return event_id(self._seed, record)

    def unread(self, position: Position, kind: ProblemKind, data: bytes, **slots: object) -> Unread:
        """Return a record that was not understood, with the reason in words and the beginning of its bytes."""
        why: Words = kind.what.fill(**{key: _shown(value) for key, value in slots.items()})
        excerpt = data[: _EXCERPT * 4].decode(self.look.codec, "replace")[:_EXCERPT]
        return Unread(self.original, position, kind.code, why.zh, why.en, excerpt)
