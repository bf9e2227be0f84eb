"""The log of decisions: chained, kept, without text, and every decision can be made again from it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shouzheng.gate.asking import Gate
from shouzheng.gate.book import Book
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.replay import entries, replay
from shouzheng.gate.request import OutcomeReport
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import NOW, THREAT, at, call, clock, empty_gate, message, ready_gate, to_contact, wished


def filled(folder: Path) -> Gate:
    """A gate that has said everything it can say."""
    gate = ready_gate(folder)
    gate.wish(wished("vulnerable", "ill"))
    planned = [call(at=at(hour)) for hour in (10, 11, 12, 13)]
    planned += [message(THREAT), to_contact(), call(at=at(23), person="n", debtor="n", zone="unknown")]
    planned += [message(person="ill", debtor="ill"), call(at=at(8)), call(role=None), call(stated={}, person="x")]
    for each in planned:
        gate.decide(each)
    return gate


def test_every_decision_is_made_again_letter_by_letter(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    found = list(replay(gate.book, gate.store))
    assert found
    assert [each.entry.place for each in found if not each.same] == []


def test_a_changed_entry_is_found(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    gate.store.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE entry SET body = replace(body, 'refuse', 'allow')")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM entry WHERE place = 5")
        connection.execute("DROP TRIGGER entry_kept")
        connection.execute("UPDATE entry SET body = replace(body, 'refuse', 'allow')")
    connection.close()
    with pytest.raises(ShouzhengError, match="SZ-6040"):
        list(entries(empty_gate(tmp_path).store))


def test_a_removed_entry_is_found(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    gate.store.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("DROP TRIGGER entry_stays")
        connection.execute("DELETE FROM entry WHERE place = 6")
    connection.close()
    with pytest.raises(ShouzhengError, match="SZ-6040"):
        list(entries(empty_gate(tmp_path).store))


def test_no_words_of_a_message_are_logged(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    bodies = "".join(entry.body for entry in entries(gate.store))
    assert THREAT not in bodies
    assert "云岭示例App" not in bodies


def test_old_entries_go_after_their_time_and_the_rest_is_still_a_chain(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    before = len(list(entries(gate.store)))
    assert gate.prune() == (0, 0)
    gate.clock = clock(NOW + timedelta(days=gate.book.policy.decision_days + 1))
    gate.wish(wished("objection"))
    removed, contacts = gate.prune()
    assert (removed, contacts > 0) == (before, True)
    assert [entry.kind for entry in entries(gate.store)] == ["wish"]
    assert gate.decide(call(at="2030-01-07T10:00:00+08:00")).id


def test_one_prune_is_for_the_chains_of_all_nodes(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    store = open_store(str(tmp_path / "ledger.db"), gate.book.rulebook, node="node-2")
    late = clock(NOW + timedelta(days=gate.book.policy.decision_days + 1))
    other = Gate(gate.book, store, gate.pseudonyms, late)
    other.wish(wished("objection"))
    before = len(list(entries(store)))
    assert other.prune()[0] == before - 2  # the newest entry of each chain stays, so that it goes on
    assert [(entry.chain, entry.kind) for entry in entries(store)][-1] == ("node-2", "wish")


def test_a_decision_under_other_law_is_not_replayed_as_if_it_were_ours(tmp_path: Path) -> None:
    gate = filled(tmp_path)
    other = Book(replace(gate.book.rulebook, hash="sha256:other"), gate.book.lexicon, gate.book.policy)
    with pytest.raises(ShouzhengError, match="SZ-6041"):
        list(replay(other, gate.store))


def test_an_outcome_stands_in_the_log(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    decision = gate.decide(call()).id
    gate.report(OutcomeReport(decision, connected=True))
    last = list(entries(gate.store))[-1]
    assert (last.kind, json.loads(last.body)["decision"]) == ("outcome", decision)
