"""Checking and reserving are one step: limits hold over agencies, keys are used once, outcomes close reservations."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shouzheng.gate.alike import Memory, kind_of
from shouzheng.gate.asking import Gate, locks_of
from shouzheng.gate.book import shipped_book
from shouzheng.gate.decision import Go
from shouzheng.gate.record import digest_of
from shouzheng.gate.request import OutcomeReport, PlannedContact
from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import at, call, clock, later, message, ready_gate, reasons, to_contact, until, wished


def allowed(gate: Gate, hours: tuple[int, ...], **changes: object) -> list[str]:
    """Ask for calls at these hours and return the decisions that allowed them."""
    found = [gate.decide(call(at=at(hour), **changes)) for hour in hours]
    return [each.id for each in found if each.go is Go.ALLOW]


def test_reservations_of_all_agencies_count_together(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    assert len(allowed(gate, (10,), agency="panshi")) == 1
    assert len(allowed(gate, (11,), agency="qingshi")) == 1
    assert len(allowed(gate, (12,), agency=None)) == 1
    held = gate.decide(call(at=at(13), agency="qingshi"))
    assert (held.go, until(held)) == (Go.HOLD, "2026-11-24T08:00:00.000+08:00")
    assert reasons(held)["R05"] == "cannot_tell"


def test_effective_calls_that_were_reported_refuse_the_fourth_until_tomorrow(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for decision in allowed(gate, (10, 11, 12)):
        gate.report(OutcomeReport(decision, connected=True, effective=True))
    held = gate.decide(call(at=at(13)))
    assert (held.go, reasons(held)["R05"]) == (Go.HOLD, "breach")
    leaf = next(
        leaf
        for reason in json.loads(held.text)["reasons"]
        for leaf in reason["leaves"]
        if leaf["name"] == "effective_calls_day"
    )
    assert leaf["value"] == 4


def test_a_contact_that_was_not_made_gives_its_reservation_back(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    first, *_ = allowed(gate, (10, 11, 12))
    assert gate.decide(call(at=at(13))).go is Go.HOLD
    gate.report(OutcomeReport(first, made=False))
    assert gate.decide(call(at=at(14))).go is Go.ALLOW


def test_unanswered_calls_do_not_count_as_effective_ones(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for decision in allowed(gate, (9, 10, 11)):
        gate.report(OutcomeReport(decision, connected=False))
    assert gate.decide(call(at=at(12))).go is Go.ALLOW


def test_what_expired_without_an_outcome_still_counts(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    allowed(gate, (9, 10, 11))
    gate.clock = clock(later(hours=5))
    assert gate.decide(call(at=at(15))).go is Go.HOLD


def test_the_same_key_gives_the_same_answer_and_reserves_once(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    planned = call()
    first = gate.decide(planned)
    again = [gate.decide(planned) for _ in range(3)]
    assert {each.text for each in again} == {first.text}
    assert all(each.repeated for each in again)
    assert len(allowed(gate, (11, 12, 13))) == 2


def test_a_key_is_not_used_for_another_request(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    planned = call()
    gate.decide(planned)
    with pytest.raises(ShouzhengError, match="SZ-6020"):
        gate.decide(replace(planned, person="other"))
    assert gate.decide(replace(planned, person="other", debtor="other"), client="another").go is Go.ALLOW


@pytest.mark.parametrize("field", [each.name for each in fields(PlannedContact)])
def test_every_part_of_a_request_counts_when_a_key_is_repeated(field: str) -> None:
    planned = call()
    changed: dict[str, Any] = {
        "channel": Channel.VISIT,
        "at": planned.at + timedelta(seconds=1),
        "role": Role.FRIEND,
        "institution": InstitutionKind.BANK,
        "product": ProductKind.OTHER,
        "contract_day": None,
        "zone": None,
        "about_debt": False,
        "minor": False,
        "stated": {},
        "at_has_zone": False,
    }
    other = replace(planned, **{field: changed.get(field, "another")})
    memory = Memory()
    one, two = (digest_of(each, kind_of(memory, each)) for each in (planned, other))
    assert one != two


def test_contacts_are_asked_for_in_the_order_of_time(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    allowed(gate, (12,))
    early = gate.decide(call(at=at(10)))
    assert (early.go, list(reasons(early)), until(early)) == (Go.HOLD, ["gate.order"], "2026-11-23T12:00:00.000+08:00")
    assert gate.decide(call(at=until(early))).go is Go.ALLOW


def test_a_refusal_on_the_phone_is_an_objection_from_then_on(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    first = gate.decide(to_contact(at=at(10)))
    gate.report(OutcomeReport(first.id, connected=True, refused=True))
    assert reasons(gate.decide(to_contact(at=at(11))))["R15"] == "breach"


def test_an_outcome_is_reported_once_and_by_the_same_client(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    decision = allowed(gate, (10,))[0]
    with pytest.raises(ShouzhengError, match="SZ-6021"):
        gate.report(OutcomeReport(decision), client="another")
    gate.report(OutcomeReport(decision, connected=False))
    with pytest.raises(ShouzhengError, match="SZ-6022"):
        gate.report(OutcomeReport(decision, connected=False))
    for unknown in ("", "x", "main.000000000001.0", "main.99999999999999999999.00", decision[:-1] + "x"):
        with pytest.raises(ShouzhengError, match="SZ-6021"):
            gate.report(OutcomeReport(unknown))


def test_a_batch_counts_its_own_contacts(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    found = gate.decide_all([("local", call(at=at(10, minute))) for minute in range(5)])
    assert [each.go for each in found if not isinstance(each, ShouzhengError)] == [Go.ALLOW] * 3 + [Go.HOLD] * 2


def test_every_count_is_cut_by_what_is_locked() -> None:
    locked = {lock.partition(":")[0] for lock in locks_of(call())}
    assert {definition.partition for definition in shipped_book().rulebook.counts.values()} == locked


def test_no_id_of_the_asker_stands_in_the_ledger(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    person, debt, line, words = "person-13000000021", "contract-778899", "line-13000000021", "请在方便时联系我们"
    gate.decide(message(words, person=person, debtor=person, debt=debt, line=line))
    gate.store.close()
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        for secret in (person, debt, line, words):
            assert secret.encode() not in content


def test_a_permission_never_outlasts_the_hour_at_which_rules_change(tmp_path: Path) -> None:
    found = json.loads(ready_gate(tmp_path).decide(call(at="2026-11-23T21:59:30+08:00")).text)["reservation"]
    assert found["valid_until"] - found["from"] == 30_000
