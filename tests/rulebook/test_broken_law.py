"""Each way to break the law is found, at its line and column, in both languages; nothing broken is ever skipped."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, Severity, ShouzhengError, registered
from shouzheng.rulebook.lint import lint
from shouzheng.rulebook.load import BAD_LAW, load_rulebook
from shouzheng.rulebook.load_one import load_rule
from shouzheng.rulebook.scaffold import new_rule
from tests.rulebook.broken import CASES, R01, R02, TINY, Broken, broken_law

TODAY = date(2026, 12, 1)
#: Reported by the commands, not by files: tested in ``test_rule_command``.
USE = {"SZ-3300", "SZ-3301", "SZ-3302", "SZ-3303", "SZ-3304", "SZ-3305"}
#: Needs more than one edit: tested below by hand.
BY_HAND = {"SZ-3015", "SZ-3016", "SZ-3270", "SZ-3271"}
#: Tested in ``test_transition`` and ``test_accepted_warnings``.
ELSEWHERE = {"SZ-3217", "SZ-3225", "SZ-3280", "SZ-3281"}


def test_the_tiny_law_is_sound() -> None:
    assert [problem.code for problem in lint(TINY, today=TODAY)] == ["SZ-3250"]
    assert [rule.id for rule in load_rulebook(TINY).rules] == ["R01", "R02", "R03", "R04"]


def test_every_code_has_its_broken_law() -> None:
    codes = {kind.code for kind in registered() if "SZ-3000" <= kind.code < "SZ-3400"}
    assert codes == {case.code for case in CASES} | USE | BY_HAND | ELSEWHERE


def _place(case: Broken, folder: Path) -> str:
    """Return file:line:column of the text that the case expects to be named."""
    if case.new is None or (case.file == case.place and case.new == "\udcff"):
        return case.place
    text = (folder / case.place).read_text(encoding="utf-8")
    at = text.index(case.at)
    return f"{case.place}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code} {case.old[:30]}" for case in CASES])
def test_broken_law_is_found_at_its_place(case: Broken, tmp_path: Path) -> None:
    folder = broken_law(case, tmp_path)
    found = lint(folder, today=TODAY)
    matching = [problem for problem in found if problem.code == case.code]
    assert _place(case, folder) in [problem.where for problem in matching], [(p.code, p.where) for p in found]
    for problem in matching:
        for lang in Lang:
            assert problem.what(lang)
            assert problem.why(lang)
            assert problem.repair(lang)
    _loading_agrees(folder, found)


@pytest.mark.parametrize("code", sorted({case.code for case in CASES}))
def test_a_broken_law_ends_the_linter_with_exit_code_3(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(case for case in CASES if case.code == code)
    folder = broken_law(case, tmp_path)
    assert main(["--lang", "en", "rule", "lint", "--as-of", str(TODAY), "--law", str(folder)]) == BAD_LAW
    assert f"{code} {_place(case, folder)}" in capsys.readouterr().out


def _loading_agrees(folder: Path, found: list[Problem]) -> None:
    """What the loader refuses stops everything with exit code 3 and all problems; what only the linter minds loads."""
    refused = [p for p in found if p.code < "SZ-3200" and p.severity is Severity.ERROR]
    if not refused:
        assert len(load_rulebook(folder).rules) == 4
        return
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(folder)
    assert caught.value.exit_code == BAD_LAW
    assert sorted((p.code, p.where) for p in caught.value.problems) == sorted((p.code, p.where) for p in refused)


def test_problems_of_all_files_are_collected(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    for name, old, new in ((R01, "severity = 2", "severity = 9"), (R02, "calls_day > :most", "calls_day >> :most")):
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(copy)
    assert {problem.where.split(":")[0] for problem in caught.value.problems} == {R01, R02}


def test_an_empty_set_of_rules_is_an_error(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    shutil.rmtree(copy / "cn" / "rules")
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(copy)
    assert [problem.code for problem in caught.value.problems] == ["SZ-3015"]


def test_a_file_that_nothing_reads_is_an_error(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / "cn" / "rule").mkdir()
    shutil.copy(copy / R02, copy / "cn" / "rule" / "R05-lost.toml")
    (copy / "cn" / "not_applied.toml").write_text("[meta]\nseen = 2026-01-01\ncheck_by = 2027-01-01\n", "utf-8")
    found = [problem for problem in lint(copy, today=TODAY) if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.where) for problem in found] == [("SZ-3016", "cn/rule/R05-lost.toml")]


@pytest.mark.parametrize("ending", [".TOML", ".toml.txt", ".toml~", ".Toml.bak"])
def test_a_rule_whose_file_name_ends_otherwise_is_not_lost_in_silence(ending: str, tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(TINY, folder)
    moved = (folder / R02).with_suffix(ending)
    (folder / R02).rename(moved)
    name = moved.relative_to(folder).as_posix()
    assert ("SZ-3016", name) in [(problem.code, problem.where) for problem in lint(folder, today=TODAY)]
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(folder)
    assert name in [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize("what", ["link to nowhere", "folder"])
def test_a_rule_file_that_is_none_is_not_lost_in_silence(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(TINY, folder)
    (folder / R02).unlink()
    if what == "folder":
        (folder / R02).mkdir()
    else:
        (folder / R02).symlink_to(tmp_path / "nowhere")
    assert ("SZ-3016", R02) in [(problem.code, problem.where) for problem in lint(folder, today=TODAY)]


def test_words_left_as_the_scaffold_made_them_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(TINY, folder)
    path = new_rule(load_rulebook(folder), folder, "R66", "abuse", "x", "新规则 R66", "peace-1")
    name = path.relative_to(folder).as_posix()
    found = [problem for problem in lint(folder, today=TODAY) if problem.code == "SZ-3011"]
    assert len(found) == 10
    assert {problem.where.split(":")[0] for problem in found} == {name}
    assert any("plain.next_step.en" in problem.what(Lang.EN) for problem in found)


def test_a_linked_folder_of_rules_is_not_lost_in_silence(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(TINY, folder)
    (folder / R02).parent.rename(tmp_path / "elsewhere")
    (folder / R02).parent.symlink_to(tmp_path / "elsewhere")
    name = (folder / R02).parent.relative_to(folder).as_posix()
    assert ("SZ-3016", name) in [(problem.code, problem.where) for problem in lint(folder, today=TODAY)]


def test_a_file_name_that_is_no_utf_8_is_no_crash(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(TINY, folder)
    Path(os.fsdecode(os.fsencode((folder / R02).parent) + b"/R\xff.toml")).write_bytes(b"id = 1\n")
    assert "\udcff" in "".join(problem.where for problem in lint(folder, today=TODAY))
    assert main(["rule", "list", "--law", str(folder)]) == BAD_LAW


def test_one_rule_alone_is_the_same_rule() -> None:
    for rule in load_rulebook(TINY).rules:
        alone = load_rule(rule.id.lower(), TINY)
        assert alone.rules == (rule,)
        assert alone.hash == load_rulebook(TINY).hash
        for cite in rule.cites:
            assert alone.provisions[cite.provision] == load_rulebook(TINY).provisions[cite.provision]
    assert len(load_rule("R99", TINY).rules) == 4


def test_one_rule_alone_is_refused_like_all(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / R02).write_text("id = ", encoding="utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_rule("R02", copy)
    assert caught.value.exit_code == BAD_LAW


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(tmp_path / "nowhere")
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-3000", BAD_LAW)


@pytest.mark.parametrize(("answer", "code"), [("breach", "SZ-3271"), ("needs_person", "SZ-3270")])
def test_two_rules_for_the_same_conduct(answer: str, code: str, tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    text = (copy / R02).read_text(encoding="utf-8")
    twin = text.replace('id = "R02"', 'id = "R05"').replace('answer = "breach"', f'answer = "{answer}"')
    twin = twin.replace('expect = "breach"', f'expect = "{answer}"')
    (copy / R02.replace("R02", "R05")).write_text(twin, encoding="utf-8")
    found = [problem for problem in lint(copy, today=TODAY) if problem.code.startswith("SZ-327")]
    assert [problem.code for problem in found] == [code]


def test_one_name_in_two_files_of_rules(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    text = (copy / R02).read_text(encoding="utf-8")
    (copy / R02.replace("R02-calls", "R02-calls-again")).write_text(text, encoding="utf-8")
    found = [problem for problem in lint(copy, today=TODAY) if problem.code == "SZ-3007"]
    assert len(found) == 1


def test_hostile_files_cannot_exhaust_the_program(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / R01).write_text("x = " + "[" * 100_000, encoding="utf-8")
    (copy / R02).write_bytes(b"# " + b"x" * 3_000_000)
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(copy)
    assert {problem.code for problem in caught.value.problems} == {"SZ-3001", "SZ-3002"}
