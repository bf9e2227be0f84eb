"""The loader refuses what it does not know, and says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, ShouzhengError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "lexicon"
    shutil.copytree(data_folder("lexicon"), copy)
    return copy


def _problems(folder: Path) -> list[Problem]:
    with pytest.raises(ShouzhengError) as caught:
        load_lexicon(folder)
    assert caught.value.exit_code == 3
    for problem in caught.value.problems:
        for lang in (Lang.ZH_HANS, Lang.EN):
            assert problem.what(lang)
            assert problem.why(lang)
            assert problem.repair(lang)
    return list(caught.value.problems)


def _replace(path: Path, old: str, new: str) -> int:
    """Replace once; returns the line of the place."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_copy_loads_and_has_the_same_hash(folder: Path) -> None:
    assert load_lexicon(folder).hash == load_lexicon().hash


def test_one_changed_byte_changes_the_hash(folder: Path) -> None:
    path = folder / "words" / "debt.toml"
    path.write_bytes(path.read_bytes() + b"# changed\n")
    assert load_lexicon(folder).hash != load_lexicon().hash


_ACT = "acts/threat_arrest.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (_ACT, 'kind = "hard"', 'kind = "severe"', "SZ-3503"),
        (_ACT, 'kind = "hard"', 'kind = "hard"\ncolour = "red"', "SZ-3501"),
        (_ACT, 'label = "threat_arrest"', 'label = "threat_prison"', "SZ-3503"),
        (_ACT, 'label = "threat_arrest"', "", "SZ-3502"),
        (_ACT, 'guideline = ["threat_legal_false"]', 'guideline = ["threat_false"]', "SZ-3505"),
        (_ACT, '"negated", ', '"negation", ', "SZ-3505"),
        (_ACT, 'only_with = ["to_debtor", "scam"', 'only_with = ["to_nobody", "scam"', "SZ-3505"),
        (_ACT, "<arrest>", "<arrests>", "SZ-3504"),
        (_ACT, "不还 [0,4] 法院", "不還 [0,4] 法院", "SZ-3504"),
        (_ACT, "不还 [0,4] 法院", "不还 [0,4 法院", "SZ-3504"),
        (_ACT, 'id = "court-seizes"', 'id = "consequence"', "SZ-3507"),
        (_ACT, "[title]\nzh = ", "[title]\nzn = ", "SZ-3501"),
        (_ACT, "positive = [", "positives = [", "SZ-3501"),
        (_ACT, "positive = [", 'positive = [\n  { text = "a", addressee = "uncle" },', "SZ-3503"),
        (_ACT, 'label = "threat_arrest"', 'label = "threat_arrest', "SZ-3500"),
        ("words/force.toml", '"坐牢"', '"坐牢", "坐牢"', "SZ-3507"),
        ("words/force.toml", '"坐牢"', '"坐監"', "SZ-3506"),
        ("words/people.toml", 'includes = ["child"]', 'includes = ["children"]', "SZ-3505"),
        ("words/people.toml", "[him]", "[we]", "SZ-3500"),
        ("guards.toml", 'name = "reported"', 'name = "negated"', "SZ-3507"),
        ("guards.toml", "unless_inside", "unless_within", "SZ-3501"),
        ("contexts.toml", 'name = "scam"', 'name = "debt"', "SZ-3507"),
        ("contexts.toml", 'name = "disguised_words"', 'name = "masked_words"', "SZ-3505"),
        ("commentary.toml", 'quotes = ["“”"', 'quotes = ["“"', "SZ-3503"),
        ("elements.toml", 'name = "states_amount"', 'name = "names_institution"', "SZ-3507"),
        ("elements.toml", 'entity = "amount"', 'entity = "money"', "SZ-3503"),
        ("entities.toml", '"今天" = 0', '"今天" = "0"', "SZ-3503"),
        ("entities.toml", "top_level = [", "top_levels = [", "SZ-3501"),
        ("fold/look_alikes.toml", '"黛" = "贷"', '"黛黛" = "贷"', "SZ-3503"),
        ("fold/separators.toml", "categories", "category", "SZ-3501"),
    ],
)
def test_what_is_refused(folder: Path, file: str, old: str, new: str, code: str) -> None:
    _replace(folder / file, old, new)
    problems = _problems(folder)
    assert code in {problem.code for problem in problems}
    assert all(problem.where.startswith(file) for problem in problems if problem.code == code)


@pytest.mark.parametrize(
    ("old", "new"),
    [('kind = "hard"', 'kind = "severe"'), ("不还 [0,4] 法院", "不还 [0,4 法院"), ("[title]\nzh = ", "[title]\nzn = ")],
)
def test_the_line_is_the_right_one(folder: Path, old: str, new: str) -> None:
    line = _replace(folder / _ACT, old, new) + new.count("\n")
    assert f"{_ACT}:{line}" in {problem.where for problem in _problems(folder)}


def test_all_problems_are_told_at_once(folder: Path) -> None:
    _replace(folder / _ACT, 'kind = "hard"', 'kind = "severe"')
    _replace(folder / "guards.toml", "unless_inside", "unless_within")
    _replace(folder / "entities.toml", '"今天" = 0', '"今天" = "0"')
    files = {problem.where.split(":")[0] for problem in _problems(folder)}
    assert {_ACT, "guards.toml", "entities.toml"} <= files


@pytest.mark.parametrize("name", ["guards.toml", "elements.toml", "fold/traditional.toml", "entities.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(name in problem.what(Lang.EN) for problem in _problems(folder))


def test_a_folder_without_acts_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "acts")
    assert {problem.code for problem in _problems(folder)} == {"SZ-3508"}


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "acts" / "insult.toml").write_bytes(b"\xff\xfe\x00garbage = [")
    assert any(problem.code == "SZ-3500" for problem in _problems(folder))


def test_the_table_of_characters_is_what_its_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("make_fold_table", root / "tools" / "make_fold_table.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    target = tmp_path / "traditional.toml"
    monkeypatch.setattr(tool, "_TARGET", target)
    assert tool.main() == 0
    made, kept = target.read_text("utf-8"), (data_folder("lexicon") / "fold" / "traditional.toml").read_text("utf-8")
    assert made.split("pairs =")[1] == kept.split("pairs =")[1]
    assert "Apache License" in kept
