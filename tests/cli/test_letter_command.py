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
        f"{name}.{kind}" for name in ("police_statement", "where_my_number") for kind in ("docx", "pdf", "txt")
    ]
    assert (out / "where_my_number.docx").read_bytes().startswith(b"PK")
    assert (out / "police_statement.pdf").read_bytes().startswith(b"%PDF")
    assert "只签自己确认属实的内容" in said
    assert "打断" not in said
    (out / "police_statement.txt").write_text("我改过的", "utf-8")
    assert main([*write, "--format", "txt"]) == 2
    assert "SZ-5221" in capsys.readouterr().err
    assert (out / "police_statement.txt").read_text("utf-8") == "我改过的"
    assert main([*write, "--format", "txt", "--replace"]) == 0
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
    arguments = ["letter", "write", "where_my_number", *checked, "--out", str(out), "--format", "txt"]
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


def test_only_the_formats_asked_for_are_written(checked: list[str], tmp_path: Path) -> None:
    out = tmp_path / "letters"
    write = ["letter", "write", "lawyer_brief", *checked, "--out", str(out), "--format"]
    assert main([*write, "pdf, docx"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["lawyer_brief.docx", "lawyer_brief.pdf"]
    with pytest.raises(SystemExit) as caught:
        main([*write, "pdf,html"])
    assert caught.value.code == 2


def test_the_list_puts_sheets_for_portals_apart(checked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letter", "list", *checked]) == 0
    out = capsys.readouterr().out
    assert out.index("stop_contacting_others") < out.index("填写单和要点") < out.index("portal_nfra_12378")
    assert "portal_im_platform" not in out


def test_where_names_the_right_body_and_the_wrong_one(checked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["next", *checked, "--where", "--place", "示例省"]) == 0
    out = capsys.readouterr().out
    assert "示例省的派出所" in out
    assert out.index("12378") < out.index("不归它管的")
    assert main(["next", *checked, "--where", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "shouzheng.where/1"
    assert "local_finance" in {body["id"] for body in data["not_competent"]}


def test_print_writes_the_records_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "print.pdf"
    files = [str(path) for path in sorted(EXAMPLE.glob("*.xml"))]
    command = ["letter", "print", *files, *CASE, "--out", str(out), "--person", "sister"]
    assert main(command) == 0
    assert "print.pdf" in capsys.readouterr().out
    first = out.read_bytes()
    assert first.startswith(b"%PDF")
    assert main(command) == 2
    assert "SZ-5221" in capsys.readouterr().err
    assert main([*command, "--replace", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] > 0
    assert out.read_bytes() == first
    assert main([*command[:-2], "--since", "2026-03-01", "--replace"]) == 2
    assert "SZ-5223" in capsys.readouterr().err
