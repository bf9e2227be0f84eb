"""An unexpected error once ended with exit code 1, which scripts read as “findings”."""

import pytest

from shouzheng.cli.main import OUR_FAULT_EXIT, main


def test_it_has_its_own_exit_code_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("private words")

    monkeypatch.setattr("shouzheng.cli.check_command.run", fail)
    assert main(["check", "a.xml"]) == OUR_FAULT_EXIT
    told = capsys.readouterr().err
    assert "SZ-9002" in told
    assert "private words" not in told
    assert "Traceback" not in told


def test_a_very_long_file_name_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a" * 300 + ".xml"]) == 2
    assert "SZ-1" in capsys.readouterr().err
