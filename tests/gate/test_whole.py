"""The tables against the log: what the entries say was entered is there, and nothing else."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.gate.asking import Gate
from shouzheng.gate.carry_over import carry_over, prior_contact
from shouzheng.gate.replay import lost, replay
from shouzheng.gate.request import OutcomeReport
from shouzheng.gate.whole import Expected
from tests.gate.making import NOW, at, call, empty_gate, ready_gate, row, tell, wished


def filled(folder: Path) -> Gate:
    """A ledger with earlier contacts, wishes, reservations and outcomes of every sort."""
    gate = ready_gate(folder)
    prior = {name: value for name, value in row(person="o", debtor="o", at=at(8)).items() if name != "stated"}
    since = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [prior_contact({**prior, "key": key, "connected": True}) for key in ("a", "b")]
    carry_over(gate, rows, digest="d", creditor="yunling", complete_from=since, proof="export")
    gate.wish(wished("objection", "sister"))
    tell(gate, "agency", "panshi", "agency_published", True)
    asked = [gate.decide(call(person=one, debtor=one)).id for one in ("a", "b", "c", "d")]
    gate.report(OutcomeReport(asked[0], connected=True, refused=True, at=NOW))
    gate.report(OutcomeReport(asked[1], made=False))
    gate.report(OutcomeReport(asked[2], connected=False))
    return gate


def disagreements(gate: Gate, now: datetime = NOW) -> set[tuple[str, str]]:
    """What log and tables do not agree on, as (kind, how)."""
    expected = Expected()
    assert all(each.same for each in replay(gate.book, gate.store, expected))
    return {(each.kind, each.how) for each in lost(gate.book, gate.store, expected, now)}


def test_a_ledger_as_it_was_left_agrees_with_its_log(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    assert disagreements(gate) == set()
    late = NOW + timedelta(days=gate.book.policy.decision_days + 1)
    gate.clock = lambda: late
    gate.prune()
    assert disagreements(gate, late) == set()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DELETE FROM contact", {("contact", "missing"), ("imported", "missing")}),
        ("DELETE FROM contact WHERE state = 'made'", {("contact", "missing")}),
        ("UPDATE contact SET state = 'reserved' WHERE state = 'made'", {("contact", "changed")}),
        ("DELETE FROM wish WHERE kind = 'objection'", {("wish", "missing")}),
        ("UPDATE wish SET person = 'p'", {("wish", "changed")}),
        ("UPDATE wish SET at = at + 1", {("wish", "changed")}),
        ("DELETE FROM standing WHERE name = 'agency_published'", {("standing", "missing")}),
        (
            "UPDATE standing SET value = '1' WHERE name = 'history_complete_from'",
            {("standing", "missing"), ("standing", "unknown")},
        ),
        (
            "INSERT INTO wish (id, kind, person, party, creditor, at, proof) "
            "SELECT 'x', kind, person, party, creditor, at, proof FROM wish LIMIT 1",
            {("wish", "unknown")},
        ),
    ],
)
def test_what_was_taken_out_or_changed_is_named(tmp_path: Path, change: str, found: set[tuple[str, str]]) -> None:
    filled(tmp_path).store.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute(change)
    connection.close()
    assert disagreements(empty_gate(tmp_path)) == found
