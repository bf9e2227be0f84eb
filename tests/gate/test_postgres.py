"""The ledger in PostgreSQL answers what the one in SQLite answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouzheng.gate.asking import Gate
from shouzheng.gate.book import shipped_book
from shouzheng.gate.ledger.postgres_store import translated
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.gate.replay import lost, replay
from shouzheng.gate.request import OutcomeReport
from shouzheng.gate.whole import Expected, Lost
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import KEY, NOW, THREAT, at, call, clock, make_ready, message, ready_gate, to_contact, wished
from tests.gate.pg_server import running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a PostgreSQL server of these tests alone."""
    with running() as server:
        yield server.get_uri()


@pytest.fixture
def gate(address: str) -> Iterator[Gate]:
    """A gate whose ledger is there."""
    book = shipped_book()
    made = Gate(book, open_store(address, book.rulebook, node="test"), Pseudonyms(KEY), clock())
    yield made
    made.store.close()


def told(answer: str) -> dict[str, object]:
    """An answer without what differs from ledger to ledger."""
    return {name: value for name, value in json.loads(answer).items() if name != "id"}


def test_nodes_count_probing_together(gate: Gate, address: str) -> None:
    book = gate.book
    other = Gate(book, open_store(address, book.rulebook, node="other"), Pseudonyms(KEY), clock())
    make_ready(gate)
    asked = [("c", call(person="probed", debtor="probed", at=at(23, minute))) for minute in range(22)]
    given = [*gate.decide_all(asked[:12], limited=True), *other.decide_all(asked[12:], limited=True)]
    stopped = [each for each in given if isinstance(each, ShouzhengError)]
    assert [len(given), len(stopped), {each.problems[0].code for each in stopped}] == [22, 2, {"SZ-6063"}]
    other.store.close()


def test_both_ledgers_give_the_same_answers(gate: Gate, tmp_path: Path) -> None:
    other = ready_gate(tmp_path)
    make_ready(gate)
    for wish in (wished("consent", "sister", scope="named_as_contact", by="me"), wished("vulnerable", "ill")):
        assert gate.wish(wish) == other.wish(wish)
    planned = [call(at=at(hour)) for hour in (10, 11, 12, 13, 22)]
    planned += [message(THREAT, at=at(13)), to_contact(at=at(13)), message(person="ill", debtor="ill")]
    planned += [call(at=at(9)), call(at=at(9), person="z", debtor="z", zone="unknown"), planned[0]]
    for each in planned:
        one, two = gate.decide(each), other.decide(each)
        assert told(one.text) == told(two.text)
        if one.go.value == "allow" and not one.repeated:
            for asked, answered in ((gate, one), (other, two)):
                asked.report(OutcomeReport(answered.id, connected=True, effective=True))
    assert [each.entry.place for each in replay(gate.book, gate.store) if not each.same] == []


def test_the_log_is_append_only(gate: Gate) -> None:
    make_ready(gate)
    for sql in ("UPDATE entry SET body = ''", "DELETE FROM entry"):
        with pytest.raises(ShouzhengError, match="SZ-6031"), gate.store.transaction(()) as session:
            session.execute(sql, {})


def test_old_entries_go_after_their_time(gate: Gate) -> None:
    make_ready(gate)
    gate.clock = clock(NOW.replace(year=NOW.year + 4))
    gate.wish(wished("vulnerable"))
    assert gate.prune()[0] > 0


def test_a_database_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(ShouzhengError, match="SZ-6030"):
        open_store("postgresql://127.0.0.1:1/nothing", shipped_book().rulebook)


def test_parameters_are_typed_where_the_server_cannot_tell() -> None:
    assert translated("a = :key_owner AND b > :earliest - 5 AND c = :x") == (
        "a = %(key_owner)s::text AND b > %(earliest)s::bigint - 5 AND c = %(x)s"
    )


def test_another_key_is_refused_and_a_look_makes_no_ledger(gate: Gate, address: str) -> None:
    store = open_store(address, gate.book.rulebook, node="typo")
    with pytest.raises(ShouzhengError, match="SZ-6033"):
        Gate(gate.book, store, Pseudonyms(b"o" * 32), clock())
    store.close()
    elsewhere = f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3Dnowhere"
    with pytest.raises(ShouzhengError, match="SZ-6035"):
        open_store(elsewhere, gate.book.rulebook, make=False)
    open_store(address, gate.book.rulebook, make=False).close()


def test_what_is_taken_out_of_the_tables_is_named(gate: Gate) -> None:
    make_ready(gate)
    gate.wish(wished("objection", "taken", role="debtor"))
    decision = gate.decide(call(person="taken", debtor="taken")).id
    assert [each for each in _lost(gate) if each.how != "unknown"] == []
    with gate.store.transaction(()) as session:
        session.execute("DELETE FROM contact WHERE decision = :id", {"id": decision})
        session.execute("DELETE FROM wish WHERE person = :id", {"id": gate.pseudonyms.person("taken")})
    assert {(each.kind, each.how) for each in _lost(gate)} >= {("contact", "missing"), ("wish", "missing")}


def _lost(gate: Gate) -> list[Lost]:
    expected = Expected()
    assert all(each.same for each in replay(gate.book, gate.store, expected))
    return lost(gate.book, gate.store, expected, NOW)
