"""Standard output and error that outlive their reader: a closed pipe or a full disk never ends a command half-way.

Work that a command does beside talking (storing files, checking a case) goes on, and its exit code stays what it found.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Outlet(io.RawIOBase):
    """A file handle whose writes never raise: what a pipe nobody reads was to get is dropped, other faults are kept."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.fault: OSError | None = None
        self._gone = False

    def fileno(self) -> int:
        return self._handle

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return os.isatty(self._handle)

    def write(self, content: ReadableBuffer, /) -> int:
        """Write what the system takes and return its number of bytes; after a fault everything is dropped."""
        size = memoryview(content).nbytes
        if self._gone:
            return size
        try:
            return os.write(self._handle, content)
        except BrokenPipeError:
            self._gone = True
        except OSError as error:
            self._gone, self.fault = True, error
        return size


def lasting_streams() -> None:
    """Put such streams in place of stdout and stderr of the process, where these are no terminal; closed ones too."""
    if sys.stdout is sys.__stdout__:
        sys.stdout = _lasting(sys.stdout, line_buffering=False)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _lasting(sys.stderr, line_buffering=True)


def _lasting(stream: TextIO | None, *, line_buffering: bool) -> TextIO:
    if stream is None:  # closed by the caller: the number of the handle is not to be taken by a file of ours
        return Path(os.devnull).open("w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper) or stream.isatty():
        return stream
    line_buffering = line_buffering or not hasattr(stream.buffer, "raw")  # PYTHONUNBUFFERED
    stream.flush()
    buffer = io.BufferedWriter(_Outlet(stream.fileno()))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="replace", line_buffering=line_buffering)


def output_fault() -> OSError | None:
    """Flush stdout and return why what was said could not be written, ``None`` when it was or nobody reads it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return None
    except OSError as error:
        return error
    buffer = getattr(sys.stdout, "buffer", None)
    raw = getattr(buffer, "raw", None)
    return raw.fault if isinstance(raw, _Outlet) else None
