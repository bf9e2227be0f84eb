"""A fence around what is fuzzed: no file outside of its own folder is written, and none but the program's is read.

Python reports every opening, making, renaming and removing of a file by it (``sys.addaudithook``); SQLite and the
libraries for pictures and sound open files by themselves and are not seen here (SQLite only ever gets our own paths).
"""

import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Events that change something on disk: where paths stand among their arguments, and the open folders they start from.
_CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "shutil.rmtree": ((0, 1),),
}
_FORBIDDEN = frozenset(("os.system", "subprocess.Popen", "socket.connect", "socket.getaddrinfo", "os.exec"))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_OF_THE_MACHINE = ("/dev/null", "/dev/urandom", "/proc/", "/etc/localtime", "/usr/share/zoneinfo")


class Escaped(AssertionError):
    """Something outside of the fence was opened or changed."""


class Fence:
    """While ``folder`` is set, opening anything else than it, private copies and the program itself is an error."""

    def __init__(self) -> None:
        self._folder = ""
        self.broken: list[str] = []
        own = {*map(os.path.realpath, sys.path), *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix}
        self._own = tuple(path for path in own if path and path != os.sep)
        self._temporary = str(Path(tempfile.gettempdir()).resolve() / "shouzheng-")
        sys.addaudithook(self._seen)

    @property
    def folder(self) -> Path | None:
        """The folder that may be read and written; ``None`` while the fence is down."""
        return Path(self._folder) if self._folder else None

    @folder.setter
    def folder(self, folder: Path | None) -> None:
        self._folder = f"{folder}{os.sep}" if folder else ""

    @contextmanager
    def around(self, folder: Path) -> Iterator[None]:
        """Put the fence around a folder for the block; raises ``Escaped`` at its end."""
        self.folder = folder
        try:
            yield
        finally:
            self.folder = None
        self.check()

    def check(self) -> None:
        """Raise ``Escaped`` when anything happened outside since the last check."""
        if self.broken:
            found, self.broken = self.broken, []
            raise Escaped("; ".join(found[:5]))

    def _seen(self, event: str, args: tuple[object, ...]) -> None:
        if not self._folder:
            return
        if event == "open":
            path, mode, flags = args[0], args[1], args[2]
            if isinstance(path, str) and path.startswith(self._folder) and ".." not in path:
                return
            written = (isinstance(flags, int) and flags & _WRITING) or (isinstance(mode, str) and mode[:1] in "wax")
            self._look(event, path, change=bool(written))
        elif event in _CHANGES:
            for place, start in _CHANGES[event]:
                self._look(event, args[place], change=True, start=args[start] if start is not None else None)
        elif event in _FORBIDDEN:
            self.broken.append(f"{event} {args[:1]!r}")

    def _look(self, event: str, path: object, *, change: bool, start: object = None) -> None:
        if not isinstance(path, str | bytes | os.PathLike):  # a number: a file that is open already
            return
        folder = Path(f"/proc/self/fd/{start}").readlink() if isinstance(start, int) and start >= 0 else Path.cwd()
        place = os.path.normpath(folder / os.fsdecode(path))
        inside = f"{place}{os.sep}".startswith((self._folder, self._temporary))
        if not inside and (change or not place.startswith((*self._own, *_OF_THE_MACHINE))):
            self.broken.append(f"{event} {place[:200]!r}")
