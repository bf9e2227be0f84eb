"""The chain of decisions: each entry holds the hash of the one before it, so that a changed, lost or added one shows.

Cutting off the newest entries does not show by itself: note the head (place and hash) elsewhere from time to time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from shouzheng.gate.problems import BROKEN_CHAIN
from shouzheng.reference.problems import Problem, ShouzhengError

#: What the first entry names as the one before it.
NO_HASH = "sha256:" + "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its chain (one for each node), its place from 1, kind, when (milliseconds), and what it says."""

    chain: str
    place: int
    kind: str
    at: int
    body: str
    previous: str
    hash: str


def seal(chain: str, place: int, kind: str, at: int, body: str, previous: str) -> str:
    """Return the hash of an entry: SHA-256 over all its parts, each with its length."""
    content = body.encode("utf-8", "surrogatepass")
    head = f"{len(chain)}:{chain}{place}\0{kind}\0{at}\0{previous}\0{len(content)}\0"
    return "sha256:" + hashlib.sha256(head.encode() + content).hexdigest()


def verify(entries: Iterable[Entry], place: int = 0, previous: str = NO_HASH) -> tuple[int, str]:
    """Check a chain from a known place on and return its head; raises ``ShouzhengError`` (SZ-6040) where it breaks."""
    for entry in entries:
        expected = seal(entry.chain, entry.place, entry.kind, entry.at, entry.body, entry.previous)
        if entry.place != place + 1 or entry.previous != previous or entry.hash != expected:
            raise ShouzhengError(Problem(BROKEN_CHAIN, entry.chain, (("seq", str(place + 1)),)), exit_code=1)
        place, previous = entry.place, entry.hash
    return place, previous
