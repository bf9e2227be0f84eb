import gzip
import sqlite3
import tarfile
import zlib
from pathlib import Path

import pytest

from shouzheng.intake.containers._secret_stream import hchacha20
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.model.words import Words
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import android_backup, codes, gathered, tar, zipped
from tests.intake.fixture_sets import NOON, android_backup_messages
from tests.intake.fixture_sets._android import call, database, numbered, sms
from tests.intake.making import saved

_GOOD = android_backup_messages.SET.cases[0]
_D_F = "apps/com.android.providers.telephony/d_f/000000_sms_backup"
_MEMBERS = {
    "apps/com.android.providers.telephony/_manifest": b"1\ncom.android.providers.telephony\n",
    _D_F: zlib.compress(_GOOD.content),
    "apps/x/db/calllog.db": database({"calls": numbered([call(), call()])}),
    "shared/0/photo.jpg": b"\xff\xd8\xff" + bytes(600),
}

SECRET = "口令 pass"  # noqa: S105 - of invented files

#: Made by libsodium itself (PyNaCl 1.6): passphrase ``口令 pass``, one call in three chunks of at most 40 bytes.
SSEF = bytes.fromhex(
    "5353454600ff00010000000100010000a54dca182530bb1d6d132cded6237b2e0000002816b42a99a5d4d0c54675148bfd91c9f1d854ea"
    "cc4f094c55060768307ba7698725946125527c0c11b2bc7e8677ad4266c7ea2ea0b519ffdf19101afc88639e6bdd2dd58dff6cb2201717"
    "28aba690dfdc107aed4746de13be219a74015db9337a035aa60821dd077b9e47988a17339cce3d307b564f327982a9b77575b185a3813d"
    "0d9bec1d"
)


def _asked(*answers: str) -> tuple[list[str], object]:
    """Somebody who gives these answers in turn, and what was asked."""
    questions: list[str] = []

    def ask(what: Words, tried: int) -> str | None:
        questions.append(f"{tried}: {what.en}")
        return answers[tried] if tried < len(answers) else None

    return questions, ask


@pytest.mark.parametrize("packed", [True, False])
def test_an_adb_backup(tmp_path: Path, packed: bool) -> None:
    content = android_backup(_MEMBERS, packed=packed)
    gathering, reports, _ = gathered(saved(tmp_path, content, "backup.ab"))
    by_format = {report.format: report for report in reports}
    assert by_format["android_backup_messages"].events == _GOOD.events
    assert by_format["android_backup_messages"].original.member == _D_F
    assert by_format["android_calls_database"].events == 2
    assert by_format["android_calls_database"].original.container == digest_of_bytes(content)
    backup = gathering.containers[-1]
    assert (backup.container, backup.members, backup.read, backup.others_total) == ("android_backup", 4, 2, 2)
    assert list(tmp_path.iterdir()) == [tmp_path / "backup.ab"]


def test_an_encrypted_adb_backup_opens_with_the_password_only(tmp_path: Path) -> None:
    path = saved(tmp_path, android_backup(_MEMBERS, password=SECRET), "backup.ab")
    questions, ask = _asked("wrong", "口令 pass")
    _, reports, _ = gathered(path, ask=ask)  # type: ignore[arg-type]
    assert sorted(report.format for report in reports) == ["android_backup_messages", "android_calls_database"]
    assert [question[:2] for question in questions] == ["0:", "1:"]
    for answers, code, exit_code in (
        (("wrong one", "wrong two", "wrong three", "口令 pass"), "SZ-1031", 4),
        ((), "SZ-1030", 2),
    ):
        with pytest.raises(ShouzhengError) as caught:
            gathered(path, ask=_asked(*answers)[1])  # type: ignore[arg-type]
        assert (caught.value.problems[0].code, caught.value.exit_code) == (code, exit_code)
        assert not any(answer in str(caught.value) for answer in answers)


def test_an_encrypted_backup_that_is_cut_off_keeps_what_was_read(tmp_path: Path) -> None:
    whole = android_backup(_MEMBERS, packed=False, password=SECRET)
    gathering, reports, _ = gathered(saved(tmp_path, whole[: len(whole) // 2], "backup.ab"), ask=lambda _w, _t: SECRET)
    assert "android_backup_messages" in [report.format for report in reports]
    assert "SZ-1021" in codes(gathering)


def test_a_wal_behind_its_database_in_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    path.write_bytes(database({"calls": numbered([call()])}))
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=wal")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("INSERT INTO calls (number, type, date, duration) VALUES ('95000', 3, ?, 0)", (NOON,))
    writer.commit()
    members = {f"apps/x/db/calllog.db{end}": (tmp_path / f"made.db{end}").read_bytes() for end in ("", "-wal", "-shm")}
    writer.close()
    gathering, (report,), events = gathered(saved(tmp_path, android_backup(members), "b.ab"))
    assert len(events) == 2
    assert (gathering.containers[0].belonging, report.beside[0].member) == (2, "apps/x/db/calllog.db-wal")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"ANDROID BACKUP\n5\n1\n", "SZ-1020"),
        (b"ANDROID BACKUP\nfive\n1\nnone\n", "SZ-1020"),
        (b"ANDROID BACKUP\n5\n1\nAES-512\n", "SZ-1034"),
        (b"ANDROID BACKUP\n5\n1\nAES-256\nzz\nzz\n1\nzz\nzz\n", "SZ-1034"),
        (b"ANDROID BACKUP\n5\n1\nAES-256\naa\naa\n999999999\n" + b"00" * 16 + b"\n" + b"00" * 16 + b"\n", "SZ-1034"),
        (b"MIUI BACKUP\n2\ncom.android.mms x\n-1\n0\nno stream", "SZ-1020"),
        (SSEF[:50], "SZ-1020"),
        (SSEF[:6] + b"\x00\x09" + SSEF[8:], "SZ-1034"),
        (SSEF[:8] + b"\xff" * 8 + SSEF[16:], "SZ-1034"),
        (SSEF[:12] + b"\xff" * 4 + SSEF[16:], "SZ-1034"),
    ],
)
def test_headers_that_make_no_sense(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        gathered(saved(tmp_path, content, "x"), ask=lambda _w, _t: "x")
    assert caught.value.problems[0].code in (code, "SZ-1034")


def test_a_damaged_stream_is_said_and_what_stands_before_is_read(tmp_path: Path) -> None:
    content = android_backup(_MEMBERS, packed=False)
    gathering, reports, _ = gathered(saved(tmp_path, content[: content.index(b"SQLite format")], "b.ab"))
    assert [report.format for report in reports] == ["android_backup_messages"]
    assert "SZ-1021" in [*codes(gathering), *[p.code for report in reports for p in report.problems]]


def test_xiaomis_backup(tmp_path: Path) -> None:
    stream = android_backup(
        {"apps/com.android.providers.telephony/db/mmssms.db": database({"sms": [sms()]})}, packed=False
    )
    content = "MIUI BACKUP\n2\ncom.android.providers.telephony 短信\n-1\n0\n".encode() + stream
    gathering, (report,), events = gathered(saved(tmp_path, content, "短信(com.android.providers.telephony).bak"))
    assert (report.format, len(events)) == ("android_messages_database", 1)
    assert gathering.containers[0].container == "miui_backup"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_single_packed_file(tmp_path: Path, pack: object) -> None:
    content = pack(_GOOD.content)  # type: ignore[operator]
    gathering, (report,), _ = gathered(saved(tmp_path, content, "sms.json.gz"))
    assert (report.events, report.original.digest) == (_GOOD.events, digest_of_bytes(_GOOD.content))
    assert codes(gathering) == []
    gathering, (report,), _ = gathered(saved(tmp_path, content[:-30], "cut.json.gz"))
    assert "SZ-1021" in [problem.code for problem in report.problems]
    assert 0 < report.events < _GOOD.events


def test_an_encrypted_export_of_sms_ie_as_libsodium_writes_it(tmp_path: Path) -> None:
    path = saved(tmp_path, SSEF, "calls-2026-01-02.json.ssef")
    _, (report,), (event,) = gathered(path, ask=lambda _w, tried: ("no", "口令 pass")[tried])
    assert (report.format, event.other.raw, event.time.raw) == ("sms_ie_calls", "13000000021", str(NOON))
    assert report.original.name == "calls-2026-01-02.json"
    with pytest.raises(ShouzhengError) as caught:
        gathered(path, ask=lambda _w, _t: "wrong")
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-1031", 4)


@pytest.mark.parametrize(
    "altered", [SSEF[:-1] + b"\x00", SSEF[:-10], SSEF[:117], SSEF + b"\x00", SSEF[:120] + SSEF[137:]]
)
def test_an_altered_chunk_is_called_altered_not_a_wrong_passphrase(tmp_path: Path, altered: bytes) -> None:
    path = saved(tmp_path, altered, "calls.json.ssef")
    gathering, reports, _ = gathered(path, ask=lambda _w, _t: "口令 pass")
    said = [*codes(gathering), *[problem.code for report in reports for problem in report.problems]]
    assert "SZ-1032" in said


def test_hchacha20_of_the_draft() -> None:
    """draft-irtf-cfrg-xchacha-03 §2.2.1."""
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    expected = "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    assert hchacha20(nonce, bytes(range(32))).hex() == expected


def _long(name: str) -> dict[str, bytes]:
    return {f"apps/x/{'很长的名字' * 40}/{name}": _GOOD.content}


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_tars_with_long_names(tmp_path: Path, form: int) -> None:
    content = b"ANDROID BACKUP\n5\n0\nnone\n" + tar(_long("a.json"), form)
    _, (report,), _ = gathered(saved(tmp_path, content, "b.ab"))
    assert report.original.member == next(iter(_long("a.json")))


def test_hostile_tars(tmp_path: Path) -> None:
    good = tar({"a.json": _GOOD.content})
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    huge = tarfile.TarInfo("././@LongLink")
    huge.type, huge.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    head = b"ANDROID BACKUP\n5\n0\nnone\n"
    gathering, reports, _ = gathered(saved(tmp_path, head + link.tobuf(tarfile.GNU_FORMAT) + good, "a.ab"))
    assert (len(reports), gathering.containers[0].refused) == (1, 1)
    gathering, reports, _ = gathered(saved(tmp_path, head + huge.tobuf(tarfile.GNU_FORMAT) + good, "b.ab"))
    assert (reports, codes(gathering)) == ([], ["SZ-1021"])
    broken = bytearray(good)
    broken[0] ^= 1
    gathering, reports, _ = gathered(saved(tmp_path, head + bytes(broken), "c.ab"))
    assert (reports, codes(gathering)) == ([], ["SZ-1021"])
    gathering, reports, _ = gathered(saved(tmp_path, head + tar({"../../x.json": _GOOD.content}), "d.ab"))
    assert (len(reports), codes(gathering)) == (1, ["SZ-1027"])


def test_a_backup_in_a_zip(tmp_path: Path) -> None:
    content = zipped({"phone/backup.ab": android_backup(_MEMBERS)})
    gathering, reports, _ = gathered(saved(tmp_path, content, "all.zip"))
    assert len(reports) == 2
    assert [each.container for each in gathering.containers] == ["compressed", "android_backup", "zip_archive"]
