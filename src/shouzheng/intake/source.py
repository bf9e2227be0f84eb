"""Where bytes come from: a file on disk, or a member of an archive or backup that is read through its container.

A source can be opened any number of times and gives the same bytes each time. What needs random access asks for
``local()``: the file itself where it lies on disk alone, else a copy in a private folder (readable by its owner only)
that is removed on ``release()`` or at the end of the program. Names inside archives never become names of files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from shouzheng.model.original import Digest
from shouzheng.reference.problems import Problem

#: Bytes copied at a time.
_CHUNK = 1 << 20
#: How private folders begin, and the name of the copy in them.
COPIES, _COPY = "shouzheng-copy-", "file"


#: Endings of files in which a person writes down what a picture or recording says (``screenshots``, ``recordings``).
TRANSCRIPTS = (".transcript.txt", ".srt", ".vtt")
NOTES = (".review.toml", *TRANSCRIPTS)
#: Endings of recordings; a transcript may stand in place of these, or behind them.
AUDIO = (".mp3", ".m4a", ".mp4", ".aac", ".amr", ".awb", ".wav", ".ogg", ".oga", ".opus", ".flac", ".3gp")


class Readable(Protocol):
    """The little that is asked of an open file."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        ...

    def __enter__(self) -> Self:
        """Return itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None, /
    ) -> None:
        """Close it."""
        ...


class Source:
    """One file, wherever it lies.

    ``name`` is shown to people; ``size`` is in bytes where known (else 0) and used for progress only. ``container``
    and ``member`` go into the ``Original``. ``trouble`` is set by a stream that broke off while it was read.
    ``companions`` are files that belong to this one, by the ending that is added to its name (``-wal``).
    """

    def __init__(
        self,
        name: str,
        opener: Callable[[], Readable],
        *,
        size: int = 0,
        path: Path | None = None,
        container: Digest | None = None,
        member: str = "",
    ) -> None:
        self.name = name
        self.size = size
        self.path = path
        self.container = container
        self.member = member
        self.trouble: Problem | None = None
        self.paid = 0  # unpacked bytes that were taken off the budget
        self.companions: dict[str, Source] = {}
        self._open = opener
        self._folder: Path | None = None
        self._local_digest: Digest | None = None

    def open(self) -> Readable:
        """Open the bytes from their beginning; raises ``OSError``."""
        return self._open()

    def head(self, size: int) -> bytes:
        """Return the first bytes; raises ``OSError``."""
        with self.open() as stream:
            parts, left = [], size
            while left > 0 and (block := stream.read(left)):
                parts.append(block)
                left -= len(block)
        return b"".join(parts)

    def local(self) -> Path:
        """Return a path with these bytes, and those of the companions beside it; raises ``OSError``."""
        if self.path is not None and not self.companions:
            return self.path
        if self._folder is None:
            folder = Path(tempfile.mkdtemp(prefix=COPIES))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            self._local_digest = _copy(self, folder / _COPY)
            for ending, companion in self.companions.items():
                _copy(companion, folder / f"{_COPY}{ending}")
            self._folder = folder
        return self._folder / _COPY

    @property
    def local_digest(self) -> Digest | None:
        """Digest of the bytes that were copied for ``local()``; ``None`` where it is the file itself."""
        return self._local_digest

    def release(self) -> None:
        """Remove the private copy, if there is one."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def is_private(path: Path) -> bool:
    """True for a private copy, which may be written to (SQLite puts a ``-wal`` in order before it reads)."""
    return path.name == _COPY and path.parent.name.startswith(COPIES)


def on_disk(path: Path, *, member: str = "", companions: tuple[str, ...] = ()) -> Source:
    """Return the source of a file on disk, with those of its companions that lie beside it and are not empty."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0
    source = Source(path.name, lambda: path.open("rb"), size=size, path=path, member=member)
    for ending in companions:
        for name in names_beside(path.name, ending):
            beside = path.with_name(name)
            if ending not in source.companions and _is_plain(beside):
                source.companions[ending] = on_disk(beside)
    return source


def _is_plain(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_size > 0
    except (OSError, ValueError):  # a name that became too long, or cannot be one
        return False


def paths_beside(path: Path, endings: tuple[str, ...] = ("-wal", "-journal", *NOTES)) -> list[Path]:
    """Return the files beside a file that are read together with it."""
    found = (path.with_name(name) for ending in endings for name in names_beside(path.name, ending) if path.name)
    return [beside for beside in dict.fromkeys(found) if _is_plain(beside)]


def names_beside(name: str, ending: str) -> tuple[str, ...]:
    """Return how the file with this ending that belongs to another one may be named: ``a.m4a.srt``, ``a.srt``."""
    stem, dot, suffix = name.rpartition(".")
    if ending in TRANSCRIPTS and dot and f".{suffix.lower()}" in AUDIO:
        return name + ending, stem + ending
    return (name + ending,)


def _copy(source: Source, target: Path) -> Digest:
    """Copy the bytes into a new file that only its owner can read, and return their digest."""
    digest, length = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, source.open() as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
            length += len(block)
            out.write(block)
    return Digest("sha256", digest.hexdigest(), length)
