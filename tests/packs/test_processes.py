"""Programs that run while the data is updated: each keeps what it began with; the next one takes the new data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shouzheng.packs.install import rollback, update
from shouzheng.packs.pack import made_pack
from shouzheng.reference.data_files import folder_hash, shipped_folder
from tests.packs.making import ALICE, FIRST, SECOND, TODAY, about, pack, shipped, trusting

#: Says the hash of a folder, waits for a line, then says what another folder and a child process give.
_PROGRAM = """
import subprocess, sys
from shouzheng.reference.data_files import data_folder, folder_hash
say = "from shouzheng.reference.data_files import *; print(folder_hash(data_folder('directory')), flush=True)"
data_folder("law")
print("ready", flush=True)
sys.stdin.readline()
exec(say)
subprocess.run([sys.executable, "-c", say], check=True)
"""


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "SHOUZHENG_DATA_IN_USE"}
    return {**kept, "SHOUZHENG_PACKS": str(home)}


def _start(home: Path) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(home),
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def _hashes(program: subprocess.Popen[str]) -> set[str]:
    out, _ = program.communicate("go on\n", timeout=60)
    assert program.returncode == 0
    return set(out.split())


@pytest.mark.usefixtures("quick")
def test_a_running_program_and_its_children_keep_the_data_they_began_with(home: Path) -> None:
    trusting(home)
    own, before, after = (folder_hash(shipped_folder("directory")), "", "")
    first = _start(home)
    update(home, pack(FIRST, mark="a").content, TODAY)
    before = folder_hash(home / "packs" / pack(FIRST, mark="a").id / "directory")
    second = _start(home)
    update(home, pack(SECOND, mark="b").content, TODAY)
    after = folder_hash(home / "packs" / pack(SECOND, mark="b").id / "directory")
    third = _start(home)
    rollback(home, TODAY)
    assert _hashes(first) == {own}
    assert _hashes(second) == {before}
    assert _hashes(third) == {after}
    assert len({own, before, after}) == 3


@pytest.mark.usefixtures("quick")
def test_damaged_data_stops_with_words_and_is_never_replaced_in_silence(home: Path) -> None:
    update(trusting(home), pack().content, TODAY)
    (home / "packs" / pack().id / "directory" / "more.toml").write_text("a = 1\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "shouzheng.cli.main", "--lang", "en", "genuine", "--number", "13000000001"],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "SZ-8001" in done.stderr
    assert "rollback" in done.stderr


@pytest.mark.usefixtures("quick")
def test_a_result_names_the_hashes_of_the_data_that_the_pack_brought(home: Path, tmp_path: Path) -> None:
    files = shipped("law", "lexicon", "directory")
    for name in ("law/facts.toml", "lexicon/guards.toml", "directory/number_kinds.toml"):
        files[name] += b"# another edition\n"
    brought = made_pack(files, about(), ALICE)
    update(trusting(home), brought.content, TODAY)
    example = Path(__file__).parents[2] / "examples" / "yunling"
    words = ["check", "--who", str(example / "case.toml"), "--no-pdf", "--as-of", "2026-02-06", "--out", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "shouzheng.cli.main", *words, str(example / "calls-20260205090000.xml")],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    findings = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    for part in ("law", "lexicon", "directory"):
        assert findings[part]["hash"] == folder_hash(home / "packs" / brought.id / part)
        assert findings[part]["hash"] != folder_hash(shipped_folder(part))
