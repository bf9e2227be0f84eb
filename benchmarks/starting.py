"""How soon ``rule show`` and ``rule list`` answer, and how long it takes to load, lint and test the whole law.

Each command runs in fresh processes; the table shows the median of the wall time and the least CPU time. First, what
the commands print must be what the wholly loaded law gives: they load only a part of it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from datetime import datetime

from shouzheng.cli.rule_pages import Printer
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang
from shouzheng.rulebook.lint import lint
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.rule_tests import SCALAR, run_rule_tests

RULE = "R02"
COMMANDS = (("show", RULE), ("list",))


def expected(words: tuple[str, ...]) -> str:
    """Return what a command prints when all law is loaded."""
    law, day = load_rulebook(), datetime.now(BEIJING).date()
    printer, said = Printer(Lang.ZH_HANS, as_json=False), io.StringIO()
    with contextlib.redirect_stdout(said):
        if words[0] == "list":
            printer.rules(law, day)
        else:
            printer.rule(law, law.rule(RULE), day, sql=False)
    return said.getvalue()


def fresh(words: tuple[str, ...], times: int) -> tuple[float, float]:
    """Run a command in fresh processes; returns median wall and least CPU seconds.

    Raises ``RuntimeError`` when it prints anything else than expected.
    """
    command = [sys.executable, "-m", "shouzheng.cli.main", "rule", *words]
    space = {name: value for name, value in os.environ.items() if name != "SHOUZHENG_LANG"}
    walls, least = [], float("inf")
    right = expected(words)
    for _ in range(times):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=space, check=True)
        walls.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.stdout != right:
            raise RuntimeError(f"rule {' '.join(words)} prints something else than the whole law gives")
    return statistics.median(walls), least


def whole_law() -> tuple[float, int]:
    """Load, lint and run every example on the scalar function; returns CPU seconds and the number of examples."""
    started = time.process_time()
    law = load_rulebook()
    lint()
    results = run_rule_tests(law, engines=[SCALAR])
    taken = time.process_time() - started
    if not all(result.passed for result in results):
        raise RuntimeError("an example fails; see `shouzheng rule test`")
    return taken, len(results)


def main() -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    args = parser.parse_args()
    started = time.process_time()
    sum(range(10**6))
    yardstick = (time.process_time() - started) * 1000
    print(f"Python {platform.python_version()}, {platform.machine()}; {yardstick:.0f} ms for sum(range(10**6))")
    taken, examples = whole_law()
    print(f"load, lint and {examples:,} examples on the scalar function: {taken:.2f} s CPU")
    print("| command | wall, median | CPU, least |\n|---|---|---|")
    for words in COMMANDS:
        wall, least = fresh(words, args.times)
        print(f"| `rule {' '.join(words)}` | {wall * 1000:.0f} ms | {least * 1000:.0f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
