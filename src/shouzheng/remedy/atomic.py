"""Files appear whole or not at all: written beside their place, flushed to the disk, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import CANNOT_WRITE


def write_bytes(path: Path, content: bytes) -> None:
    """Write the file so that a stop at any moment leaves the old content or the new, never a part.

    The temporary file lies in the same folder, readable only by its owner, and is removed on failure. Raises
    ``ShouzhengError`` (``SZ-5102``, exit code 2) when the folder cannot be written or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _cannot(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, content: str) -> None:
    """Write text as UTF-8 with LF line ends; see ``write_bytes``."""
    write_bytes(path, content.encode("utf-8"))


def _cannot(path: Path, error: OSError) -> ShouzhengError:
    reason = error.strerror or type(error).__name__
    return ShouzhengError(Problem(CANNOT_WRITE, path.name, (("reason", reason),)), exit_code=2)
