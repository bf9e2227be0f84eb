import os
import sqlite3
from pathlib import Path

import pytest

from shouzheng.intake.containers import Limits
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import codes, gathered
from tests.intake.fixture_sets import NOON
from tests.intake.fixture_sets._android import call, database, numbered
from tests.intake.making import call as xml_call
from tests.intake.making import calls, saved, sms, smses


def test_a_folder_is_taken_whole_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").mkdir()
    saved(tmp_path / "b", smses(sms()), "x.xml")
    saved(tmp_path / "a", calls(xml_call(), xml_call()), "y.bin")
    saved(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(40), "photo.png")
    saved(tmp_path, "notes", "notes.txt")
    saved(tmp_path, b"", "empty")
    gathering, reports, events = gathered(tmp_path)
    assert [report.original.member for report in reports] == ["a/y.bin", "b/x.xml"]
    assert all(report.original.container is None for report in reports)
    assert len(events) == 3
    (folder,) = gathering.containers
    assert (folder.container, folder.members, folder.read, folder.others_total, folder.refused) == (
        "folder",
        5,
        2,
        3,
        0,
    )
    assert {(other.member, other.what.en) for other in folder.others} == {
        ("photo.png", "a PNG picture"),
        ("notes.txt", "plain text"),
        ("empty", "an empty file"),
    }
    assert codes(gathering) == ["SZ-1037"]


def test_links_and_pipes_are_named_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    saved(outside, smses(sms()))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / "file").symlink_to(outside / "sms-1.xml")
    os.mkfifo(folder / "pipe")
    gathering, reports, _ = gathered(folder)
    assert reports == []
    assert gathering.containers[0].refused == 3
    assert codes(gathering) == ["SZ-1028"] * 3


def test_a_folder_of_countless_files_is_read_up_to_the_limit(tmp_path: Path) -> None:
    for number in range(8):
        saved(tmp_path, smses(sms(date=NOON + number)), f"{number}.xml")
    gathering, reports, _ = gathered(tmp_path, limits=Limits(members=5))
    assert len(reports) == 5
    assert codes(gathering) == ["SZ-1023"]


def test_a_database_is_read_with_what_lies_beside_it(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    path = made / "calllog.db"
    path.write_bytes(database({"calls": numbered([call()])}))
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=wal")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("INSERT INTO calls (number, type, date, duration) VALUES ('95000', 3, ?, 0)", (NOON + 1,))
    writer.commit()
    folder = tmp_path / "copied while the phone was running"
    folder.mkdir()
    for name in ("calllog.db", "calllog.db-wal", "calllog.db-shm"):
        (folder / name).write_bytes((made / name).read_bytes())
    writer.close()
    before = {each: each.read_bytes() for each in folder.iterdir()}
    gathering, (report,), events = gathered(folder)
    assert [event.other.raw for event in events] == ["13000000021", "95000"]
    assert gathering.containers[0].belonging == 2
    assert [original.name for original in report.beside] == ["calllog.db-wal"]
    assert "SZ-1036" in [problem.code for problem in report.problems]
    assert {each: each.read_bytes() for each in folder.iterdir()} == before, "nothing beside the originals is changed"
    (folder / "calllog.db-wal").unlink()
    _, (report,), events = gathered(folder)
    assert len(events) == 1
    assert "SZ-1035" in [problem.code for problem in report.problems]


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        gathered(tmp_path / "absent")
    assert caught.value.problems[0].code == "SZ-1001"
    with pytest.raises(ShouzhengError) as caught:
        gathered(tmp_path / "a\0b")
    assert caught.value.problems[0].code in ("SZ-1001", "SZ-1006")
