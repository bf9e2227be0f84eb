"""A stream out of an archive: bounded in length, and an end instead of an exception where it is damaged.

What was read up to there stays; the reason is kept with the source and reported. Both passes over a source (one to
hash, one to read) see the same end, because it depends on the bytes alone.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from zipfile import BadZipFile

from shouzheng.intake.container_problems import ALTERED, MEMBER_DAMAGED, TOO_MUCH
from shouzheng.intake.containers import Opening
from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.source import Readable, Source
from shouzheng.reference.problems import ProblemKind

#: What the unpackers of the standard library raise on damaged data.
DAMAGE = (
    BadZipFile,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


class AlteredChunk(Exception):
    """Raised by a decrypting stream: the check of this chunk failed although the passphrase was right."""

    def __init__(self, chunk: int) -> None:
        self.chunk = chunk
        super().__init__(str(chunk))


class Guarded(Wrapped):
    """Reads a stream for a source and ends it at damage or at the limit.

    A byte is paid for once, however often it is read.
    """

    def __init__(self, stream: Readable, source: Source, opening: Opening) -> None:
        self._stream = stream
        self._source = source
        self._opening = opening
        self._length = 0
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        if self._ended:
            return b""
        try:
            block = self._stream.read(size)
        except AlteredChunk as error:
            return self._end(ALTERED, chunk=error.chunk)
        except DAMAGE as error:
            return self._end(MEMBER_DAMAGED, detail=str(error) or type(error).__name__)
        self._length += len(block)
        source, budget = self._source, self._opening.budget
        new = max(self._length - source.paid, 0)
        source.paid += new
        if self._length > budget.limits.member or not budget.spend(new):
            return self._end(TOO_MUCH, most=budget.limits.member, ratio=budget.limits.ratio)
        return block

    def _end(self, kind: ProblemKind, **slots: object) -> bytes:
        self._ended = True
        if self._source.trouble is None:
            self._source.trouble = self._opening.problem(kind, self._source.member, **slots)
        return b""
