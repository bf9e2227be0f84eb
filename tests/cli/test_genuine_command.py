"""``shouzheng genuine`` and ``shouzheng contract`` from the outside: ways to ask, exit codes, data, errors."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from shouzheng.cli.main import main

SCAM = "您的贷款已批，放款前须先缴纳保证金2000元，缴纳后立即放款。"
NOTICE = "【云岭示例消费金融】林先生，您尾号0001的借款应还1,860.00元，11月25日到期，请在云岭示例App还款。"


def _stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_a_message_as_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genuine", SCAM]) == 1
    assert "诈骗的特征" in capsys.readouterr().out
    assert main(["--lang", "en", "genuine", NOTICE]) == 0
    assert "look like a notice" in capsys.readouterr().out


def test_a_message_from_a_file_and_from_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sms.txt"
    path.write_bytes(SCAM.encode("gb18030"))
    assert main(["genuine", "--file", str(path)]) == 1
    first = capsys.readouterr().out
    _stdin(monkeypatch, SCAM.encode())
    assert main(["genuine"]) == 1
    assert capsys.readouterr().out == first
    _stdin(monkeypatch, SCAM.encode())
    assert main(["genuine", "-"]) == 1
    assert capsys.readouterr().out == first


@pytest.mark.parametrize("arguments", [["95588"], ["--number", "95588"], ["955 88"], ["+86 95588"]])
def test_a_number(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genuine", *arguments, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["verdict"] == "cannot_tell"
    assert data["sender"]["listing"]["institutions"] == ["icbc"]


def test_a_strangers_mobile_number_gives_its_kind_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genuine", "13000000021", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["sender"]["listing"] == {"answer": "not_found", "institutions": [], "unsure": False}


def test_a_recorded_contact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "events.jsonl"
    rows = [
        {"private": True},
        {"id": "e1", "other": {"raw": "1069000000001"}, "time": {"utc": "2026-11-20T01:30:00.000Z"}, "text": SCAM},
        {"id": "e2", "other": {"raw": "13000000021"}, "time": {"utc": "2026-11-20T01:31:00.000Z"}, "text": None},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["genuine", "--event", str(path), "--id", "e1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["sender"]["kind"] == "port_106"
    assert main(["genuine", "--event", str(path), "--id", "e2"]) == 0
    assert "光凭号码" in capsys.readouterr().out
    for arguments in (["--id", "none"], []):
        assert main(["genuine", "--event", str(path), *arguments]) == 2
        assert "SZ-3813" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["not json", "[]", '{"id":"e1"}', '{"id":"e1","other":{"raw":1},"text":null}', "[" * 5000]
)
def test_a_line_that_is_no_event(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(line, "utf-8")
    assert main(["genuine", "--event", str(path), "--id", "e1"]) == 2
    assert "SZ-381" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xe3\x80\x80"])
def test_nothing_to_read(content: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _stdin(monkeypatch, content)
    assert main(["genuine"]) == 2
    assert "SZ-3810" in capsys.readouterr().err


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genuine", "--file", str(tmp_path / "none.txt")]) == 2
    assert "SZ-3811" in capsys.readouterr().err


def test_a_long_message_is_cut_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genuine", "字" * 20_010]) == 0
    shown = capsys.readouterr()
    assert "SZ-3815" in shown.err
    assert "10" in shown.err


def test_contract_from_a_file_and_pasted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = "签订日期：2026年9月10日\n乙方授权甲方读取其手机通讯录。"
    path = tmp_path / "合同.txt"
    path.write_text(contract, "utf-8")
    assert main(["contract", str(path)]) == 1
    first = capsys.readouterr().out
    assert "授权读取通讯录" in first
    _stdin(monkeypatch, contract.encode())
    assert main(["contract", "-"]) == 1
    assert capsys.readouterr().out == first
    assert main(["contract", str(path), "--json", "--signed", "2020-01-01"]) == 1
    assert json.loads(capsys.readouterr().out)["law_of"] == "2020-01-01"
    assert main(["contract", str(path), "--all", "--lang", "en"]) == 1
    assert "no legal advice" in capsys.readouterr().out


@pytest.mark.parametrize(("option", "hint"), [("--sent", "2026-11-22T09:30"), ("--as-of", "YYYY-MM-DD")])
def test_a_wrong_time_is_said_in_our_words(option: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["genuine", SCAM, option, "soon"])
    assert hint in capsys.readouterr().err


def test_contract_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", str(tmp_path / "none.pdf")]) == 2
    assert "SZ-3811" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["contract", "a.txt", "--signed", "soon"])
