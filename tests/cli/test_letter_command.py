"""``shouzheng letter`` and ``shouzheng next`` from the outside, on the bundled example."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from shouzheng.cli.main import main
from tests.cli.exports import sms, write
from tests.remedy.cases.making import PASSPHRASE, example_case
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


def test_a_letter_that_does_not_fit_is_reported_and_the_others_are_written(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    writing = ["--out", str(out), "--format", "txt"]
    assert main(["letter", "write", "third_person_objection", *checked, *writing]) == 2
    assert "SZ-5206" in capsys.readouterr().err
    assert not out.exists()
    assert main(["letter", "write", "no_such", "where_my_number", *checked, *writing]) == 2
    assert "SZ-5205" in capsys.readouterr().err
    assert not out.exists()
    assert main(["letter", "write", "third_person_objection", "where_my_number", *checked, *writing]) == 2
    said = capsys.readouterr()
    assert "SZ-5206 third_person_objection" in said.err
    assert "where_my_number.txt" in said.out
    assert [path.name for path in out.iterdir()] == ["where_my_number.txt"]


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
    for wrong in ("lender", "lender=soon", "nobody=2026-02-10", "police=2030-01-01"):
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


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command with the passphrase typed in."""

    def run(*words: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        return main([*words, "--as-of", "2026-02-10"] if words[0] != "case" else list(words))

    return run


def test_a_case_prints_and_writes_only_what_was_selected(
    typed: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, out = str(tmp_path / "case"), tmp_path / "print.pdf"
    example_case(tmp_path / "case").close()
    printing = ["letter", "print", "--case", case, "--out", str(out), "--json"]
    assert typed(*printing) == 2  # nothing was selected
    assert "SZ-5223" in capsys.readouterr().err
    assert typed("case", "select", case, "--party", "panshi") == 0
    capsys.readouterr()
    assert typed(*printing, "--copies", "3") == 0
    assert json.loads(capsys.readouterr().out)["records"] == 27
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "13000000021" in text
    assert "17000000033" not in text  # the impostor was not selected
    assert "一式3份，本份为第" in re.sub(r"[ \n\t]", "", text)
    assert re.search(r"没有选入的[1-9]", re.sub(r"\s", "", text))
    assert typed("letter", "write", "police_statement", "--case", case, "--out", str(tmp_path / "l")) == 0
    assert "case check --confirmed" in capsys.readouterr().out
    letter = (tmp_path / "l" / "police_statement.txt").read_text("utf-8")
    assert "花圈" in letter
    assert "17000000033" not in letter


def test_the_steps_of_a_case_do_not_wait_for_a_selection_and_read_its_proceedings(
    typed: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = str(tmp_path / "case")
    example_case(tmp_path / "case").close()
    assert typed("proceedings", "new", "p1", "--channel", "lender", "--case", case, "--invented") == 0
    sent = ("--kind", "complaint", "--day", "2026-01-09", "--letter", "stop_contacting_others")
    assert typed("proceedings", "sent", "p1", "--case", case, *sent) == 0
    capsys.readouterr()
    assert typed("next", "--case", case) == 0
    out = capsys.readouterr().out
    assert "现在就打110" in out
    assert "p1：" in out


@pytest.mark.parametrize("words", [["next"], ["next", "--where"], ["next", "--lang", "en"]])
def test_without_a_case_the_numbers_to_call_are_said_first(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert all(number in said.out for number in ("110", "96110", "12356", "12348"))
    assert "SZ-9070" in said.err
    assert main([*words, "--json"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data["steps"] == []
    assert "12356" in json.dumps(data["help"], ensure_ascii=False)


def test_a_case_with_nothing_but_a_file_in_it_does_not_say_that_all_is_well(
    typed: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = str(tmp_path / "case")
    file = write(tmp_path / "sms-1.xml", "smses", sms("2026-02-01 10:00:00", "今晚就上门打断你的腿，放火烧你家"))
    example_case(tmp_path / "case", files=[file], statement=False).close()
    assert typed("next", "--case", case) == 0
    out = capsys.readouterr().out
    assert "现在就打110" in out
    assert "有1次联系没有写明来源，还没有判断" in out
    assert "没有需要走的步骤" not in out
    assert "police_statement" in out


def test_files_or_a_case_but_not_both_and_not_neither(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "x.pdf")]
    for words in (
        ["next"],
        ["next", *checked, "--case", str(tmp_path)],
        ["next", "--who", str(EXAMPLE / "case.toml")],
        ["letter", "print", *out],
        ["letter", "print", *out, "--case", str(tmp_path), "--who", str(EXAMPLE / "case.toml")],
    ):
        assert main(words) == 2, words
        assert "SZ-9070" in capsys.readouterr().err


def test_what_is_under_way_comes_after_what_is_to_be_done(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.jsonl"
    enter = ["--file", str(file), "--as-of", "2026-02-10"]
    assert main(["proceedings", "new", "p1", "--channel", "lender", *enter]) == 0
    assert (
        main(["proceedings", "sent", "p1", "--kind", "complaint", "--day", "2026-02-09", "--proof", "ems=1", *enter])
        == 0
    )
    capsys.readouterr()
    assert main(["next", *checked, "--proceedings", str(file)]) == 0
    out = capsys.readouterr().out
    assert out.index("谈还款") < out.index("已经做了，等待中") < out.index("书面找债权机构") < out.index("请机构复核")
    assert "p1：等待答复" in out
    assert main(["next", *checked, "--proceedings", str(file), "--json"]) == 0
    steps = {step["id"]: step for step in json.loads(capsys.readouterr().out)["steps"]}
    assert steps["lender"]["done"] == "2026-02-09"
    assert [each["id"] for each in steps["lender"]["proceedings"]] == ["p1"]
    assert steps["second_desk"]["waiting"]


def test_the_proposal_takes_its_figures_from_a_plan(
    checked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    plan = ["--plan", str(EXAMPLE.parent / "plan.toml")]
    write = ["letter", "write", "instalment_proposal", *checked, "--out", str(out), "--format", "txt", *plan]
    assert main(write) == 0
    assert "每期681.41元（第17期起681.40元），共24期" in (out / "instalment_proposal.txt").read_text("utf-8")
    assert main([*write, "--replace", "--plan-debt", "card"]) == 2
    assert "SZ-5716" in capsys.readouterr().err
