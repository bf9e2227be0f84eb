"""What proceedings do to the steps: taken, waiting, calling again, terms of their own, terms that were not read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.words import Lang
from shouzheng.remedy.next_steps.deadlines import Deadline
from shouzheng.remedy.next_steps.screen import next_json, next_screen
from shouzheng.remedy.next_steps.steps import NextStep, next_steps, soonest, unplaced
from shouzheng.remedy.proceedings.view import Seen
from tests.remedy.proceedings.made import matter, noted, received, seen, sent
from tests.remedy.yunling import library, situation

_PROOF = {"kind": "ems", "value": "EX000000000CN"}


def _named(found: Seen, name: str) -> Seen:
    proceeding = replace(found.standing.proceeding, id=name)
    return replace(found, standing=replace(found.standing, proceeding=proceeding))


def _steps(day: str, *all_seen: Seen) -> dict[str, NextStep]:
    where = situation(today=date.fromisoformat(day))
    return {each.step.id: each for each in next_steps(where, library(), {}, all_seen)}


def test_a_letter_that_was_sent_is_done_and_waits_behind_what_is_to_be_done() -> None:
    found = seen(matter("lender", sent("complaint", "2026-02-09", proof=_PROOF)), "2026-02-10")
    steps = _steps("2026-02-10", found)
    assert (steps["lender"].done, steps["lender"].waiting) == (date(2026, 2, 9), True)
    assert steps["second_desk"].waiting  # its turn comes when the first has had its time
    assert [each.waiting for each in steps.values()] == sorted(each.waiting for each in steps.values())
    assert next(iter(steps.values())).step.danger


@pytest.mark.parametrize(
    ("messages", "day"),
    [
        ((sent("complaint", "2026-02-09", proof=_PROOF),), "2026-05-15"),  # late
        ((sent("complaint", "2026-02-09"),), "2026-02-10"),  # no proof of sending
        (
            (
                sent("complaint", "2026-02-09", proof=_PROOF, points=["recording"]),
                received("answer", "2026-02-12", points=[], in_writing=True),
            ),
            "2026-02-13",
        ),
    ],
)
def test_a_matter_that_calls_again_stands_where_it_stood(messages: tuple[dict[str, object], ...], day: str) -> None:
    steps = _steps(day, seen(matter("lender", *messages), day))
    assert not steps["lender"].waiting
    assert not steps["second_desk"].waiting
    text = next_screen((steps["lender"],), situation(), Lang.ZH_HANS, width=1000)
    assert "接下来：" in text


@pytest.mark.parametrize(
    ("channel", "message", "step"),
    [
        ("lender", sent("complaint", "2026-02-01"), "lender"),
        ("lender", sent("proposal", "2026-02-01"), "negotiate"),
        ("lender", sent("complaint", "2026-02-01", letter="escalation_lender"), "second_desk"),
        ("cba", sent("complaint", "2026-02-01", letter="report_cba"), "industry_body"),
        ("police_110", sent("police_report", "2026-02-01"), "police"),
        ("nfra_12378", sent("report", "2026-02-01"), "nfra"),
        ("mediation", sent("mediation_request", "2026-02-01"), "mediate"),
    ],
)
def test_each_proceeding_belongs_to_its_step(channel: str, message: dict[str, object], step: str) -> None:
    steps = _steps("2026-02-10", seen(matter(channel, message), "2026-02-10"))
    assert [name for name, each in steps.items() if each.seen] == [step]


def test_a_matter_of_a_step_that_is_not_offered_is_shown_on_its_own() -> None:
    where = situation()
    found = seen(matter("samr_12315", sent("complaint", "2026-02-01")), "2026-02-10")
    steps = next_steps(where, library(), {}, (found,))
    others = unplaced((found,), steps)
    assert others == [found]
    assert "另外在办的" in next_screen(steps, where, Lang.ZH_HANS, width=80, others=others)
    data = next_json(steps, where, others)
    assert data["other_proceedings"]


def test_the_terms_of_the_matter_stand_in_place_of_estimates() -> None:
    day = "2026-02-20"
    police = matter("police_110", sent("police_report", "2026-02-11"), received("accepted", "2026-02-13"))
    where = situation(today=date.fromisoformat(day))
    done = {"police": date(2026, 2, 11)}
    (step,) = [each for each in next_steps(where, library(), done, (seen(police, day),)) if each.step.id == "police"]
    terms = [(term.rule.id, term.start) for term in step.deadlines]
    # the thirty days from acceptance; of the six months nobody knows which matters the report named
    assert [term for term in terms if term[0] != "police_six_months"] == [("police_case_30", date(2026, 2, 13))]
    six = [term for term in step.deadlines if term.rule.id == "police_six_months"]
    assert six
    assert {term.perhaps_met for term in six} == {("m",)}


def _six_months(step: NextStep) -> list[Deadline]:
    return [term for term in step.deadlines if term.rule.id == "police_six_months"]


def test_one_report_does_not_end_the_six_months_of_every_earlier_matter() -> None:
    """Old bug: matters that the report did not name were no longer shown; what came later was hidden behind them."""
    day = "2026-02-20"
    every = sorted(term.start for term in _six_months(_steps(day)["police"]))
    between = every[len(every) // 2]
    assert every[0] < between
    step = _steps(day, seen(matter("police_110", sent("police_report", str(between), proof=_PROOF)), day))["police"]
    assert {term.start: term.perhaps_met for term in _six_months(step)} == {
        start: ("m",) if start <= between else () for start in every
    }
    later = [start for start in every if start > between]
    shown = {(term.start, bool(term.perhaps_met)) for term in soonest(tuple(_six_months(step)), date(2026, 2, 20))[0]}
    assert shown == {(every[0], True), *((start, False) for start in later[:1])}
    for lang, words in ((Lang.ZH_HANS, "“m”而满足"), (Lang.EN, "perhaps met by what was sent or reported in “m”")):
        assert words in next_screen((step,), situation(), lang, width=4000)
    data = next_json((step,), situation())
    assert '"perhaps_met": ["m"]' in json.dumps(data)


def test_a_report_in_whose_matter_the_day_of_the_harm_is_noted_ends_that_term_only() -> None:
    """Old bug: the harm of one day noted in a proceeding took away the terms of all other days."""
    day = "2026-02-20"
    every = sorted(term.start for term in _six_months(_steps(day)["police"]))
    named, *others = every
    assert others
    messages = (noted("act", str(named)), sent("police_report", str(others[-1]), proof=_PROOF))
    step = _steps(day, seen(matter("police_110", *messages), day))["police"]
    assert [term.start for term in sorted(_six_months(step), key=lambda term: term.start)] == others


@pytest.mark.parametrize(("day", "waiting"), [("2026-06-25", False), ("2026-07-02", False), ("2027-02-20", True)])
def test_a_step_is_not_done_while_a_term_of_the_persons_own_runs(day: str, waiting: bool) -> None:
    """Old bug: a report of an earlier matter put “done, waiting” over a term that ran out a week later."""
    messages = (
        sent("police_report", "2026-01-02", proof=_PROOF),
        received("accepted", "2026-01-03", in_writing=True),
        received("answer", "2026-01-20", in_writing=True),
    )
    found = seen(matter("police_110", *messages), day)
    assert not found.rules
    step = _steps(day, found)["police"]
    assert any(term.status(date.fromisoformat(day)) == "open" for term in _six_months(step)) is not waiting
    assert step.waiting is waiting


def test_a_step_marked_as_done_by_hand_does_not_wait_while_such_a_term_runs() -> None:
    where, done = situation(today=date(2026, 6, 25)), {"police": date(2026, 1, 2)}
    (step,) = [each for each in next_steps(where, library(), done) if each.step.id == "police"]
    assert (step.done, step.waiting) == (date(2026, 1, 2), False)


def test_mediation_under_samr_order_121_is_said_to_be_unread_and_never_worked_out() -> None:
    """市场监管总局令第121号, in force since 2026-04-15: its time for mediation is in none of the texts at hand."""
    messages = (sent("complaint", "2026-04-15"), received("accepted", "2026-04-20"))
    found = seen(matter("samr_12315", *messages, institution="loan_platform"), "2026-05-15")
    where = situation("platform", today=date(2026, 5, 15))
    steps = {each.step.id: each for each in next_steps(where, library(), {}, (found,))}
    market = steps["market_regulator"]
    assert [rule.id for rule in found.standing.unknown] == ["market_mediation_45"]
    assert {term.rule.id for term in market.deadlines} <= {"market_seven_days"}
    text = next_screen((market,), where, Lang.ZH_HANS, width=1000)
    assert "没有读到，不作推算" in text


def test_a_thing_only_noted_is_not_a_step_taken() -> None:
    steps = _steps("2026-02-10", _named(seen(matter("police_110", noted("act", "2026-02-01")), "2026-02-10"), "n"))
    assert steps["police"].done is None
    assert [each.standing.proceeding.id for each in steps["police"].seen] == ["n"]
