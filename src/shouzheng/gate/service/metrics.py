"""Counters of the service as Prometheus text, and one line of JSON for each event; neither names a person."""

from __future__ import annotations

import json
import sys
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TextIO

#: Upper bounds of the histogram of answering times, in seconds.
_BOUNDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)


class Metrics:
    """Counts since the start of the process."""

    def __init__(self, log: TextIO | None = None) -> None:
        self._lock = threading.Lock()
        self._decisions: Counter[tuple[str, str]] = Counter()
        self._rules: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0
        self._log = log
        self._lines: list[str] = []

    def decided(self, client: str, go: str, rules: Iterable[str], seconds: float, lacking: Iterable[str] = ()) -> None:
        """Count one decision and log it: who asked, what was answered, which rules stood against it or lacked a fact.

        Its line is written by ``flush``, together with those of the decisions that were made with it.
        """
        named, open_rules = tuple(rules), tuple(lacking)
        with self._lock:
            self._decisions[client, go] += 1
            self._rules.update(named)
            self._lacking.update(open_rules)
            self._buckets[bisect_left(_BOUNDS, seconds)] += 1
            self._seconds += seconds
            if self._log is not None:
                self._lines.append(f"{_decision(client, go, named, open_rules)}{round(1000 * seconds, 2)}}}\n")

    def flush(self) -> None:
        """Write the lines of decisions that wait."""
        with self._lock:
            lines, self._lines = self._lines, []
        if self._log is not None and lines:
            self._log.write("".join(lines))
            self._log.flush()

    def problem(self, client: str, codes: Iterable[str], status: int) -> None:
        """Count a request that was not answered."""
        named = list(codes)
        with self._lock:
            self._problems.update(named)
        self._say({"event": "problem", "client": client, "codes": named, "status": status})

    def other(self, name: str, times: int = 1) -> None:
        """Count something else: outcomes, wishes, near-copies of refused texts."""
        with self._lock:
            self._others[name] += times

    def _say(self, values: dict[str, object]) -> None:
        if self._log is not None:
            print(json.dumps(values, ensure_ascii=True), file=self._log, flush=True)

    def text(self) -> str:
        """Return all counters in the text format of Prometheus."""
        with self._lock:
            lines = ["# TYPE shouzheng_gate_decisions_total counter"]
            lines += [
                f'shouzheng_gate_decisions_total{{client="{_quoted(client)}",answer="{go}"}} {number}'
                for (client, go), number in sorted(self._decisions.items())
            ]
            lines += _family("rules_against", "rule", self._rules)
            lines += _family("rules_lacking_facts", "rule", self._lacking)
            lines += _family("problems", "code", self._problems)
            lines += _family("events", "kind", self._others)
            lines += self._histogram()
        return "\n".join(lines) + "\n"

    def _histogram(self) -> list[str]:
        name, total, lines = "shouzheng_gate_seconds", 0, ["# TYPE shouzheng_gate_seconds histogram"]
        for bound, number in zip((*_BOUNDS, "+Inf"), self._buckets, strict=True):
            total += number
            lines.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}"]


@lru_cache(maxsize=1024)
def _decision(client: str, go: str, rules: tuple[str, ...], lacking: tuple[str, ...]) -> str:
    """Return the line of a decision up to its milliseconds."""
    said = {"event": "decision", "client": client, "answer": go, "rules": rules, "lacking": lacking}
    return f'{json.dumps(said, ensure_ascii=True)[:-1]}, "ms": '


def _family(name: str, label: str, counted: Counter[str]) -> list[str]:
    full = f"shouzheng_gate_{name}_total"
    rows = [f'{full}{{{label}="{_quoted(value)}"}} {number}' for value, number in sorted(counted.items())]
    return [f"# TYPE {full} counter", *rows]


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def to_stderr() -> TextIO:
    """Return where structured logs go."""
    return sys.stderr
