"""Killed at any moment of an update, the data in use is the old or the new, whole; and the next update works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shouzheng.packs.install import update
from shouzheng.packs.status import status
from tests.packs.making import FIRST, SECOND, TODAY, pack, trusting


@pytest.mark.usefixtures("quick")
def test_kill_9_before_every_step_on_the_disk_leaves_one_whole_state(home: Path) -> None:
    trusting(home)
    update(home, pack(FIRST).content, TODAY)
    done = subprocess.run(
        [sys.executable, "-m", "tests.packs.killing", str(home)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "SHOUZHENG_PACKS": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    seen = done.stdout.splitlines()
    assert len(seen) > 20
    old = seen.count(str(FIRST))
    assert seen == [str(FIRST)] * old + [str(SECOND)] * (len(seen) - old)  # one rename lies between them
    assert old > 15
    assert next(str(state.version) for state in status().parts if state.part == "directory") == str(SECOND)
    rolled = update(home, pack(FIRST, mark="again").content, TODAY, older=True)
    assert rolled.manifest.version == FIRST
    assert not [path for path in (home / "packs").iterdir() if path.name.startswith(".")]
