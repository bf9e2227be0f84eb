"""Work that takes longer than a page may: reading what was brought, building the timeline, judging. One thread a case.

What was brought is stored, encrypted, before anything is read from it; so after a stop of any kind the work goes on
from what is stored when the case is opened again: an original that has neither been read nor given up is pending.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from shouzheng.casefile.case import CaseFile
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.brought import Stopped, pending, read_original
from shouzheng.web.cases.results import judged

if TYPE_CHECKING:
    from shouzheng.web.cases.open_case import OpenCase

READING, SORTING, JUDGING, IDLE = "reading", "sorting", "judging", "idle"


@dataclass(frozen=True, slots=True)
class Progress:
    """What is done now: a stage, the file it is about, bytes of it, files left, contacts read so far in this file."""

    stage: str = IDLE
    name: str = ""
    done: int = 0
    size: int = 0
    left: int = 0
    contacts: int = 0

    @property
    def percent(self) -> int:
        """Share of the file that was read, 0 to 100."""
        return min(100, self.done * 100 // self.size) if self.size else 0


class Work:
    """The work of one case. ``problems`` are what judging could not do."""

    def __init__(self, case: OpenCase) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._stop = threading.Event()
        self.skip = threading.Event()
        self.progress = Progress()
        self.problems: tuple[Problem, ...] = ()
        self.secrets: dict[int, str] = {}
        self.changed = threading.Condition()

    @property
    def busy(self) -> bool:
        """True while something is under way."""
        with self._lock:
            return self._thread is not None

    def wake(self) -> None:
        """Look for work: now if nothing is under way, else right after it."""
        with self._lock:
            self._again = True
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._run, name=f"work-{self._case.name}", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Stop at the next record and wait for it; what is stored stays."""
        self._stop.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(30)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is under way; False when it still is."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return not self.busy

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._again or self._stop.is_set():
                    self._thread = None
                    break
                self._again = False
            try:
                self._round()
            except ShouzhengError as error:
                self.problems = error.problems
            except Stopped:
                pass
            finally:
                self._show(Progress())

    def _round(self) -> None:
        case = self._case
        with case.view() as view:
            waiting = pending(view)
            for place, number in enumerate(waiting):
                self.skip.clear()
                self._show(Progress(READING, view.original(number).name, left=len(waiting) - place))
                read_original(case, view, number, self.secrets.pop(number, None), self._tick(), self._halted)
            number = case.changed
            if not case.timeline.ready or case.found is None or case.found.number != number:
                self._show(Progress(SORTING))
                case.timeline.read(view)
                self._judge(view, number)

    def _judge(self, view: CaseFile, number: int) -> None:
        self._show(Progress(JUDGING))
        self._case.found = judged(view, number, self._case.today(), partial(self._case.writing, judged=False))
        self.problems = ()

    def _halted(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _tick(self) -> Callable[[str, int, int, int], None]:
        def tick(name: str, done: int, size: int, contacts: int) -> None:
            self._halted()
            self._show(replace(self.progress, name=name, done=done, size=size, contacts=contacts))

        return tick

    def _show(self, progress: Progress) -> None:
        self.progress = progress
        with self.changed:
            self.changed.notify_all()
