"""Processes hammer one person's limit while some are killed: never one contact too many, none acknowledged is lost.

A short run by default; ``SHOUZHENG_RACE_ROUNDS=10000`` makes the long one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.gate.hammer import hammer
from tests.gate.pg_server import running

ROUNDS = int(os.environ.get("SHOUZHENG_RACE_ROUNDS", "8"))


def test_eight_processes_on_one_file(tmp_path: Path) -> None:
    kills = 4 if ROUNDS < 100 else 40
    assert hammer(str(tmp_path / "l.db"), tmp_path, processes=8, nodes=1, rounds=ROUNDS, kills=kills) == []


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def _start_again(server: Any) -> None:
    """Start the server once its orphans are gone; where nobody reaps it, its dead process still has a pid file."""
    for _ in range(20):
        time.sleep(0.5)
        (server.pgdata / "postmaster.pid").unlink(missing_ok=True)
        with suppress(subprocess.CalledProcessError):
            server.ensure_postgres_running()
            return
    raise RuntimeError("the server does not start again")


def test_four_nodes_on_one_postgresql_that_is_killed_and_restarted(tmp_path: Path) -> None:
    with running() as server:
        assert _hammered(server, tmp_path) == []


def _hammered(server: Any, folder: Path) -> list[str]:
    def disturb(kill: int) -> None:
        # the server itself: killed without any warning, later shut down in order; each time it is started again
        how = {1: signal.SIGKILL, 2: signal.SIGINT}.get(kill % 8)
        if how is None:
            return
        pid = server.get_pid()
        os.kill(pid, how)
        while Path(f"/proc/{pid}").exists() and "Z" not in _state(pid):
            time.sleep(0.05)
        _start_again(server)

    processes, kills = (4, 3) if ROUNDS < 100 else (16, 40)
    return hammer(server.get_uri(), folder, processes=processes, nodes=4, rounds=ROUNDS, kills=kills, disturb=disturb)
