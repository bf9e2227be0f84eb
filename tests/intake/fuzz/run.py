"""The run of one parser: files are made, read inside the fence, and what must hold is looked at after each."""

import gc
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from unittest.mock import patch

from shouzheng.intake.json_text import shapes
from tests.intake.fuzz.fence import Fence
from tests.intake.fuzz.mutate import chance_of, mutated
from tests.intake.fuzz.seeds import Seeds

#: Share of the files whose format is named, so that its parser sees them whatever the recogniser says.
_FORCED = 0.98
#: Files after which a parser says how far it is: a run that is stopped then still counts.
_TELL = 10_000
#: Objects after which Python looks for circles among them; what is there at the start is never looked at again.
_OBJECTS = 20_000


def fuzz(seeds: Seeds, count: int, seconds: int, slowest: float, seed: str, keep: Path) -> tuple[bool, str]:
    """Run one parser; returns whether it survived everything, and what to say about it.

    ``seconds`` end the run early (0: never), a file that takes over ``slowest`` seconds of processor time is a fault;
    ``keep`` is the folder into which a file that made a fault is put.
    """
    chance, fence = chance_of(seed), Fence()
    began, spent, ends, done, longest = time.monotonic(), time.process_time(), {"read": 0, "refused": 0}, 0, 0.0
    memory = Path("/dev/shm")
    at_once = patch.object(shapes, "PATIENCE", 0)  # a small file then reaches what waits for many records elsewhere
    with at_once, tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        _warm(seeds, folder)
        while done < count and not (seconds and time.monotonic() - began > seconds):
            done += 1
            content, forced = _made(seeds, chance)
            start = time.process_time()
            try:
                with fence.around(folder):
                    ends[seeds.try_one(folder, content, forced, chance)] += 1
                longest = max(longest, time.process_time() - start)
                assert longest <= slowest, f"{longest:.1f} s for one file"
            except Exception as error:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seeds.name}-{done}").write_bytes(content)
                said = f"{type(error).__name__}: {error}"
                return False, f"{seeds.name}: FAULT at input {done} of seed {seed}: {said} (kept in {keep})"
            if done % _TELL == 0:
                print(f"{seeds.name}: {done} so far, {_counted(ends, spent, longest)}", file=sys.stderr, flush=True)
    return True, f"{seeds.name}: {done} inputs, {_counted(ends, spent, longest)}"


def _made(seeds: Seeds, chance: Random) -> tuple[bytes, str | None]:
    """Return a damaged file, and the name of its format where it is named."""
    content = mutated(seeds.pick(chance), chance, seeds.small)
    return content, seeds.name if seeds.is_format and chance.random() < _FORCED else None


def _counted(ends: dict[str, int], begun: float, longest: float) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = f"{time.process_time() - begun:.0f} s, longest {longest:.2f} s, peak {peak} MiB"
    return f"{ends['read']} read, {ends['refused']} refused, {took}"


def _warm(seeds: Seeds, folder: Path) -> None:
    """Read every seed once: what the program loads at first use is no escape, and is no rubbish to look through."""
    for content in (*seeds.contents, *seeds.small):
        seeds.read(seeds.place(folder, content), seeds.name if seeds.is_format else None)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)
