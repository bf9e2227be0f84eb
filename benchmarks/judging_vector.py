"""All rules and all counts over a bucketed archive of Arrow tables, on two cores: wall and CPU seconds, peak memory.

The archive is invented (``made_archive``), and lies bucketed on disk as an audit would store it: whole tables by the
key of most counts, and slim ones (only what is read) by each other partition key. Each pass takes bucket by bucket in
two processes; what the first passes count goes to the last one by place in the archive, through a file mapped to
memory.

First a small archive goes through the same passes, and every answer is compared with the scalar evaluators.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy
import pyarrow as pa

from benchmarks.made_archive import CARRIED, CONTACTS_OF_A_PERSON, made
from shouzheng.judging.counts import Countable, Countables, count
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.judge import where_marks
from shouzheng.judging.placement import Placement
from shouzheng.judging.vector.columns import int_array
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.rulebook.engines.vector import ANSWERS
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.verdicts import judge_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

WORKERS = 2
#: Contacts of a bucket, and of the archive on which the answers are compared one by one.
BUCKET, SAMPLE = 500_000, 3_000
#: What an unknown count is in the file between two passes.
_UNKNOWN = -1


@dataclass(frozen=True)
class Archive:
    """A folder of buckets: for each partition key one file a bucket; ``contacts`` in all, in buckets of ``size``."""

    folder: Path
    contacts: int
    size: int

    @property
    def buckets(self) -> int:
        """Number of buckets of each key."""
        return -(-self.contacts // self.size)

    def bucket(self, key: str, number: int) -> Path:
        """File of one bucket."""
        return self.folder / f"{key}-{number}.arrow"

    def counted(self, name: str) -> Path:
        """File of one counted column, 32-bit integers by place in the archive."""
        return self.folder / f"{name}.int32"


@cache
def kernel() -> VectorKernel:
    """The kernel of the shipped law, once for each process."""
    return VectorKernel(load_rulebook(), CARRIED)


# --- the archive on disk


def write(archive: Archive) -> None:
    """Write whole tables by the last partition key, and slim ones by each other key."""
    law, last = load_rulebook(), kernel().passes[-1]
    persons = max(archive.contacts // CONTACTS_OF_A_PERSON, archive.buckets)
    for number in range(archive.buckets):
        first = number * archive.size
        contacts = min(archive.size, archive.contacts - first)
        table = made(law, first, contacts, first // CONTACTS_OF_A_PERSON, persons)
        _save(archive.bucket(last, number), [table])
    for key in kernel().passes[:-1]:
        _write_slim(archive, key, last)


def _write_slim(archive: Archive, key: str, last: str) -> None:
    columns = [*CARRIED, *kernel().needed_by(key)]
    parts: list[list[pa.Table]] = [[] for _ in range(archive.buckets)]
    for number in range(archive.buckets):
        table = _load(archive.bucket(last, number)).select(columns)
        texts = table[KEY + key].combine_chunks()
        homes = numpy.array([hash_of(text) % archive.buckets for text in texts.dictionary.to_pylist()])
        home = homes[texts.indices.to_numpy()]
        for place, part in enumerate(parts):
            part.append(table.filter(pa.array(home == place)))
    for place, part in enumerate(parts):
        _save(archive.bucket(key, place), part)


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    return int.from_bytes(text.encode(), "big") * 2_654_435_761 >> 7


def _save(path: Path, tables: list[pa.Table]) -> None:
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, whole.schema) as writer:
        writer.write_table(whole)


def _load(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


# --- the passes


@dataclass(frozen=True, slots=True)
class Work:
    """What one bucket cost and gave: CPU seconds, peak memory of the process in MiB, tallies and number of findings."""

    seconds: float
    peak: float
    contacts: int
    tallies: Array
    found: int


def count_bucket(archive: Archive, key: str, number: int) -> Work:
    """Count one bucket of an earlier pass and put the counts where the last pass finds them."""
    begun, table = time.process_time(), _load(archive.bucket(key, number))
    places = table["seq"].to_numpy()
    counted = kernel().count(table, key)
    for name in kernel().counted_by(key):
        column = numpy.memmap(archive.counted(name), numpy.int32, "r+", shape=(archive.contacts,))
        column[places] = counted[name].fill_null(_UNKNOWN).to_numpy()
        column.flush()
    return Work(time.process_time() - begun, _peak(), table.num_rows, numpy.zeros(0), 0)


def judge_bucket(archive: Archive, number: int) -> Work:
    """Judge one bucket of the last pass."""
    begun, table = time.process_time(), with_counts(archive, number)
    answered = kernel().judge(table)
    tallies, found = answered.tallies(), answered.found().num_rows
    return Work(time.process_time() - begun, _peak(), table.num_rows, tallies, found)


def with_counts(archive: Archive, number: int) -> pa.Table:
    """Return a bucket of the last pass with the counts of the earlier ones."""
    table = _load(archive.bucket(kernel().passes[-1], number))
    first = number * archive.size
    for name in [name for key in kernel().passes[:-1] for name in kernel().counted_by(key)]:
        column = numpy.memmap(archive.counted(name), numpy.int32, "r", shape=(archive.contacts,))
        values = numpy.array(column[first : first + table.num_rows])
        table = table.append_column(name, int_array(values, values != _UNKNOWN))
    return table


def run(archive: Archive, pool: ProcessPoolExecutor) -> Iterator[tuple[str, list[Work]]]:
    """Do all passes; gives the name of each with what its buckets cost."""
    numbers = range(archive.buckets)
    for key in kernel().passes[:-1]:
        for name in kernel().counted_by(key):
            numpy.memmap(archive.counted(name), numpy.int32, "w+", shape=(archive.contacts,)).flush()
        yield f"counts by {key}", list(pool.map(partial(count_bucket, archive, key), numbers))
    yield f"counts by {kernel().passes[-1]}, all rules", list(pool.map(partial(judge_bucket, archive), numbers))


def _peak() -> float:
    """Highest resident memory of this process in MiB; ``getrusage`` would count the parent's before the start."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the check


def check(folder: Path, contacts: int, pool: ProcessPoolExecutor) -> int:
    """Send a small archive through the same passes; every answer must be that of the scalar evaluators."""
    archive = Archive(folder, contacts, -(-contacts // 3))
    write(archive)
    for _ in run(archive, pool):
        pass
    codes = [kernel().judge(with_counts(archive, number)).codes for number in range(archive.buckets)]
    whole = pa.concat_tables([_load(archive.bucket(kernel().passes[-1], n)) for n in range(archive.buckets)])
    for place, (expected, told) in enumerate(
        zip(_one_by_one(load_rulebook(), whole), numpy.concatenate(codes, axis=1).T.tolist(), strict=True)
    ):
        if expected != [ANSWERS[code] for code in told]:
            raise RuntimeError(f"vector kernel and scalar evaluators disagree on contact {place}")
    return archive.contacts * len(kernel().rules)


def _one_by_one(law: Rulebook, table: pa.Table) -> Iterator[list[Any]]:
    lines = table.to_pylist()
    keys = {name: KEY + name for name in law.keys}
    rows = [
        Countable(
            Placement(line["earliest"], line["latest"], line["day_no"]), {k: line.get(c) for k, c in keys.items()}
        )
        for line in lines
    ]
    marks, countables = where_marks(law, lines), Countables(rows)
    for name, definition in law.counts.items():
        counted = count(definition, countables, marks[name])
        for line, sure, possible in zip(lines, counted.sure, counted.possible, strict=True):
            line[name], line[name + POSSIBLE] = sure, possible
    judge = judge_of(law)
    for row, line in zip(rows, lines, strict=True):
        yield judge.answers(row.at.day, line)


# --- the report


def benchmark(contacts: int, bucket: int = BUCKET, sample: int = SAMPLE, tell: Callable[[str], None] = print) -> None:
    """Check, then measure and print."""
    law = load_rulebook()
    tell(f"{contacts:,} contacts, {len(law.rules)} rules, {len(law.counts)} counts, {WORKERS} processes")
    tell(f"Python {platform.python_version()}, numpy {numpy.__version__}, pyarrow {pa.__version__}")
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(WORKERS, context) as pool:
        compared = check(Path(folder), sample, pool)
        tell(f"  checked: {compared:,} answers equal those of the scalar evaluators")
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), contacts, bucket)
        with ProcessPoolExecutor(1, context) as pool:
            pool.submit(write, archive).result()
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
        tell(f"  archive: {archive.buckets} buckets a key, {size:,.0f} MiB on disk (making it is not measured)")
        with ProcessPoolExecutor(WORKERS, context) as pool:
            _measure(archive, pool, tell)


def _measure(archive: Archive, pool: ProcessPoolExecutor, tell: Callable[[str], None]) -> None:
    started = time.perf_counter()
    done: list[Work] = []
    for name, works in run(archive, pool):
        tell(f"  {name:<40}{sum(work.seconds for work in works):8.2f} CPU-s")
        done += works
    wall, used = time.perf_counter() - started, sum(work.seconds for work in done)
    rate = archive.contacts / wall
    tell(f"  {'together, start of the processes included':<40}{used:8.2f} CPU-s {wall:8.2f} s, {rate:,.0f} events/s")
    worker, parent = max(work.peak for work in done), _peak()
    whole = WORKERS * worker + parent
    tell(f"  highest memory: {worker:,.0f} MiB a worker, {parent:,.0f} MiB the parent, {whole:,.0f} MiB together")
    tell(f"  {sum(work.found for work in done):,} findings")


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=10_000_000)
    parser.add_argument("--bucket", type=int, default=BUCKET)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    args = parser.parse_args()
    benchmark(args.contacts, args.bucket, args.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
