"""Two executors on this machine, one of them killed in the middle: the result is that of one process."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.spark.run import audit_frame
from tests.audit.making import rows_of, table_of
from tests.audit.spark.cluster import session_of
from tests.audit.test_local import LAW, MAPPING
from tests.judging.vector.spark_java import java_home

# Spark's own Python warns about its own things; none of them is ours.
pytestmark = pytest.mark.filterwarnings("ignore")
_EXECUTOR = b"CoarseGrainedExecutorBackend"
_PATIENCE_SECONDS = 900


def _executors(below: int) -> list[int]:
    """Return the executors that some process started, itself or by others."""
    found, seen = [], [below]
    for pid in seen:
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                seen += [int(each) for each in listed.read_text("ascii").split()]
            except OSError:
                continue
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if _EXECUTOR in command:
            found.append(pid)
    return found


class _Killer(threading.Thread):
    """Kills one executor as soon as a shuffle of the audit lies on its disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._folder, self.killed = folder, 0

    def run(self) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and not self.killed:
            if any(self._folder.rglob("shuffle_*.data")):
                for pid in _executors(os.getpid())[:1]:
                    os.kill(pid, signal.SIGKILL)
                    self.killed = pid
            time.sleep(0.05)


def test_an_executor_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    rows = rows_of(34, 400)
    for number, row in enumerate(rows):
        row["person"] = f"{row['person']}{number % 40}"
        row["direction"] = row["direction"] or "inbound"
    rows[0]["contact_id"] = None
    file, mapping, key = tmp_path / "in.parquet", tmp_path / "mapping.toml", tmp_path / "key"
    pq.write_table(table_of(rows), file)
    mapping.write_text(MAPPING, "utf-8")
    key.write_bytes(bytes(range(32)))
    checked = load_mapping(mapping, LAW.facts)
    alone = audit([file], checked, tmp_path / "out", workers=1, key=key)
    with session_of(tmp_path / "spark", java_home=java_home(tmp_path)) as session:
        killer = _Killer(tmp_path / "spark")
        killer.start()
        frame = session.read.parquet(str(file)).repartition(4)
        cluster = audit_frame(session, frame, checked, key.read_bytes(), partitions=4)
        killer.join(_PATIENCE_SECONDS)
        lost = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    assert killer.killed
    assert lost >= 1
    assert cluster.sums.as_json() == alone.sums.as_json()
