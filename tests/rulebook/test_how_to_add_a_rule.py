"""The guide for lawyers cannot rot: its example is a real rule that loads, passes the linter and its own examples."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from shouzheng.model.law import CiteRole
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Severity
from shouzheng.rulebook.files.rule import SLOTS, RuleGroup, RuleKind, RuleStatus
from shouzheng.rulebook.lint import lint
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.rule_tests import run_rule_tests

GUIDE = Path(__file__).parents[2] / "docs" / "rulebook" / "how_to_add_a_rule.md"
PLACE = Path("cn/rules/visits/R99-visit-by-one-collector.toml")


def _example() -> str:
    blocks: list[str] = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if 'id = "R99"' in block)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the law with the guide's example in the place that the guide names."""
    copy = tmp_path_factory.mktemp("guide") / "law"
    shutil.copytree(data_folder("law"), copy)
    (copy / PLACE).parent.mkdir(exist_ok=True)
    (copy / PLACE).write_text(_example(), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def rulebook(folder: Path) -> Rulebook:
    return load_rulebook(folder)


def test_the_example_passes_the_linter(folder: Path) -> None:
    errors = [p for p in lint(folder) if p.where.startswith(str(PLACE)) and p.severity is Severity.ERROR]
    assert errors == []


def test_the_example_passes_its_own_examples(rulebook: Rulebook) -> None:
    results = run_rule_tests(rulebook, [rulebook.rule("R99")])
    assert len(results) == 6
    assert [(result.test.name, result.wrong) for result in results if not result.passed] == []


def test_the_guide_names_the_place_and_every_word_a_writer_may_choose() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert f"law/{PLACE.as_posix()}" in text
    for choices in (CiteRole, RuleKind, RuleGroup, RuleStatus):
        for choice in choices:
            assert choice.value in text
    for slot in SLOTS:
        assert f"{{{slot}}}" in text
