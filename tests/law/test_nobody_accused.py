"""A contact that nobody has attributed is never held against an institution, whatever name its words give."""

from __future__ import annotations

from datetime import date

import pytest

from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.rule_tests import example_values as values_of
from shouzheng.rulebook.verdicts import judge_event

LAW = load_rulebook()
FOUND = (Answer.BREACH, Answer.NEEDS_PERSON)
#: What attribution tells; without it all of this is unknown.
WHO = ("is_collection", "attribution", "institution_kind", "product_kind")
#: Whoever wrote or came: what these forbid is forbidden to everybody, and the sentence names nobody.
ANYBODY = {"R20", "R27", "R28", "R35", "R36", "R37", "R49"}
#: Reminders and duties told to the person or institution itself, which are no finding on the other side.
TOLD = {"R52", "R53", "R54", "R59"}


def _unattributed(rule: Rule) -> list[tuple[str, date, dict[str, FactValue]]]:
    """Every example that fires, as if nobody had attributed it, with words that name an institution or do not."""
    found = []
    for test in rule.tests:
        if test.expect in FOUND:
            for named in (True, False, None):
                values = {**values_of(LAW, test), **dict.fromkeys(WHO), "act_identifies_institution": named}
                found.append((test.name, test.day, values))
    return found


@pytest.mark.parametrize("rule", LAW.rules, ids=lambda rule: rule.id)
def test_no_rule_about_collectors_speaks_of_a_contact_that_nobody_attributed(rule: Rule) -> None:
    place = LAW.rules.index(rule)
    for name, day, values in _unattributed(rule):
        verdict = judge_event(LAW, "event", day, values)[place]
        if rule.id in ANYBODY | TOLD:
            assert verdict.answer in (*FOUND, Answer.CANNOT_TELL, Answer.CLEAR), name
        else:
            assert verdict.answer not in FOUND, name


@pytest.mark.parametrize("rule_id", ["R12", "R13", "R17", "R21", "R22", "R22b", "R23", "R24"])
def test_words_that_name_an_institution_are_no_attribution(rule_id: str) -> None:
    rule = LAW.rule(rule_id)
    assert not rule.decided_by_words
    for name, day, values in _unattributed(rule):
        verdict = next(v for v in judge_event(LAW, "event", day, values) if v.rule == rule_id)
        assert verdict.answer is Answer.CANNOT_TELL, name
        assert "is_collection" in verdict.missing, name


def test_only_rules_for_everybody_are_decided_by_words() -> None:
    """Such a rule asks nothing about who wrote; one that asks whether it was a collector cannot be decided by words."""
    assert {rule.id for rule in LAW.rules if rule.decided_by_words} <= ANYBODY


def test_rules_for_everybody_name_nobody_in_their_sentence() -> None:
    for rule_id in ANYBODY:
        rule = LAW.rule(rule_id)
        if rule.decided_by_words:
            assert "{party}" not in rule.finding.zh + rule.finding.en, rule_id
