"""A reader that leaves, or a disk that is full, changes no exit code and stops no work."""

import subprocess
import sys
from pathlib import Path

import pytest

from shouzheng.remedy.cases.pending import TAKEN
from tests.casefile.making import PASSPHRASE, filled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with filled(tmp_path / "case") as case:
        for stored in case.originals():  # as `case add` says of files in which there is nothing to read
            case.enter(TAKEN, str(stored.no), {})
    return tmp_path / "case"


def _run(folder: Path, *words: str, out: str) -> tuple[int, str]:
    command = f'"$0" -m shouzheng.cli.main case {" ".join(words)} "$1" --lang en {out}'
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}", sys.executable, str(folder)],
        input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize("out", ["| true", "2>&1 | true", ">&-"])
def test_a_reader_that_leaves_changes_no_code(folder: Path, out: str) -> None:
    """Old bug: damage found by ``verify`` ended with 0 when nobody read what it said."""
    assert _run(folder, "verify", out=out) == (0, "")
    (folder / "head.json").unlink()
    assert _run(folder, "verify", out=out)[0] == 4


def test_output_on_a_full_disk_is_said_in_words(folder: Path) -> None:
    """Old bug: it was called a fault of the program."""
    code, said = _run(folder, "verify", out=">/dev/full")
    assert code == 2
    assert "SZ-9005" in said
    (folder / "head.json").unlink()
    assert _run(folder, "verify", out=">/dev/full")[0] == 4
