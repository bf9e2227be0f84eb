"""How long an import takes: stores and exports of 100,000 messages, one screenshot, an iPhone's backup of 4 GB.

Goals of the project on two cores: 10 s, 2 s and 60 s. Each row is measured in a process of its own, which also tells
its peak memory and what it read from files. The peers read the same rows into dictionaries and keep nothing else
(sqlite3, json); before any time is printed both sides must have the same numbers, times, directions and words.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_phone import (
    BACKUP_CALLS,
    BACKUP_FILES,
    BACKUP_MESSAGES,
    write_backup,
    write_database,
    write_fossify,
    write_screenshot,
    write_sms_ie,
)
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.taking import take
from shouzheng.model.event import Direction

ROWS = 100_000
_Row = tuple[str, int, bool, str]


def _from_database(path: Path) -> list[dict[str, object]]:
    with sqlite3.connect(path) as opened:
        opened.row_factory = sqlite3.Row
        return [dict(row) for row in opened.execute("SELECT * FROM sms ORDER BY _id")]


def _from_lines(path: Path) -> list[dict[str, object]]:
    with zipfile.ZipFile(path) as archive, archive.open("messages.ndjson") as lines:
        return [json.loads(line) for line in lines]


def _from_array(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        found: list[dict[str, object]] = json.load(file)
    return found


_PEERS: dict[str, tuple[str, Callable[[Path], list[dict[str, object]]]]] = {
    "mmssms.db": ("sqlite3, one dictionary a row", _from_database),
    "sms-ie.zip": ("json.loads line by line", _from_lines),
    "fossify.json": ("json.load", _from_array),
}


def _ours(path: Path) -> Iterator[_Row]:
    for export in Gathering().exports(path):
        for event in export:
            milliseconds = round(event.time.utc.timestamp() * 1000)
            yield event.other.raw, milliseconds, event.direction is Direction.OUTBOUND, event.text or ""


def _theirs(rows: list[dict[str, object]]) -> Iterator[_Row]:
    for row in rows:
        yield str(row["address"]), int(str(row["date"])), str(row["type"]) == "2", str(row["body"])


def _agree(folder: Path) -> None:
    """Compare all rows of both sides; raises ``RuntimeError`` when they differ."""
    for name, (_, peer) in _PEERS.items():
        ours, theirs = list(_ours(folder / name)), list(_theirs(peer(folder / name)))
        if ours != theirs or len(ours) != ROWS:
            raise RuntimeError(f"{name}: ours {len(ours)} rows, theirs {len(theirs)}, and they differ")


def one(what: str, path: Path) -> dict[str, float]:
    """Measure one row of the table in this process."""
    before = _bytes_read()
    began, cpu = time.perf_counter(), time.process_time()
    count = 0.0
    if what == "peer":
        count = len(_PEERS[path.name][1](path))
    else:
        out = path.with_name(f"{path.name}.jsonl") if what == "import" else None
        count = take([path], out).events
    found = {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "events": count,
        "read": _bytes_read() - before,
    }
    if what == "picture":  # the second one finds the model loaded
        began, cpu = time.perf_counter(), time.process_time()
        take([path], None)
        found |= {"wall again": time.perf_counter() - began, "cpu again": time.process_time() - cpu}
    return {**found, "peak": _peak()}


def _peak() -> float:
    """Peak memory in MiB of this program; ``ru_maxrss`` would also hold that of the one that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return float(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))) / 1024


def _bytes_read() -> float:
    """Bytes that this process has asked files for so far (Linux only, else 0)."""
    accounts = Path("/proc/self/io")
    return float(accounts.read_text().split()[1]) if accounts.exists() else 0.0


def _fresh(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", what, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _line(name: str, found: dict[str, float], goal: str) -> str:
    wall, cpu = found["wall"], found["cpu"]
    return f"| {name} | {found['events']:,.0f} | {wall:.2f} s | {cpu:.2f} s | {found['peak']:.0f} MiB | {goal} |"


def main() -> int:
    """Print the table; returns 1 when the counts are wrong, and 2 when a goal is missed in processor time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "PATH"), help="measure one row here and print it as JSON")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(args.one[0], Path(args.one[1]))))
        return 0
    began = time.process_time()
    sum(range(10**6))
    loop = f"plain loop {(time.process_time() - began) * 1000:.0f} ms"
    print(f"Python {platform.python_version()}, {platform.machine()}, {loop}")
    print("| what | contacts | wall | processor | peak memory | goal |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder, missed = Path(place), 0
        write_database(folder / "mmssms.db", ROWS)
        write_sms_ie(folder / "sms-ie.zip", ROWS)
        write_fossify(folder / "fossify.json", ROWS)
        _agree(folder)
        for name, (peer, _) in _PEERS.items():
            found = _fresh("import", folder / name)
            missed += found["cpu"] > 10
            print(_line(f"{name}, imported and written as JSON Lines", found, "10 s"), flush=True)
            print(_line(f"{name}, {peer}, reading only", _fresh("peer", folder / name), ""), flush=True)
        return max(_picture(folder), _backup(folder), 2 if missed else 0)


def _picture(folder: Path) -> int:
    path = folder / "Screenshot_20260102-221530_com.tencent.mm.png"
    write_screenshot(path)
    found = _fresh("picture", path)
    print(_line("one screenshot, the model loaded meanwhile", found, ""), flush=True)
    warm = found | {"wall": found["wall again"], "cpu": found["cpu again"]}
    print(_line("one screenshot, the model loaded before", warm, "2 s"), flush=True)
    return 0 if found["events"] else 1


def _backup(folder: Path) -> int:
    path = folder / "backup"
    write_backup(path)
    found = _fresh("import", path)
    print(_line(f"an iPhone's backup, {BACKUP_FILES:,} files, 4 GB", found, "60 s"), flush=True)
    print(f"\nOf the backup {found['read'] / 1e6:.0f} MB were read, media not at all.")
    right = found["events"] == BACKUP_MESSAGES + BACKUP_CALLS and found["read"] < 400e6
    return (2 if found["wall"] > 60 else 0) if right else 1


if __name__ == "__main__":
    sys.exit(main())
