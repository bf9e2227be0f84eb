"""``shouzheng data``: what it says and how it ends, from the first status to making, trusting, updating, going back."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from shouzheng.cli.main import main
from shouzheng.packs import install, make
from shouzheng.packs.held import Difference
from shouzheng.packs.signing import fingerprint, public_of, public_pem
from shouzheng.packs.trial import Outcome, does_not_hold
from shouzheng.reference.data_files import data_files, shipped_folder
from tests.packs.making import ALICE, no_trial

FINGERPRINT = fingerprint(public_of(ALICE))
AS_OF = ("--as-of", "2026-12-05")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packs"
    monkeypatch.setenv("SHOUZHENG_PACKS", str(folder))
    for module in (install, make):
        monkeypatch.setattr(module, "tried", no_trial)
    return folder


@pytest.fixture
def publisher(tmp_path: Path) -> Path:
    """A publisher's folder: the directory of the program, a locked private key, a public one."""
    folder = tmp_path / "publisher"
    for path in data_files(shipped_folder("directory")):
        place = folder / "data" / "directory" / path.relative_to(shipped_folder("directory"))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # as an editor on Windows leaves it
    (folder / "data" / "README.md").write_text("not data", "utf-8")
    locked = BestAvailableEncryption(b"four unrelated words")
    (folder / "key.pem").write_bytes(ALICE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    (folder / "public.pem").write_bytes(public_pem(ALICE))
    return folder


def _make(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Path:
    monkeypatch.setattr("sys.stdin", io.StringIO("four unrelated words\n"))
    out = folder / "new.szpack"
    words = ("make", str(folder / "data"), "--key", str(folder / "key.pem"), "--out", str(out))
    assert main(["data", *words, *AS_OF, *more]) == 0
    return out


def _status(capsys: pytest.CaptureFixture[str], day: str = "2026-12-05") -> dict[str, dict[str, object]]:
    capsys.readouterr()
    main(["data", "status", "--json", "--as-of", day])
    return {each["part"]: each for each in json.loads(capsys.readouterr().out)["parts"]}


def test_make_trust_update_and_back(
    home: Path, publisher: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _status(capsys)["directory"]["hash"]
    made = _make(publisher, monkeypatch)
    assert FINGERPRINT in capsys.readouterr().out
    assert main(["data", "update", str(made), *AS_OF]) == 2
    said = capsys.readouterr().err
    assert "SZ-8005" in said
    assert "指纹" in said
    trust = ["data", "trust", str(publisher / "public.pem"), "--for", "directory"]
    assert main([*trust, "--fingerprint", "0000 0000", *AS_OF]) == 2
    assert main([*trust, "--fingerprint", FINGERPRINT, "--name", "小组\x1b[31m", *AS_OF]) == 0
    assert main(["data", "update", str(made), "--check", *AS_OF]) == 0
    assert _status(capsys)["directory"]["source"] == "program"
    assert main(["data", "update", str(made), *AS_OF]) == 0
    said = capsys.readouterr().out
    assert "2026-11-22.1 → 2026-12-05.1" in said
    assert "\x1b" not in said
    now = _status(capsys)["directory"]
    assert (now["source"], now["version"]) == ("pack", "2026-12-05.1")
    assert now["hash"] == before  # line ends do not change what a result says it was judged by
    assert main(["data", "rollback", *AS_OF]) == 0
    assert main(["data", "rollback", *AS_OF]) == 2
    assert main(["data", "trust", "--remove", FINGERPRINT, *AS_OF]) == 0
    assert main(["data", "trust", "--remove", FINGERPRINT, *AS_OF]) == 2
    assert "SZ-8014" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("flag", ["--fewer", "--fewer-rules"])
def test_what_is_taken_away_is_named_and_asked_for_and_what_is_passed_over_is_told(
    publisher: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    first = publisher / "first.szpack"
    first.write_bytes(_make(publisher, monkeypatch).read_bytes())
    second = _make(publisher, monkeypatch, "--version", "2026-12-05.2")
    assert main(["data", "trust", str(publisher / "public.pem"), "--fingerprint", FINGERPRINT, *AS_OF]) == 0
    ids = no_trial({}, date(2026, 12, 5)).rules
    lost = Outcome((), ids, other=Difference(gone=("acts/threat_arrest",)))
    monkeypatch.setattr(install, "tried", lambda *_: lost)
    capsys.readouterr()
    assert main(["data", "update", str(first), *AS_OF]) == 2
    said = capsys.readouterr().err
    assert "SZ-8010" in said
    assert "acts/threat_arrest" in said
    for file in (first, second):
        assert main(["data", "update", str(file), flag, *AS_OF]) == 0
    assert "acts/threat_arrest" in capsys.readouterr().out
    monkeypatch.setattr(install, "tried", lambda *_: Outcome(does_not_hold("x").problems))
    assert main(["data", "rollback", *AS_OF]) == 0
    said = capsys.readouterr().out
    assert "directory 2026-12-05.1" in said
    assert "仍保留" in said


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("lang", "words", "nobody"),
    [("zh-Hans", "该再核对", "还没有信任"), ("zh-Hant", "該再核對", "還沒有信任"), ("en", "overdue", "No publisher")],
)
def test_status_says_what_is_overdue_and_what_to_do(
    capsys: pytest.CaptureFixture[str], lang: str, words: str, nobody: str
) -> None:
    assert main(["--lang", lang, "data", "status", "--as-of", "2026-12-31"]) == 0
    said = capsys.readouterr().out
    assert words not in said
    assert nobody in said
    assert main(["--lang", lang, "data", "status", "--as-of", "2027-01-01"]) == 1
    assert words in capsys.readouterr().out


def test_a_damaged_pack_is_told_with_exit_code_3(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "active.json").write_text("{", "utf-8")
    assert main(["data", "status", *AS_OF]) == 3
    assert "SZ-8001" in capsys.readouterr().err


def test_without_a_folder_for_packs_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SHOUZHENG_PACKS", "none")
    assert main(["data", "status", *AS_OF]) == 0
    (tmp_path / "a.szpack").write_bytes(b"")
    assert main(["data", "update", str(tmp_path / "a.szpack")]) == 2
    assert "SZ-8016" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (["--check-by", "2030-01-01"], "SZ-8017"),  # later than the data itself says
        (["--version", "12"], "SZ-8017"),
        (["--program", "1"], "SZ-8003"),
    ],
)
def test_a_publisher_cannot_promise_what_the_data_does_not(
    publisher: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: list[str],
    code: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("four unrelated words\n"))
    out = publisher / "x.szpack"
    words = ["make", str(publisher / "data"), "--key", str(publisher / "key.pem"), "--out", str(out), *AS_OF]
    assert main(["data", *words, *change]) == 2
    assert code in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.usefixtures("home")
def test_a_wrong_passphrase_a_public_key_and_a_folder_without_data_make_nothing(
    publisher: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, folder, code in (
        ("key.pem", "data", "SZ-8012"),
        ("public.pem", "data", "SZ-8012"),
        ("nothing.pem", "data", "SZ-8002"),
        ("key.pem", "data/directory", "SZ-8017"),
    ):
        typed = "wrong" if folder == "data" else "four unrelated words"
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        words = ["make", str(publisher / folder), "--key", str(publisher / key), "--out", str(publisher / "x.szpack")]
        assert main(["data", *words, "--check-by", "2026-12-20", *AS_OF]) == 2
        assert code in capsys.readouterr().err


def test_a_pack_made_twice_is_the_same_file(
    home: Path, publisher: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _make(publisher, monkeypatch, "--note-zh", "练习", "--publisher", "小组").read_bytes()
    second = _make(publisher, monkeypatch, "--note-zh", "练习", "--publisher", "小组").read_bytes()
    assert first == second
    assert not home.exists()  # making installs nothing
    assert date(2026, 12, 31).isoformat().encode() in first  # the earliest date of the data itself
    assert "SZ-" not in capsys.readouterr().err
