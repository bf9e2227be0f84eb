"""What is stamped: a digest of the custody log's last line, blinded by a random number: it tells nobody anything.

``digest = SHA-256(nonce ‖ hash of the line)``. The server sees 32 bytes that nobody can recognise later; with the
nonce, which stays in the case and goes into a bundle, anybody can compute them again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from shouzheng.casefile.custody import Head

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Blinded:
    """The number and hash (hex) of a line of the log, the nonce, and the digest made of both."""

    line: int
    hash: str
    nonce: bytes

    @property
    def content(self) -> bytes:
        """The 64 bytes of which the digest is the SHA-256: what a service that wants a file is given."""
        return self.nonce + bytes.fromhex(self.hash)

    @property
    def digest(self) -> bytes:
        """The 32 bytes that are stamped."""
        return hashlib.sha256(self.content).digest()

    def values(self) -> dict[str, object]:
        """Return it as values that JSON can hold."""
        return {"line": self.line, "hash": self.hash, "nonce": self.nonce.hex(), "digest": self.digest.hex()}


def blinded(head: Head) -> Blinded:
    """Return a fresh blinding of the end of the log."""
    return Blinded(head.count, head.hash, os.urandom(_BYTES))


def as_blinded(values: Mapping[str, object]) -> Blinded:
    """Return what ``values`` gave; raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything else."""
    line, text, nonce = values["line"], values["hash"], values["nonce"]
    if not isinstance(line, int) or not isinstance(text, str) or not isinstance(nonce, str):
        raise TypeError("no blinded digest")
    found = Blinded(line, text, bytes.fromhex(nonce))
    if len(found.content) != 2 * _BYTES:
        raise ValueError("no blinded digest")
    return found
