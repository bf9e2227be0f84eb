"""Warnings that stand are listed one by one with a reason; nothing else is ever left out of the linter's report."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.problems import Severity
from shouzheng.rulebook.lint import lint, report
from shouzheng.rulebook.load import ACCEPTED, load_rulebook
from tests.rulebook.broken import R02, TINY

TODAY = date(2026, 12, 1)
#: The tiny law's one warning: a fact that nothing uses.
STANDS = '[[accepted]]\ncode = "SZ-3250"\nabout = "day_no"\nreason = { zh = "示例", en = "example" }\n'


def law_with(tmp_path: Path, text: str) -> Path:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / ACCEPTED).write_text(text, "utf-8")
    return copy


def test_an_accepted_warning_is_set_apart_with_its_reason(tmp_path: Path) -> None:
    found = report(law_with(tmp_path, STANDS), today=TODAY)
    assert found.problems == ()
    (accepted,) = found.accepted
    assert (accepted.problem.code, accepted.reason.zh) == ("SZ-3250", "示例")


def test_only_that_one_is(tmp_path: Path) -> None:
    folder = law_with(tmp_path, STANDS)
    path = folder / "cn" / "rules" / "abuse" / "R03-insults.toml"
    path.write_text(path.read_text("utf-8").replace("AND insult", "AND direction = 'inbound'"), "utf-8")
    codes = [(p.code, dict(p.slots).get("name")) for p in lint(folder, today=TODAY) if p.code == "SZ-3250"]
    assert codes == [("SZ-3250", "insult")]


@pytest.mark.parametrize("about", ["insult", "nothing"])
def test_an_entry_that_nothing_needs_is_an_error(tmp_path: Path, about: str) -> None:
    text = STANDS + STANDS.replace("day_no", about)
    (found,) = lint(law_with(tmp_path, text), today=TODAY)
    assert (found.code, found.severity, found.where) == ("SZ-3280", Severity.ERROR, f"{ACCEPTED}:7:1")
    assert all(found.what(lang) and found.why(lang) and found.repair(lang) for lang in Lang)


def test_an_error_cannot_be_accepted(tmp_path: Path) -> None:
    entry = '[[accepted]]\ncode = "SZ-3210"\nabout = "R02"\nreason = { zh = "示例", en = "example" }\n'
    folder = law_with(tmp_path, STANDS + entry)
    path = folder / R02
    path.write_text(path.read_text("utf-8").replace('role = "forbids"', 'role = "supports"', 1), "utf-8")
    codes = [problem.code for problem in lint(folder, today=TODAY)]
    assert "SZ-3210" in codes
    assert "SZ-3281" in codes


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('about = "day_no"\n', "", "SZ-3004"),
        ('about = "day_no"\n', 'about = "day_no"\nall = true\n', "SZ-3003"),
        ('en = "example"', 'en = ""', "SZ-3011"),
    ],
)
def test_the_list_is_read_strictly(tmp_path: Path, old: str, new: str, code: str) -> None:
    found = lint(law_with(tmp_path, STANDS.replace(old, new)), today=TODAY)
    assert code in [problem.code for problem in found]


def test_the_shipped_law_has_no_open_warning_and_every_exception_its_reason() -> None:
    found = report()
    assert [(problem.code, problem.where) for problem in found.problems if problem.code != "SZ-3260"] == []
    assert len(found.accepted) == 17
    for accepted in found.accepted:
        assert len(accepted.reason.zh) >= 15
        assert len(accepted.reason.en.split()) >= 8
    numbers = {reference for rule in load_rulebook().rules for use in rule.numbers for reference, _ in use.references}
    dated = {dict(accepted.problem.slots)["id"] for accepted in found.accepted if accepted.problem.code == "SZ-3203"}
    assert dated & numbers == {"civil-3y"}
