"""``shouzheng letter`` and ``shouzheng next`` from the outside, on the bundled example."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.remedy.yunling import EXAMPLE, content

CASE = ["--who", str(EXAMPLE / "case.toml"), "--as-of", "2026-02-10"]


@pytest.fixture
def checked(tmp_path: Path) -> list[str]:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "findings.json").write_bytes(content()[1])
    return ["--from", str(tmp_path / "out"), *CASE]


def test_the_list_names_letters_and_with_all_the_reasons(
    checked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["letter", "list", *checked]) == 0
    out = capsys.readouterr().out
    assert "stop_contacting_others" in out
    assert "third_person_objection" not in out
    assert main(["letter", "list", *checked, "--all"]) == 0
    assert "写信的人是“债务人本人”" in capsys.readouterr().out
    assert main(["letter", "list", *checked, "--person", "sister", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    fits = {letter["id"]: letter["fits"] for letter in data["letters"]}
    assert fits["third_person_objection"] == "yes"
    assert fits["complaint_nfra"] == "no"


def test_letters_are_written_once_and_never_over_the_persons_own(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    write = ["letter", "write", "police_statement", "where_my_number", *checked, "--out", str(out)]
    assert main(write) == 0
    said = capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == [
        "police_statement.pdf",
        "police_statement.txt",
        "where_my_number.pdf",
        "where_my_number.txt",
    ]
    assert (out / "police_statement.pdf").read_bytes().startswith(b"%PDF")
    assert "只签自己确认属实的内容" in said
    assert "打断" not in said
    (out / "police_statement.txt").write_text("我改过的", "utf-8")
    assert main([*write, "--no-pdf"]) == 2
    assert "SZ-5221" in capsys.readouterr().err
    assert (out / "police_statement.txt").read_text("utf-8") == "我改过的"
    assert main([*write, "--no-pdf", "--replace"]) == 0
    assert "报案材料" in (out / "police_statement.txt").read_text("utf-8")


def test_a_letter_that_does_not_fit_writes_nothing(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    write = ["letter", "write", "where_my_number", "third_person_objection", *checked, "--out", str(out)]
    assert main(write) == 2
    assert "SZ-5206" in capsys.readouterr().err
    assert not out.exists()
    assert main(["letter", "write", "no_such", *checked, "--out", str(out)]) == 2
    assert "SZ-5205" in capsys.readouterr().err


def test_english_gets_the_chinese_letter_and_a_reading_aid(checked: list[str], tmp_path: Path) -> None:
    out = tmp_path / "letters"
    arguments = ["letter", "write", "where_my_number", *checked, "--out", str(out), "--no-pdf"]
    assert main([*arguments, "--lang", "en"]) == 0
    assert "个人信息保护法" in (out / "where_my_number.txt").read_text("utf-8")
    assert (out / "where_my_number.en.txt").read_text("utf-8").startswith("English reading aid")


def test_next_says_danger_first_and_counts_from_what_was_done(
    checked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["next", *checked, "--done", "lender=2026-02-10"]) == 0
    out = capsys.readouterr().out
    assert out.index("现在就打110") < out.index("书面找债权机构")
    assert "2026-02-25 或 2026-03-09" in out
    assert "2026-06-30" in out
    assert main(["next", *checked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "shouzheng.next/1"
    for wrong in ("lender", "lender=soon", "nobody=2026-02-10"):
        assert main(["next", *checked, "--done", wrong]) == 2
        assert "SZ-5220" in capsys.readouterr().err
