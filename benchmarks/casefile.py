"""A case of 10,000 files and 2 GB: storing, checking, opening; beside borg and a plain ZIP with AES, in the same run.

Sizes can be made smaller; the peers are left out with a word when they are not installed (``borg``, ``pyzipper``).
Before any time is printed, what comes out of the case must be what went in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from shouzheng.casefile import kdf
from shouzheng.casefile.case import CaseFile, EventRow, Incoming, new_case, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.verify import verify

#: Originals stored in one transaction.
BATCH = 100
_PASSPHRASE = "three grey cranes at nine"  # noqa: S105 - invented
_LINE = '{"id":"%s","time":{"utc":"%s"},"text":"请尽快处理您的账单，如有困难可以协商","other":{"raw":"95000"}}'


def make_files(folder: Path, count: int, size: int) -> list[Path]:
    """Write ``count`` files of random bytes, ``size`` bytes together."""
    folder.mkdir()
    paths = []
    for number in range(count):
        path = folder / f"{number:06d}.bin"
        path.write_bytes(os.urandom(size // count))
        paths.append(path)
    return paths


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def add_all(case: CaseFile, paths: list[Path]) -> None:
    """Store all files, a batch at a time."""
    for start in range(0, len(paths), BATCH):
        batch = [Incoming(_chunks(path), path.name) for path in paths[start : start + BATCH]]
        if any(isinstance(answer, Exception) for answer in case.add_all(batch)):
            raise SystemExit("a file could not be stored")


def _rows(count: int) -> Iterator[EventRow]:
    for number in range(count):
        at = f"2026-01-{number % 28 + 1:02d}T12:00:00.000+00:00"
        yield EventRow(f"e{number:08d}", at, "请尽快处理您的账单，如有困难可以协商", _LINE % (f"e{number:08d}", at))


def timed(name: str, work: Callable[[], object], size: int = 0) -> None:
    """Do the work and print a line of the table."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    rate = f"{size / seconds / 1e6:,.0f} MB/s" if size else ""
    print(f"| {name} | {seconds:.2f} s | {rate} |", flush=True)


def _same(case: CaseFile, paths: list[Path]) -> None:
    stored = {each.name: each for each in case.originals()}
    for path in paths[:: max(len(paths) // 50, 1)]:
        content = b"".join(case.blobs.chunks(stored[path.name].blob))
        if content != path.read_bytes() or hashlib.sha256(content).hexdigest() != stored[path.name].digest.hex:
            raise SystemExit(f"{path.name} came out changed")


def _borg(files: Path, work: Path, size: int) -> None:
    program = shutil.which("borg")
    if program is None:
        print("| borg | not installed | |")
        return
    environment = {**os.environ, "BORG_PASSPHRASE": _PASSPHRASE, "BORG_BASE_DIR": str(work)}
    repository = str(work / "borg")

    def run(*words: str) -> None:
        subprocess.run([program, *words], env=environment, check=True, capture_output=True)

    run("init", "-e", "repokey-blake2", repository)
    timed("borg create, no compression", lambda: run("create", "-C", "none", f"{repository}::a", str(files)), size)
    timed("borg check --verify-data", lambda: run("check", "--verify-data", repository), size)


def _zip(paths: list[Path], work: Path, size: int) -> None:
    try:
        import pyzipper
    except ImportError:
        print("| ZIP with AES (pyzipper) | not installed | |")
        return

    def write() -> None:
        with pyzipper.AESZipFile(work / "a.zip", "w", encryption=pyzipper.WZ_AES) as archive:
            archive.setpassword(_PASSPHRASE.encode())
            for path in paths:
                archive.write(path, path.name)

    timed("ZIP with AES (pyzipper), stored", write, size)


def main() -> None:
    """Run everything and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--mb", type=int, default=2_000)
    parser.add_argument("--events", type=int, default=100_000)
    args = parser.parse_args()
    size = args.mb * 1_000_000 // args.files * args.files
    print(f"{datetime.now(UTC).date()} · {platform.machine()} · Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        paths = make_files(work / "files", args.files, size)
        case, _ = new_case(work / "case", _PASSPHRASE, kdf.calibrated())
        print("| what | time | rate |\n|---|---|---|")
        timed(f"add {args.files:,} files, {size / 1e6:,.0f} MB", lambda: add_all(case, paths), size)
        _same(case, paths)
        timed("verify", lambda: _none_wrong(case), size)
        timed(f"store {args.events:,} contacts", lambda: case.add_events(1, _rows(args.events)))
        case.close()

        def reopen() -> None:
            folder = work / "case"
            with open_case(folder, unlock(read_header(folder), _PASSPHRASE)) as again:
                if again.count_events() != args.events:
                    raise SystemExit("contacts are missing")

        timed(f"open a case of {args.events:,} contacts, key derivation included", reopen)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| peak memory | {peak:.0f} MB | |")
        _borg(work / "files", work, size)
        _zip(paths, work, size)
    print(json.dumps({"peak_mb": round(peak)}), file=sys.stderr)


def _none_wrong(case: CaseFile) -> None:
    if problems := verify(case).problems:
        raise SystemExit(str(problems))


if __name__ == "__main__":
    main()
