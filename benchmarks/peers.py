"""Twenty of our rules on seven engines, over the same events in one run: microseconds an event, CPU time of one core.

First every engine must give the answers of the reference interpreter. With every fact known all engines are asked; with
facts left out only those that know "cannot tell". Each gets its best form: rules compiled before the clock starts, one
call an event for all rules where it can, events already in the engine's own columns where it takes columns.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before Polars is imported: one core for everybody
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engines.cedar import Cedar
from benchmarks.engines.cel import Cel
from benchmarks.engines.common import RULES, Engine, Task, Truths, common_rules, made_rows
from benchmarks.engines.duckdb_sql import DuckDbColumns, DuckDbOne
from benchmarks.engines.ours_scalar import OursScalar
from benchmarks.engines.ours_vector import OursVector
from benchmarks.engines.polars_frame import PolarsColumns, PolarsOne
from benchmarks.engines.zen import Zen
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.load import Rulebook, load_rulebook

ENGINES: tuple[type[Engine], ...] = (
    OursScalar,
    Zen,
    Cel,
    Cedar,
    PolarsOne,
    DuckDbOne,
    OursVector,
    PolarsColumns,
    DuckDbColumns,
)
PACKAGES = ("cel-expr-python", "cedarpy", "zen-engine", "duckdb", "polars")
#: Events on which every engine is first compared with the interpreter.
SAMPLE = 2_000
#: Share of facts left out in the second table.
UNKNOWN = 0.25


@dataclass(frozen=True)
class Figure:
    """What one engine took: CPU seconds for so many events, the least of some passes."""

    engine: type[Engine]
    events: int
    seconds: float


def part(task: Task, events: int) -> Task:
    """Return the task with its first events only."""
    return replace(task, rows=task.rows[:events])


def check(engine: type[Engine], task: Task, expected: Sequence[Truths]) -> None:
    """Compare an engine with the interpreter; raises ``RuntimeError`` at the first event that differs."""
    made = engine(task)
    for row, truths, right in zip(task.rows, made.truths(made.judge()), expected, strict=True):
        for rule, said, meant in zip(task.rulebook.rules, truths, right, strict=True):
            if said is not meant:
                raise RuntimeError(f"{engine.name} says {said} of {rule.id}, not {meant}: {row}")


def interpreted(task: Task) -> list[Truths]:
    """Return the truth values of the reference interpreter."""
    conditions = [rule.condition for rule in task.rulebook.rules if rule.condition is not None]
    return [[evaluate(condition, row, task.numbers) for condition in conditions] for row in task.rows]


def measured(engine: type[Engine], task: Task, rounds: int) -> Figure:
    """Return the least CPU time of some passes over the events."""
    made, best = engine(task), float("inf")
    for _ in range(rounds):
        started = time.process_time()
        made.judge()
        best = min(best, time.process_time() - started)
    return Figure(engine, len(task.rows), best)


def figures(task: Task, rounds: int) -> Iterator[Figure]:
    """Check, then measure each engine that can take the task."""
    able = [engine for engine in ENGINES if task.complete or engine.three_valued]
    expected = interpreted(part(task, SAMPLE))
    for engine in able:
        events = min(len(expected), engine.most)
        check(engine, part(task, events), expected[:events])
    for engine in able:
        yield measured(engine, part(task, engine.most), rounds)


def run(law: Rulebook, events: int, rounds: int) -> None:
    """Print both tables; raises ``RuntimeError`` when an engine gives another answer."""
    rules = common_rules(law)
    named = " ".join(rule.id for rule in rules.rules)
    print(f"{RULES} common rules ({named}); " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    for unknown, title in ((0.0, "every fact known"), (UNKNOWN, f"{UNKNOWN:.0%} of the facts unknown")):
        task = Task(rules, made_rows(rules, events, unknown=unknown), complete=not unknown)
        print(f"\n| {title} | handed over | events | µs an event | events/s |\n|---|---|---|---|---|")
        for each in figures(task, rounds):
            handed, one = "columns" if each.engine.by_columns else "one by one", each.seconds / each.events
            cells = (each.engine.name, handed, f"{each.events:,}", _micros(one), f"{1 / one:,.0f}")
            print(f"| {' | '.join(cells)} |", flush=True)


def _micros(seconds: float) -> str:
    """Say a time in microseconds: three digits after the point below one, none above a hundred."""
    return f"{seconds * 1e6:,.{0 if seconds > 1e-4 else 1 if seconds > 1e-6 else 3}f}"


def main() -> int:
    """Run the comparison alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    run(load_rulebook(), args.events, args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
