"""A file appears whole or not at all."""

from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy import atomic


def test_bytes_and_text_are_written_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "档案.txt"
    atomic.write_bytes(target, "第一\n".encode())
    atomic.write_bytes(target, b"second\r\n")
    assert target.read_bytes() == b"second\r\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "findings.json"
    target.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ShouzhengError) as caught:
        atomic.write_bytes(target, b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
    (problem,) = caught.value.problems
    assert problem.code == "SZ-5102"
    assert "No space left" in problem.why(Lang.EN)
    assert problem.where == "findings.json"


def test_an_interruption_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        atomic.write_bytes(tmp_path / "dossier.pdf", b"%PDF")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_a_problem_with_words(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        atomic.write_bytes(tmp_path / "gone" / "x.txt", b"x")
    assert caught.value.exit_code == 2
    assert caught.value.problems[0].code == "SZ-5102"
