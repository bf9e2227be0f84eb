"""A second start finds the app that runs for the same folder; what a killed one left behind misleads nobody."""

import json
import stat
from pathlib import Path

import httpx
import pytest

from shouzheng.web.second_start import RUNNING, Announcement, running_address
from tests.web.conftest import App, running_app


def test_a_second_start_is_let_into_the_running_app(tmp_path: Path) -> None:
    assert running_address(tmp_path) is None
    with running_app(tmp_path) as app:
        assert stat.S_IMODE((tmp_path / RUNNING).stat().st_mode) == 0o600
        first, second = running_address(tmp_path), running_address(tmp_path)
        assert first is not None
        assert second is not None
        assert first != second
        assert first.startswith(app.origin)
        assert httpx.get(first).status_code == httpx.get(second).status_code == 303
        assert httpx.get(first).status_code == 403
    assert running_address(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_nothing_is_made_until_there_is_a_case(app: App) -> None:
    assert not app.cases.exists()
    app.running.state.make("2026-02", "correct horse battery staple")
    address = running_address(app.cases)
    assert address is not None
    assert address.startswith(app.origin)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"port": 0, "secret": "a"}',
        b'{"port": "80", "secret": "a"}',
        b'{"port": 9, "secret": "a b"}',
        b'{"port": 70000, "secret": "a"}',
        b"[" * 900,
    ],
)
def test_a_broken_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RUNNING).write_bytes(content)
    assert running_address(tmp_path) is None


def test_another_program_at_the_port_is_not_believed(app: App, tmp_path: Path) -> None:
    port = int(app.origin.rpartition(":")[2])
    (tmp_path / RUNNING).write_text(json.dumps({"port": port, "secret": "not-ours"}))
    assert running_address(tmp_path) is None


def test_a_later_run_keeps_its_own_file(tmp_path: Path) -> None:
    first, second = Announcement(tmp_path), Announcement(tmp_path)
    first.put(1111)
    second.put(2222)
    first.withdraw()
    assert json.loads((tmp_path / RUNNING).read_text())["port"] == 2222
    second.withdraw()
    assert list(tmp_path.iterdir()) == []
