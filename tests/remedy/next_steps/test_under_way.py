"""What proceedings do to the steps: taken, waiting, calling again, terms of their own, terms that were not read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.words import Lang
from shouzheng.remedy.next_steps.screen import next_json, next_screen
from shouzheng.remedy.next_steps.steps import NextStep, next_steps, unplaced
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
    assert terms == [("police_case_30", date(2026, 2, 13))]  # from acceptance, and six months ended by the report


def test_what_comes_after_the_report_has_six_months_of_its_own() -> None:
    day = "2026-02-20"
    early = matter("police_110", sent("police_report", "2026-01-02"))
    steps = _steps(day, seen(early, day))
    starts = {term.start for term in steps["police"].deadlines if term.rule.id == "police_six_months"}
    assert starts
    assert min(starts) > date(2026, 1, 2)


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
    steps = _steps(
        "2026-02-10", _named(seen(matter("police_110", noted("harm_known", "2026-02-01")), "2026-02-10"), "n")
    )
    assert steps["police"].done is None
    assert [each.standing.proceeding.id for each in steps["police"].seen] == ["n"]
