"""The short ways of loading give the same rules as loading all, and refuse what it refuses."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import BAD_LAW, load_rulebook
from shouzheng.rulebook.load_heads import load_heads
from shouzheng.rulebook.load_one import load_rule
from tests.rulebook.broken import R02, TINY


def test_rules_without_examples_are_otherwise_the_same() -> None:
    law = load_rulebook()
    heads = load_heads()
    assert heads.rules == tuple(replace(rule, tests=()) for rule in law.rules)
    assert (heads.hash, heads.provisions, heads.instruments) == (law.hash, law.provisions, law.instruments)


def test_examples_before_another_table_are_no_reason_to_lose_it(tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    text = (copy / R02).read_text("utf-8")
    moved = "[[cites]]" + text.split("[[cites]]", 1)[1].split("\n[", 1)[0] + "\n"
    (copy / R02).write_text(f"{text.replace(moved, '', 1)}\n{moved}", "utf-8")
    (rule,) = (rule for rule in load_heads(copy).rules if rule.id == "R02")
    assert rule == load_rulebook(copy).rule("R02")
    assert rule.cites == load_rulebook(TINY).rule("R02").cites


@pytest.mark.parametrize("broken", [b"id = ", b"\xff", b"[[tests]]\n"])
def test_without_examples_a_broken_rule_is_refused_as_ever(broken: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / R02).write_bytes(broken)
    with pytest.raises(ShouzhengError) as caught:
        load_heads(copy)
    with pytest.raises(ShouzhengError) as expected:
        load_rulebook(copy)
    assert caught.value.problems == expected.value.problems
    assert caught.value.exit_code == BAD_LAW


def test_one_rule_in_brief_is_the_same_rule_with_the_facts_it_names() -> None:
    law = load_rulebook()
    for rule in law.rules:
        brief = load_rule(rule.id, brief=True)
        assert brief.rules == (rule,)
        assert brief.facts.items() <= law.facts.items()
        assert brief.counts.items() <= law.counts.items()
        assert brief.hash == ""


@pytest.mark.parametrize("name", ["counts.toml", "facts.toml", "cn/instruments.toml"])
def test_one_rule_in_brief_with_a_broken_list_is_refused_as_ever(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    (copy / name).write_bytes(b"\xff\xfe")
    with pytest.raises(ShouzhengError) as caught:
        load_rule("R02", copy, brief=True)
    assert [problem.code for problem in caught.value.problems][:1] == ["SZ-3001"]
