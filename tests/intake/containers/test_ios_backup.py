"""An iPhone's backup folder: found, opened with the owner's password, and nothing else in it touched."""

import plistlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.containers._ios_keybag import UnknownKeybag, read_keybag
from shouzheng.intake.gathering import Gathering
from shouzheng.model.event import ContactEvent
from shouzheng.model.words import Words
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import zipped
from tests.intake.fixture_sets._android import database
from tests.intake.fixture_sets._apple import PASSWORD, Keys, backup, call, message, messages_database, typed_stream
from tests.intake.making import sms, smses

MESSAGES = ("HomeDomain", "Library/SMS/sms.db")
CALLS = ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata")
OTHER = ("AppDomain-com.example.chat", "Documents/private.db")
FILES = {
    MESSAGES: messages_database([message(), message(text=None, attributedBody=typed_stream("还钱"))]),
    CALLS: database({"ZCALLRECORD": [call(), call(Z_PK=2)]}),
    OTHER: messages_database([message(text="秘密")]),
}


class Asked:
    """Answers with these passwords, one after another."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.seen: list[int] = []

    def __call__(self, what: Words, tried: int) -> str | None:
        self.seen.append(tried)
        return self.answers.pop(0) if self.answers else None


def _taken(gathering: Gathering, folder: Path) -> Iterator[tuple[str, list[ContactEvent]]]:
    for export in gathering.exports(folder):
        yield export.format.name, list(export)


def _codes(gathering: Gathering) -> list[str]:
    return [problem.code for problem in gathering.problems]


@pytest.mark.parametrize("keys", [None, Keys()], ids=["plain", "encrypted"])
def test_messages_and_calls_are_read_and_nothing_else(tmp_path: Path, keys: Keys | None) -> None:
    folder = backup(tmp_path / "0000", FILES, keys=keys)
    gathering = Gathering(ask=Asked("wrong", PASSWORD) if keys else None)
    found = dict(_taken(gathering, folder))
    assert {name: len(events) for name, events in found.items()} == {
        "ios_messages_database": 2,
        "ios_calls_database": 2,
    }
    assert found["ios_messages_database"][1].text == "还钱"
    assert "秘密" not in repr(found)
    (report,) = gathering.containers
    assert (report.container, report.members, report.read) == ("ios_backup", 2, 2)
    assert _codes(gathering) == [*(["SZ-1143"] * 2 if keys else []), "SZ-1140"]
    assert dict(gathering.problems[-1].slots) == {"listed": "6", "opened": "2"}


def test_the_same_records_come_out_of_a_plain_and_an_encrypted_backup(tmp_path: Path) -> None:
    plain = Gathering()
    locked = Gathering(ask=Asked(PASSWORD))
    first = list(_taken(plain, backup(tmp_path / "a", FILES)))
    second = list(_taken(locked, backup(tmp_path / "b", FILES, keys=Keys())))
    assert first == second


def test_a_wrong_password_ends_with_code_4(tmp_path: Path) -> None:
    asked = Asked("a", "b", "c", PASSWORD)
    gathering = Gathering(ask=asked)
    with pytest.raises(ShouzhengError) as caught:
        list(gathering.exports(backup(tmp_path / "x", FILES, keys=Keys())))
    assert caught.value.exit_code == 4
    assert caught.value.problems[0].code == "SZ-1031"
    assert asked.seen == [0, 1, 2]


def test_without_anybody_to_ask_it_says_that_a_password_is_needed(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        list(Gathering().exports(backup(tmp_path / "x", FILES, keys=Keys())))
    assert caught.value.problems[0].code == "SZ-1030"


def test_an_altered_encrypted_file_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = backup(tmp_path / "x", FILES, keys=Keys())
    stored = folder / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    stored.write_bytes(stored.read_bytes()[:1000])
    gathering = Gathering(ask=Asked(PASSWORD))
    found = dict(_taken(gathering, folder))
    assert len(found["ios_calls_database"]) == 2
    assert found.get("ios_messages_database", []) == []


def test_a_listed_file_that_is_absent_and_a_link_are_refused(tmp_path: Path) -> None:
    folder = backup(tmp_path / "x", FILES)
    (folder / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28").unlink()
    secret = tmp_path / "secret.db"
    stored = folder / "5a" / "5a4935c78a5255723f707230a451d79c540d2741"
    stored.rename(secret)
    stored.symlink_to(secret)
    gathering = Gathering()
    assert list(_taken(gathering, folder)) == []
    assert sorted(_codes(gathering)) == ["SZ-1028", "SZ-1140", "SZ-1141", "SZ-1144"]
    assert gathering.containers[0].refused == 2


def test_a_damaged_list_falls_back_on_the_fixed_names(tmp_path: Path) -> None:
    folder = backup(tmp_path / "x", FILES)
    (folder / "Manifest.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 3000)
    gathering = Gathering()
    assert len(dict(_taken(gathering, folder))) == 2
    assert "SZ-1145" in _codes(gathering)


def test_a_backup_of_ios_9_without_a_database_of_its_list(tmp_path: Path) -> None:
    folder = backup(tmp_path / "x", FILES)
    (folder / "Manifest.db").rename(folder / "Manifest.mbdb")
    for path in list(folder.glob("??/*")):
        path.rename(folder / path.name)
    assert len(dict(_taken(Gathering(), folder))) == 2


def test_a_file_beside_the_database_is_read_with_it(tmp_path: Path) -> None:
    files = {**FILES, (MESSAGES[0], f"{MESSAGES[1]}-wal"): b"no journal at all"}
    gathering = Gathering()
    for export in gathering.exports(backup(tmp_path / "x", files)):
        list(export)
        if export.format.name == "ios_messages_database":
            assert [original.name for original in export.report.beside] == ["sms.db-wal"]


def test_calls_that_a_plain_backup_lacks_are_explained(tmp_path: Path) -> None:
    gathering = Gathering()
    list(_taken(gathering, backup(tmp_path / "x", {MESSAGES: FILES[MESSAGES]})))
    assert _codes(gathering) == ["SZ-1140", "SZ-1142"]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_as_keybag_and_settings_end_in_words(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    try:
        assert read_keybag(data).rounds > 0
    except UnknownKeybag:
        assert data == data[:200]
    folder = backup(tmp_path_factory.mktemp("any") / "x", FILES, keys=Keys())
    known = plistlib.loads((folder / "Manifest.plist").read_bytes())
    (folder / "Manifest.plist").write_bytes(plistlib.dumps({**known, "BackupKeyBag": data}))
    with pytest.raises(ShouzhengError):
        list(Gathering(ask=Asked("x", "y", "z")).exports(folder))


def _zip(folder: Path, target: Path, root: str, **more: bytes) -> Path:
    files = {
        root + path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    target.write_bytes(zipped({**files, **more}))
    return target


@pytest.mark.parametrize("keys", [None, Keys()], ids=["plain", "encrypted"])
@pytest.mark.parametrize("root", ["", "Backup/0000/"])
def test_a_backup_folder_inside_a_zip(tmp_path: Path, keys: Keys | None, root: str) -> None:
    path = _zip(backup(tmp_path / "0000", FILES, keys=keys), tmp_path / "all.zip", root)
    gathering = Gathering(ask=Asked("wrong", PASSWORD) if keys else None)
    found = dict(_taken(gathering, path))
    assert {name: len(events) for name, events in found.items()} == {
        "ios_messages_database": 2,
        "ios_calls_database": 2,
    }
    assert "秘密" not in repr(found)
    (report,) = gathering.containers
    assert (report.container, report.read, report.others_total, report.refused) == ("zip_archive", 2, 0, 0)
    assert report.members == report.read + report.belonging
    assert sorted(each.name for each in tmp_path.iterdir()) == ["0000", "all.zip"]


def test_what_else_is_in_the_zip_is_read_too(tmp_path: Path) -> None:
    folder = backup(tmp_path / "0000", FILES)
    chat = "消息记录（此消息记录为文本格式，不支持重新导入）\n\n".encode()
    path = _zip(folder, tmp_path / "all.zip", "", **{"notes.txt": chat + b"x", "a.xml": b"<smses count='0'></smses>"})
    gathering = Gathering()
    names = {name for name, _ in _taken(gathering, path)}
    assert {"ios_messages_database", "ios_calls_database", "sms_backup_restore_messages"} <= names


def test_members_carry_the_digest_of_the_zip(tmp_path: Path) -> None:
    path = _zip(backup(tmp_path / "0000", FILES), tmp_path / "all.zip", "0000/")
    gathering = Gathering()
    originals = []
    for export in gathering.exports(path):
        list(export)
        originals.append(export.original)
    (report,) = gathering.containers
    assert report.original is not None
    assert {each.container for each in originals} == {report.original.digest}
    assert {each.member for each in originals} == {f"0000/{'/'.join(place)}" for place in (MESSAGES, CALLS)}


def test_a_wrong_password_of_a_backup_in_a_zip_ends_with_code_4(tmp_path: Path) -> None:
    path = _zip(backup(tmp_path / "0000", FILES, keys=Keys()), tmp_path / "all.zip", "")
    with pytest.raises(ShouzhengError) as caught:
        list(_taken(Gathering(ask=Asked("a", "b", "c")), path))
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("keys", [None, Keys()], ids=["plain", "encrypted"])
def test_a_backup_below_the_folder_that_is_given(tmp_path: Path, keys: Keys | None) -> None:
    """Finder shows a folder “Backup” with one folder for each phone; of none of them more than the stores is read."""
    given_folder = tmp_path / "Backup"
    given_folder.mkdir()
    backup(given_folder / "0000", FILES, keys=keys)
    (given_folder / "sms.xml").write_text(smses(sms()), encoding="utf-8")
    gathering = Gathering(ask=Asked("wrong", PASSWORD) if keys else None)
    found = dict(_taken(gathering, given_folder))
    assert {name: len(events) for name, events in found.items()} == {
        "sms_backup_restore_messages": 1,
        "ios_messages_database": 2,
        "ios_calls_database": 2,
    }
    assert "秘密" not in repr(found)
    (report,) = gathering.containers
    assert (report.container, report.members, report.read, report.others_total) == ("folder", 3, 3, 0)
    assert "SZ-1140" in _codes(gathering)


def test_a_backup_that_stays_locked_does_not_end_the_folder(tmp_path: Path) -> None:
    backup(tmp_path / "0000", FILES, keys=Keys())
    (tmp_path / "sms.xml").write_text(smses(sms()), encoding="utf-8")
    gathering = Gathering()
    assert [name for name, _ in _taken(gathering, tmp_path)] == ["sms_backup_restore_messages"]
    (report,) = gathering.containers
    assert (report.read, report.refused) == (1, 1)
    assert "SZ-1030" in _codes(gathering)


def test_a_wrong_password_of_a_backup_below_a_folder_ends_with_code_4(tmp_path: Path) -> None:
    backup(tmp_path / "0000", FILES, keys=Keys())
    with pytest.raises(ShouzhengError) as caught:
        list(Gathering(ask=Asked("a", "b", "c")).exports(tmp_path))
    assert caught.value.exit_code == 4
