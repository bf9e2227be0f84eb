"""The disk fills up in the middle of storing: nothing that was stored before is lost, nothing half-written is seen.

As root on Linux with a real small file system (tmpfs of a few hundred kilobytes); elsewhere the writes are made to fail
after so many bytes. ``SHOUZHENG_FULL_DISKS=20`` stops at the 20 moments of the issue.
"""

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, Incoming, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import ShouzhengError
from tests.casefile.making import PASSPHRASE, made, row

MOMENTS = int(os.environ.get("SHOUZHENG_FULL_DISKS", "6"))
_FILES = 12


def _contents(seed: int) -> list[bytes]:
    chance = random.Random(seed)  # noqa: S311 - sizes, not keys
    return [chance.randbytes(chance.randrange(1, 40_000)) for _ in range(_FILES)]


def _new(folder: Path) -> Keys:
    """Make a case and return its keys: deriving them from the passphrase each time would take most of the test."""
    made(folder)[0].close()
    return unlock(read_header(folder), PASSPHRASE)


def _fill(case: CaseFile, seed: int, full: Callable[[], None]) -> dict[str, bytes]:
    """Store until the disk is full; return what was said to be stored."""
    said: dict[str, bytes] = {}
    for number, content in enumerate(_contents(seed)):
        try:
            if number % 3 == 2:
                (answer,) = case.add_all([Incoming([content], f"{seed}-{number}")])
                if isinstance(answer, Exception):
                    full()
                    break
                stored = answer
            else:
                stored = case.add([content], f"{seed}-{number}")
            said[stored.name] = content
            case.add_events(stored.no, [row(seed * 1000 + number)])
        except ShouzhengError as error:
            if error.problems[0].code != "SZ-4021":
                raise
            full()
            break
    return said


def _holds(case: CaseFile, said: dict[str, bytes]) -> None:
    assert verify(case).problems == ()
    stored = {each.name: each for each in case.originals()}
    assert said.keys() <= stored.keys()
    for name, content in said.items():
        assert b"".join(case.blobs.chunks(stored[name].blob)) == content
    assert list((case.folder / "staging").iterdir()) == []


class _FullAfter:
    """Lets so many bytes be written by files of a folder, then says that the disk is full."""

    def __init__(self, room: int) -> None:
        self.room, self.hits = room, 0
        self._open = Path.open

    def __call__(self, path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        file = self._open(path, mode, *rest, **more)  # type: ignore[call-overload]
        if "x" not in mode:
            return file
        return _Counting(file, self)


class _Counting:
    def __init__(self, file: object, disk: _FullAfter) -> None:
        self._file, self._disk = file, disk

    def write(self, content: bytes) -> int:
        self._disk.room -= len(content)
        if self._disk.room < 0:
            self._disk.hits += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(content)  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> "_Counting":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()  # type: ignore[attr-defined]


def test_writes_that_fail_at_many_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "case"
    keys = _new(folder)
    chance = random.Random(20261122)  # noqa: S311 - moments, not keys
    said: dict[str, bytes] = {}
    stopped = 0
    for moment in range(MOMENTS):
        disk = _FullAfter(chance.randrange(0, 200_000))
        with open_case(folder, keys) as case, monkeypatch.context() as patch:
            patch.setattr(Path, "open", lambda path, mode="r", *rest, **more: disk(path, mode, *rest, **more))  # noqa: B023
            said |= _fill(case, moment, lambda: None)
        stopped += disk.hits
        with open_case(folder, keys) as case:
            _holds(case, said)
    assert stopped >= MOMENTS // 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount file systems of a given size in kilobytes; asked only where ``can_mount``."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], check=True)
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", place], check=True)


def can_mount() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return done.returncode == 0


if can_mount():

    def test_a_real_disk_that_is_full(small_disk: Callable[[int], Path], tmp_path: Path) -> None:
        keys = _new(tmp_path / "empty")
        chance = random.Random(20261122)  # noqa: S311 - sizes, not keys
        stopped: list[int] = []
        for moment in range(MOMENTS):
            folder = small_disk(chance.randrange(300, 550)) / "case"
            shutil.copytree(tmp_path / "empty", folder)
            with open_case(folder, keys) as case:
                said = _fill(case, moment, lambda moment=moment: stopped.append(moment))  # type: ignore[misc]
            ballast = [each for each in (folder / "blobs").rglob("*") if each.is_file()]
            assert len(ballast) >= len(said) - 1
            with open_case(folder, keys) as case:
                _holds(case, said)
        assert len(stopped) >= MOMENTS // 2
