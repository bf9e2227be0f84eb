"""Time proofs on the command line: nothing leaves without a yes."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.cli.main import main
from tests.casefile.making import PASSPHRASE, filled
from tests.casefile.proofs.authority import Authority, served


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(tmp_path / "case").close()
    return tmp_path / "case"


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{typed}\n"))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(["case", "proof", str(folder), *words, "--lang", "en"])
    return code, out.getvalue()


def test_without_a_yes_nothing_is_sent(folder: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(authority) as (address, received):
        for typed in ("", "no", "ye"):
            code, said = run(monkeypatch, folder, "--send", address, typed=typed)
            assert (code, "Nothing was sent." in said) == (2, True)
        assert received == []
        (folder.parent / "ca.pem").write_bytes(authority.root)
        ca = str(folder.parent / "ca.pem")
        code, said = run(monkeypatch, folder, "--send", address, "--send", address, "--ca", ca, typed="yes")
        assert len(received) == 2
    assert (code, said.count(" holds "), "At least one of them holds." in said) == (0, 2, True)
    with open_case(folder, unlock(read_header(folder), PASSPHRASE)) as case:
        assert sum('"what":"proof-sent"' in line for line in case.log()) == 2


def test_by_files(folder: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    work = folder.parent
    assert run(monkeypatch, folder, "--request", str(work / "ask"))[0] == 0
    assert len((work / "ask.bin").read_bytes()) == 64
    (work / "reply.tsr").write_bytes(authority.reply((work / "ask.tsq").read_bytes()))
    (work / "ca.pem").write_bytes(authority.root)
    code, said = run(monkeypatch, folder, "--add", str(work / "reply.tsr"))
    assert (code, "unchecked" in said, "No time proof was checked" in said) == (0, True, True)
    code, said = run(monkeypatch, folder, "--add", str(work / "reply.tsr"), "--ca", str(work / "ca.pem"))
    assert "At least one of them holds." in said


def test_what_fails_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, folder, "--add", str(folder.parent / "gone"))[0] == 2
    assert "SZ-9052" in capsys.readouterr().err
    assert run(monkeypatch, folder, "--send", "http://127.0.0.1:1/", "--yes")[0] == 2
    assert "SZ-5322" in capsys.readouterr().err
    (folder.parent / "x.tsr").write_bytes(b"x")
    assert run(monkeypatch, folder, "--add", str(folder.parent / "x.tsr"))[0] == 2
    assert "SZ-5320" in capsys.readouterr().err
    assert run(monkeypatch, folder)[0] == 0


def test_the_log_holds_no_more_of_an_address_than_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old bug: an address with an account in it went into the custody log, and with it into every bundle."""
    for address in ("http://127.0.0.1:1/account?key=secret", "http://someone:secret@127.0.0.1:1/", "http://[oops"):
        assert run(monkeypatch, folder, "--send", address, "--yes")[0] == 2
    with open_case(folder, unlock(read_header(folder), PASSPHRASE)) as case:
        sent = [json.loads(line)["about"] for line in case.log() if '"proof-sent"' in line]
    assert sent == [{"server": "127.0.0.1"}, {"server": ""}, {"server": ""}]


def test_roots_can_come_later(folder: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    ca = folder.parent / "ca.pem"
    ca.write_bytes(authority.root)
    with served(authority) as (address, _):
        run(monkeypatch, folder, "--send", address, "--yes")
    code, said = run(monkeypatch, folder, "--ca", str(ca))
    assert (code, "At least one of them holds." in said) == (0, True)
