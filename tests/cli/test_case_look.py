"""Looking things up in a case: notes and their corrections, originals on a terminal, damage said in words."""

import contextlib
import io
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from shouzheng.cli.main import main
from tests.casefile.making import PASSPHRASE, filled
from tests.casefile.test_os_keyring import Secret as Ring


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(tmp_path / "case").close()
    return tmp_path / "case"


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    """Run a subcommand with the passphrase and what is typed after it; return its code and what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{typed}"))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(["case", words[0], str(folder), *words[1:], "--lang", "en"])
    return code, out.getvalue()


def test_notes_are_read_back_and_corrected_without_losing_any(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, folder, "note", "-", typed="he said he is Wang\nand hung up\n") == (
        0,
        "Note 2 is stored.\n",
    )
    assert run(monkeypatch, folder, "note", "he said he is Huang", "--of", "2")[0] == 0
    now = [json.loads(line) for line in run(monkeypatch, folder, "note", "--json")[1].splitlines()]
    assert [(each["no"], each["text"]) for each in now] == [(1, "打电话的人自称姓汪"), (2, "he said he is Huang")]
    every = run(monkeypatch, folder, "note", "--history")[1]
    assert "姓王" in every
    assert "and hung up" in every
    assert run(monkeypatch, folder, "note", "x", "--of", "7")[0] == 2


def test_options_may_stand_before_the_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old bug: these were refused, with the usage of another command."""
    assert run(monkeypatch, folder, "note", "--of", "1", "he said he is Huang") == (0, "Note 1 is stored.\n")
    assert run(monkeypatch, folder, "note", "--lang", "en", "second") == (0, "Note 2 is stored.\n")
    with pytest.raises(SystemExit):
        run(monkeypatch, folder, "note", "one", "two")
    assert "usage: shouzheng case note" in capsys.readouterr().err


def test_an_empty_note_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, typed in (("", ""), (" \u3000", ""), ("-", "\n")):
        assert run(monkeypatch, folder, "note", words, typed=typed)[0] == 2
    assert len(run(monkeypatch, folder, "note", "--json")[1].splitlines()) == 1


def test_lists_are_there_for_programs_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [json.loads(line) for line in run(monkeypatch, folder, "list", "--json")[1].splitlines()]
    assert [each["name"] for each in listed] == ["sms-1.xml", "empty.txt", "录音.m4a"]
    found = [json.loads(line) for line in run(monkeypatch, folder, "search", "账单", "--json")[1].splitlines()]
    assert [each["id"] for each in found] == ["e0002"]
    code, said = run(monkeypatch, folder, "verify", "--json")
    assert (code, json.loads(said)["problems"], json.loads(said)["originals"]) == (0, [], 3)


def test_a_search_leaves_out_what_was_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(tmp_path / "case") as case:
        case.enter("replaced", "e0002", {"gone": True})
    assert run(monkeypatch, tmp_path / "case", "search", "账单") == (0, "")
    assert "账单" in run(monkeypatch, tmp_path / "case", "show", "e0002")[1]


def test_one_contact_can_be_read_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "再不还钱就打断你的腿" in run(monkeypatch, folder, "show", "e0001")[1]
    for unknown in ("e9999", "9" * 30, "\x1b[2J"):
        assert run(monkeypatch, folder, "show", unknown)[0] == 2


def test_an_original_cannot_command_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old bug: a file with escape sequences was written to the terminal as it is."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    case = filled(tmp_path / "case")
    case.add(["林\n\x1b]0;x\x07".encode()], "hostile.txt")
    case.close()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    with contextlib.redirect_stdout(Terminal()) as out:
        assert main(["case", "show", str(tmp_path / "case"), "4"]) == 0
    assert "\x1b" not in out.getvalue()
    assert out.getvalue().startswith("林\n")


@pytest.mark.parametrize("gone", [False, True])
def test_a_damaged_original_is_said_to_be_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gone: bool
) -> None:
    """Old bug: it was called a fault of the program."""
    for blob in list((folder / "blobs").glob("*/*")):
        content = blob.read_bytes()
        blob.unlink() if gone else blob.write_bytes(content[:-1])
    assert run(monkeypatch, folder, "show", "1")[0] == 4
    assert "SZ-4030" in capsys.readouterr().err


def test_a_damaged_index_is_said_to_be_damaged_whatever_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old bug: verify, of all commands, ended with a fault of the program when a page of the index was damaged."""
    index = folder / "index.db"
    content = bytearray(index.read_bytes())
    for place in range(4096 + 100, len(content), 4096):  # every page but the first
        content[place] ^= 1
    index.write_bytes(bytes(content))
    for words in (["verify"], ["list"], ["search", "账单"], ["note"], ["log"]):
        assert run(monkeypatch, folder, *words)[0] == 4
        assert "SZ-4032" in capsys.readouterr().err


def test_the_key_ring_is_used_only_when_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring, backend = Ring(), ModuleType("keyring.backend")
    monkeypatch.setattr(backend, "get_all_keyring", lambda: [ring], raising=False)
    monkeypatch.setitem(sys.modules, "keyring", ModuleType("keyring"))
    monkeypatch.setitem(sys.modules, "keyring.backend", backend)
    assert run(monkeypatch, folder, "list")[0] == 0
    assert ring.kept == {}
    assert run(monkeypatch, folder, "keyring")[1].startswith("The key ring holds no key")
    assert run(monkeypatch, folder, "keyring", "--remember")[0] == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["case", "list", str(folder), "--keyring"]) == 0
        assert main(["case", "list", str(folder)]) == 2  # without the word the passphrase is asked for: none came
        for never in ("rekey", "recovery"):
            with pytest.raises(SystemExit):
                main(["case", never, str(folder), "--keyring"])
    assert "sms-1.xml" in out.getvalue()
    assert run(monkeypatch, folder, "keyring")[1].startswith("The key ring holds a key")
    assert run(monkeypatch, folder, "keyring", "--forget")[0] == 0
    assert (ring.kept, run(monkeypatch, folder, "list", "--keyring")[0]) == ({}, 2)
