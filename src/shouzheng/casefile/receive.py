"""Reads a file that a person hands over, once, and notices when it is no plain file or changes meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from shouzheng.casefile.problems import CHANGED_WHILE_READ, NOT_A_FILE
from shouzheng.reference.problems import Problem, ShouzhengError

_CHUNK = 1 << 20
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


class Received:
    """One plain file; iterate ``chunks`` once, then ask ``problems``.

    A hard link is a plain file and is read as one. Raises ``ShouzhengError`` (SZ-4022, exit 2) for everything else, and
    ``OSError`` when the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        found = path.lstat()
        for is_kind, name in _KINDS:
            if is_kind(found.st_mode):
                raise ShouzhengError(Problem(NOT_A_FILE, path.name, (("kind", name),)), exit_code=2)
        self.problems: list[Problem] = []

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes; a link put in the file's place at the last moment is not followed where the system can."""
        handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            length = 0
            while chunk := file.read(_CHUNK):
                length += len(chunk)
                yield chunk
            after = os.fstat(handle)
        if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size) or length != after.st_size:
            self.problems.append(Problem(CHANGED_WHILE_READ, self.path.name))
