"""Near-copies of refused texts: sets of folded shingles, kept only as the smallest keyed hashes, never as words.

Who sends a refused text again and again with small changes is looking for words that pass. The gate says nothing of it
in its answer; it is counted, logged, and for the operator to look at.
"""

from __future__ import annotations

import hashlib

from shouzheng.reading.fold import fold

#: Characters of a shingle, and hashes kept of a text (the smallest ones estimate the share of equal shingles).
_LONG, _KEPT = 4, 64
#: Longest text looked at, in folded characters.
_MOST = 20_000

Sketch = frozenset[int]


def sketch(text: str, key: bytes) -> Sketch:
    """Return the sketch of a text: folding undoes disguise, digits and blanks are left out."""
    words = "".join(mark for mark in fold(text[:_MOST]).text if not mark.isspace() and not mark.isdigit())
    shingles = {words[place : place + _LONG] for place in range(max(1, len(words) - _LONG + 1))}
    hashed = (
        int.from_bytes(hashlib.blake2b(each.encode("utf-8", "surrogatepass"), digest_size=8, key=key[:64]).digest())
        for each in shingles
    )
    return frozenset(sorted(hashed)[:_KEPT])


def alike(one: Sketch, other: Sketch) -> int:
    """Return the estimated share of equal shingles, in per cent."""
    together = sorted(one | other)[:_KEPT]
    return 100 * sum(1 for each in together if each in one and each in other) // max(1, len(together))


def as_text(made: Sketch) -> str:
    """Return a sketch as text for the ledger."""
    return " ".join(f"{each:016x}" for each in sorted(made))


def from_text(written: str) -> Sketch:
    """Return the sketch that ``as_text`` wrote."""
    return frozenset(int(each, 16) for each in written.split())
