"""One opened case: a connection for writing, one for reading, the work under way, and what was found last.

Pages read through a view of their own, so that an import never holds them up. The keys live as long as the case is
open; closing drops them, and Python cannot promise more than that.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from shouzheng.casefile.case import CaseFile
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.results import Found
from shouzheng.web.cases.timeline import Timeline
from shouzheng.web.cases.work import Work
from shouzheng.web.problems import CASE_CLOSED


class OpenCase:
    """An opened case. ``used``: when a page of it was last asked for (``time.monotonic``); ``today`` tells the day.

    ``found`` is the last result, ``None`` before the first; ``changed`` counts what was stored since it was opened and
    a result depends on. ``bundle``: name and bytes of the bundle made last, to be fetched while the case is open.
    """

    def __init__(self, name: str, case: CaseFile, today: Callable[[], date]) -> None:
        self.name, self.today = name, today
        self.used = time.monotonic()
        self.found: Found | None = None
        self.changed = 1
        self.bundle: tuple[str, bytes] | None = None
        self._writer, self._reader = case, case.beside()
        self._writing, self._reading = threading.RLock(), threading.RLock()
        self._closed = False
        self.timeline = Timeline()
        self.work = Work(self)
        self.work.wake()

    @contextmanager
    def reading(self) -> Iterator[CaseFile]:
        """Give the view for reading; raises ``ShouzhengError`` (SZ-7020) when the case was locked meanwhile."""
        with self._reading:
            self._check()
            yield self._reader

    @contextmanager
    def writing(self, *, judged: bool = True) -> Iterator[CaseFile]:
        """Give the case for writing; ``judged`` says that what is found may change. Raises like ``reading``."""
        with self._writing:
            self._check()
            yield self._writer
            self.changed += judged

    @contextmanager
    def view(self) -> Iterator[CaseFile]:
        """Give a further view for long reading on another thread; raises like ``reading``."""
        with self._writing:
            self._check()
            other = self._writer.beside()
        try:
            yield other
        finally:
            other.close()

    def _check(self) -> None:
        if self._closed:
            raise ShouzhengError(Problem(CASE_CLOSED, self.name))

    def close(self) -> None:
        """Stop the work, close everything, forget what was found."""
        self.work.stop()
        with self._writing, self._reading:
            if self._closed:
                return
            self._closed = True
            self.bundle = None
            self._reader.close()
            self._writer.close()
        self.found = None
        self.timeline = Timeline()
