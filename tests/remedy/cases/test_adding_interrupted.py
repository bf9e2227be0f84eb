"""``case add`` of many files that ends in the middle: killed at any moment, or the disk is full.

What was said to be stored is there with its contacts, nothing half-written is seen, and everything verifies. The number
of files and rounds of the issue are run with ``SHOUZHENG_ADDED=2000``, ``SHOUZHENG_KILLS=500`` and
``SHOUZHENG_FULL_DISKS=20`` (docs/case_format.md); ``SHOUZHENG_SEED`` chooses other moments.
"""

import hashlib
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.verify import verify
from shouzheng.remedy.cases.intake import Added, adding
from tests.casefile.making import PASSPHRASE, made
from tests.casefile.test_disk_full import MOMENTS, can_mount, small_disk
from tests.casefile.test_kill import ROUNDS

__all__ = ["small_disk"]  # a fixture
FILES = int(os.environ.get("SHOUZHENG_ADDED", "80"))
SEED = int(os.environ.get("SHOUZHENG_SEED", "20261122"))
#: Contacts in every file of messages: they come in together or not at all.
CONTACTS = 2
_SMS = """<?xml version='1.0' encoding='UTF-8'?>
<!--INVENTED example data.-->
<smses count="2">
<sms protocol="0" address="13000000021" date="{first}" type="1" body="示例短信 {number} 甲" read="1" />
<sms protocol="0" address="13000000021" date="{second}" type="1" body="示例短信 {number} 乙" read="1" />
</smses>
"""
#: Moment of the first message: 2025-12-31 20:00 in Beijing, as a phone writes it (milliseconds of Unix time).
_FIRST = 1_767_182_400_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every tenth holds messages, the others are in no format that is known: most of what people add is such."""
    folder = tmp_path_factory.mktemp("files")
    paths = []
    for number in range(FILES):
        path = folder / (f"{number:04d}.bin" if number % 10 else f"{number:04d}.xml")
        first = _FIRST + number * 60_000
        text = f"{number} " * 300 if number % 10 else _SMS.format(number=number, first=first, second=first + 1000)
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Keys]:
    """An empty case to be copied, and its keys."""
    folder = tmp_path_factory.mktemp("empty") / "case"
    made(folder)[0].close()
    return folder, unlock(read_header(folder), PASSPHRASE)


def _whole(case: CaseFile, files: list[Path], said: dict[str, int]) -> None:
    """The case holds what was said, byte for byte and with all contacts; of everything else nothing or the whole."""
    assert verify(case).problems == ()
    assert list((case.folder / "staging").iterdir()) == []
    stored = {each.name: each for each in case.originals()}
    assert said.keys() <= stored.keys()
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert all(each.digest.hex == digests[name] for name, each in stored.items())
    assert {each.blob for each in stored.values()} <= set(case.blobs.names())  # more: settled, and never referred to
    read = Counter({reading.original: len(list(reading.lines)) for reading in case.readings()})
    assert set(read.values()) <= {CONTACTS}
    assert all(read[stored[name].no] == count for name, count in said.items())


def _child(folder: Path, keys: Keys, files: list[Path], say: int) -> None:
    """Add all files and say of each that it is stored, as ``case add`` does."""
    with open_case(folder, keys) as case:
        os.write(say, b"ready\n")
        for each in adding(case, files):
            if each.stored is not None:
                os.write(say, f"{each.stored.name} {each.events}\n".encode())


def _killed(folder: Path, keys: Keys, files: list[Path], after: float | None) -> tuple[dict[str, int], float]:
    """Add in a process of its own, killed so many seconds after it was ready; return what it said, and its seconds."""
    reading, saying = os.pipe()
    child = os.fork()
    if child == 0:  # nothing of the test runner may run in it
        code = 1
        try:
            os.close(reading)
            _child(folder, keys, files, saying)
            code = 0
        finally:
            os._exit(code)
    os.close(saying)
    with os.fdopen(reading, encoding="ascii") as said:
        assert said.readline() == "ready\n"
        started = time.monotonic()
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        lines = said.read().split("\n")[:-1]
    os.waitpid(child, 0)
    return {name: int(count) for name, count in (line.split() for line in lines)}, time.monotonic() - started


def test_killed_at_random_moments(tmp_path: Path, files: list[Path], empty: tuple[Path, Keys]) -> None:
    template, keys = empty
    shutil.copytree(template, tmp_path / "whole")
    said, seconds = _killed(tmp_path / "whole", keys, files, None)
    assert len(said) == FILES
    chance = random.Random(SEED)  # noqa: S311 - moments, not keys
    numbers = []
    for turn in range(ROUNDS):
        folder = tmp_path / f"case{turn}"
        shutil.copytree(template, folder)
        said, _ = _killed(folder, keys, files, chance.uniform(0, seconds))
        with open_case(folder, keys) as case:
            _whole(case, files, said)
        numbers.append(len(said))
        shutil.rmtree(folder)
    assert max(numbers) > min(numbers)  # they were different moments
    assert min(numbers) < FILES
    print(f"killed {ROUNDS} times; files said to be stored by then: {sorted(numbers)}")


def test_after_a_kill_the_rest_is_added(tmp_path: Path, files: list[Path], empty: tuple[Path, Keys]) -> None:
    template, keys = empty
    shutil.copytree(template, tmp_path / "case")
    _killed(tmp_path / "case", keys, files, 0.05)
    with open_case(tmp_path / "case", keys) as case:
        added = list(adding(case, files))
        assert all(each.stored is not None for each in added)
        assert case.count_events() == CONTACTS * sum(path.suffix == ".xml" for path in files)
        assert verify(case).problems == ()


if can_mount():

    def test_on_a_disk_that_fills_up(
        small_disk: Callable[[int], Path],
        files: list[Path],
        empty: tuple[Path, Keys],
    ) -> None:
        template, keys = empty
        chance = random.Random(SEED)  # noqa: S311 - sizes, not keys
        stopped = 0
        for _ in range(MOMENTS):
            folder = small_disk(chance.randrange(300, 300 + 8 * FILES)) / "case"
            shutil.copytree(template, folder)
            with open_case(folder, keys) as case:
                said = _until_full(case, files)
            stopped += len(said) < FILES
            with open_case(folder, keys) as case:
                _whole(case, files, {each.stored.name: each.events for each in said if each.stored})
        assert stopped >= MOMENTS // 2


def _until_full(case: CaseFile, files: list[Path]) -> list[Added]:
    """Add all files; return what was said of those that were stored."""
    return [each for each in adding(case, files) if each.stored is not None]
