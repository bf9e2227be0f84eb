"""All rules on all contacts: the same answers as the rulebook's own judge, honest tallies, and no rule hidden."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.judge import judge_case, judge_words
from shouzheng.judging.verdicts import FOUND, Subject, judge_all
from shouzheng.model.case import Role
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.explain import explain
from shouzheng.rulebook.files.facts import FactType
from shouzheng.rulebook.language.nodes import Compare, Fact, Integer
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.verdicts import judge_event
from tests.judging.making import CASE, FRIEND, LENDER, READABLE, call, missed, text

LAW = load_rulebook()


def _value(name: str) -> st.SearchStrategy[FactValue]:
    fact = LAW.facts[name]
    if fact.type is FactType.INT:
        low, high = max(fact.low, -2), min(fact.high, 1500)
        return st.none() | st.integers(low, high)
    if fact.type is FactType.BOOL:
        return st.sampled_from([True, False, None])
    return st.sampled_from([*fact.values, None])


DAYS = st.sampled_from([date(2019, 5, 1), date(2024, 6, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1)])
VALUES = st.fixed_dictionaries({name: _value(name) for name in sorted(LAW.facts)})
SUBJECTS = st.lists(st.tuples(DAYS, VALUES), max_size=5).map(
    lambda found: [Subject(f"event-{place}", day, values) for place, (day, values) in enumerate(found)]
)


@given(SUBJECTS)
@settings(deadline=None, max_examples=25)
def test_tallies_and_hits_are_those_of_judging_each_contact_alone(subjects: list[Subject]) -> None:
    # the same contact twice, and one that differs only in what it is called, must be told alike
    subjects = [*subjects, *(replace(subject, event=f"{subject.event}-again") for subject in subjects)]
    judged = judge_all(LAW, subjects)
    answers: dict[str, Counter[Answer]] = {rule.id: Counter() for rule in LAW.rules}
    missing: dict[str, Counter[str]] = {rule.id: Counter() for rule in LAW.rules}
    hits = []
    for subject in subjects:
        for verdict in judge_event(LAW, subject.event, subject.day, subject.values):
            answers[verdict.rule][verdict.answer] += 1
            missing[verdict.rule].update(verdict.missing)
            if verdict.answer in FOUND:
                hits.append(verdict)
    assert [hit.verdict for hit in judged.hits] == hits
    for tally in judged.tallies:
        assert {answer: tally.of(answer) for answer in Answer} == {a: answers[tally.rule][a] for a in Answer}
        assert dict(tally.missing) == dict(missing[tally.rule])
        assert tally.failed == 0


@given(st.tuples(DAYS, VALUES))
@settings(deadline=None, max_examples=25)
def test_hits_are_those_of_the_reference_interpreter(given_: tuple[date, dict[str, FactValue]]) -> None:
    day, values = given_
    found = {hit.verdict.rule for hit in judge_all(LAW, [Subject("e", day, values)]).hits}
    told = {rule.id for rule in LAW.rules if explain(LAW, rule, "e", day, values).verdict.answer in FOUND}
    assert found == told


def test_missing_facts_are_counted_with_the_most_frequent_first() -> None:
    nobody = [call("2026-03-01 22:30:00", None), call("2026-03-02 22:30:00", None), call("2026-03-02 12:00:00", LENDER)]
    tally = next(t for t in judge_case(CASE, nobody, LAW, readable=READABLE).tallies if t.rule == "R02")
    assert (tally.cannot_tell, tally.clear, tally.breach) == (2, 1, 0)
    assert dict(tally.missing)["is_collection"] == 2
    counts = [times for _, times in tally.missing]
    assert counts == sorted(counts, reverse=True)


def test_every_rule_answers_on_every_contact() -> None:
    contacts = [call("2026-03-01 22:30:00"), missed("2026-03-01 22:31:00"), text("2026-03-01 12:00:00", "您好", FRIEND)]
    judgement = judge_case(CASE, contacts, LAW, readable=READABLE)
    assert [tally.rule for tally in judgement.tallies] == [rule.id for rule in LAW.rules]
    for tally in judgement.tallies:
        assert sum(tally.of(answer) for answer in Answer) == len(contacts)
    assert (judgement.rules_judged, judgement.rules_total) == (len(LAW.rules), len(LAW.rules))
    assert judgement.contacts == 3
    assert judgement.not_judged == ()
    assert judgement.coverage.en.startswith(f"{len(LAW.rules)} of {len(LAW.rules)} rules judged; ")


def test_no_contacts_give_no_findings_and_no_answers() -> None:
    judgement = judge_case(CASE, [], LAW, readable=READABLE)
    assert judgement.findings == ()
    assert all(sum(tally.of(answer) for answer in Answer) == 0 for tally in judgement.tallies)


def test_a_rule_that_cannot_be_evaluated_is_named_and_hides_no_other() -> None:
    broken = replace(
        LAW.rules[0], id="R00", condition=Compare(">", Fact("channel"), Integer(3)), numbers=(), exceptions=()
    )
    law = replace(LAW, rules=(broken, *LAW.rules))
    contacts = [call("2026-03-01 22:30:00", LENDER), call("2026-03-01 12:00:00", LENDER)]
    judgement = judge_case(CASE, contacts, law, readable=READABLE)
    assert judgement.not_judged == ("R00",)
    assert (judgement.rules_judged, judgement.rules_total) == (len(LAW.rules), len(LAW.rules) + 1)
    assert "R00" in judgement.coverage.zh
    assert "R00" in judgement.coverage.en
    assert judgement.tallies[0].failed == 2
    sound = judge_case(CASE, contacts, LAW, readable=READABLE)
    assert judgement.tallies[1:] == sound.tallies
    assert judgement.findings == sound.findings


# --- words of contacts that nobody attributed


def test_words_alone_are_judged_only_by_rules_that_words_decide() -> None:
    threat = text("2026-03-01 12:00:00", "打断你的腿", None, "threat_violence")
    verdicts = judge_words(threat, CASE, LAW, readable=READABLE)
    assert {v.rule for v in verdicts} == {rule.id for rule in LAW.rules if rule.decided_by_words}
    assert {v.rule for v in verdicts if v.answer is Answer.BREACH} == {"R20"}


def test_a_textless_call_that_nobody_attributed_is_never_a_breach() -> None:
    courier = call("2026-03-01 22:30:00", None)
    assert all(v.answer not in FOUND for v in judge_words(courier, CASE, LAW, readable=READABLE))
    judgement = judge_case(CASE, [courier], LAW, readable=READABLE)
    assert judgement.findings == ()
    assert next(t for t in judgement.tallies if t.rule == "R02").cannot_tell == 1


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "when", ["2020-03-01 22:30:00", "2024-06-01 23:30:00", "2025-12-31 23:59:59", "2026-03-01 00:00:00"]
)
def test_an_unattributed_call_at_night_is_no_finding_for_anybody_at_any_time(role: Role, when: str) -> None:
    case = replace(CASE, persons=(replace(CASE.persons[0], role=role),))
    contacts = [call(when, None), missed(when, None)]
    assert judge_case(case, contacts, LAW, readable=READABLE).findings == ()


def test_a_friend_who_calls_at_night_is_clear() -> None:
    judgement = judge_case(CASE, [call("2026-03-01 22:30:00", FRIEND)], LAW, readable=READABLE)
    assert judgement.findings == ()
    for tally in judgement.tallies:
        if tally.rule in ("R01", "R02", "R04", "R05", "R07", "R08", "R10"):
            assert tally.clear + tally.not_applicable == 1, tally.rule


def test_a_withheld_number_mapped_to_nobody_is_cannot_tell() -> None:
    hidden = call(
        "2026-03-01 22:30:00", None, other=replace(call("2026-03-01 22:30:00").event.other, raw="", normal=None)
    )
    judgement = judge_case(CASE, [hidden, hidden, hidden], LAW, readable=READABLE)
    assert judgement.findings == ()
    assert next(t for t in judgement.tallies if t.rule == "R02").cannot_tell == 3
