"""Originals on disk: encrypted file by file, named by a keyed hash of the content, written once and never changed.

``blobs/a/<name>`` is complete or absent: a file is written in ``staging``, flushed, then renamed; ``settle`` does the
last two for all files put so far and flushes the folders, before anything refers to them. Flushing waits for the disk,
so several files are flushed at once by threads of their own. What a crash leaves in ``staging`` is encrypted too and is
swept when the case is next opened for writing.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shouzheng.casefile.keys import Keys
from shouzheng.casefile.sealed_stream import NotSealed, opened, part, seal
from shouzheng.model.original import Digest
from shouzheng.reference.atomic import flush_folder

_FOLDER, _STAGING = "blobs", "staging"
#: Files flushed at once; and files written but not yet flushed, which bounds the open handles.
_FLUSHERS, _MOST_WAITING = 8, 64


@dataclass(frozen=True, slots=True)
class _Part:
    """A file in ``staging``: where it will lie, and the flush under way."""

    path: Path
    name: str
    flushed: Future[None]


class Blobs:
    """The stored originals of one opened case."""

    def __init__(self, case: Path, keys: Keys) -> None:
        self._folder = case / _FOLDER
        self._staging = case / _STAGING
        self._keys = keys
        self._key = keys.blobs()
        self._waiting: deque[_Part] = deque()
        self._flushers = ThreadPoolExecutor(_FLUSHERS, thread_name_prefix="flush")

    def close(self) -> None:
        """End the threads; what was put and not settled is taken away."""
        self.drop()
        self._flushers.shutdown()

    def prepare(self) -> None:
        """Make the folders and sweep what a crash left half-written; only for the one writer. Raises ``OSError``."""
        self._folder.mkdir(exist_ok=True)
        self._staging.mkdir(exist_ok=True)
        for entry in self._staging.iterdir():
            entry.unlink()

    def put(self, chunks: Iterable[bytes]) -> tuple[Digest, str]:
        """Write a stream and return its digest and name; it is stored once ``settle`` has returned.

        The same content is stored once. Several threads may put at once. Raises ``OSError``.
        """
        hashed, length = hashlib.sha256(), 0

        def watched() -> Iterator[bytes]:
            nonlocal length
            for chunk in chunks:
                hashed.update(chunk)
                length += len(chunk)
                yield chunk

        part = self._staging / os.urandom(12).hex()
        try:
            with part.open("xb") as file:
                for piece in seal(watched(), self._key):
                    file.write(piece)
                file.flush()
                name = self._keys.name_of(hashed.digest(), length)
                flushed = self._flushers.submit(_flush, os.dup(file.fileno()))
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        self._waiting.append(_Part(part, name, flushed))
        self._bound()
        return Digest("sha256", hashed.hexdigest(), length), name

    def _bound(self) -> None:
        """Wait for the oldest flush when too many are under way; what is wrong with it is said by ``settle``."""
        with suppress(IndexError):
            if len(self._waiting) > _MOST_WAITING:
                self._waiting[-_MOST_WAITING].flushed.exception()

    def settle(self) -> None:
        """Put all files in their places for good; raises ``OSError``, and then none of them is there to be referred to.

        Flushing folders raises nothing: some systems cannot.
        """
        changed: set[Path] = set()
        while self._waiting:
            part = self._waiting[0]
            part.flushed.result()
            target = self.path(part.name)
            if target.exists():
                part.path.unlink(missing_ok=True)
            else:
                if not target.parent.exists():
                    target.parent.mkdir(exist_ok=True)
                    changed.add(self._folder)
                part.path.replace(target)
                changed.add(target.parent)
            self._waiting.popleft()
        list(self._flushers.map(flush_folder, changed))

    def drop(self) -> None:
        """Take away what was put and not settled."""
        while self._waiting:
            part = self._waiting.popleft()
            part.flushed.exception()
            with suppress(OSError):
                part.path.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where the file of this name is or would be."""
        return self._folder / name[:1] / name

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the plaintext of a stored original; raises ``NotSealed`` or ``OSError`` when it is damaged or gone."""
        with self.path(name).open("rb") as file:
            yield from opened(file, self._key)

    def part(self, name: str, first: int, end: int) -> bytes:
        """Return the plaintext from ``first`` up to ``end`` (bytes, half-open); raises ``NotSealed`` or ``OSError``."""
        with self.path(name).open("rb") as file:
            return b"".join(part(file, self._key, first, end))

    def damage(self, name: str, digest: Digest) -> str | None:
        """Decrypt and hash a stored original; return what is wrong in a few words, ``None`` when nothing is."""
        hashed, length = hashlib.sha256(), 0
        try:
            for piece in self.chunks(name):
                hashed.update(piece)
                length += len(piece)
        except NotSealed as error:
            return str(error)
        except FileNotFoundError:
            return "the file is gone"
        except OSError as error:
            return error.strerror or type(error).__name__
        if (hashed.hexdigest(), length) != (digest.hex, digest.length):
            return "another file stands in its place"
        return None

    def names(self) -> Iterator[str]:
        """Yield the names of all files in the folder, in no order."""
        for folder in self._folder.iterdir():
            if folder.is_dir():
                yield from (entry.name for entry in folder.iterdir())


def _flush(handle: int) -> None:
    """Make a file's content survive a power cut; raises ``OSError`` when the disk refuses."""
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
