"""The long run: ``python -m tests.intake.fuzz --inputs 200000`` (``make fuzz``); stops at the first fault and keeps it.

Memory is bounded to a stated number of MiB of address space above what the process has at its start, where the system
allows it, so that a parser that fills the memory fails here and not on somebody's computer.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.intake.fuzz.mutate import chance_of, mutated
from tests.intake.fuzz.seeds import Seeds, all_seeds
from tests.intake.fuzz.survive import survives, walks

_MEBIBYTE = 1 << 20


def main() -> int:
    """Fuzz every parser, or those that are named; returns 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000, help="files for each text and table parser")
    parser.add_argument("--container-inputs", type=int, default=20_000, help="files for each container")
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each parser (0: no limit)")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="parsers to fuzz")
    parser.add_argument("--seed", default="0", help="where chance begins")
    parser.add_argument("--memory", type=int, default=1024, help="MiB of memory that may be used beyond the start")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="folder for files that fail")
    args = parser.parse_args()
    _bound_memory(args.memory)
    chosen = [seeds for seeds in all_seeds() if not args.only or seeds.name in args.only]
    faults = 0
    for seeds in chosen:
        count = args.container_inputs if seeds.container else args.inputs
        faults += not _fuzz(seeds, count, args.seconds, f"{args.seed}/{seeds.name}", args.keep)
    return 1 if faults else 0


def _bound_memory(mebibytes: int) -> None:
    used = 0
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + mebibytes * _MEBIBYTE,) * 2)


def _fuzz(seeds: Seeds, count: int, seconds: int, seed: str, keep: Path) -> bool:
    """Run one parser; returns whether it survived everything."""
    chance = chance_of(seed)
    begun, ends, done = time.monotonic(), {"read": 0, "refused": 0}, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzzed"
        for done in range(1, count + 1):
            content = mutated(chance.choice(seeds.contents), chance, seeds.contents)
            path.write_bytes(content)
            forced = seeds.name if chance.random() < 0.7 and not seeds.container else None
            try:
                ends[walks(path) if seeds.container else survives(path, forced)] += 1
            except BaseException as error:
                keep.mkdir(exist_ok=True)
                kept = keep / f"{seeds.name}-{done}"
                kept.write_bytes(content)
                print(f"{seeds.name}: input {done} of seed {seed}: {type(error).__name__}: {error} (kept as {kept})")
                if isinstance(error, KeyboardInterrupt):
                    raise
                return False
            if seconds and time.monotonic() - begun > seconds:
                break
    spent = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{seeds.name}: {done} inputs, {ends['read']} read, {ends['refused']} refused, {spent:.0f} s, peak {peak} MiB"
    )
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    sys.exit(main())
