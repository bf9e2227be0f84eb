"""A hold names its time wherever waiting helps, and nothing is refused for good that time and facts would cure."""

from __future__ import annotations

from pathlib import Path

from shouzheng.gate.asking import Gate
from shouzheng.gate.decision import Go
from shouzheng.gate.replay import replay
from shouzheng.gate.request import OutcomeReport
from tests.gate.making import STATED, at, call, empty_gate, ready_gate, reasons, tell, until


def without_wishes(folder: Path) -> Gate:
    """A gate that knows every earlier contact, and not whether all wishes are in its ledger."""
    gate = empty_gate(folder)
    for name, value in (("agreements_complete", True), ("history_complete_from", 0)):
        tell(gate, "creditor", "yunling", name, value)
    return gate


def attempts(gate: Gate) -> None:
    """Five calls that nobody answers."""
    for hour in (9, 10, 11, 12, 13):
        gate.report(OutcomeReport(gate.decide(call(at=at(hour, 30))).id, connected=False))


def test_the_time_is_proven_although_another_fact_is_missing(tmp_path: Path) -> None:
    gate = without_wishes(tmp_path)
    attempts(gate)
    held = gate.decide(call(at=at(15)))
    then = until(held)
    assert held.go is Go.HOLD
    assert "cannot_tell" in reasons(held).values()
    assert then is not None
    assert gate.decide(call(at=then)).go is Go.ALLOW
    assert [each.entry.place for each in replay(gate.book, gate.store) if not each.same] == []


def test_who_refused_is_known_once_the_wishes_are_declared_complete(tmp_path: Path) -> None:
    gate = without_wishes(tmp_path)
    attempts(gate)
    tell(gate, "creditor", "yunling", "objections_complete", True)
    assert "objection_before" not in gate.decide(call(at=at(15))).text


def test_a_used_up_limit_and_missing_facts_are_no_refusal_for_good(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for hour in (10, 11, 12):
        gate.report(OutcomeReport(gate.decide(call(at=at(hour))).id, connected=True, effective=True))
    stated = {name: value for name, value in STATED.items() if name not in ("agency_published", "entrustment_in_order")}
    held = gate.decide(call(at=at(13), agency="qingshi", stated=stated))
    assert (held.go, until(held), reasons(held)["R05"]) == (Go.HOLD, None, "breach")
    assert [each.entry.place for each in replay(gate.book, gate.store) if not each.same] == []
    assert gate.decide(call(at=at(9, day=24), agency="qingshi")).go is Go.ALLOW
