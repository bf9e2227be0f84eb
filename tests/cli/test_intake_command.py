import io
import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.intake.containers.making import android_backup, zipped
from tests.intake.fixture_sets import android_backup_messages
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
