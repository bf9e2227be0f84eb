"""An original of a case as a file to read: its bytes are decrypted while they are read, and never lie on disk plain.

What a person wrote about it, and is in the case too, is read together with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.casefile.sealed_stream import NotSealed
from shouzheng.intake.source import Source
from shouzheng.remedy.cases.beside import NoteIndex


def source_of(case: CaseFile, stored: Stored, notes: NoteIndex | None = None) -> Source:
    """Return an original with the latest of each kind of note about it; ``notes`` where they are listed already."""
    source = _bytes_of(case, stored)
    add_notes(case, stored, source, notes or NoteIndex(case))
    return source


def add_notes(case: CaseFile, stored: Stored, source: Source, notes: NoteIndex) -> None:
    """Put what a person wrote about an original, as far as it is in the case, beside the source of its bytes."""
    for ending, note in notes.of(stored).items():
        source.companions[ending] = _bytes_of(case, note)


def _bytes_of(case: CaseFile, stored: Stored) -> Source:
    return Source(stored.name, lambda: _Opened(case.blobs.chunks(stored.blob)), size=stored.digest.length)


class _Opened:
    """A stored original as an open file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end; raises ``OSError`` where the store is damaged."""
        try:
            if size < 0:
                whole, self._rest = self._rest + b"".join(self._chunks), b""
                return whole
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except NotSealed as error:
            raise OSError(str(error)) from error
        block, self._rest = self._rest[:size], self._rest[size:]
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._chunks = iter(())
