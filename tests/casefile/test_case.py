"""The case: what is stored stays, is found again, and is nowhere to be read without the key."""

import json
import os
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, EventRow, new_case, open_case
from shouzheng.casefile.header import read_header, unlock, unlock_by_recovery
from shouzheng.casefile.kdf import FLOOR
from shouzheng.casefile.receive import Received
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import ShouzhengError
from tests.casefile.making import PASSPHRASE, SECRETS, filled, made, row


def reopened(folder: Path) -> CaseFile:
    return open_case(folder, unlock(read_header(folder), PASSPHRASE))


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    with reopened(tmp_path / "case") as case:
        first, empty, sound = case.originals()
        assert (first.name, first.media_type, empty.digest.length) == ("sms-1.xml", "text/xml", 0)
        assert b"".join(case.blobs.chunks(sound.blob)) == bytes(range(256)) * 9000
        assert [json.loads(line)["id"] for line in case.events()] == ["e0001", "e0002", "e0003", "e0004"]
        assert case.count_events() == 4
        (note,) = case.entries("note")
        assert note.content == {"text": "打电话的人自称姓汪"}
        assert len(list(case.entries("note", history=True))) == 2
        assert [json.loads(line)["what"] for line in case.log()] == ["new", *["add"] * 3, "read", *["enter"] * 3]
        checked = verify(case)
    assert checked.problems == ()
    assert (checked.originals, checked.events, checked.lines) == (3, 4, 8)


@pytest.mark.parametrize(
    ("words", "count"), [("打断你的腿", 2), ("账单", 1), ("转", 1), ('"', 0), ("%", 0), ("不存在的", 0)]
)
def test_search_is_literal(tmp_path: Path, words: str, count: int) -> None:
    with filled(tmp_path / "case") as case:
        assert len(list(case.search(words))) == count


def test_the_same_content_is_stored_once_under_both_names(tmp_path: Path) -> None:
    case, _ = made(tmp_path / "case")
    with case:
        one, two = case.add([b"abc"], "a"), case.add([b"a", b"bc"], "b")
        assert (one.blob, one.no) != (two.blob, two.no)
        assert one.blob == two.blob
        assert len(list(case.blobs.names())) == 1


def test_nothing_plain_is_ever_on_the_disk(tmp_path: Path) -> None:
    case = filled(tmp_path / "case")  # still open: WAL and staging are looked at too
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    names = " ".join(str(path) for path in tmp_path.rglob("*"))
    for secret in (*SECRETS, "sms-1.xml", "录音", "姓汪", PASSPHRASE, "SQLite format"):
        assert secret.encode() not in content
        assert secret not in names
    case.close()
    assert repr(case).find("master") < 0


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with filled(tmp_path / "case"), pytest.raises(ShouzhengError) as caught:
        reopened(tmp_path / "case")
    assert caught.value.problems[0].code == "SZ-4020"
    reopened(tmp_path / "case").close()


def test_a_case_on_a_disk_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old bug: it was called a fault of the program."""

    def read_only(_path: Path, _flags: int, _mode: int = 0) -> int:
        raise OSError(30, os.strerror(30))

    filled(tmp_path / "case").close()
    monkeypatch.setattr("shouzheng.casefile.lock.os.open", read_only)
    with pytest.raises(ShouzhengError) as caught:
        reopened(tmp_path / "case")
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-4021", 2)


def test_nobody_else_on_the_computer_can_look_into_a_new_folder(tmp_path: Path) -> None:
    made(tmp_path / "case")[0].close()
    assert (tmp_path / "case").stat().st_mode & 0o077 == 0


def test_a_block_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    def interrupted(case: CaseFile) -> None:
        with case.together():
            case.add([b"one"], "one")
            case.add_events(1, [row(9)])
            raise KeyboardInterrupt

    with filled(tmp_path / "case") as case:
        before = list(case.log())
        with pytest.raises(KeyboardInterrupt):
            interrupted(case)
        assert list(case.log()) == before
        assert case.count_events() == 4
        assert verify(case).problems == ()


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with filled(tmp_path / "case") as case:
        with monkeypatch.context() as patch:
            patch.setattr("shouzheng.casefile.blobs.os.fsync", full)
            with pytest.raises(ShouzhengError) as caught:
                case.add([b"x" * 100], "x")
        assert caught.value.problems[0].code == "SZ-4021"
        assert list((tmp_path / "case" / "staging").iterdir()) == []
        assert verify(case).problems == ()
        case.add([b"x" * 100], "x")
        assert verify(case).originals == 4


def test_a_folder_with_content_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(ShouzhengError) as caught:
        new_case(tmp_path, PASSPHRASE, FLOOR)
    assert caught.value.problems[0].code == "SZ-4003"
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


@pytest.mark.parametrize("name", ["é" * 127, "e\u0301.xml", "CON", "nul.txt", "../../etc/x", "a\x00b", "\udcff", ""])
def test_a_name_is_only_a_text(tmp_path: Path, name: str) -> None:
    case, _ = made(tmp_path / "case")
    with case:
        stored = case.add([b"x"], name)
        assert case.original(stored.no).name == name.encode("utf-8", "replace").decode()
        assert verify(case).problems == ()
    assert not (tmp_path / "etc").exists()


def test_hostile_words_are_stored_literally(tmp_path: Path) -> None:
    case, _ = made(tmp_path / "case")
    words = "\ud83d\x00'); DROP TABLE event; --\u202e" + "长" * 100_000
    with case:
        case.add([b"x"], "x")
        case.add_events(1, [EventRow("e1", "2026-01-01T00:00:00Z", words, json.dumps({"text": words}))])
        case.enter("note", words, {"text": words})
        assert len(list(case.search("DROP TABLE"))) == 1
        assert verify(case).problems == ()


def test_only_plain_files_are_received(tmp_path: Path) -> None:
    plain = tmp_path / "a"
    plain.write_bytes(b"abc")
    (tmp_path / "link").symlink_to(plain)
    os.link(plain, tmp_path / "hard")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "."):
        with pytest.raises(ShouzhengError) as caught:
            Received(tmp_path / name)
        assert caught.value.problems[0].code == "SZ-4022"
    received = Received(tmp_path / "hard")
    assert b"".join(received.chunks()) == b"abc"
    assert received.problems == []


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(3 << 20))
    received = Received(path)
    chunks = received.chunks()
    next(chunks)
    with path.open("ab") as file:
        file.write(b"more")
    for _ in chunks:
        pass
    assert [problem.code for problem in received.problems] == ["SZ-4023"]


def test_passphrase_and_recovery_key_change_only_under_the_lock_and_are_logged(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    with filled(folder) as case:
        before = read_header(folder)
        case.change_passphrase("another long one", FLOOR)
        code = case.new_recovery_key()
        assert [json.loads(line)["what"] for line in case.log()][-2:] == ["rekey", "recovery"]
    header = read_header(folder)
    assert unlock(header, "another long one") == unlock_by_recovery(header, code) == unlock(before, PASSPHRASE)
    with open_case(folder, unlock(header, "another long one")) as case:
        assert verify(case).problems == ()
