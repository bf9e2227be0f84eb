"""Digests of files, taken while they are read, so that what was read is what was hashed.

A digest carries its algorithm and the length of what was hashed. Reading is by chunks of bounded size. The digest says
only that the bytes are the same as when it was taken; it says nothing about who wrote them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol, Self, cast

from shouzheng.intake.source import Readable
from shouzheng.model.original import Digest

#: Bytes read at a time. Large enough for speed, small enough to stay out of the way of memory.
CHUNK = 1 << 20


class Hash(Protocol):
    """What ``hashlib`` makes."""

    def copy(self) -> Self:
        """Return another one that has been fed the same."""

    def update(self, data: bytes, /) -> None:
        """Feed it bytes."""

    def hexdigest(self) -> str:
        """Return the digest of what it was fed, in hexadecimal."""


def _own_sha256() -> Callable[[bytes], Hash]:
    """Return Python's own SHA-256: a copy of it for a few bytes takes less than half the time of one of OpenSSL's.

    It is slower for files. Where there is none under the names of Python 3.11 and 3.12, that of ``hashlib`` is taken.
    """
    for name in ("_sha2", "_sha256"):
        try:
            return cast("Callable[[bytes], Hash]", import_module(name).sha256)
        except (ImportError, AttributeError):
            continue
    return hashlib.sha256


#: Begins a SHA-256 that is copied and finished with a few bytes for each record.
quick_sha256 = _own_sha256()


class HashingReader:
    """Reads a binary stream once, hashing and counting every byte that it hands out."""

    def __init__(self, stream: Readable, chunk: int = CHUNK) -> None:
        self._stream = stream
        self._chunk = chunk
        self._hash = hashlib.sha256()
        self._length = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the stream to its end in chunks; raises ``OSError`` as the stream does."""
        while block := self._stream.read(self._chunk):
            self._hash.update(block)
            self._length += len(block)
            yield block

    def drain(self) -> None:
        """Read (and hash) whatever has not been handed out yet."""
        for _ in self.chunks():
            pass

    @property
    def done(self) -> int:
        """Bytes handed out so far."""
        return self._length

    @property
    def digest(self) -> Digest:
        """The digest of everything handed out so far."""
        return Digest("sha256", self._hash.hexdigest(), self._length)


def digest_of_bytes(data: bytes | bytearray | memoryview) -> Digest:
    """Return the SHA-256 digest of bytes in memory."""
    return Digest("sha256", hashlib.sha256(data).hexdigest(), len(data))
