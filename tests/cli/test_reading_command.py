"""``shouzheng reading eval``: JSON with the documented keys, tables, and wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main

SMS = {"recipient": "borrower", "channel": "sms"}
ROWS: list[dict[str, object]] = [
    {"id": "1", "text": "再不还钱就打断你的腿", "group": "a", **SMS}
    | {"kind": "collection_pressure", "acts": ["threat_violence", "no_identity"]},
    {"id": "2", "text": "【示例银行】验证码000001，请勿泄露。", "group": "b", **SMS}
    | {"kind": "ordinary_notice", "acts": ["names_institution"]},
    {"id": "3", "text": "打错了，我不认识他，别再打了。\x1b[31m", "kind": "commentary", "acts": [], "group": "c"},
    {"id": "4", "text": "喂", "kind": "poem", "acts": ["sings"]},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n{\n", "utf-8")
    return path


def test_json_has_the_documented_keys(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "eval", str(file), "--json"]) == 0
    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert set(data) == {
        "rows", "groups", "not_counted", "unknown_labels", "lexicon", "kinds", "acts", "hard_acts", "baseline",
    }  # fmt: skip
    assert (data["rows"], data["not_counted"]) == (4, 1)
    assert data["unknown_labels"] == {"act sings": 1, "kind poem": 1}
    for figure in (data["kinds"]["commentary"], data["acts"]["threat_violence"], data["hard_acts"]):
        assert {"precision", "recall", "f1", "support"} <= set(figure)
    assert data["acts"]["threat_violence"]["f1"] == 1
    assert data["kinds"]["commentary"]["recall"] == 0
    assert data["kinds"]["loan_advert"] == {
        "precision": None, "recall": None, "f1": None, "support": 0, "read": 0,
        "f1_interval": None, "precision_interval": None, "recall_interval": None,
    }  # fmt: skip
    assert set(data["baseline"]) == {"kinds", "acts", "hard_acts"}
    assert "SZ-3521" in shown.err


def test_the_same_twice(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["reading", "eval", str(file), "--json"])
    first = capsys.readouterr().out
    main(["reading", "eval", str(file), "--json"])
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(("lang", "word"), [("zh-Hans", "宏平均"), ("en", "macro F1")])
def test_the_terminal_lists_errors_harmlessly(
    file: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    assert main(["--lang", lang, "reading", "eval", str(file)]) == 0
    out = capsys.readouterr().out
    assert word in out
    assert "commentary → victim_reply" in out
    assert "\x1b" not in out
    assert main(["--lang", lang, "reading", "eval", str(file), "--errors", "0"]) == 0
    assert "commentary → victim_reply" not in capsys.readouterr().out


def test_markdown_is_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "reading", "eval", str(file), "--markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("|---")]
    assert len(heads) == 3
    assert all(
        lines[number - 1].count("|") == lines[number].count("|") == lines[number + 1].count("|") for number in heads
    )


def test_nothing_to_measure_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "eval", str(tmp_path / "none.jsonl")]) == 2
    assert "SZ-3520" in capsys.readouterr().err
