"""Whatever is changed in a case behind its back is found and named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.index import open_index
from shouzheng.casefile.verify import verify
from tests.casefile.making import filled, made
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
    ],
)
def test_a_change_in_the_index_is_found(tmp_path: Path, change: Change, code: str) -> None:
    case = filled(tmp_path / "case")
    key = case._keys.index()
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


def test_a_missing_or_damaged_copy_of_the_head_proves_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    for content in (b"", b"{", b'{"case":1}', b"[" * 4000):
        (tmp_path / "case" / "head.json").write_bytes(content)
        with reopened(tmp_path / "case") as case:
            assert _codes(case) == set()


def test_an_index_of_another_case_does_not_open(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    made(tmp_path / "other")[0].close()
    shutil.copy(tmp_path / "other" / "index.db", tmp_path / "case" / "index.db")
    with pytest.raises(Exception, match="SZ-4032"):
        reopened(tmp_path / "case")
