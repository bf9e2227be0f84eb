"""What one run of the app knows: its settings, the door, and the cases that are open now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from shouzheng.casefile.case import new_case, open_case
from shouzheng.casefile.header import read_header, unlock, unlock_by_recovery
from shouzheng.casefile.keys import Keys
from shouzheng.model.moment import BEIJING
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.case_names import case_folder
from shouzheng.web.cases.open_case import OpenCase
from shouzheng.web.problems import CASE_CLOSED
from shouzheng.web.security import Door
from shouzheng.web.settings import Settings

#: How often is looked whether a case has been left alone for too long, in seconds.
_LOOK_EVERY = 1.0
#: How long hiding waits for work to stop, and how long the end of the program does, in seconds.
_PATIENCE, _AT_THE_END = 0.5, 30.0


class State:
    """The state of one run. ``opened`` cases lock themselves after a while without use; ``stop`` ends the program.

    ``announce`` is called when the folder of the cases may have been made.
    """

    def __init__(
        self,
        settings: Settings,
        door: Door,
        stop: Callable[[], None] = lambda: None,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        self.settings, self.door, self.stop, self._announce = settings, door, stop, announce
        self.opened: dict[str, OpenCase] = {}
        self._closing: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="autolock", daemon=True).start()

    def today(self) -> date:
        """Return the day that counts as today, in Beijing."""
        return self.settings.today or datetime.now(BEIJING).date()

    def case(self, name: str, *, used: bool = True) -> OpenCase:
        """Return an opened case; raises ``ShouzhengError`` (SZ-7020) when it is locked."""
        case = self.opened.get(name)
        if case is None:
            raise ShouzhengError(Problem(CASE_CLOSED, name))
        if used:
            case.used = time.monotonic()
        return case

    def make(self, name: str, passphrase: str) -> bytes:
        """Make a case and leave it open; return its recovery key. Raises ``ShouzhengError`` as ``new_case`` does."""
        case, code = new_case(case_folder(self.settings.cases, name, new=True), passphrase, self.settings.cost)
        with self._lock:
            self.opened[name] = OpenCase(name, case, self.today)
        self._announce()
        return code

    def open(self, name: str, passphrase: str) -> None:
        """Open a case by its passphrase; raises ``ShouzhengError`` (SZ-4010, exit 4, and as ``open_case``)."""
        self._open(name, lambda folder: unlock(read_header(folder), passphrase))

    def open_by_recovery(self, name: str, code: bytes) -> None:
        """Open a case by its recovery key; raises like ``open``."""
        self._open(name, lambda folder: unlock_by_recovery(read_header(folder), code))

    def rehearse(self, name: str, code: bytes) -> None:
        """Raise ``ShouzhengError`` (SZ-4010) unless the recovery key opens the case."""
        unlock_by_recovery(read_header(case_folder(self.settings.cases, name)), code)

    def _open(self, name: str, keys_of: Callable[[Path], Keys]) -> None:
        folder = case_folder(self.settings.cases, name)
        keys = keys_of(folder)
        if (closing := self._closing.get(name)) is not None:
            closing.join(_AT_THE_END)  # the same case, locked a moment ago: its work is still coming to a stop
        with self._lock:
            if name not in self.opened:
                self.opened[name] = OpenCase(name, open_case(folder, keys), self.today)
        self.opened[name].used = time.monotonic()

    def lock(self, name: str, patience: float = _PATIENCE) -> None:
        """Close a case; work under way stops at the next record and goes on when the case is opened again.

        From this moment no page of it is given. Where the work needs longer to stop than ``patience`` (seconds), the
        rest happens behind: whoever hides the page must not wait for it.
        """
        with self._lock:
            case = self.opened.pop(name, None)
        if case is not None:
            closing = self._closing[name] = threading.Thread(target=case.close, name=f"closing-{name}", daemon=True)
            closing.start()
            closing.join(patience)

    def lock_all(self, patience: float = _PATIENCE) -> None:
        """Close every case."""
        for name in list(self.opened):
            self.lock(name, patience)

    def end(self) -> None:
        """Close everything; for the end of the program."""
        self._ended.set()
        self.lock_all(_AT_THE_END)

    def _watch(self) -> None:
        limit = self.settings.lock_minutes * 60
        while not self._ended.wait(_LOOK_EVERY):
            now = time.monotonic()
            for name, case in list(self.opened.items()):
                if now - case.used > limit and not case.work.busy:
                    self.lock(name)
