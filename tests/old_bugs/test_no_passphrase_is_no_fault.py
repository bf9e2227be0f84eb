"""Ctrl-D at the question for a backup's password was a fault of the program (SZ-9002, exit code 70)."""

import io
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.intake.containers.making import android_backup
from tests.intake.making import saved


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_end_of_the_terminal_is_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object, **__: object) -> str:
        raise EOFError

    path = saved(tmp_path, android_backup({"a": b"b"}, password="x"), "backup.ab")  # noqa: S106 - invented
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("getpass.getpass", ended)
    assert main(["intake", str(path)]) == 2
    assert "SZ-1030" in capsys.readouterr().err
