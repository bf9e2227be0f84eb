"""The whole audit from Parquet to result: CPU and wall seconds, peak memory, on one and two processes and on Spark.

The archive is the invented one of ``shouzheng audit generate``; its planted violations are the answers, and every
engine must find exactly these before a number is printed. Each measured run is a process of its own. Wall time says
little on a machine that others use as well: CPU seconds of all processes stand beside it.

``--contacts 10M`` and ``100M`` are asked for explicitly: the archives take 140 MB and 1.4 GB, the work five times that.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pyarrow.parquet as pq

from benchmarks.audit_peers import RULES, Found, with_duckdb, with_polars
from shouzheng.audit.generate.write import generate

#: Goals for two cores and 4 GB (issue 10): contacts → wall seconds without and with texts.
GOALS = {10_000_000: (60, 150)}
#: How the audit is run: name → processes, 0 is Spark.
WAYS = {"local[1]": 1, "local[2]": 2, "Spark local-cluster[2]": 0}
PEERS: dict[str, Callable[[Path], Found]] = {"DuckDB, one query a rule": with_duckdb, "Polars script": with_polars}
_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Figure:
    """What one run took: wall and CPU seconds, peak resident MiB of all its processes together, and what it said."""

    wall: float
    cpu: float
    peak: float
    said: dict[str, object]


def measured(arguments: list[str]) -> Figure:
    """Run this file with ``--one`` in a process of its own; raises ``RuntimeError`` when it fails."""
    command = [sys.executable, __file__, "--one", *arguments]
    started, peak, done = time.perf_counter(), [0.0], threading.Event()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
        watcher.start()
        said, _ = process.communicate()
        done.set()
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{arguments} ended with {process.returncode}")
    answer = json.loads(said.splitlines()[-1])
    return Figure(time.perf_counter() - started, float(answer.pop("cpu")), peak[0], answer)


def _watch(root: int, peak: list[float], done: threading.Event) -> None:
    """Keep the highest sum of the memory of a process and of all below it that belongs to them alone (Linux)."""
    while not done.wait(_POLL_SECONDS):
        peak[0] = max(peak[0], sum(_private(pid) for pid in _tree(root)))


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(each) for each in path.read_text("ascii").split()]
            except OSError:
                continue
    return found


def _private(pid: int) -> float:
    """Anonymous resident MiB: pages of mapped files are the system's to drop."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


# --- what the measured process does


def one(archive: Path, way: str, out: Path) -> dict[str, object]:
    """Do one run and return what it found, with the CPU seconds of its processes."""
    answer = _peer(archive / "archive", way) if way in PEERS else _ours(archive, WAYS[way], out)
    times = os.times()
    return answer | {"cpu": times.user + times.system + times.children_user + times.children_system}


def _peer(archive: Path, way: str) -> dict[str, object]:
    return {"found": sorted(PEERS[way](archive))}


def _ours(archive: Path, processes: int, out: Path) -> dict[str, object]:
    from shouzheng.audit.local.run import audit
    from shouzheng.audit.mapping import load_mapping
    from shouzheng.rulebook.load import load_rulebook

    mapping = load_mapping(archive / "mapping.toml", load_rulebook().facts)
    key = out.parent / "key"
    key.write_bytes(bytes(32))
    if processes:
        sums = audit([archive / "archive"], mapping, out, workers=processes, key=key).sums
        return {"hash": sums.report_hash, "contacts": sums.contacts}
    from tests.audit.spark.cluster import session_of

    from shouzheng.audit.spark.run import audit_frame

    with session_of(out.parent / "spark") as session:
        frame = session.read.parquet(str(archive / "archive"))
        sums = audit_frame(session, frame, mapping, key.read_bytes(), partitions=4).sums
        return {"hash": sums.report_hash, "contacts": sums.contacts}


# --- the report


def benchmark(contacts: int, *, texts: bool, ways: list[str], tell: Callable[[str], None] = print) -> None:
    """Make an archive, compare the answers, and print what each way took."""
    with tempfile.TemporaryDirectory(prefix="shouzheng-bench-") as name:
        archive = Path(name) / "archive"
        made = generate(archive, contacts, 1, texts=texts)
        size = sum(path.stat().st_size for path in archive.rglob("*.parquet")) / 2**20
        words = "with texts" if texts else "without texts"
        tell(f"\n{contacts:,} contacts {words}, {made.planted:,} planted findings, {size:,.0f} MiB of Parquet")
        planted = _planted(archive)
        hashes: set[object] = set()
        for way in ways:
            out = Path(name) / way.partition("[")[0].replace(" ", "-") / way[-3:].strip("[]")
            out.parent.mkdir(exist_ok=True)
            figure = measured([str(archive), way, str(out)])
            if way in PEERS:
                _same(way, {tuple(each) for each in figure.said["found"]}, planted)  # type: ignore[attr-defined]
            else:
                hashes.add(figure.said["hash"])
                if WAYS[way]:
                    _same(way, _findings(out), _planted(archive, every=True))
            tell(f"  {way:<28}{figure.cpu:9.1f} CPU-s {figure.wall:9.1f} s {figure.peak:9,.0f} MiB")
        if len(hashes) > 1:
            raise RuntimeError("two ways gave two report hashes")
        if contacts in GOALS:
            tell(f"  goal: {GOALS[contacts][texts]} s on two idle cores, 4 GB")


def _planted(archive: Path, *, every: bool = False) -> Found:
    table = pq.read_table(archive / "truth.parquet")
    found = set(zip(table["contact_id"].to_pylist(), table["rule"].to_pylist(), strict=True))
    return found if every else {each for each in found if each[1] in RULES}


def _findings(out: Path) -> Found:
    table = pq.read_table(out / "findings.parquet", columns=["contact_id", "rule"])
    return set(zip(table["contact_id"].to_pylist(), table["rule"].to_pylist(), strict=True))


def _same(way: str, found: set[tuple[str, ...]] | Found, right: Found) -> None:
    if found != right:
        raise RuntimeError(f"{way}: {len(right - found)} planted findings missed, {len(found - right)} invented")


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=3, metavar=("ARCHIVE", "WAY", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--contacts", nargs="+", default=["1M"], help="such as 1M 10M 100M")
    parser.add_argument("--texts", action="store_true", help="with sixty characters each, which are read")
    parser.add_argument("--spark", action="store_true", help="on a Spark cluster of two executors as well")
    parser.add_argument("--no-peers", action="store_true", help="leave out the scripts of others")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(Path(args.one[0]), args.one[1], Path(args.one[2]))))
        return 0
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; peak is memory of all processes together")
    ways = [way for way in WAYS if WAYS[way] or args.spark]
    for text in args.contacts:
        number = int(text.upper().replace("K", "000").replace("M", "000000"))
        benchmark(number, texts=args.texts, ways=ways if args.no_peers or args.texts else [*ways, *PEERS])
    return 0


if __name__ == "__main__":
    sys.exit(main())
