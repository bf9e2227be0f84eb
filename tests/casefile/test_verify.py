"""Whatever is changed in a case behind its back is found and named."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from shouzheng.casefile.case import CaseFile, EventRow, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.index import open_index
from shouzheng.casefile.verify import verify
from shouzheng.model.words import Lang
from tests.casefile.making import filled, made, row
from tests.casefile.test_case import reopened

Change = Callable[[apsw.Connection], object]


def _codes(case: CaseFile) -> set[str]:
    return {problem.code for problem in verify(case).problems}


def _sql(*statements: str) -> Change:
    def change(connection: apsw.Connection) -> None:
        connection.execute("DROP TRIGGER custody_is_never_changed; DROP TRIGGER custody_is_never_cut")
        for statement in statements:
            connection.execute(statement)

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_sql("UPDATE event SET line = replace(line, '打断', '握手') WHERE no = 1"), "SZ-4033"),
        (_sql("DELETE FROM event WHERE no = 2"), "SZ-4033"),
        (_sql("DELETE FROM event", "DELETE FROM import"), "SZ-4033"),
        (_sql("UPDATE import SET digest = 'x'"), "SZ-4033"),
        (_sql("UPDATE entry SET content = '{}' WHERE no = 1"), "SZ-4033"),
        (_sql("DELETE FROM entry WHERE no = 1"), "SZ-4033"),
        (_sql("INSERT INTO entry (kind, subject, content, at) VALUES ('note', '2', '{}', '')"), "SZ-4033"),
        (_sql("DELETE FROM original WHERE no = 2"), "SZ-4030"),
        (_sql("UPDATE original SET sha256 = 'x', length = 3 WHERE no = 3"), "SZ-4030"),
        (_sql("UPDATE original SET blob = (SELECT blob FROM original WHERE no = 3) WHERE no = 1"), "SZ-4030"),
        (_sql("DELETE FROM custody WHERE n = 8"), "SZ-4031"),
        (_sql("DELETE FROM custody WHERE n = 3"), "SZ-4031"),
        (_sql("DELETE FROM custody"), "SZ-4031"),
        (_sql("UPDATE custody SET line = replace(line, '\"length\":10', '\"length\":20') WHERE n = 2"), "SZ-4031"),
        (_sql("UPDATE original SET name = 'other.xml' WHERE no = 1"), "SZ-4030"),
        (_sql("UPDATE entry SET subject = 'e0002' WHERE no = 3"), "SZ-4033"),
        (_sql("UPDATE custody SET line = '[' WHERE n = 2"), "SZ-4031"),
        (_sql("UPDATE custody SET line = replace(line, '\"enter\"', '\"other\"') WHERE n = 8"), "SZ-4031"),
        (_sql("UPDATE head SET count = 7"), "SZ-4031"),
        (_sql("UPDATE head SET signature = zeroblob(64)"), "SZ-4031"),
        (_sql("DELETE FROM head"), "SZ-4031"),
        (_sql("UPDATE import SET person = 'sister'"), "SZ-4033"),
        (_sql("UPDATE import SET original = 2"), "SZ-4033"),
        (_sql("UPDATE original SET received = '2025-01-01T00:00:00.000Z' WHERE no = 1"), "SZ-4030"),
        (_sql("UPDATE original SET received = substr(received, 1, 22) || '9Z' WHERE no = 1"), "SZ-4030"),
        (_sql("UPDATE original SET media_type = 'image/png' WHERE no = 1"), "SZ-4030"),
        (_sql("UPDATE entry SET at = '2025-01-01T00:00:00.000Z' WHERE no = 1"), "SZ-4033"),
        (_sql("UPDATE entry SET kind = 'person' WHERE no = 1"), "SZ-4033"),
        (_sql("UPDATE event SET id = 'e9999' WHERE no = 1"), "SZ-4033"),
        (_sql("UPDATE event SET utc = '2020-01-01T00:00:00Z' WHERE no = 5"), "SZ-4033"),
        (_sql("INSERT INTO words (words) VALUES ('delete-all')"), "SZ-4033"),
        (_sql("INSERT INTO words (words, rowid, text) VALUES ('delete', 2, '您本期账单已到期')"), "SZ-4033"),
        (_sql("INSERT INTO words (rowid, text) VALUES (77, 'more')"), "SZ-4033"),
    ],
)
def test_a_change_in_the_index_is_found(tmp_path: Path, change: Change, code: str) -> None:
    case = filled(tmp_path / "case")
    key = case._keys.index()
    line = '{"id":"e9000","text":null,"time":{"utc":"2026-02-01T04:00:00.000Z"}}'
    case.add_events(3, [EventRow("e9000", "2026-02-01T04:00:00.000+00:00", "", line)])
    assert _codes(case) == set()
    case.close()
    connection = open_index(tmp_path / "case", key)
    change(connection)
    connection.close()
    with reopened(tmp_path / "case") as case:
        assert code in _codes(case)


def test_the_log_refuses_changes(tmp_path: Path) -> None:
    with filled(tmp_path / "case") as case:
        for statement in ("UPDATE custody SET line = ''", "DELETE FROM custody WHERE n = 8"):
            with pytest.raises(apsw.ConstraintError, match="append only"):
                case._db.execute(statement)


def _blob(folder: Path) -> Path:
    return max((path for path in (folder / "blobs").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def test_damage_to_an_original_is_found_and_named(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    path = _blob(tmp_path / "case")
    good = path.read_bytes()
    small = min((p for p in (tmp_path / "case" / "blobs").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    changes = [
        good[:1000] + bytes([good[1000] ^ 1]) + good[1001:],
        good[:-1],
        good + b"\x00",
        b"",
        small.read_bytes(),
    ]
    with reopened(tmp_path / "case") as case:
        for content in changes:
            path.write_bytes(content)
            (problem,) = verify(case).problems
            assert (problem.code, dict(problem.slots)["name"]) == ("SZ-4030", "录音.m4a")
        path.unlink()
        assert _codes(case) == {"SZ-4030"}
        path.write_bytes(good)
        assert _codes(case) == set()


def test_an_older_index_in_place_of_a_newer_one_is_found(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    index = tmp_path / "case" / "index.db"
    shutil.copy(index, tmp_path / "older")
    with reopened(tmp_path / "case") as case:
        case.enter("note", "3", {"text": "later"})
    shutil.copy(tmp_path / "older", index)
    for rest in ("index.db-wal", "index.db-shm"):
        (tmp_path / "case" / rest).unlink(missing_ok=True)
    with reopened(tmp_path / "case") as case:
        assert _codes(case) == {"SZ-4031"}


def _older_index(folder: Path) -> None:
    """Put an older index back after one more note, without a journal."""
    index = folder / "index.db"
    shutil.copy(index, folder.parent / "older")
    with reopened(folder) as case:
        case.enter("note", "3", {"text": "later"})
    shutil.copy(folder.parent / "older", index)
    for rest in ("index.db-wal", "index.db-shm"):
        (folder / rest).unlink(missing_ok=True)


def _edited(folder: Path, **changes: object) -> bytes:
    return json.dumps({**json.loads((folder / "head.json").read_bytes()), **changes}).encode()


@pytest.mark.parametrize("older", [False, True])
def test_a_missing_or_damaged_copy_of_the_head_is_named(tmp_path: Path, older: bool) -> None:
    """Old bug: a cut tail passed when head.json was gone, garbage or its count edited."""
    folder = tmp_path / "case"
    filled(folder).close()
    if older:
        _older_index(folder)
    edited = [_edited(folder, count=count) for count in (0, 1, 7, 10**30)]
    for content in (b"", b"{", b'{"case":1}', b"[" * 4000, *edited, _edited(folder, case="é"), None):
        (folder / "head.json").unlink(missing_ok=True)
        if content is not None:
            (folder / "head.json").write_bytes(content)
        with reopened(folder) as case:
            assert _codes(case) == {"SZ-4034"}
            case.enter("note", "4", {"text": "what is written meanwhile does not wipe the trace out"})
            assert _codes(case) == {"SZ-4034"}


def test_a_newer_copy_of_the_head_is_not_written_over(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    _older_index(tmp_path / "case")
    for number in (5, 6, 7):
        with reopened(tmp_path / "case") as case:
            case.enter("note", str(number), {"text": "x"})
            assert _codes(case) == {"SZ-4031"}


def test_a_copy_of_the_head_that_a_crash_left_behind_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    filled(folder).close()
    before = (folder / "head.json").read_bytes()
    with reopened(folder) as case:
        case.enter("note", "3", {"text": "committed, and killed before the copy"})
    after = (folder / "head.json").read_bytes()
    (folder / "head.json").write_bytes(before)
    with reopened(folder) as case:
        assert _codes(case) == set()
    assert (folder / "head.json").read_bytes() == after != before


def test_a_new_case_has_its_head_before_it_is_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_folder: Path, _head: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shouzheng.casefile.case.write_head", full)
    with pytest.raises(Exception, match="SZ-4021"):
        made(tmp_path / "case")
    assert not (tmp_path / "case" / "case.json").exists()


def test_stored_files_that_the_index_does_not_know_are_counted(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    path = _blob(tmp_path / "case")
    shutil.copy(path, path.with_name(f"{path.name[:1]}{'0' * 20}"))
    with reopened(tmp_path / "case") as case:
        checked = verify(case)
    assert (checked.unknown, checked.problems) == (1, ())


def test_an_index_of_another_case_does_not_open(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    made(tmp_path / "other")[0].close()
    shutil.copy(tmp_path / "other" / "index.db", tmp_path / "case" / "index.db")
    with pytest.raises(Exception, match="SZ-4032"):
        reopened(tmp_path / "case")


def _old(folder: Path) -> CaseFile:
    """A case made by version 0.1: its log says neither persons nor media types, and it has no copy of its header."""
    with zipfile.ZipFile(Path(__file__).with_name("case_of_0_1.zip")) as archive:
        archive.extractall(folder)
    return open_case(folder, unlock(read_header(folder), "three grey cranes"))


def test_a_case_of_an_earlier_version_stays_valid(tmp_path: Path) -> None:
    with _old(tmp_path) as case:
        assert (verify(case).problems, verify(case).events) == ((), 23)
        case.add([b"more"], "more.txt")
        case.enter("note", "2", {"text": "more"})
        assert verify(case).problems == ()
    with _old(tmp_path / "other") as case:
        case._db.execute("UPDATE entry SET at = '2025-01-01T00:00:00.000Z' WHERE no = 1")
        case._db.execute("UPDATE original SET received = '2025-01-01T00:00:00.000Z' WHERE no = 1")
        assert _codes(case) == {"SZ-4030", "SZ-4033"}


def test_what_is_damaged_is_named_in_both_languages(tmp_path: Path) -> None:
    with filled(tmp_path / "case") as case:
        case._db.execute("UPDATE import SET digest = 'x'")
        case._db.execute("UPDATE entry SET content = '{}' WHERE no = 2")
        contacts, entry = verify(case).problems
        assert "contacts of “sms-1.xml” (import 1)" in contacts.what(Lang.EN)
        assert "“sms-1.xml”的联系（第 1 次读取）" in contacts.what(Lang.ZH_HANS)
        assert "entry 2 (note)" in entry.what(Lang.EN)
        assert "第 2 条登记（note）" in entry.what(Lang.ZH_HANS)


def test_a_failing_import_inside_a_larger_transaction_leaves_nothing(tmp_path: Path) -> None:
    """What is read from one file may fail half-way while the rest of the same transaction stands."""

    def rows() -> Iterator[EventRow]:
        yield row(7)
        raise ValueError("cannot be read on")

    with filled(tmp_path / "case") as case:
        before = case.count_events()
        with case.together():
            with pytest.raises(ValueError, match="cannot be read on"):
                case.add_events(1, rows())
            case.add_events(1, [row(8)])
        assert case.count_events() == before + 1
        assert verify(case).problems == ()
