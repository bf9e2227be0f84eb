"""Packs on the command line: made in one case, joined in another, withdrawn again."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.remedy.cases.making import PASSPHRASE, confirm, example_case, example_files


def test_pack_import_and_withdraw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with example_case(tmp_path / "friend", files=example_files("sms-*.xml")) as case:
        confirm(case)
    example_case(tmp_path / "his", files=example_files("calls-*.xml")).close()

    def run(case: str, action: str, *words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = main(["case", action, str(tmp_path / case), *words, "--lang", "en"])
        return code, out.getvalue()

    pack, withdrawal = str(tmp_path / "pack.zip"), str(tmp_path / "gone.zip")
    code, said = run("friend", "pack", pack)
    (key,) = re.findall(r"[0-9A-F]{5}(?:-[0-9A-F]{5}){3}", said)
    assert (code, "contacts 11" in said, "not encrypted" in said) == (0, True, True)
    code, said = run("his", "import", pack, "--person", "friend", "--scope", "yunling")
    assert (code, "Joined friend: contacts 11" in said, key in said) == (0, True, True)
    assert re.search(r"friend .*agreed \d{4}-\d\d-\d\d yunling", run("his", "person")[1])
    assert run("friend", "pack", withdrawal, "--withdraw")[0] == 0
    assert "friend has withdrawn" in run("his", "import", withdrawal, "--person", "friend")[1]
    assert "withdrawn" in run("his", "person")[1]
    capsys.readouterr()
    assert run("his", "import", pack, "--person", "friend")[0] == 2
    assert "SZ-5333" in capsys.readouterr().err
    assert run("his", "import", pack, "--person", "me")[0] == 2
    assert "SZ-5334" in capsys.readouterr().err
