"""A run that is killed leaves nothing that looks whole, nobody running, and goes on when it is started again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import WORK, audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.report.write import PAGE, write_report
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import LAW, MAPPING

BUCKET = 60


def _archive(folder: Path) -> tuple[Path, Path]:
    rows = rows_of(8, 200)
    for number, row in enumerate(rows):
        row["person"], row["text"] = f"{row['person']}{number % 40}", None
    archive, mapping = folder / "in.parquet", folder / "mapping.toml"
    pq.write_table(table_of(rows), archive)
    mapping.write_text(MAPPING, "utf-8")
    return archive, mapping


def _killed_at(archive: Path, mapping: Path, out: Path, stage: str, workers: int) -> None:
    """Run an audit that kills itself when a stage is half done."""

    def kill(now: str, done: int, total: int) -> None:
        if now == stage and 2 * done >= total:
            children = [str(each.pid) for each in multiprocessing.active_children()]
            (out.parent / "children").write_text(" ".join(children), "ascii")
            os.kill(os.getpid(), signal.SIGKILL)

    audit([archive], load_mapping(mapping, LAW.facts), out, workers=workers, bucket=BUCKET, progress=kill, again=True)


@pytest.mark.parametrize(("stage", "workers"), [("read", 1), ("facts", 2), ("rules", 1)])
def test_a_killed_run_leaves_no_result_and_goes_on(tmp_path: Path, stage: str, workers: int) -> None:
    archive, mapping = _archive(tmp_path)
    checked, out = load_mapping(mapping, LAW.facts), tmp_path / "out"
    whole = audit([archive], checked, out, workers=1, bucket=BUCKET)
    write_report(out)
    process = multiprocessing.get_context("spawn").Process(
        target=_killed_at, args=(archive, mapping, out, stage, workers)
    )
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    assert (out / WORK).exists()
    assert not (out / RESULT).exists()
    assert not (out / PAGE).exists()  # nor the report of the run before
    assert not any(_lives(int(pid)) for pid in (tmp_path / "children").read_text("ascii").split())
    again = audit([archive], checked, out, workers=1, bucket=BUCKET)
    assert again.sums.report_hash == whole.sums.report_hash
    assert again.sums.as_json() == whole.sums.as_json()


def _lives(pid: int) -> bool:
    """Whether a process still runs after a while."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.1)
    return True
