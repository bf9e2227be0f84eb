"""One writer at a time: a lock of the operating system, gone by itself when the program ends in any way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouzheng.casefile.problems import IN_USE, refused

LOCK_FILE = "lock"


@contextmanager
def writing(case: Path) -> Iterator[None]:
    """Hold the case for writing; raises ``ShouzhengError`` (SZ-4020, exit 2) when another program does."""
    handle = os.open(case / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise refused(IN_USE, case.name) from error
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
