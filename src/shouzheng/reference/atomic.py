"""Files appear whole or not at all: written beside their place, flushed to the disk, then renamed; and stay so."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file that takes the place of ``path`` when the block ends without an error.

    A stop at any moment leaves the old content or the new, never a part. The temporary file lies in the same folder,
    readable only by its owner, and is removed on failure. Raises ``OSError`` when the folder cannot be written or the
    disk is full.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Make a renamed file survive a power cut; systems that cannot open folders (Windows) need no such call."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
