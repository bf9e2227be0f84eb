"""The long run: ``python -m tests.intake.fuzz --inputs 200000`` (``make fuzz``); a parser stops at its first fault.

Memory is bounded to a stated number of MiB of address space above what the process has at its start, where the system
allows it, so that a parser that fills the memory fails here and not on somebody's computer. The fence of ``fence.py``
stands around every file. A parser that needs more than ``--slowest`` seconds of processor time for one file fails too.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.intake.fuzz.fence import Fence
from tests.intake.fuzz.mutate import chance_of, mutated
from tests.intake.fuzz.seeds import Seeds, all_seeds

_MEBIBYTE = 1 << 20
#: Share of the files whose format is named, so that its parser sees them whatever the recogniser says.
_FORCED = 0.7
#: Files after which a parser says how far it is: a run that is stopped then still counts.
_TELL = 10_000


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
                _fuzz,
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


def _fuzz(seeds: Seeds, count: int, seconds: int, slowest: float, seed: str, keep: Path) -> tuple[bool, str]:
    """Run one parser; returns whether it survived everything, and what to say about it."""
    chance, fence = chance_of(seed), Fence()
    begun, ends, done, longest = time.monotonic(), {"read": 0, "refused": 0}, 0, 0.0
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        _warm(seeds, Path(folder))
        for done in range(1, count + 1):
            content = mutated(chance.choice(seeds.contents), chance, seeds.contents)
            forced = seeds.name if chance.random() < _FORCED and seeds.is_format else None
            path = seeds.place(Path(folder), content)
            try:
                spent = time.process_time()
                fence.folder = Path(folder)
                ends[seeds.read(path, forced)] += 1
                fence.folder = None
                fence.check()
                longest = max(longest, time.process_time() - spent)
                assert longest <= slowest, f"{longest:.1f} s for one file"
            except Exception as error:
                fence.folder = None
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seeds.name}-{done}").write_bytes(content)
                said = f"{type(error).__name__}: {error}"
                return False, f"{seeds.name}: FAULT at input {done} of seed {seed}: {said} (kept in {keep})"
            if done % _TELL == 0:
                print(f"{seeds.name}: {done} so far", file=sys.stderr, flush=True)
            if seconds and time.monotonic() - begun > seconds:
                break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    read, no = ends["read"], ends["refused"]
    took = f"{time.monotonic() - begun:.0f} s, longest {longest:.2f} s, peak {peak} MiB"
    return True, f"{seeds.name}: {done} inputs, {read} read, {no} refused, {took}"


def _warm(seeds: Seeds, folder: Path) -> None:
    """Read every seed once: what the program loads at first use is no escape."""
    for content in seeds.contents:
        seeds.read(seeds.place(folder, content), seeds.name if seeds.is_format else None)


if __name__ == "__main__":
    sys.exit(main())
