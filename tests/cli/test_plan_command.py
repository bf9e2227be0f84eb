"""``shouzheng plan`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.remedy.plan.made import EXAMPLE


def _run(*words: str) -> int:
    return main(["plan", str(EXAMPLE), "--as-of", "2026-04-12", *words])


def test_the_screen_and_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf, ics = tmp_path / "plan.pdf", tmp_path / "plan.ics"
    assert _run("--pdf", str(pdf), "--ics", str(ics), "--lang", "en") == 0
    assert "Income, debts and plans" in capsys.readouterr().out
    assert pdf.read_bytes().startswith(b"%PDF")
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_data_and_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--json") == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "shouzheng.plan/1"
    assert _run("--figures", "yunling") == 2  # its first payment was due two days ago
    assert "SZ-5718" in capsys.readouterr().err
    assert _run("--figures", "yunling", "--as-of", "2026-04-10") == 0
    assert json.loads(capsys.readouterr().out)["blanks"]["number"]["en"] == "24"
    assert _run("--figures", "nobody", "--as-of", "2026-04-10") == 2
    assert "SZ-5707" in capsys.readouterr().err


def test_before_borrowing_shows_the_new_loan_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--before") == 0
    out = capsys.readouterr().out
    assert "名录里没有找到" in out
    assert "234.71%" in out
    assert "对账单" not in out


def test_before_needs_its_table_and_mistakes_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = EXAMPLE.read_text("utf-8")
    path = tmp_path / "plan.toml"
    path.write_text(text[: text.index("[before]")], "utf-8")
    assert main(["plan", str(path), "--before"]) == 2
    assert "SZ-5702" in capsys.readouterr().err
    path.write_text(text.replace("amount = 6800", "amount = -6800"), "utf-8")
    assert main(["plan", str(path)]) == 2
    assert "SZ-5704 plan.toml:14:1" in capsys.readouterr().err
