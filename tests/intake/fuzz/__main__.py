"""The long run: ``python -m tests.intake.fuzz --inputs 200000`` (``make fuzz``); a parser stops at its first fault.

Memory is bounded to a stated number of MiB of address space above what the process has at its start, where the system
allows it, so that a parser that fills the memory fails here and not on somebody's computer. The fence of ``fence.py``
stands around every file. A parser that needs more than ``--slowest`` seconds of processor time for one file fails too.
"""

import argparse
import os
import resource
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.intake.fuzz.run import fuzz
from tests.intake.fuzz.seeds import Seeds, all_seeds

_MEBIBYTE = 1 << 20


def main() -> int:
    """Fuzz every parser, or those that are named; returns 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="files for each text and table parser")
    parser.add_argument("--container-inputs", type=int, default=20_000, help="files for each container")
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each parser (0: no limit)")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="parsers to fuzz")
    parser.add_argument("--slowest", type=float, default=20.0, help="seconds of processor time for one file")
    parser.add_argument("--seed", default="0", help="where chance begins")
    parser.add_argument("--memory", type=int, default=1024, help="MiB of memory that may be used beyond the start")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="parsers that are fuzzed at a time")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="folder for files that fail")
    args = parser.parse_args()
    chosen = [seeds for seeds in all_seeds() if not args.only or seeds.name in args.only]
    faults = 0
    with ProcessPoolExecutor(args.jobs, initializer=_bound_memory, initargs=(args.memory,)) as pool:
        runs = [
            pool.submit(
                fuzz,
                seeds,
                _inputs(seeds, args.inputs, args.container_inputs),
                args.seconds,
                args.slowest,
                f"{args.seed}/{seeds.name}",
                args.keep,
            )
            for seeds in chosen
        ]
        for run in as_completed(runs):
            survived, line = run.result()
            faults += not survived
            print(line, flush=True)
    return 1 if faults else 0


def _inputs(seeds: Seeds, formats: int, containers: int) -> int:
    """Files for one parser; pictures, sound, PDF and what needs a passphrase get a hundredth."""
    if seeds.slow:
        return formats // 100
    return containers if seeds.container else formats


def _bound_memory(mebibytes: int) -> None:
    used = 0
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + mebibytes * _MEBIBYTE,) * 2)


if __name__ == "__main__":
    sys.exit(main())
