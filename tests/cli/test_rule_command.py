"""``shouzheng rule`` from the outside: every subcommand as text and JSON, and the exit codes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.rulebook.broken import R02, TINY

LAW = ["--law", str(TINY)]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--lang", "en", "rule", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list", *LAW)
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[:2] for line in lines[:4]] == [
        ["R01", "2023-01-01"],
        ["R02", "2024-07-01"],
        ["R03", "2013-01-01"],
        ["R04", "-"],
    ]
    assert lines[4].startswith("4 rules, law sha256:")
    code, out, _ = run(capsys, "list", "--json", *LAW)
    assert [rule["id"] for rule in json.loads(out)] == ["R01", "R02", "R03", "R04"]


def test_list_marks_what_is_not_law_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    mark = "(no law of it in force on 2023-06-01)"
    lines = run(capsys, "list", "--as-of", "2023-06-01", *LAW)[1].splitlines()
    assert [mark in line for line in lines[:4]] == [False, True, False, False]
    # a norm that still reaches older contracts is law of today
    line = next(line for line in run(capsys, "list", "--as-of", "2026-11-22")[1].splitlines() if line[:4] == "R41b")
    assert "no law" not in line


@pytest.mark.parametrize("day", ["2026-13-01", "20260101", "2026-W01-1", "", "today"])
def test_a_day_is_written_as_in_the_law(capsys: pytest.CaptureFixture[str], day: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(capsys, "list", "--as-of", day, *LAW)
    assert "YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["test", "--as-of", "2025-01-01"], ["diff", "a", "b", "--law", "c"]])
def test_options_without_effect_are_not_taken(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(capsys, *words)


def test_show_has_words_law_dates_numbers_and_sql(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "r01", "--as-of", "2025-01-01", "--sql", *LAW)
    assert code == 0
    for expected in (
        "夜间联系 / Contact at night",
        "当“方向”是打来",
        "When “direction” is towards the person",
        ":night_start = 22:00",
        "minute_of_day >= 1320",
        "Example Night Standard 5.1",
        "article number not verified",
        "2024-07-01 – ",
        "18  19  20",
    ):
        assert expected in out
    assert "第二条" not in out


def test_show_follows_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    old = run(capsys, "show", "R03", "--as-of", "2025-12-31", *LAW)[1].split("[Articles in force")[1]
    new = run(capsys, "show", "R03", "--as-of", "2026-01-01", *LAW)[1].split("[Articles in force")[1]
    assert "(old) 第四十二条" in old
    assert "(old)" not in new
    assert "(new) 第五十条" in new
    assert "Penal" not in old + new
    assert "No law of this rule" in run(capsys, "show", "R02", "--as-of", "2020-01-01", *LAW)[1]


def test_show_in_json_and_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(run(capsys, "show", "R01", "--json", "--sql", "--as-of", "2025-01-01", *LAW)[1])
    assert data["provisions"][2]["article"] is None
    assert data["provisions"][0]["from"] == "2023-01-01"
    assert data["sql"].startswith("direction = 'inbound'") or data["sql"].startswith("(direction = 'inbound'")
    assert main(["--lang", "zh-Hant", "rule", "show", "R01", *LAW]) == 0
    assert "夜間聯繫" in capsys.readouterr().out


def test_hidden_characters_of_a_law_reach_no_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    text = (copy / R02).read_text(encoding="utf-8")
    (copy / R02).write_text(text.replace('zh = "每日次数"', 'zh = "\\u202e\\u009b每日次数"'), encoding="utf-8")
    for words in (["list"], ["show", "R02"], ["list", "--json"], ["show", "R02", "--json"]):
        code, out, _ = run(capsys, "--lang", "zh-Hans", *words, "--law", str(copy))
        assert code == 0
        assert not {"\u202e", "\u009b"} & set(out)
    assert json.loads(out)["title"]["zh"] == "\u202e\u009b每日次数"


def test_unknown_rule_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "R99", *LAW)
    assert (code, out) == (2, "")
    assert "SZ-3300" in err


def test_test_runs_examples(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "test", *LAW)
    assert code == 0
    assert "29 of 29 examples hold (engines: interpreter, scalar, vector)" in out
    code, out, _ = run(capsys, "test", "R03", *LAW)
    assert out.count("✓ R03") == 5
    results = json.loads(run(capsys, "test", "R03", "--json", *LAW)[1])
    assert results[0]["got"] == {"interpreter": "needs_person", "scalar": "needs_person", "vector": "needs_person"}


def test_mutants(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "test", "--mutants", *LAW)
    assert code == 0
    assert out.startswith("0 of 4")
    data = json.loads(run(capsys, "test", "R02", "--mutants", "--json", *LAW)[1])
    assert data["survivors"] == []


def test_failing_example_is_exit_3(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    path = copy / R02
    path.write_text(path.read_text(encoding="utf-8").replace("> :most", ">= :most"), encoding="utf-8")
    code, out, err = run(capsys, "test", "--law", str(copy))
    assert code == 3
    assert "✗ R02" in out
    assert "SZ-3301" in err
    assert "third call" in err


def test_why_explains_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "why", "first minute of the night under the standard", "R01", *LAW)
    assert code == 0
    for expected in (
        "not in line with the norm",
        "minute_of_day = 1320",
        ":night_start = 1320",
        "yes (agreed)",
        "Example Night",
    ):
        assert expected in out


def test_why_explains_an_event_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    facts = {"direction": "inbound", "minute_of_day": 1350, "institution_kind": "bank"}
    event.write_text(json.dumps({"day": "2025-01-01", "facts": facts}), encoding="utf-8")
    code, out, _ = run(capsys, "why", str(event), "R01", *LAW)
    assert code == 0
    assert "cannot tell" in out
    assert "agreed" in out.split("[What is missing]")[1]
    data = json.loads(run(capsys, "why", str(event), "R01", "--json", *LAW)[1])
    assert data["missing"] == ["agreed", "product_kind"]
    assert data["when"]["truth"] is True
    other = json.loads(run(capsys, "why", str(event), "R01", "--json", "--as-of", "2020-01-01", *LAW)[1])
    assert (other["answer"], other["not_applied"]) == ("not_applicable", "not_in_force")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"day": "2025-01-01"}',
        '{"day": "yesterday", "facts": {}}',
        '{"day": "2025-01-01", "facts": {"directon": "inbound"}}',
        '{"day": "2025-01-01", "facts": {"direction": "in"}}',
        '{"day": "2025-01-01", "facts": {"minute_of_day": true}}',
        '{"day": "2025-01-01", "facts": {"minute_of_day": 1440}}',
        "[" * 100_000,
    ],
)
def test_bad_event_files_are_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str) -> None:
    event = tmp_path / "event.json"
    event.write_text(content, encoding="utf-8")
    code, _, err = run(capsys, "why", str(event), "R01", *LAW)
    assert code == 2
    assert "SZ-3302" in err
    assert not re.search("must be|indices|recursion|fromisoformat|Expecting", err)  # Python's words help nobody


def test_no_event_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nowhere.json", "/", ""):
        code, _, err = run(capsys, "why", name, "R01", *LAW)
        assert code == 2
        assert "no such file" in err


def test_lint(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, "lint", "--as-of", "2026-12-01", *LAW)
    assert code == 3
    assert "law checked: 0 errors, 1 warnings" in out
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    path = copy / R02
    path.write_text(path.read_text(encoding="utf-8").replace("> :most", "> :mots"), encoding="utf-8")
    code, out, _ = run(capsys, "lint", "--json", "--law", str(copy))
    found = json.loads(out)
    assert code == 3
    assert {"SZ-3105"} == {problem["code"] for problem in found if problem["severity"] == "error"}
    assert all(problem["what"]["zh"] and problem["repair"]["en"] for problem in found)


def test_new_and_diff(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    words = ["new", "R66", "visits", "forced-entry", "--provision", "peace-1", "--law", str(copy)]
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "cn/rules/visits/R66-forced-entry.toml" in out
    code, _, err = run(capsys, *words)
    assert code == 2
    assert "SZ-3304" in err
    code, _, err = run(capsys, "new", "66", "visits", "x", "--provision", "peace-1", "--law", str(copy))
    assert code == 2
    assert "SZ-3303" in err
    (copy / "cn" / "rules" / "taken").write_text("", encoding="utf-8")
    for topic, slug in (("taken", "x"), ("visits", "x" * 300)):
        code, _, err = run(capsys, "new", "R67", topic, slug, "--provision", "peace-1", "--law", str(copy))
        assert code == 2
        assert "SZ-3305" in err
    path = copy / R02
    path.write_text(path.read_text(encoding="utf-8").replace("> :most", ">= :most"), encoding="utf-8")
    code, out, _ = run(capsys, "diff", str(TINY), str(copy))
    assert code == 0
    assert "added: R66" in out
    assert "edited: R02" in out
    assert "clear → not in line with the norm" in out
    data = json.loads(run(capsys, "diff", str(TINY), str(copy), "--json")[1])
    assert data["added"] == ["R66"]
    assert any(each["before"] == "clear" and each["after"] == "breach" for each in data["changed"])


def test_broken_law_stops_every_command_with_exit_3(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / R02).write_text("id = ", encoding="utf-8")
    for words in (["list"], ["show", "R02"], ["test"], ["why", "x", "R02"]):
        code, out, err = run(capsys, *words, "--law", str(copy))
        assert (code, out) == (3, "")
        assert f"SZ-3002 {R02}:1:6" in err
