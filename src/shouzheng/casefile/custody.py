"""The custody log: who did what with the case, one canonical JSON line each, every line hashing the one before.

The head (number of lines and hash of the last) is signed with the case's Ed25519 key, so that cutting the tail shows.
What this cannot show: the key is the person's own, so somebody who has the passphrase can write a new history. Only a
time stamp from outside fixes the log against its own keeper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: ``prev`` of the first line.
START = "0" * 64
_CONTEXT = "shouzheng custody head 1"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as stored: its text, which is what is hashed, and its hash (SHA-256, hex)."""

    text: str
    hash: str

    def at(self) -> datetime | None:
        """The time in the line, by the clock of the computer then; ``None`` when it holds none."""
        try:
            found = datetime.fromisoformat(str(json.loads(self.text)["at"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return found if found.tzinfo else None


@dataclass(frozen=True, slots=True)
class Head:
    """The signed end of the log."""

    case: str
    count: int
    hash: str
    signature: bytes = b""

    def message(self) -> bytes:
        """The bytes that are signed."""
        return f"{_CONTEXT}\n{self.case}\n{self.count}\n{self.hash}\n".encode("ascii")


@dataclass(frozen=True, slots=True)
class Doubt:
    """The first line, from 1, that cannot be trusted, and why."""

    line: int
    detail: str


def next_line(
    before: Line | None, number: int, *, at: str, who: str, what: str, tool: str, about: Mapping[str, object]
) -> Line:
    """Return the line that follows ``before``; ``number`` counts from 1, ``at`` is an instant in UTC (ISO 8601)."""
    content = {
        "n": number,
        "prev": before.hash if before else START,
        "at": at,
        "who": who,
        "what": what,
        "tool": tool,
        "about": dict(about),
    }
    return as_line(json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")))


def as_line(text: str) -> Line:
    """Return a stored text as a line."""
    return Line(text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def sign(head: Head, key: Ed25519PrivateKey) -> Head:
    """Return the head with its signature."""
    return Head(head.case, head.count, head.hash, key.sign(head.message()))


def is_signed(head: Head, public: bytes) -> bool:
    """True when the signature is that of the case's key (32 raw bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(head.signature, head.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def first_doubt(texts: Iterable[str], head: Head, public: bytes) -> Doubt | None:
    """Return where the log stops being trustworthy, ``None`` when every line and the head hold."""
    before, number = START, 0
    for number, text in enumerate(texts, 1):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return Doubt(number, "not JSON")
        if not isinstance(content, dict) or content.get("n") != number:
            return Doubt(number, "a line is missing or out of order")
        if content.get("prev") != before:
            return Doubt(number, "the line before it was changed or removed")
        before = as_line(text).hash
    if not is_signed(head, public):
        return Doubt(max(number, 1), "the signature of the head is not that of this case")
    if head.count != number:
        return Doubt(min(number, head.count) + 1, f"the head counts {head.count} lines, the log has {number}")
    if head.hash != before:
        return Doubt(max(number, 1), "the last line was changed")
    return None
