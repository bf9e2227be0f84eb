"""What the gate is told has to be possible, and days that were counted once grow older."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouzheng.gate.book import shipped_book
from shouzheng.gate.decision import Go
from shouzheng.gate.reading_requests import outcome_report, planned_contact, standing, wish
from shouzheng.gate.request import OutcomeReport
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import STATED, at, call, ready_gate, reasons, row, tell, wished

FACTS = shipped_book().rulebook.facts
WISH = {"kind": "agreed_time", "person": "me", "party": "panshi", "creditor": "yunling", "proof": "recording 7"}


@pytest.mark.parametrize(
    "told",
    [
        {"connected": False, "effective": True, "seconds": 99},
        {"connected": False, "seconds": 1},
        {"made": False, "connected": True},
        {"made": False, "refused": True},
        {"made": False, "seconds": 5},
    ],
)
def test_an_outcome_that_contradicts_itself_is_refused(tmp_path: Path, told: dict[str, bool | int]) -> None:
    gate = ready_gate(tmp_path)
    decision = gate.decide(call()).id
    with pytest.raises(ShouzhengError, match="SZ-6014"):
        outcome_report({"decision": decision, **told})
    with pytest.raises(ShouzhengError, match="SZ-6014"):
        gate.report(OutcomeReport(decision, **told))  # type: ignore[arg-type]
    gate.report(outcome_report({"decision": decision, "connected": True, "effective": True, "seconds": 99}))


def test_nothing_has_happened_in_the_future(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    decision = gate.decide(call()).id
    with pytest.raises(ShouzhengError, match="SZ-6015"):
        gate.report(outcome_report({"decision": decision, "connected": True, "at": at(15)}))
    with pytest.raises(ShouzhengError, match="SZ-6015"):
        gate.wish(wished("objection", at="2026-12-24T12:00:00+08:00"))
    late = {"scope": "creditor", "of": "yunling", "name": "objections_complete", "value": True, "proof": "p"}
    with pytest.raises(ShouzhengError, match="SZ-6015"):
        gate.state([standing({**late, "at": "2026-12-24T12:00:00+08:00"}, FACTS)])
    gate.report(OutcomeReport(decision, connected=True))


def test_agreed_hours_have_a_length_and_an_order() -> None:
    with pytest.raises(ShouzhengError, match="SZ-6012"):
        wish({**WISH, "at": at(8), "from_minute": 600, "to_minute": 600}, "w")
    with pytest.raises(ShouzhengError, match="SZ-6014"):
        wish(
            {**WISH, "at": at(8), "from_minute": 600, "to_minute": 660, "since": "2026-11-02", "until": "2026-11-01"},
            "w",
        )
    assert wish({**WISH, "at": at(8), "from_minute": 1380, "to_minute": 60}, "w").to_minute == 60


def test_a_wrong_value_is_one_problem_and_said_in_one_language() -> None:
    with pytest.raises(ShouzhengError) as caught:
        planned_contact({**row(), "at": "tomorrow", "role": "king", "nonsense": 1}, FACTS)
    assert sorted(each.code for each in caught.value.problems) == ["SZ-6011", "SZ-6012", "SZ-6012"]
    with pytest.raises(ShouzhengError) as caught:
        wish({**WISH, "at": at(8)}, "w")
    for problem in caught.value.problems:
        assert "needed" not in problem.why(Lang.ZH_HANS)
        assert "needed for agreed_time" in problem.why(Lang.EN)


def test_the_called_number_is_not_taken_for_the_callers() -> None:
    for line in ("13800001234", "+8613800001234"):
        with pytest.raises(ShouzhengError, match="SZ-6012"):
            planned_contact(row(number="138-0000-1234", line=line), FACTS)
    assert planned_contact(row(number="13800001234", line="13900001234"), FACTS).number == "13800001234"


def test_days_counted_once_grow_older(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    stated = {name: value for name, value in STATED.items() if name != "days_since_agency_evaluation"}
    tell(gate, "agency", "panshi", "days_since_agency_evaluation", 10)  # counted on 1 January
    assert gate.decide(call(stated=stated)).go is Go.ALLOW
    tell(gate, "agency", "panshi", "days_since_agency_evaluation", 100)
    aged = gate.decide(call(stated=stated, at=at(11)))
    tell(gate, "agency", "panshi", "days_since_agency_evaluation", 426)
    assert reasons(gate.decide(call(stated=stated, at=at(12)))) == reasons(aged)
    assert aged.go is not Go.ALLOW
    tell(gate, "agency", "panshi", "days_since_settlement", -1)
    without = {name: value for name, value in STATED.items() if name != "days_since_settlement"}
    assert gate.decide(call(stated=without, at=at(13))).go is Go.ALLOW
