"""What a process must do so that private words in it do not end up on a disk by the way."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

#: Memory that looks like a folder (Linux): what must be a file for a moment lies here and never on a disk.
_MEMORY = Path("/dev/shm")  # noqa: S108 - memory, private subfolders only
#: With less room there (containers often give 64 MiB) a copy of a large backup would fail for no good reason.
_LEAST_ROOM = 1 << 30


def leave_no_traces() -> None:
    """Let every short-lived file of this process lie in memory, and let a crash write no image of the process.

    Where the system offers no such folder (macOS, Windows) databases and archives are copied for the moment of reading
    into a private folder of the system's temporary files and removed at once. Memory may still be swapped out by the
    system; that is not prevented here. A crash report of the system's own (macOS, Windows) is not either.
    """
    keep_copies_in_memory()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def keep_copies_in_memory() -> None:
    """Let every short-lived file of this process lie in memory, where the system offers that with room enough."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _LEAST_ROOM:
        tempfile.tempdir = str(_MEMORY)


def copies_stay_in_memory() -> bool:
    """True when short-lived files of this process lie in memory."""
    return tempfile.gettempdir() == str(_MEMORY)
