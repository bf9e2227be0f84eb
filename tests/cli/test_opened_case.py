"""Every command that opens a case does so in the one way: no traces, a self-test first, damage told as damage."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import shouzheng.cli
from shouzheng.casefile import selftest
from shouzheng.casefile.case import new_case
from shouzheng.casefile.kdf import FLOOR
from shouzheng.cli import opened_case
from shouzheng.cli.main import main
from tests.remedy.cases.making import PASSPHRASE, example_case

COMMANDS = (
    ["letter", "list", "--case", "CASE"],
    ["next", "--case", "CASE"],
    ["proceedings", "list", "--case", "CASE"],
    ["case", "check", "CASE"],
)


def _words(command: list[str], folder: Path) -> list[str]:
    return [str(folder) if word == "CASE" else word for word in command]


def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_nothing_is_opened_with_a_broken_library_and_no_traces_are_left(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old bug: ``letter``, ``next`` and ``proceedings`` opened a case without either."""
    example_case(tmp_path / "case").close()
    done: list[str] = []
    monkeypatch.setattr(opened_case, "leave_no_traces", lambda: done.append("traces"))
    _typed(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(selftest, "unwrap", lambda *_: b"secret")
        assert main(_words(command, tmp_path / "case")) == 70
    assert "selftest.py" in capsys.readouterr().err
    assert set(done) == {"traces"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_damage_that_a_query_meets_is_told_as_damage(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old bug: outside ``case`` it was an error that names no damage, and the exit code of a mistake."""
    case, _ = new_case(tmp_path / "case", PASSPHRASE, FLOOR)
    with case:
        for number in range(300):
            case.enter("proceeding", str(number), {"x": "x" * 500})
            case.enter("choice", str(number), {"x": "x" * 500})
    index = tmp_path / "case" / "index.db"
    content = bytearray(index.read_bytes())
    for place in range(4096 * 4 + 100, len(content), 4096):
        content[place] ^= 0xFF
    index.write_bytes(content)
    _typed(monkeypatch)
    assert main(_words(command, tmp_path / "case")) == 4
    assert "SZ-4032" in capsys.readouterr().err


def test_no_command_opens_a_case_in_another_way() -> None:
    sources = {path.name: path.read_text("utf-8") for path in Path(shouzheng.cli.__file__).parent.glob("*.py")}
    found = {name for name, text in sources.items() if re.search(r"\bopen_case\b", text)}
    assert found == {"opened_case.py"}
