"""Earlier contacts carried over from another dialer, and history replayed under other law."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shouzheng.gate.asking import Answered, Gate
from shouzheng.gate.book import shipped_book
from shouzheng.gate.carry_over import PriorContact, carry_over, prior_contact, read_prior
from shouzheng.gate.decision import Go
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.replay import entries
from shouzheng.gate.shadow import difference
from shouzheng.gate.simulate import simulate
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import STATED, THREAT, at, call, empty_gate, message, ready_gate, reasons, row, tell

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def prior(**changes: object) -> dict[str, object]:
    """A contact that was made, as JSON values."""
    return {name: value for name, value in row(**changes).items() if name != "stated"}


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    """The file of earlier contacts."""
    path = folder / "prior.jsonl"
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), "utf-8")
    return path


def test_contacts_of_the_old_dialer_count_in_the_new_one(tmp_path: Path) -> None:
    gate = empty_gate(tmp_path)
    for name in ("objections_complete", "agreements_complete"):
        tell(gate, "creditor", "yunling", name, True)
    assert gate.decide(call(at=at(12))).go is Go.HOLD
    rows, digest = read_prior(written(tmp_path, [prior(at=at(hour), connected=True) for hour in (9, 10, 11)]))
    made = carry_over(gate, rows, digest=digest, creditor="yunling", complete_from=SINCE, proof="export of 22 Nov")
    held = gate.decide(call(at=at(13)))
    assert (made, held.go, reasons(held)["R05"]) == (3, Go.HOLD, "breach")
    assert gate.decide(call(at=at(13), person="new", debtor="new")).go is Go.ALLOW
    assert [entry.kind for entry in entries(gate.store)][-3:] == ["import", "decision", "decision"]


def test_the_same_file_is_entered_once(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    rows, digest = read_prior(written(tmp_path, [prior(at=at(hour), connected=True) for hour in (9, 10)]))
    told = {"digest": digest, "creditor": "yunling", "complete_from": SINCE, "proof": "export of 22 Nov"}
    assert [carry_over(gate, rows, **told), carry_over(gate, rows, **told)] == [2, 0]  # type: ignore[arg-type]
    assert gate.decide(call(at=at(13))).go is Go.ALLOW  # the third of three, not the fifth


def test_a_window_that_begins_before_the_import_is_unknown(tmp_path: Path) -> None:
    gate = empty_gate(tmp_path)
    for name in ("objections_complete", "agreements_complete"):
        tell(gate, "creditor", "yunling", name, True)
    late = datetime(2026, 11, 23, 0, tzinfo=UTC)  # 08:00 in Beijing: the day of the contact began before
    carry_over(gate, [], digest="", creditor="yunling", complete_from=late, proof="export")
    assert reasons(gate.decide(call()))["R05"] == "cannot_tell"
    assert gate.decide(call(at=at(10, day=24))).go is Go.ALLOW


def test_one_bad_row_and_nothing_is_imported(tmp_path: Path) -> None:
    rows = [prior(), {**prior(), "role": "king"}, {**prior(), "at": "2026-11-23T10:00:00"}]
    with pytest.raises(ShouzhengError) as caught:
        read_prior(written(tmp_path, rows))
    assert [problem.code for problem in caught.value.problems] == ["SZ-6070", "SZ-6070"]
    assert [problem.where for problem in caught.value.problems] == ["prior.jsonl:2", "prior.jsonl:3"]
    with pytest.raises(ShouzhengError, match="SZ-6071"):
        read_prior(tmp_path / "nothing")


def history() -> list[PriorContact]:
    """Calls at night and by day, of which some are a breach."""
    hours = [(8, 0), (10, 0), (11, 0), (12, 0), (13, 0), (21, 30), (22, 30)]
    return [prior_contact(prior(at=at(hour, minute), connected=True)) for hour, minute in hours]


STANDING = {**STATED, "first_contact": False}


def test_the_same_law_spares_nobody_more(tmp_path: Path) -> None:
    book = shipped_book()
    found = simulate(book, book, open_store(str(tmp_path / "s.db"), book.rulebook), history(), standing=STANDING)  # type: ignore[arg-type]
    assert (found.contacts, found.spared.contacts) == (7, 0)
    assert found.live.rules["R01"] == 1
    assert found.live.rules["R05"] == 4


def test_other_law_shows_who_would_have_been_spared(tmp_path: Path) -> None:
    book = shipped_book()
    before = replace(book, law_day=date(2020, 1, 1))  # none of the norms on hours and frequency was in force
    store = open_store(str(tmp_path / "s.db"), book.rulebook)
    found = simulate(before, book, store, history(), standing=STANDING)  # type: ignore[arg-type]
    assert (found.live.contacts, found.other.contacts, found.spared.contacts) == (0, 4, 4)
    report = found.as_json()["spared"]
    assert isinstance(report, dict)
    assert report["people"] == 1
    assert report["by_hour"] == {"12": 1, "13": 1, "21": 1, "22": 1}
    assert report["by_rule"]["R05"] == 4
    assert (report["hours"], report["night_hours"]) == (4, 1)


def test_a_shadow_law_is_logged_and_changes_no_answer(tmp_path: Path) -> None:
    plain = [each.go for each in _asked(ready_gate(tmp_path, name="plain.db"))]
    gate = ready_gate(tmp_path)
    rules = tuple(rule for rule in gate.book.rulebook.rules if rule.id != "R20")
    gate.shadow = replace(gate.book, rulebook=replace(gate.book.rulebook, rules=rules, hash="sha256:milder"))
    assert [each.go for each in _asked(gate)] == plain
    report = difference(gate.store).as_json()
    assert report["law"] == "sha256:milder"
    assert report["decisions"] == len(plain)
    assert report["milder_by_rule"] == {"R20": 1}
    assert report["people_spared"] == 0


def _asked(gate: Gate) -> list[Answered]:
    return [gate.decide(each) for each in (call(), message(THREAT, person="b", debtor="b"), call(at=at(23)))]
