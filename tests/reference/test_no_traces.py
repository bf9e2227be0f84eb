"""Short-lived files lie in memory where there is room, and a crash writes no image of the process."""

import resource
import shutil
import tempfile
from pathlib import Path

import pytest

from shouzheng.reference import no_traces


@pytest.fixture(autouse=True)
def _undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_short_lived_files_lie_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(no_traces, "_MEMORY", tmp_path)
    usage = shutil.disk_usage(tmp_path)
    for free, inside in ((2 << 30, True), (64 << 20, False)):
        monkeypatch.setattr(tempfile, "tempdir", None)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        no_traces.keep_copies_in_memory()
        assert no_traces.copies_stay_in_memory() is inside


def test_without_such_a_folder_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(no_traces, "_MEMORY", tmp_path / "gone")
    before = tempfile.gettempdir()
    no_traces.keep_copies_in_memory()
    assert (tempfile.gettempdir(), no_traces.copies_stay_in_memory()) == (before, False)


def test_a_crash_writes_no_image_of_the_process() -> None:
    no_traces.leave_no_traces()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
