"""One planned contact: allow, hold, refuse or ask a person, with every reason and nothing skipped silently."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.gate.asking import Gate
from shouzheng.gate.book import shipped_book
from shouzheng.gate.decision import Go
from shouzheng.gate.request import OutcomeReport
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import (
    STATED,
    THREAT,
    at,
    call,
    empty_gate,
    make_ready,
    message,
    ready_gate,
    reasons,
    tell,
    to_contact,
    until,
    wished,
)


def test_a_proper_reminder_in_the_morning_is_allowed(tmp_path: Path) -> None:
    answered = ready_gate(tmp_path).decide(message())
    assert answered.go is Go.ALLOW
    assert json.loads(answered.text)["reservation"]


def test_every_rule_is_judged_or_named(tmp_path: Path) -> None:
    total = len(shipped_book().rulebook.rules)
    for planned in (message(), call(), call(at=at(23)), message(THREAT), call(stated={})):
        found = json.loads(ready_gate(tmp_path).decide(planned).text)
        named = {each["rule"] for each in found["undecided"]}
        named |= {each["rule"] for each in found["reasons"] if each["answer"] == "cannot_tell"}
        assert found["rules_total"] == total == found["rules_judged"] + len(named)
        assert f"{found['rules_judged']} of {total} rules judged" in found["coverage"]["en"]


def test_a_call_at_night_is_held_until_a_time_at_which_it_is_allowed(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    held = gate.decide(call(at=at(22, 30)))
    assert (held.go, until(held)) == (Go.HOLD, "2026-11-24T08:00:00.000+08:00")
    assert reasons(held)["R01"] == "breach"
    assert gate.decide(call(at=until(held))).go is Go.ALLOW


def test_the_reason_has_law_and_leaves(tmp_path: Path) -> None:
    found = json.loads(ready_gate(tmp_path).decide(call(at=at(22, 30))).text)
    night = next(each for each in found["reasons"] if each["rule"] == "R01")
    leaves = {leaf["name"]: leaf["value"] for leaf in night["leaves"]}
    assert leaves["minute_of_day"] == 22 * 60 + 30
    assert leaves[":quiet_start"] == 22 * 60
    assert night["articles"]
    assert night["law"]["zh"].startswith("《")


def test_a_threat_is_refused_and_no_waiting_helps(tmp_path: Path) -> None:
    refused = ready_gate(tmp_path).decide(message(THREAT))
    assert (refused.go, until(refused)) == (Go.REFUSE, None)
    assert reasons(refused)["R20"] == "breach"
    assert THREAT not in refused.text


def test_without_earlier_contacts_the_frequency_is_unknown_and_holds(tmp_path: Path) -> None:
    gate = empty_gate(tmp_path)
    tell(gate, "creditor", "yunling", "objections_complete", True)
    held = gate.decide(call())
    assert held.go is Go.HOLD
    assert reasons(held)["R05"] == "cannot_tell"
    make_ready(gate)
    assert gate.decide(call()).go is Go.ALLOW


@pytest.mark.parametrize(
    ("changes", "then"),
    [
        ({"role": None}, None),
        # at night it hangs on the institution, in the morning on nothing
        ({"institution": None, "at": at(22, 30)}, "2026-11-24T08:00:00.000+08:00"),
        ({"at": "2026-11-23T10:00:00"}, None),
    ],
)
def test_unknown_role_institution_or_offset_holds(
    tmp_path: Path, changes: dict[str, str | None], then: str | None
) -> None:
    gate = ready_gate(tmp_path)
    held = gate.decide(call(**changes))
    assert (held.go, until(held)) == (Go.HOLD, then)
    if then is not None:
        assert gate.decide(call(**{**changes, "at": then})).go is Go.ALLOW


@pytest.mark.parametrize(
    "name", sorted(set(STATED) - {"is_notice", "first_contact", "amount_over_owed_fen", "instalment_active"})
)
def test_a_fact_that_papers_show_holds_the_contact_while_it_is_missing(tmp_path: Path, name: str) -> None:
    stated = {fact: value for fact, value in STATED.items() if fact != name}
    held = ready_gate(tmp_path).decide(call(stated=stated))
    missing = {each["fact"] for reason in json.loads(held.text)["reasons"] for each in reason["missing"]}
    assert held.go is Go.HOLD
    assert name in missing


def test_a_fact_is_stated_once_for_all_contacts_of_an_agency(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    stated = {fact: value for fact, value in STATED.items() if fact != "agency_published"}
    tell(gate, "agency", "panshi", "agency_published", True)
    assert gate.decide(call(stated=stated)).go is Go.ALLOW
    tell(gate, "agency", "panshi", "agency_published", False)
    assert reasons(gate.decide(call(stated=stated)))["R33"] == "breach"


def test_somewhere_else_the_strictest_clock_decides(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    assert gate.decide(call(at=at(9))).go is Go.ALLOW
    assert gate.decide(call(at=at(9), person="u", debtor="u", zone="+06:00")).go is Go.HOLD
    held = gate.decide(call(at=at(9), person="v", debtor="v", zone="unknown"))
    assert (held.go, until(held)) == (Go.HOLD, "2026-11-23T10:00:00.000+08:00")


def test_a_contact_person_who_refused_is_not_called_whatever_the_debtor_agreed_to(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    named = wished("consent", "sister", scope="named_as_contact", by="me")
    gate.wish(named)
    assert gate.decide(to_contact(at=at(10))).go is Go.ALLOW
    gate.wish(wished("objection", "sister"))
    refused = gate.decide(to_contact(at=at(11)))
    assert (refused.go, reasons(refused)["R15"]) == (Go.REFUSE, "breach")


def test_an_objection_told_to_one_agency_reaches_the_creditor_and_its_other_agencies(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    gate.wish(wished("objection", "sister", party="qingshi"))
    assert reasons(gate.decide(to_contact()))["R15"] == "breach"
    assert reasons(gate.decide(to_contact(agency=None, at=at(11))))["R15"] == "breach"


def test_only_who_objected_can_withdraw(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    objection = wished("objection", "sister")
    gate.wish(objection)
    with pytest.raises(ShouzhengError, match="SZ-6023"):
        gate.wish(wished("withdrawal", "me", ends=objection.id))
    gate.wish(wished("withdrawal", "sister", ends=objection.id, at="2026-11-20T12:00:00+08:00"))
    assert gate.decide(to_contact()).go is Go.ALLOW


def test_nobody_objects_for_somebody_else() -> None:
    with pytest.raises(ShouzhengError, match="SZ-6012"):
        wished("objection", "sister", by="me")


def test_a_person_not_named_as_contact_is_for_a_person_to_decide(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    named = next(each for each in _wishes(gate, "sister"))
    gate.wish(wished("withdrawal", "sister", ends=named, at="2026-11-20T12:00:00+08:00"))
    asked = gate.decide(to_contact())
    assert (asked.go, reasons(asked)["R16"]) == (Go.ASK, "needs_person")


def test_a_wish_told_twice_is_one_and_one_withdrawal_ends_every_earlier_consent(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    twice = [gate.wish(wished("consent", "sister", scope="named_as_contact", by="me")) for _ in range(2)]
    assert twice[0] == twice[1]
    gate.wish(wished("withdrawal", "sister", ends=twice[0], at="2026-11-20T12:00:00+08:00"))
    old = {"scope": "named_as_contact", "by": "me", "proof": "an older paper, entered later"}
    gate.wish(wished("consent", "sister", **old, at="2026-10-01T12:00:00+08:00"))
    assert gate.decide(to_contact()).go is Go.ASK
    gate.wish(wished("consent", "sister", scope="named_as_contact", at="2026-11-21T12:00:00+08:00"))
    assert gate.decide(to_contact()).go is Go.ALLOW


def test_who_named_a_contact_can_take_it_back_and_nothing_else(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    named = gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    own = gate.wish(wished("consent", "sister", scope="private_contact_agreed"))
    for ends, by in ((named, "boss"), (own, "me"), (gate.wish(wished("objection", "sister")), "me")):
        with pytest.raises(ShouzhengError, match="SZ-6023"):
            gate.wish(wished("withdrawal", "sister", ends=ends, by=by))
    gate.wish(wished("withdrawal", "sister", ends=named, by="me"))
    assert reasons(gate.decide(to_contact()))["R16"] == "needs_person"


def _wishes(gate: Gate, person: str) -> list[str]:
    with gate.store.transaction(()) as session:
        return [each.id for each in session.wishes(gate.pseudonyms.person(person))]


def test_a_debtor_who_answered_is_reachable_whatever_is_stated(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    gate.report(OutcomeReport(gate.decide(call(at=at(10))).id, connected=True))
    asked = gate.decide(to_contact(at=at(11)))
    assert (asked.go, reasons(asked)["R14"]) == (Go.ASK, "needs_person")


def test_a_vulnerable_person_is_for_a_person_to_decide(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("vulnerable"))
    asked = gate.decide(message())
    assert (asked.go, list(reasons(asked))) == (Go.ASK, ["gate.vulnerable"])


def test_agreed_hours_open_the_night_and_only_for_who_agreed(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("agreed_time", from_minute=22 * 60, to_minute=23 * 60))
    assert gate.decide(call(at=at(22, 30))).go is Go.ALLOW
    assert gate.decide(call(at=at(22, 30), person="other", debtor="other")).go is Go.HOLD
    assert gate.decide(call(at=at(23, 30))).go is Go.HOLD


def test_a_time_that_is_past_is_held(tmp_path: Path) -> None:
    held = ready_gate(tmp_path).decide(call(at=at(8)))
    assert (held.go, list(reasons(held))) == (Go.HOLD, ["gate.past"])


def test_nobody_blocks_all_others_with_a_contact_far_ahead(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    held = gate.decide(call(at="2026-12-24T10:00:00+08:00"))
    assert (held.go, list(reasons(held))) == (Go.HOLD, ["gate.far_ahead"])
    assert gate.decide(call()).go is Go.ALLOW


def test_a_flag_told_to_one_creditor_is_not_told_to_another(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("vulnerable", creditor="qiaotou", party="qiaotou"))
    assert gate.decide(call()).go is Go.ALLOW


def test_no_answer_shows_how_many_contacts_are_left(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for hour in (10, 11, 12):
        gate.decide(call(at=at(hour)))
    for planned in (call(at=at(13)), message(THREAT, at=at(13)), call(at=at(23))):
        for reason in json.loads(gate.decide(planned).text)["reasons"]:
            counts = [
                leaf for leaf in reason["leaves"] if leaf["name"].removesuffix("_possible") in gate.book.rulebook.counts
            ]
            for leaf in counts:
                assert leaf["value"] is None or reason["answer"] != "cannot_tell"
                assert leaf.get("withheld", False) is (leaf["value"] is None)
