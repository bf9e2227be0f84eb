"""One writer at a time: a lock of the operating system, gone by itself when the program ends in any way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouzheng.casefile.problems import CANNOT_STORE, IN_USE, refused

LOCK_FILE = "lock"


@contextmanager
def writing(case: Path) -> Iterator[None]:
    """Hold the case for writing.

    Raises ``ShouzhengError`` (exit 2): SZ-4020 when another program does, SZ-4021 where nothing can be written, as on a
    read-only disk: such a case is to be copied first.
    """
    try:
        handle = os.open(case / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise refused(CANNOT_STORE, case.name, reason=error.strerror or type(error).__name__) from error
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
