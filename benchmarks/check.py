"""``shouzheng check`` on 100,000 messages and 20,000 calls, and on a 1 GB export: seconds and peak memory.

The peer is the usual way in Python scripts: ``xml.etree.ElementTree.iterparse`` over the whole file, dates converted,
one dictionary per record. It only reads; ours also keeps raw fields and positions, attributes, reads the words of
every message, judges and writes events and findings. Before any time is printed, both must have found the same
records.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.exports import CASE, write_calls, write_heavy, write_sms

_RUN = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
started = time.perf_counter()
from shouzheng.remedy.check import check
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.outputs import write_outputs
from shouzheng.remedy.staging import staged
from shouzheng.model.words import Lang
files, who, out = [Path(f) for f in sys.argv[1:-2]], Path(sys.argv[-2]), Path(sys.argv[-1])
with staged(out) as stage:
    result = check(files, who, stage, as_of=date(2026, 11, 22))
    write_outputs(material_of(result), stage, lang=Lang.ZH_HANS, pdf=False)
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "records": sum(r.records for r in result.reports),
    "findings": len(result.judgement.findings),
}))
"""

_PEER = """
import json, resource, sys, time
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
started, rows = time.perf_counter(), 0
for name in sys.argv[1:]:
    kept = []
    for _, element in ElementTree.iterparse(name):
        if element.tag in ("sms", "mms", "call"):
            kept.append({**element.attrib, "at": datetime.fromtimestamp(int(element.get("date")) / 1000, UTC)})
            rows += 1
            element.clear()
print(json.dumps({"seconds": time.perf_counter() - started,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "records": rows}))
"""


def _run(code: str, *arguments: Path | str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _row(name: str, size_mb: float, figures: dict[str, float]) -> None:
    rate = size_mb / figures["seconds"]
    seconds, peak = figures["seconds"], figures["peak_mb"]
    print(f"| {name} | {figures['records']:,.0f} | {seconds:.1f} s | {rate:.0f} MB/s | {peak:.0f} MB |", flush=True)


def main() -> int:
    """Make the files, run both in fresh processes, compare, print a table; returns 1 when the answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sms", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--heavy-mb", type=int, default=1000, help="size of the large export; 0 leaves it out")
    args = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}")
    print("| what | records | time | rate | peak memory |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.toml").write_text(CASE, "utf-8")
        sms, calls, heavy = folder / "sms-1.xml", folder / "calls-1.xml", folder / "sms-2.xml"
        write_sms(sms, args.sms)
        write_calls(calls, args.calls)
        size = (sms.stat().st_size + calls.stat().st_size) / 1e6
        ours = _run(_RUN, sms, calls, folder / "case.toml", folder / "out")
        peer = _run(_PEER, sms, calls)
        if not ours["records"] == peer["records"] == args.sms + args.calls:
            print(f"answers differ: {ours} {peer}", file=sys.stderr)
            return 1
        _row("`shouzheng check`, no PDF", size, ours)
        _row("ElementTree.iterparse, reading only", size, peer)
        if args.heavy_mb:
            records = write_heavy(heavy, args.heavy_mb * 1_000_000)
            size = heavy.stat().st_size / 1e6
            ours = _run(_RUN, heavy, folder / "case.toml", folder / "out2")
            peer = _run(_PEER, heavy)
            if not ours["records"] == peer["records"] == records:
                print(f"answers differ: {ours} {peer} {records}", file=sys.stderr)
                return 1
            _row(f"`shouzheng check`, {args.heavy_mb} MB with pictures", size, ours)
            _row("ElementTree.iterparse, the same file", size, peer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
