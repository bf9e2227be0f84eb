"""Judging one event: honest answers, named gaps, all M rules, and the fast judge equal to the slow explanation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.engines.scalar import code_of
from shouzheng.rulebook.engines.scalar_rules import compile_rules
from shouzheng.rulebook.engines.vector import ANSWERS, DAY, Column, VectorJudge, columns_of
from shouzheng.rulebook.explain import explain, lawful_if
from shouzheng.rulebook.rule_tests import run_rule_tests
from shouzheng.rulebook.select import number_on
from shouzheng.rulebook.verdicts import judge_event, judge_of
from tests.rulebook.tiny import days, facts, tiny

NIGHT: dict[str, FactValue] = {
    "direction": "inbound",
    "minute_of_day": 1350,
    "agreed": False,
    "institution_kind": "bank",
    "product_kind": "online_consumer_loan",
}
DAY_2025 = date(2025, 5, 1)


def judge(rule: str, day: date, values: dict[str, FactValue]) -> Verdict:
    found = {verdict.rule: verdict for verdict in judge_event(tiny(), "event-1", day, values)}
    assert list(found) == ["R01", "R02", "R03", "R04"]
    return found[rule]


def test_breach_carries_event_leaves_and_citations() -> None:
    verdict = judge("R01", DAY_2025, NIGHT)
    assert (verdict.answer, verdict.event, verdict.missing) == (Answer.BREACH, "event-1", ())
    assert [c.provision.id for c in verdict.citations] == ["std-5", "peace-2"]
    assert verdict.leaves == (
        Leaf("direction", "inbound"),
        Leaf("minute_of_day", 1350),
        Leaf("agreed", False),
        Leaf(":night_start", 1320),
        Leaf(":night_end", 480),
    )


def test_clear_and_not_applicable() -> None:
    assert judge("R01", DAY_2025, {**NIGHT, "minute_of_day": 1319}).answer is Answer.CLEAR
    assert judge("R01", date(2022, 12, 31), NIGHT).answer is Answer.NOT_APPLICABLE
    assert judge("R04", DAY_2025, NIGHT).answer is Answer.NOT_APPLICABLE


def test_exception_is_named() -> None:
    verdict = judge("R01", DAY_2025, {**NIGHT, "agreed": True})
    assert (verdict.answer, verdict.exception) == (Answer.CLEAR, "unless-1")
    assert tiny().rule("R01").exception("unless-1").provision == "std-5"
    assert judge("R01", DAY_2025, {**NIGHT, "agreed": True, "minute_of_day": 600}).exception is None
    with pytest.raises(KeyError):
        tiny().rule("R01").exception("unless-9")


def test_needs_a_person() -> None:
    assert judge("R03", DAY_2025, {"direction": "inbound", "insult": True}).answer is Answer.NEEDS_PERSON


def test_cannot_tell_names_only_what_matters() -> None:
    values = {key: value for key, value in NIGHT.items() if key not in ("agreed", "product_kind")}
    verdict = judge("R01", DAY_2025, values)
    assert (verdict.answer, verdict.missing) == (Answer.CANNOT_TELL, ("agreed", "product_kind"))
    assert judge("R01", DAY_2025, {"direction": "outbound"}).answer is Answer.CLEAR


def test_true_condition_under_a_possible_norm_is_not_a_breach() -> None:
    verdict = judge("R01", DAY_2025, {**NIGHT, "institution_kind": None})
    assert (verdict.answer, verdict.missing) == (Answer.CANNOT_TELL, ("institution_kind",))
    assert verdict.citations == ()


def test_the_text_unknown_is_unknown() -> None:
    assert judge("R01", DAY_2025, {**NIGHT, "direction": "unknown"}).missing == ("direction",)
    assert judge("R01", DAY_2025, {**NIGHT, "institution_kind": "unknown"}).missing == ("institution_kind",)


def test_doubtful_count_is_named_by_its_own_name() -> None:
    values: dict[str, FactValue] = {
        "is_call": True,
        "calls_day": 3,
        "calls_day_possible": 4,
        "institution_kind": "bank",
        "product_kind": "online_consumer_loan",
        "recipient_role": "debtor",
    }
    assert judge("R02", DAY_2025, values).missing == ("calls_day",)
    assert judge("R02", DAY_2025, {**values, "calls_day": 4}).answer is Answer.BREACH
    assert judge("R02", DAY_2025, {**values, "calls_day_possible": 3}).answer is Answer.CLEAR


@settings(deadline=None, max_examples=80)
@given(days(), facts())
def test_fast_judge_is_the_slow_explanation(day: date, values: dict[str, FactValue]) -> None:
    rulebook = tiny()
    fast = judge_event(rulebook, "e", day, values, all_leaves=True)
    assert judge_of(rulebook).answers(day, values) == [verdict.answer for verdict in fast]
    for rule, verdict in zip(rulebook.rules, fast, strict=True):
        slow = explain(rulebook, rule, "e", day, values).verdict
        assert (verdict.rule, verdict.answer, verdict.missing) == (slow.rule, slow.answer, slow.missing)
        assert (verdict.citations, verdict.exception) == (slow.citations, slow.exception)
        assert set(verdict.leaves) == set(slow.leaves)


@settings(deadline=None, max_examples=80)
@given(days(), facts())
def test_rules_in_one_function_over_mapping_and_tuple(day: date, values: dict[str, FactValue]) -> None:
    rulebook = tiny()
    compiled = compile_rules(rulebook)
    values = dict(judge_of(rulebook).known(values))
    uses = {number.key: number for rule in rulebook.rules for number in rule.numbers}
    numbers = [number_on(rulebook, uses[key], day) for key in compiled.numbers]
    codes = compiled.of_mapping(values, numbers)
    assert codes == compiled.of_tuple([values.get(name) for name in compiled.facts], numbers)
    by_key = dict(zip(compiled.numbers, numbers, strict=True))
    for index, rule in enumerate(rulebook.rules):
        if rule.condition is not None and rule.when is not None:
            assert codes[index] == code_of(evaluate(rule.condition, values, by_key))
            if index in compiled.when_places:
                assert codes[compiled.when_places[index]] == code_of(evaluate(rule.when, values, by_key))


@settings(deadline=None, max_examples=40)
@given(days(), facts(), days(), facts(), days(), facts())
def test_vector_judge_gives_the_same_answers(
    day: date,
    one: dict[str, FactValue],
    day_two: date,
    two: dict[str, FactValue],
    day_three: date,
    three: dict[str, FactValue],
) -> None:
    rulebook = tiny()
    rows = [(day, one), (day_two, two), (day_three, three)] * 3
    columns = columns_of(rulebook, rows)
    judge = VectorJudge(rulebook)
    for chunk in (2, 8, 1000):
        found = judge.answers(columns, chunk=chunk)
        for place, (each, values) in enumerate(rows):
            expected = judge_of(rulebook).answers(each, values)
            assert [ANSWERS[code] for code in found[:, place]] == expected


def test_vector_judge_takes_columns_without_masks_and_lacks_nothing_silently() -> None:
    import numpy

    rulebook = tiny()
    judge = VectorJudge(rulebook)
    days_since = numpy.array([(DAY_2025 - date(1970, 1, 1)).days] * 3)
    minutes = numpy.array([1350, 600, 0], dtype=numpy.int32)
    inbound = numpy.zeros(3, dtype=numpy.int16)
    found = judge.answers({DAY: Column(days_since), "minute_of_day": Column(minutes), "direction": Column(inbound)})
    assert [ANSWERS[code] for code in found[0]] == [Answer.CANNOT_TELL, Answer.CLEAR, Answer.CANNOT_TELL]
    with pytest.raises(ValueError, match="day_no must be known"):
        judge.answers({"minute_of_day": Column(minutes)})
    with pytest.raises(ValueError, match="day_no must be known"):
        judge.answers({DAY: Column(days_since, numpy.array([True, False, True]))})
    with pytest.raises(ValueError, match="differ in length"):
        judge.answers({DAY: Column(days_since), "minute_of_day": Column(minutes[:2])})
    with pytest.raises(ValueError, match="values outside"):
        judge.answers({DAY: Column(days_since), "minute_of_day": Column(minutes + 5000)})
    unknown_may_be_anything = Column(minutes + 5000, numpy.zeros(3, dtype=bool))
    assert judge.answers({DAY: Column(days_since), "minute_of_day": unknown_may_be_anything}).shape == (4, 3)


def test_examples_run_on_three_engines() -> None:
    results = run_rule_tests(tiny())
    assert {engine for result in results for engine, _ in result.got} == {"interpreter", "scalar", "vector"}
    assert [result.test.name for result in results if not result.passed] == []
    assert len(results) == sum(len(rule.tests) for rule in tiny().rules)


def test_what_would_have_been_lawful() -> None:
    rulebook = tiny()
    found = explain(rulebook, rulebook.rule("R01"), "e", DAY_2025, NIGHT)
    assert found.when is True
    changes = lawful_if(rulebook, found, NIGHT)
    assert ("agreed", True) in changes
    assert ("direction", "outbound") in changes
    assert ("minute_of_day", 1319) in changes
    assert ("minute_of_day", 1320) not in changes
    clear = explain(rulebook, rulebook.rule("R01"), "e", DAY_2025, {**NIGHT, "agreed": True})
    assert lawful_if(rulebook, clear, NIGHT) == []


def test_a_count_changes_in_both_columns() -> None:
    rulebook = tiny()
    values: dict[str, FactValue] = {
        "is_call": True,
        "calls_day": 4,
        "calls_day_possible": 4,
        "institution_kind": "bank",
        "product_kind": "online_consumer_loan",
        "recipient_role": "debtor",
    }
    found = explain(rulebook, rulebook.rule("R02"), "e", DAY_2025, values)
    assert ("calls_day", 3) in lawful_if(rulebook, found, values)
    assert "calls_day_possible" not in dict(lawful_if(rulebook, found, values))
