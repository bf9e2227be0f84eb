"""Stops probing: who asks about one person again and again after being told to wait, waits longer.

Kept in memory of one process: after a restart the count begins anew, and every process of a service counts by itself.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from shouzheng.gate.policy import Policy
from shouzheng.gate.problems import TOO_MANY
from shouzheng.reference.problems import Problem, ShouzhengError

#: Pairs of client and person remembered; the one asked about longest ago is forgotten first.
_MOST_KEPT = 200_000


class Probing:
    """Counts answers other than ``allow`` about one person, by client and creditor."""

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._most, self._clock = policy.probing_seconds, policy.most_refusals, clock
        self._seen: OrderedDict[tuple[str, str, str], deque[float]] = OrderedDict()

    def check(self, client: str, creditor: str, person: str) -> None:
        """Raise ``ShouzhengError`` (SZ-6063) when this person was asked about too often."""
        times = self._seen.get((client, creditor, person))
        if times is None:
            return
        now = self._clock()
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            wait = max(1, int(times[0] + self._seconds - now) + 1)
            raise ShouzhengError(Problem(TOO_MANY, slots=(("seconds", str(wait)),)))

    def refused(self, client: str, creditor: str, person: str) -> None:
        """Remember an answer other than ``allow``."""
        key = (client, creditor, person)
        times = self._seen.setdefault(key, deque(maxlen=self._most))
        times.append(self._clock())
        self._seen.move_to_end(key)
        while len(self._seen) > _MOST_KEPT:
            self._seen.popitem(last=False)
