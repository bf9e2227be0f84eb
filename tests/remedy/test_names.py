"""Names and kinds of files: each has a defined answer (docs/case_format.md, "Names and kinds of files")."""

import os
import socket
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.receive import Received
from shouzheng.casefile.verify import verify
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.statement import keep_statement
from tests.casefile.making import made
from tests.remedy.cases.making import AS_OF, EXAMPLE, confirm, example_files

COMPOSED = unicodedata.normalize("NFC", "é林.xml")
DECOMPOSED = unicodedata.normalize("NFD", "é林.xml")


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return made(tmp_path / "case")[0]


def stored(case: CaseFile, *paths: Path) -> tuple[list[str], list[str]]:
    """Add files; return the names under which they are kept and the codes of what was said."""
    added = add_files(case, list(paths))
    assert verify(case).problems == ()
    codes = [problem.code for each in added for problem in each.problems if problem.code.startswith("SZ-40")]
    return [each.stored.name for each in added if each.stored], codes


@pytest.mark.parametrize(
    "name",
    [
        "a" * 255,
        "林" * 85,
        "CON",
        "nul.xml",
        "COM1.txt",
        "trailing.",
        "a:b?c*d",
        'quo"te',
        "back\\slash",
        " leading space",
        "new\nline",
        "-rf",
        "\u202egnp.exe",
        ".hidden",
        "a\u0301" * 60,
    ],
)
def test_a_name_is_kept_as_it_is(case: CaseFile, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"content")
    with case:
        assert stored(case, path) == ([name], [])
        assert all(len(each.name) == 64 for each in (tmp_path / "case" / "blobs").glob("*/*"))


def test_composed_and_decomposed_are_two_names(case: CaseFile, tmp_path: Path) -> None:
    """Nothing is normalised: the file system said which it was. The content, being the same, is stored once."""
    for name in (COMPOSED, DECOMPOSED):
        (tmp_path / name).write_bytes(b"content")
    with case:
        names, codes = stored(case, tmp_path / COMPOSED, tmp_path / DECOMPOSED)
        assert (names, codes) == ([COMPOSED, DECOMPOSED], [])
        assert len(list(case.blobs.names())) == 1


def test_bytes_that_are_no_text_become_question_marks(case: CaseFile, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.bin"))
    path.write_bytes(b"content")
    with case:
        assert stored(case, path) == (["??.bin"], [])


def test_a_name_that_no_file_can_have_is_said(case: CaseFile, tmp_path: Path) -> None:
    with case:
        for name in ("a\x00b", "x" * 300, ""):
            names, codes = stored(case, tmp_path / name)
            assert names == []
            assert codes[0] in ("SZ-4021", "SZ-4022")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.close()


def _link(path: Path) -> None:
    (path.parent / "target").write_bytes(b"content")
    path.symlink_to(path.parent / "target")


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def _circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [_fifo, _socket, _link, _dangling, _circle, Path.mkdir])
def test_what_is_no_plain_file_is_named_and_left(
    case: CaseFile, tmp_path: Path, make: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may only be short
    make(Path("thing"))
    (tmp_path / "plain").write_bytes(b"content")
    with case:
        names, codes = stored(case, Path("thing"), tmp_path / "plain")
        assert (names, codes) == (["plain"], ["SZ-4022"])  # the next one is stored all the same


def test_devices_are_left(case: CaseFile) -> None:
    with case:
        assert stored(case, Path("/dev/null"), Path("/dev/zero")) == ([], ["SZ-4022", "SZ-4022"])


def test_hard_links_are_two_names_of_one_content(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"content")
    os.link(tmp_path / "one", tmp_path / "two")
    with case:
        assert stored(case, tmp_path / "one", tmp_path / "two") == (["one", "two"], [])
        assert len(list(case.blobs.names())) == 1


def test_a_file_that_changes_meanwhile_is_stored_as_read_and_named(
    case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing"
    path.write_bytes(bytes(3 << 20))
    real = Received.chunks

    def growing(received: Received) -> Iterator[bytes]:
        chunks = real(received)
        yield next(chunks)
        with path.open("ab") as other:
            other.write(b"more")
        yield from chunks

    monkeypatch.setattr(Received, "chunks", growing)
    with case:
        names, codes = stored(case, path)
        assert (names, codes) == (["growing"], ["SZ-4023"])


def test_a_file_that_cannot_be_read_does_not_stop_the_next(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(b"content")
    with case:
        assert stored(case, tmp_path / "gone", tmp_path / "good") == (["good"], ["SZ-4024"])


def test_no_name_of_the_person_becomes_a_name_in_the_bundle(case: CaseFile, tmp_path: Path) -> None:
    """Recorders put names and numbers into file names; in a bundle names of files are ours."""
    (messages,) = example_files("sms-*.xml")
    path = tmp_path / "妈妈 13800000000 ..\\..\\CON.xml"
    path.write_bytes(messages.read_bytes())
    with case:
        keep_statement(case, EXAMPLE / "case.toml")
        add_files(case, [path], person="me")
        confirm(case, "yunling")
        export_bundle(case, tmp_path / "out", as_of=AS_OF, with_originals=True)
        (original,) = (tmp_path / "out" / "data" / "originals").iterdir()
        first = next(case.originals())
    assert original.name == f"001-{first.digest.hex[:16]}.xml"
    assert all(each.name.isascii() for each in (tmp_path / "out").rglob("*"))
    log = (tmp_path / "out" / "data" / "custody" / "log.jsonl").read_text("ascii")
    assert "13800000000" not in log
