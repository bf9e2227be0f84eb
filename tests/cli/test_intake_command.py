import io
import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.intake.containers.making import android_backup, zipped
from tests.intake.fixture_sets import android_backup_messages, operator_bill_csv, wechat_text
from tests.intake.making import saved, sms, smses

_GOOD = android_backup_messages.SET.cases[0]


def test_a_zip_becomes_events_and_an_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(
        tmp_path, zipped({"sms.xml": smses(sms(), sms()).encode(), "a.png": b"\x89PNG\r\n\x1a\n"}), "phone.zip"
    )
    out = tmp_path / "events.jsonl"
    assert main(["intake", str(path), "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "记录 2 = 联系 2" in said.out
    assert "请勿外发" in said.out
    assert "SZ-1037" in said.err
    assert len(out.read_text("utf-8").splitlines()) == 3
    assert main(["--lang", "en", "intake", str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["events"], data["containers"][0]["kind"]) == (2, "zip_archive")


def test_parquet(tmp_path: Path) -> None:
    from importlib import import_module

    path = saved(tmp_path, smses(sms(), sms()))
    assert main(["intake", str(path), "--out", str(tmp_path / "events.parquet")]) == 0
    table = import_module("pyarrow.parquet").read_table(tmp_path / "events.parquet")
    assert table.num_rows == 2


def test_usage_and_unreadable_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, smses(sms()))
    assert main(["intake", str(path), "--out", "events.csv"]) == 2
    assert "SZ-9040" in capsys.readouterr().err
    assert main(["intake", str(path), "--offset", "9999"]) == 2
    assert "SZ-9041" in capsys.readouterr().err
    assert main(["intake", str(path), "--format", "nonsense"]) == 2
    assert "SZ-1011" in capsys.readouterr().err
    assert main(["intake", str(tmp_path / "absent")]) == 2
    assert "SZ-1001" in capsys.readouterr().err


def test_a_passphrase_is_typed_and_never_an_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = android_backup({"d_f/000000_sms_backup": _GOOD.content}, password="口令 pass")  # noqa: S106
    path = saved(tmp_path, content, "backup.ab")
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n口令 pass\n"))
    assert main(["intake", str(path)]) == 0
    assert f"联系 {_GOOD.events}" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n" * 3))
    assert main(["intake", str(path)]) == 4
    said = capsys.readouterr()
    assert "SZ-1031" in said.err
    assert "wrong" not in said.err.replace("is wrong", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["intake", str(path)]) == 2


def test_check_takes_folders_and_archives_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    saved(folder, zipped({"sms.xml": smses(sms(), sms(date=1_767_319_300_000)).encode()}), "phone.zip")
    assert main(["check", str(folder), "--json"]) in (0, 1)
    data = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in data["files"]] == ["sms.xml"]
    assert data["files"][0]["events"] == 2


def test_columns_are_proposed_saved_checked_and_then_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = saved(tmp_path, operator_bill_csv.SET.cases[0].content, "bill.csv")
    mapping, out = tmp_path / "my.toml", tmp_path / "events.jsonl"
    assert main(["intake", str(bill), "--save-mapping", str(mapping)]) == 0
    said = capsys.readouterr().err
    assert "SZ-1160" in said
    assert "--save-mapping" in said
    assert main(["intake", str(bill), "--mapping", str(mapping)]) == 0  # saved, but not confirmed
    assert "SZ-1160" in capsys.readouterr().err
    mapping.write_text(mapping.read_text("utf-8").replace("confirmed = false", "confirmed = true"), "utf-8")
    assert main(["intake", str(bill), "--mapping", str(mapping), "--out", str(out)]) == 0
    assert "SZ-1161" in capsys.readouterr().err
    assert "mapping_not_confirmed" not in out.read_text("utf-8")


def test_a_mapping_is_never_written_over_and_a_bad_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bill = saved(tmp_path, operator_bill_csv.SET.cases[0].content, "bill.csv")
    (tmp_path / "my.toml").write_text("mine")
    assert main(["intake", str(bill), "--save-mapping", str(tmp_path / "my.toml")]) == 2
    assert (tmp_path / "my.toml").read_text() == "mine"
    assert main(["intake", str(saved(tmp_path, smses(sms()))), "--save-mapping", str(tmp_path / "none.toml")]) == 2
    assert not (tmp_path / "none.toml").exists()
    for name in ("my.toml", "absent.toml"):
        assert main(["intake", str(bill), "--mapping", str(tmp_path / name)]) == 3
    said = capsys.readouterr().err
    assert (said.count("SZ-1169"), said.count("SZ-1163")) == (2, 2)


def test_ones_own_name_in_a_chat_tells_who_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat = saved(tmp_path, wechat_text.SET.cases[0].content, "chat.txt")
    out = tmp_path / "events.jsonl"
    assert main(["intake", str(chat)]) == 0
    assert "--my-name" in capsys.readouterr().err
    assert main(["intake", str(chat), "--my-name", "小林", "--out", str(out)]) == 0
    assert "SZ-1150" not in capsys.readouterr().err
    directions = [json.loads(line).get("direction") for line in out.read_text("utf-8").splitlines()[1:]]
    assert set(directions) == {"inbound", "outbound"}
    assert main(["check", str(chat), "--my-name", "小林"]) in (0, 1)
    assert "SZ-1150" not in capsys.readouterr().err


def test_names_of_an_address_book_for_numbers_in_the_records_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "contacts.vcf"
    cards = (("家人（虚构）", "13000000021"), ("别人", "13000000099"))
    book.write_text("".join(f"BEGIN:VCARD\nFN:{name}\nTEL:{tel}\nEND:VCARD\n" for name, tel in cards), "utf-8")
    sheet = tmp_path / "a.csv"
    sheet.write_text("通话时间,对方号码,主被叫,通话时长\n2026-01-02 10:00:00,13000000021,被叫,61\n", "utf-8")
    assert main(["intake", "names", str(book), str(sheet), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "13000000021  家人（虚构）" in shown
    assert "别人" not in shown
    assert main(["intake", "names", str(book), str(sheet), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"numbers": 1, "names": {"13000000021": "家人（虚构）"}}
