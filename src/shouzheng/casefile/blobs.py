"""Originals on disk: encrypted file by file, named by a keyed hash of the content, written once and never changed.

``blobs/a/<name>`` is complete or absent: a file is written in ``staging``, flushed, then renamed; ``settle`` flushes
the folders before anything refers to the file. What a crash leaves in ``staging`` is encrypted too and is swept when
the case is next opened for writing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from shouzheng.casefile.keys import Keys
from shouzheng.casefile.sealed_stream import NotSealed, opened, seal
from shouzheng.model.original import Digest

_FOLDER, _STAGING = "blobs", "staging"


class Blobs:
    """The stored originals of one opened case."""

    def __init__(self, case: Path, keys: Keys) -> None:
        self._folder = case / _FOLDER
        self._staging = case / _STAGING
        self._keys = keys
        self._key = keys.blobs()
        self._unsettled: set[Path] = set()

    def prepare(self) -> None:
        """Make the folders and sweep what a crash left half-written; only for the one writer. Raises ``OSError``."""
        self._folder.mkdir(exist_ok=True)
        self._staging.mkdir(exist_ok=True)
        for entry in self._staging.iterdir():
            entry.unlink()

    def put(self, chunks: Iterable[bytes]) -> tuple[Digest, str]:
        """Store a stream and return its digest and name; the same content is stored once. Raises ``OSError``."""
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
                os.fsync(file.fileno())
            name = self._keys.name_of(hashed.digest(), length)
            self._place(part, name)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return Digest("sha256", hashed.hexdigest(), length), name

    def _place(self, part: Path, name: str) -> None:
        target = self.path(name)
        if target.exists():
            return
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True)
            self._unsettled.add(self._folder)
        part.replace(target)
        self._unsettled.add(target.parent)

    def settle(self) -> None:
        """Flush the folders of what was put since the last call; raises nothing, some systems cannot."""
        for folder in self._unsettled:
            flush_folder(folder)
        self._unsettled.clear()

    def path(self, name: str) -> Path:
        """Return where the file of this name is or would be."""
        return self._folder / name[:1] / name

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the plaintext of a stored original; raises ``NotSealed`` or ``OSError`` when it is damaged or gone."""
        with self.path(name).open("rb") as file:
            yield from opened(file, self._key)

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


def flush_folder(folder: Path) -> None:
    """Make a renamed file survive a power cut; systems that cannot open folders (Windows) need no such call."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
