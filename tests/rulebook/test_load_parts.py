"""The short ways of loading give the same rules as loading all, and refuse what it refuses."""

import shutil
from pathlib import Path

import pytest

from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.load_one import load_rule
from tests.rulebook.broken import TINY


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
