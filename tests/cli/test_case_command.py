"""The case on the command line: passphrases by terminal or pipe only, clear words, exit codes."""

import contextlib
import io
import re
import zipfile
from pathlib import Path

import apsw
import pytest

from shouzheng.casefile.case import CaseFile, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.cli.main import main

PASSPHRASE = "three grey cranes"  # noqa: S105 - invented


def _typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    from shouzheng.casefile import kdf

    monkeypatch.setattr("shouzheng.casefile.kdf.calibrated", lambda: kdf.FLOOR)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """A new case and the lines of its recovery key."""
    _typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["case", "new", str(tmp_path / "case"), "--lang", "en"]) == 0
    lines = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", out.getvalue())
    assert len(lines) == 4
    return str(tmp_path / "case"), lines


def test_from_files_to_a_verified_case(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = case
    example = sorted(str(path) for path in (Path(__file__).parents[2] / "examples" / "yunling").glob("sms-*.xml"))

    def run(*words: str) -> str:
        _typed(monkeypatch, PASSPHRASE)
        assert main(["case", *words, "--lang", "en"]) == 0
        return capsys.readouterr().out

    assert "contacts read: 19" in run("add", folder, *example)
    assert "sms-2026" in run("list", folder)
    assert "打断你的腿" in run("search", folder, "打断")
    run("note", folder, "he called himself Wang")
    assert '"what":"enter"' in run("log", folder)
    assert "no change found" in run("verify", folder)


def test_the_same_file_twice_counts_its_contacts_once(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = case
    (example,) = (Path(__file__).parents[2] / "examples" / "yunling").glob("sms-*.xml")
    for count in (19, 0):
        _typed(monkeypatch, PASSPHRASE)
        assert main(["case", "add", folder, str(example), "--lang", "en"]) == 0
        said = capsys.readouterr().out
        assert f"contacts read: {count})" in said
        assert ("same as no. 1" in said) == (count == 0)


def test_an_unknown_format_is_kept_and_a_missing_file_is_said(
    case: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = case
    (tmp_path / "x.bin").write_bytes(bytes(100))
    _typed(monkeypatch, PASSPHRASE)
    assert main(["case", "add", folder, str(tmp_path / "x.bin"), str(tmp_path / "gone"), "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert "stored 1: x.bin" in captured.out
    assert "SZ-4024 gone" in captured.err  # old fault: the disk was said to be full
    _typed(monkeypatch, PASSPHRASE)
    assert main(["case", "add", folder, str(tmp_path / "gone")]) == 2


def test_a_wrong_passphrase_is_exit_4_and_never_repeated(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _typed(monkeypatch, "not this one at all")
    assert main(["case", "list", case[0]]) == 4
    captured = capsys.readouterr()
    assert "SZ-4010" in captured.err
    assert "not this one" not in captured.out + captured.err


def test_recovery_rehearsal_and_a_new_passphrase(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, lines = case
    _typed(monkeypatch, *lines)
    assert main(["case", "recovery", folder]) == 0
    _typed(monkeypatch, *lines, "another long one", "another long one")
    assert main(["case", "rekey", folder, "--recovery"]) == 0
    _typed(monkeypatch, "another long one")
    assert main(["case", "list", folder]) == 0
    _typed(monkeypatch, "another long one")
    assert main(["case", "recovery", folder, "--new"]) == 0
    capsys.readouterr()
    _typed(monkeypatch, *lines)
    assert main(["case", "recovery", folder]) == 4  # the old paper no longer opens it


def test_passphrases_must_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _typed(monkeypatch, PASSPHRASE, PASSPHRASE + "x")
    assert main(["case", "new", str(tmp_path / "case")]) == 2
    assert not (tmp_path / "case").exists()


def test_an_original_comes_out_byte_for_byte(
    case: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    content = bytes(range(256)) * 5
    (tmp_path / "x.bin").write_bytes(content)
    _typed(monkeypatch, PASSPHRASE)
    main(["case", "add", case[0], str(tmp_path / "x.bin")])
    capfdbinary.readouterr()
    _typed(monkeypatch, PASSPHRASE)
    assert main(["case", "show", case[0], "1"]) == 0
    assert capfdbinary.readouterr().out == content
    _typed(monkeypatch, PASSPHRASE)
    assert main(["case", "show", case[0], "99"]) == 2


def test_an_archive_is_kept_whole_and_its_contacts_are_read(
    case: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = (Path(__file__).parents[2] / "examples" / "yunling").glob("sms-*.xml")
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.write(example, f"{name}/sms.xml")
    for name, count in (("a.zip", 19), ("b.zip", 0)):
        _typed(monkeypatch, PASSPHRASE)
        assert main(["case", "add", case[0], str(tmp_path / name), "--lang", "en"]) == 0
        assert f"contacts read: {count})" in capsys.readouterr().out
    _typed(monkeypatch, PASSPHRASE)
    assert main(["case", "verify", case[0], "--lang", "en"]) == 0


def test_the_recovery_key_on_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    paper = tmp_path / "paper.pdf"
    _typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["case", "new", str(tmp_path / "case"), "--paper", str(paper), "--lang", "en"]) == 0
    lines = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", out.getvalue())
    text = pypdf.PdfReader(paper).pages[0].extract_text()
    assert len(lines) == 4
    assert all(line in text for line in lines)
    assert "delete this file" in out.getvalue()


def test_what_was_stored_and_not_read_is_said_and_read_later(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old faults: with a full disk the file was \"stored, contacts read: 0\", exit 0; after a kill it looked normal."""
    folder, _ = case
    example = Path(__file__).parents[2] / "examples" / "yunling"
    (sms,), (sister,) = example.glob("sms-*.xml"), example.glob("sister-sms-*.xml")
    good = CaseFile.add_events

    def full(*_: object) -> int:
        raise apsw.FullError("database or disk is full")

    def run(*words: str) -> tuple[int, str, str]:
        _typed(monkeypatch, PASSPHRASE)
        code = main(["case", words[0], folder, *words[1:], "--lang", "en"])
        return code, *capsys.readouterr()

    monkeypatch.setattr(CaseFile, "add_events", full)
    code, out, err = run("add", str(sister), "--person", "sister")
    assert (code, "original stored 1" in out, f"SZ-4025 {sister.name}" in err) == (1, True, True)
    monkeypatch.setattr(CaseFile, "add_events", good)
    code, out, err = run("list")
    assert (code, "not read yet" in out, "SZ-4036" in err) == (0, True, True)
    assert "SZ-4036" in run("verify")[2]
    code, out, err = run("add", str(sms))
    assert (code, "read now 1: sister-sms" in out, "stored 2: sms-" in out, err) == (0, True, True, "")
    assert "SZ-4036" not in "".join(map(str, run("verify")))
    assert "waiting" in run("read")[1]
    with opened_case_of(folder) as opened:
        assert [reading.person for reading in opened.readings()] == ["sister", "me"]


def opened_case_of(folder: str) -> CaseFile:
    return open_case(Path(folder), unlock(read_header(Path(folder)), PASSPHRASE))


def test_reading_works_while_another_program_writes(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = case
    with opened_case_of(folder) as writer:
        writer.add([b"x"], "first.txt")
        for words, code in ((["list"], 0), (["search", "none"], 0), (["log"], 0), (["note", "words"], 2)):
            _typed(monkeypatch, PASSPHRASE)
            assert main(["case", words[0], folder, *words[1:], "--lang", "en"]) == code
        captured = capsys.readouterr()
        assert ("first.txt" in captured.out, "SZ-4020" in captured.err) == (True, True)
        assert "No contact holds these words" in captured.err


def test_nothing_typed_is_no_wrong_passphrase(
    case: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _typed(monkeypatch, "")
    assert main(["case", "list", case[0], "--lang", "en"]) == 2
    assert "SZ-9044" in capsys.readouterr().err
