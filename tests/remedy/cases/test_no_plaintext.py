"""No word, number or name of the case is on the disk in plain: while it is used, afterwards, and after a kill.

What is looked at: every file, and every name of one, in the case's folder (index, its journal, staging), the folder for
temporary files, the home and the current folder of the process. The person's own files lie elsewhere and stay as
they are. Memory that was swapped out by the system is not seen here.
"""

import contextlib
import io
import os
import random
import signal
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.verify import verify
from shouzheng.cli.main import main
from tests.casefile.making import PASSPHRASE, made
from tests.remedy.cases.making import EXAMPLE, example_files

KILLS = int(os.environ.get("SHOUZHENG_PLAIN_KILLS", "4"))
NOTE = "打电话的人自称姓汪"
#: Words of messages, notes and the statement, a number, a name of a file, the passphrase, and what SQLite begins with.
SECRETS = ("打断你的腿", "云岭示例消费金融", "13000000021", "sms-2026", NOTE, PASSPHRASE, "SQLite format 3")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process's whole surroundings in one folder, with an empty case in it; files of the person lie elsewhere."""
    inside = tmp_path / "world"
    for name in ("temp", "home", "here"):
        (inside / name).mkdir(parents=True)
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(inside / "temp"))
    monkeypatch.setenv("HOME", str(inside / "home"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr("shouzheng.cli.opened_case.leave_no_traces", lambda: None)  # so that the disk is used
    monkeypatch.chdir(inside / "here")
    made(inside / "case")[0].close()
    return inside


def _plain(world: Path) -> list[str]:
    """Return what is found in plain, with where."""
    found = []
    for path in sorted(world.rglob("*")):
        name = path.relative_to(world).as_posix()
        content = path.read_bytes() if path.is_file() else b""
        for secret in SECRETS:
            if secret in name or any(secret.encode(encoding) in content for encoding in _ENCODINGS):
                found.append(f"{name}: {secret}")
    return found


def _used(world: Path, files: list[Path], step: Callable[[], object]) -> None:
    """Use a case in every way that leaves nothing outside it; ``step`` is called after each."""
    for words, typed in (
        (["statement", str(EXAMPLE / "case.toml")], ""),
        (["add", *map(str, files)], ""),
        (["note", "-"], NOTE),
        (["search", "打断"], ""),
        (["search", "腿"], ""),
        (["select", "--all"], ""),
        (["check", "--no-pdf"], ""),
        (["verify"], ""),
    ):
        action, *rest = words
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
            patch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{typed}"))
            assert main(["case", action, str(world / "case"), *rest]) in (0, 1)
        step()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Messages and calls, and the same once more in an archive in an archive."""
    packed, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(example_files("sms-*.xml")[0], "sms-2026.xml")
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(packed, "inner.zip")
    return [*example_files(), outer]


def test_nothing_is_plain_while_it_is_used_and_afterwards(world: Path, files: list[Path]) -> None:
    (world / "here" / "x.txt").write_text(f"the search finds {NOTE}", "utf-16-le")
    assert _plain(world) == [f"here/x.txt: {NOTE}"]
    (world / "here" / "x.txt").unlink()
    seen: list[str] = []
    _used(world, files, lambda: seen.extend(_plain(world)))
    assert seen == []
    with open_case(world / "case", unlock(read_header(world / "case"), PASSPHRASE)) as case:
        case.enter("note", "9", {"text": NOTE})  # with the journal still there
        assert _plain(world) == []
        assert case.count_events() > 40


def test_nothing_is_plain_after_a_kill(world: Path, files: list[Path]) -> None:
    chance = random.Random(20261122)  # noqa: S311 - moments, not keys
    for _ in range(KILLS):
        child = os.fork()
        if child == 0:  # nothing of the test runner may run in it
            try:
                with Path(os.devnull).open("w") as nothing, contextlib.redirect_stderr(nothing):
                    _used(world, files, lambda: None)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.2, 2.0))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert _plain(world) == []
    with open_case(world / "case", unlock(read_header(world / "case"), PASSPHRASE)) as case:
        assert verify(case).problems == ()
    assert _plain(world) == []
