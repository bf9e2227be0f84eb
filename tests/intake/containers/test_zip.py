import io
import zipfile
from pathlib import Path

import pytest

from shouzheng.intake.containers import Limits
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import codes, gathered, zipped
from tests.intake.fixture_sets import sms_ie_messages
from tests.intake.fixture_sets._android import call, database, numbered
from tests.intake.making import saved, sms, smses

_XML = smses(sms(), sms()).encode()


def _zip(folder: Path, content: bytes) -> Path:
    return saved(folder, content, "export.zip")


def test_members_are_originals_of_their_own_with_the_containers_digest(tmp_path: Path) -> None:
    content = zipped({"导出/sms.xml": _XML, "data/picture.jpg": b"\xff\xd8\xff" + bytes(50), "folder/": b""})
    gathering, (report,), events = gathered(_zip(tmp_path, content))
    assert len(events) == 2
    assert report.original.digest == digest_of_bytes(_XML)
    assert report.original.container == digest_of_bytes(content)
    assert report.original.member == "导出/sms.xml"
    (archive,) = gathering.containers
    assert archive.original is not None
    assert (archive.original.digest, archive.original.name) == (digest_of_bytes(content), "export.zip")
    assert (archive.members, archive.read, archive.others_total) == (2, 1, 1)
    assert "PK" in archive.recognised_by.en


def test_the_zip_of_sms_ie(tmp_path: Path) -> None:
    good = sms_ie_messages.SET.cases[0]
    content = zipped({"messages.ndjson": good.content, "data/PART_1.png": b"\x89PNG\r\n\x1a\n" + bytes(9)})
    _, (report,), _ = gathered(_zip(tmp_path, content))
    assert (report.format, report.events) == ("sms_ie_messages", good.events)


def test_a_zip_in_a_zip_and_a_database_in_it(tmp_path: Path) -> None:
    inner = zipped({"calllog.db": database({"calls": numbered([call()])}), "calllog.db-wal": b""})
    gathering, (report,), events = gathered(_zip(tmp_path, zipped({"inner.zip": inner})))
    assert (len(events), report.original.member) == (1, "calllog.db")
    assert report.original.container == digest_of_bytes(inner)
    assert [each.members for each in gathering.containers] == [2, 1]
    assert gathering.containers[0].belonging == 1


def test_names_that_point_outside_are_only_read(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    names = ["../../escaped.xml", "/tmp/escaped.xml", "..\\escaped.xml", "C:\\escaped.xml", "a/../../escaped.xml"]
    content = zipped({name: smses(sms(body=str(n))).encode() for n, name in enumerate(names)})
    gathering, reports, _ = gathered(_zip(folder, content))
    assert len(reports) == len(names)
    assert codes(gathering) == ["SZ-1027"] * len(names)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["export.zip", "here"]
    assert not Path("/tmp/escaped.xml").exists()


def test_a_bomb_stops_at_the_stated_ratio(tmp_path: Path) -> None:
    bomb = zipped({"a.xml": b"<smses>" + b" " * (8 << 20) + b"</smses>"})
    assert len(bomb) < 20_000
    path = _zip(tmp_path, bomb)
    gathering, (report,), _ = gathered(path, limits=Limits(free=1 << 20, ratio=100))
    assert report.original.digest.length < 3 << 20
    assert "SZ-1022" in [problem.code for problem in report.problems]
    assert "SZ-1102" in [problem.code for problem in report.problems]
    assert "100" in next(p for p in report.problems if p.code == "SZ-1022").what(Lang.EN)
    assert codes(gathering) == []


def test_many_members_that_are_one_share_one_budget(tmp_path: Path) -> None:
    """Members that overlap in the archive cost nothing to pack and everything to unpack."""
    member = b"<smses>" + b" " * (1 << 20) + b"</smses>"
    content = zipped({f"{n}.xml": member + bytes([48 + n]) for n in range(9)})
    _, reports, _ = gathered(_zip(tmp_path, content), limits=Limits(free=1 << 20, ratio=300))
    assert sum(report.original.digest.length for report in reports) < (1 << 20) + 300 * len(content) + (9 << 20)
    assert "SZ-1022" in [problem.code for report in reports for problem in report.problems]


def test_levels_are_bounded(tmp_path: Path) -> None:
    content = zipped({"a.xml": _XML})
    for _ in range(6):
        content = zipped({"inner.zip": content})
    gathering, reports, _ = gathered(_zip(tmp_path, content))
    assert reports == []
    assert codes(gathering) == ["SZ-1024"]


def test_locked_and_strangely_packed_members_are_refused_and_named(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.xml": _XML, "b.xml": _XML, "c.xml": _XML}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, second, _ = archive.infolist()
    for info, place, value in ((first, 8, 1), (second, 10, 9)):
        entry = content.find(b"PK\x01\x02", 0)
        while content[entry + 46 : entry + 46 + len(info.filename)] != info.filename.encode():
            entry = content.find(b"PK\x01\x02", entry + 1)
        content[entry + place] = value
    gathering, reports, _ = gathered(_zip(tmp_path, bytes(content)))
    assert len(reports) == 1
    assert codes(gathering) == ["SZ-1025", "SZ-1026"]
    assert gathering.containers[0].refused == 2


def test_a_damaged_member_keeps_what_was_read(tmp_path: Path) -> None:
    records = [sms(body=f"{n} {n * 7919 % 1000}") for n in range(5000)]
    content = bytearray(zipped({"a.xml": smses(*records).encode()}))
    content[len(content) // 2 : len(content) // 2 + 50] = bytes(50)
    gathering, (report,), events = gathered(_zip(tmp_path, bytes(content)))
    assert 100 < len(events) < 5000
    assert {"SZ-1021", "SZ-1102"} <= {problem.code for problem in report.problems}
    assert codes(gathering) == []


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + bytes(200), b"PK\x05\x06" + b"\xff" * 18])
def test_no_archive_at_all(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ShouzhengError) as caught:
        gathered(_zip(tmp_path, content))
    assert [problem.code for problem in caught.value.problems] in (["SZ-1020"], ["SZ-1023"])
    assert caught.value.exit_code == 2


def test_a_list_of_members_that_fills_the_memory_is_not_read(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff" * 2 + (1 << 30).to_bytes(4, "little") + bytes(4) + bytes(2)
    with pytest.raises(ShouzhengError) as caught:
        gathered(_zip(tmp_path, b"PK\x03\x04" + bytes(100) + end))
    assert caught.value.problems[0].code == "SZ-1023"


def test_names_in_the_code_page_of_chinese_windows(tmp_path: Path) -> None:
    content = zipped({"短信.xml": _XML}).replace("短信".encode(), "短信".encode("gb18030") + b"__")
    data = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + place : at + place + 2] = bytes(2)  # not marked as UTF-8
    _, (report,), _ = gathered(_zip(tmp_path, bytes(data)))
    assert report.original.member == "短信__.xml"
