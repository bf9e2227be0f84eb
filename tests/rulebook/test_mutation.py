"""Mutation run over the shipped rules: each small change is caught by an example, or is listed with the reason."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.mutants import mutants, survivors

LIST = Path(__file__).with_name("equivalent_mutants.toml")
#: A run over almost nothing would pass as well: there were 1,664 mutants when this was written.
FEWEST_MUTANTS = 1_600

Named = tuple[str, str]


@cache
def _listed() -> tuple[dict[str, str], ...]:
    """Return the entries of the list: texts ``rule``, ``mutant`` and ``reason``."""
    return tuple(tomllib.loads(LIST.read_text("utf-8"))["equivalent"])


@cache
def _survivors() -> frozenset[Named]:
    return frozenset((mutant.rule, mutant.what) for mutant in survivors(load_rulebook()))


def _named() -> list[Named]:
    return [(entry["rule"], entry["mutant"]) for entry in _listed()]


def test_no_mutant_survives_but_the_listed_ones() -> None:
    """A new survivor needs an example in its rule's own file, named as a situation."""
    assert sorted(_survivors() - set(_named())) == []


@pytest.mark.parametrize("entry", _named(), ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(_named())])
def test_a_listed_mutant_still_survives(entry: Named) -> None:
    """One that an example catches now, or that is no longer made, has no place in the list."""
    assert entry in _survivors()


def test_each_listed_mutant_has_one_entry_with_its_reason() -> None:
    assert [entry for entry, times in Counter(_named()).items() if times > 1] == []
    for entry in _listed():
        assert set(entry) == {"rule", "mutant", "reason"}
        reason = entry["reason"].strip()
        assert reason.endswith(".")
        assert len(reason.split()) >= 10, entry["mutant"]


def test_all_rules_are_mutated() -> None:
    rulebook = load_rulebook()
    made = Counter(mutant.rule for rule in rulebook.rules for mutant in mutants(rulebook, rule))
    assert made.total() >= FEWEST_MUTANTS
    assert set(made) == {rule.id for rule in rulebook.rules if rule.written is not None}
