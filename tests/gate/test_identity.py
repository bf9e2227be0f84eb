"""Who is who: a role that fits the ids, a refusal that no other role ends, and one key of pseudonyms for one ledger."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from shouzheng.gate.asking import Gate
from shouzheng.gate.carry_over import prior_contact
from shouzheng.gate.decision import Go
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.pseudonyms import Pseudonyms, key_for
from shouzheng.gate.replay import replay
from shouzheng.gate.request import OutcomeReport
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import at, call, clock, empty_gate, ready_gate, reasons, row, tell, to_contact, wished

OTHER_KEY = b"o" * 32


def test_a_debtor_is_the_person_whose_debt_it_is(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for person in ("zz-1", "zz-2", "zz-3"):  # three ids for one debtor would have three limits
        held = gate.decide(call(person=person, debtor="me"))
        assert (held.go, reasons(held)["gate.role"]) == (Go.HOLD, "cannot_tell")
    assert gate.decide(call()).go is Go.ALLOW
    assert [each.entry.place for each in replay(gate.book, gate.store) if not each.same] == []


@pytest.mark.parametrize("role", ["emergency_contact", "colleague", "spouse"])
def test_a_contact_person_is_not_the_debtor(tmp_path: Path, role: str) -> None:
    assert "gate.role" in reasons(ready_gate(tmp_path).decide(call(role=role)))


def test_earlier_contacts_with_contradictory_ids_are_not_imported() -> None:
    prior = {name: value for name, value in row(person="zz").items() if name != "stated"}
    with pytest.raises(ShouzhengError, match="SZ-6012"):
        prior_contact(prior)


@pytest.mark.parametrize(("role", "debtor"), [("debtor", "sister"), ("guarantor", "me"), ("co_debtor", "me")])
def test_a_refusal_does_not_end_because_another_role_is_claimed(tmp_path: Path, role: str, debtor: str) -> None:
    gate = ready_gate(tmp_path)
    planned = {"person": "sister", "role": role, "debtor": debtor}
    assert gate.decide(call(**planned)).go is Go.ALLOW
    refusal = wished("objection", "sister")
    gate.wish(refusal)
    asked = gate.decide(call(**planned, at=at(11)))
    assert (asked.go, reasons(asked)["gate.objection"]) == (Go.ASK, "needs_person")
    gate.wish(wished("withdrawal", "sister", ends=refusal.id, at="2026-11-20T12:00:00+08:00"))
    assert gate.decide(call(**planned, at=at(12))).go is Go.ALLOW


def test_a_change_of_role_on_record_with_its_proof_counts_and_a_stated_one_does_not(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("objection", "sister"))
    planned = {"person": "sister", "role": "guarantor"}
    assert gate.decide(call(**planned)).go is Go.ASK
    tell(gate, "person", "sister", "shares_debt", True)
    assert gate.decide(call(**planned, at=at(11))).go is Go.ALLOW
    with pytest.raises(ShouzhengError, match="SZ-6012"):
        tell(gate, "creditor", "yunling", "shares_debt", True)


def test_a_debtor_who_spoke_as_one_is_no_contact_person_who_refused(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    gate.wish(wished("objection", role="debtor"))
    assert gate.decide(call()).go is Go.ALLOW
    gate.report(OutcomeReport(gate.decide(call(person="b", debtor="b")).id, connected=True, refused=True))
    assert gate.decide(call(person="b", debtor="b", at=at(11))).go is Go.ALLOW
    gate.report(OutcomeReport(gate.decide(to_contact(role="guarantor", at=at(12))).id, connected=True, refused=True))
    assert reasons(gate.decide(to_contact(at=at(13))))["R15"] == "breach"


def test_another_key_is_refused_because_nobody_would_be_known_again(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    for hour in (10, 11, 12):
        gate.report(OutcomeReport(gate.decide(call(at=at(hour))).id, connected=True, effective=True))
    assert gate.decide(call(at=at(13))).go is Go.HOLD
    gate.store.close()
    store = open_store(str(tmp_path / "ledger.db"), gate.book.rulebook)
    with pytest.raises(ShouzhengError, match="SZ-6033"):
        Gate(gate.book, store, Pseudonyms(OTHER_KEY), clock())
    store.close()
    assert empty_gate(tmp_path).decide(call(at=at(13))).go is Go.HOLD
    assert OTHER_KEY.hex() not in gate.pseudonyms.fingerprint


def test_a_ledger_made_before_is_bound_at_its_next_opening(tmp_path: Path) -> None:
    ready_gate(tmp_path).store.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("DROP TABLE mark")
        connection.execute("ALTER TABLE wish DROP COLUMN role")
    connection.close()
    gate = empty_gate(tmp_path)
    gate.wish(wished("objection", role="debtor"))
    gate.store.close()
    store = open_store(str(tmp_path / "ledger.db"), gate.book.rulebook)
    with pytest.raises(ShouzhengError, match="SZ-6033"):
        Gate(gate.book, store, Pseudonyms(OTHER_KEY), clock())
    store.close()


def test_a_key_is_made_for_an_empty_ledger_only(tmp_path: Path) -> None:
    gate = empty_gate(tmp_path)
    with pytest.raises(ShouzhengError, match="SZ-6034"):
        key_for(gate.store, tmp_path / "typo.key")
    assert not (tmp_path / "typo.key").exists()
    store = open_store(str(tmp_path / "new.db"), gate.book.rulebook)
    made = key_for(store, tmp_path / "gate.key")
    assert key_for(store, tmp_path / "gate.key") == made
    store.close()
