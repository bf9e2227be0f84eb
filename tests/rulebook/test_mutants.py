"""Small changes of the law are caught by the rules' own examples; the shipped law's numbers and dates all are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.mutants import is_caught, mutants, survivors
from tests.rulebook.tiny import tiny

MADE = [
    ("R01", "when: direction = 'inbound' OR (minute_of_day >= :night_start OR minute_of_day < :night_end)"),
    ("R01", "when: minute_of_day >= :night_start OR minute_of_day < :night_end"),
    ("R01", "when: direction = 'inbound' AND (minute_of_day > :night_start OR minute_of_day < :night_end)"),
    ("R01", "unless-1: dropped"),
    ("R01", "unless-1: NOT agreed"),
    ("R01", ":night_start guide-hours.start_minute -1"),
    ("R01", "std-5 first day +1"),
    ("R01", "guide-3 last day -1"),
    ("R02", "when: is_call AND calls_day >= :most"),
    ("R03", "when: direction = 'inbound' AND NOT insult"),
    ("R03", "new-50 first day -1"),
]


@pytest.mark.parametrize(("rule", "what"), MADE)
def test_makes_the_mutant_and_the_examples_catch_it(rule: str, what: str) -> None:
    rulebook = tiny()
    (mutant,) = [each for each in mutants(rulebook, rulebook.rule(rule)) if each.what == what]
    assert is_caught(mutant)


def test_the_tiny_law_lets_no_mutant_through() -> None:
    assert [(mutant.rule, mutant.what) for mutant in survivors(tiny())] == []


def test_without_its_example_a_mutant_survives() -> None:
    rulebook = tiny()
    rule = rulebook.rule("R02")
    fewer = replace(rule, tests=tuple(test for test in rule.tests if test.name in ("fourth call", "a text")))
    assert "when: is_call AND calls_day >= :most" in [mutant.what for mutant in survivors(rulebook, [fewer])]


def test_a_checklist_has_no_mutants() -> None:
    assert list(mutants(tiny(), tiny().rule("R04"))) == []


def test_every_number_and_date_of_the_shipped_law_is_pinned_by_an_example() -> None:
    """Off by one minute, one call or one day would accuse somebody falsely."""
    found = [mutant for mutant in survivors(load_rulebook()) if not mutant.what.startswith(("when:", "unless"))]
    assert [(mutant.rule, mutant.what) for mutant in found] == []
