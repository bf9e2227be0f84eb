"""The order of steps, their reasons and terms, for the persons of the example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.finding import Sureness
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.findings.read import Unjudged
from shouzheng.remedy.next_steps.screen import next_json, next_screen
from shouzheng.remedy.next_steps.steps import next_steps, soonest
from shouzheng.remedy.situation import Situation
from tests.remedy.yunling import library, situation


def _ids(where: Situation) -> list[str]:
    return [each.step.id for each in next_steps(where, library(), {})]


def test_danger_comes_before_any_paper() -> None:
    steps = next_steps(situation(), library(), {})
    assert [each.step.id for each in steps[:4]] == ["danger_now", "despair_first", "money_moving", "keep_evidence"]
    assert [each.step.danger for each in steps] == sorted((each.step.danger for each in steps), reverse=True)
    assert steps[0].channel is not None
    assert steps[0].channel.hotline == ("110",)


def test_a_third_person_is_not_sent_where_only_a_borrower_can_go() -> None:
    steps = next_steps(situation(person="sister"), library(), {})
    lender = next(each for each in steps if each.step.id == "lender")
    assert lender.letters[0].id == "third_person_objection"
    assert "amount_objection" not in {letter.id for letter in lender.letters}
    assert "danger_now" not in {each.step.id for each in steps}


@pytest.mark.parametrize(
    ("variant", "there", "not_there"),
    [
        ("yunling", "nfra", "local_finance"),
        ("microloan", "local_finance", "nfra"),
        ("platform", "market_regulator", "nfra"),
    ],
)
def test_the_right_body_by_kind_of_institution(variant: str, there: str, not_there: str) -> None:
    steps = _ids(situation(variant))
    assert there in steps
    assert not_there not in steps


def test_six_months_for_the_police_stand_there_on_the_first_day() -> None:
    where = situation(today=date(2026, 1, 8))
    police = next(each for each in next_steps(where, library(), {}) if each.step.id == "police")
    shown, left_out = soonest(police.deadlines, where.today)
    assert [term.first for term in shown] == [date(2026, 6, 30)]
    assert left_out == len(police.deadlines) - 1


def test_a_term_that_has_passed_is_said_to_have_passed() -> None:
    where = situation(today=date(2026, 7, 2))
    police = next(each for each in next_steps(where, library(), {}) if each.step.id == "police")
    shown, _ = soonest(police.deadlines, where.today)
    assert [term.first for term in shown] == [date(2026, 7, 1), date(2026, 7, 3)]
    assert "2026-07-01，已过" in next_screen((police,), where, Lang.ZH_HANS, width=1000)


def test_terms_run_only_from_steps_that_were_done() -> None:
    where = situation()
    before = {each.step.id: each.deadlines for each in next_steps(where, library(), {})}
    after = {each.step.id: each for each in next_steps(where, library(), {"lender": date(2026, 2, 10)})}
    assert before["lender"] == ()
    terms = [(term.rule.id, term.first) for term in after["lender"].deadlines]
    assert terms == [
        ("lender_simple", date(2026, 2, 25)),
        ("lender_complex", date(2026, 3, 12)),
        ("personal_information_30", date(2026, 3, 12)),
    ]
    assert after["lender"].done == date(2026, 2, 10)


def test_an_unknown_step_is_refused_with_the_list() -> None:
    with pytest.raises(ShouzhengError) as caught:
        next_steps(situation(), library(), {"lendr": date(2026, 2, 10)})
    assert caught.value.problems[0].code == "SZ-5220"
    assert "lender" in caught.value.problems[0].repair(Lang.EN)


def test_without_findings_the_six_months_are_still_named_and_nothing_is_offered() -> None:
    base = situation()
    empty = replace(base, result=replace(base.result, findings=(), contacts=(), confirmed=(), unjudged=Unjudged()))
    assert _ids(empty) == []
    assert "六个月" in next_screen((), empty, Lang.ZH_HANS, width=80)


@pytest.mark.parametrize("lang", list(Lang))
def test_no_word_of_a_message_is_on_the_screen(lang: Lang) -> None:
    where = situation()
    text = next_screen(next_steps(where, library(), {}), where, lang, width=80)
    assert not any(row.text in text for row in where.result.contacts if row.text)
    for words in ("打断", "花圈", "老赖"):
        assert words not in text


def test_every_step_says_why_what_it_needs_and_what_it_cannot_do() -> None:
    data = next_json(next_steps(situation(), library(), {}), situation())
    steps = data["steps"]
    assert isinstance(steps, list)
    for step in steps:
        for key in ("title", "why", "needs", "cannot_do"):
            assert step[key]["zh"]
            assert step[key]["en"]


def test_where_there_are_only_signs_the_step_to_the_police_says_may() -> None:
    def why(where: Situation) -> str:
        return next(each for each in next_steps(where, library(), {}) if each.step.id == "police").step.why.en

    found = situation()
    assert "the records hold matters for the police" in why(found)
    signs = tuple(replace(each, sureness=Sureness.INDICATOR) for each in found.result.findings)
    unsure = replace(found, result=replace(found.result, findings=signs))
    assert "may hold matters for the police" in why(unsure)
