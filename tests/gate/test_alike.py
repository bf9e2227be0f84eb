"""What is worked out once for contacts that are alike is what each of them would have got alone."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.gate.alike import Memory, Table, kind_of
from shouzheng.gate.assess import Known, View, assess, keys_of, prepare
from shouzheng.gate.book import Book, shipped_book
from shouzheng.gate.ledger.alone import alone
from shouzheng.gate.ledger.session import Session
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.ledger.tables import create_sql
from shouzheng.gate.plan import Plan
from shouzheng.gate.planned import moment_of, placed
from shouzheng.gate.reading_requests import as_stated
from shouzheng.gate.record import digest_of
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.until import valid_until
from shouzheng.judging.counts import Countable
from shouzheng.judging.counts_ledger import planned_count_sql, planned_parameters
from shouzheng.judging.placement import Placement, place
from shouzheng.model.case import Role
from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from tests.gate.making import NOW, STATED, TEXT, THREAT, call, empty_gate, make_ready, message, ready_gate, tell

_START = datetime(2026, 11, 23, 6, tzinfo=BEIJING)
_TEXTS = (
    None,
    "您好，请在方便时联系我们。",
    TEXT,
    THREAT,
    "  ",
    "您已逾期30天，请尽快还清欠款。",
    "本期账单还款日为11月24日，应还500元。",
    "请转告您的朋友还钱",
)


def made(chance: random.Random) -> PlannedContact:
    """A planned contact of any sort; few values, so that many are alike."""
    stated = as_stated({name: value for name, value in STATED.items() if chance.random() < 0.9})
    if chance.random() < 0.2:
        stated["debtor_reachable"] = chance.choice([True, False])
    return replace(
        call(),
        person=chance.choice("ab"),
        debtor=chance.choice("ab"),
        channel=chance.choice([Channel.CALL, Channel.SMS, Channel.VISIT]),
        role=chance.choice([Role.DEBTOR, Role.EMERGENCY_CONTACT, Role.UNKNOWN]),
        agency=chance.choice(["panshi", None]),
        line=chance.choice(["line", None]),
        number=chance.choice(["1069000000001", "unknown"]),
        at=_START + timedelta(minutes=chance.choice([0, 125, 600, 965]), seconds=chance.randrange(60)),
        zone=chance.choice([480, 480, 360, None]),
        text=chance.choice(_TEXTS),
        about_debt=chance.choice([True, True, None]),
        minor=chance.choice([None, False]),
        stated=stated,
    )


def hidden(digest: str) -> str:
    """A pseudonym of a text's digest."""
    return f"t{digest[:12]}"


def test_contacts_alike_are_judged_as_each_alone(tmp_path: Path) -> None:
    book, chance = shipped_book(), random.Random(4)  # noqa: S311 - invented contacts
    book = Book(book.rulebook, book.lexicon, book.policy)
    store = open_store(str(tmp_path / "l.db"), book.rulebook)
    complete = Known((), {}, objections_complete=True, agreements_complete=True, history_from=0)
    later = int(_START.timestamp() * 1000)
    every = (complete, Known((), {"agency_published": False}), replace(complete, history_from=later))
    sorts = [made(chance) for _ in range(60)]
    with store.transaction(()) as session:
        for number in range(400):
            like, known = chance.choice(sorts), chance.choice(every)
            planned = replace(like, person=chance.choice("abcdef"), debtor=chance.choice("abcdef"))
            plan = Plan.of(book, planned, hidden)
            ids = {"person": planned.person, "debt": planned.debt, "asker": None}
            plan.is_first = session.meet("c", f"k{number}", ids, plan.keys).is_first
            shown = plan.judged(known, session)
            plain: View = Session(session.execute, session.statements, "c")
            prepared = prepare(book, planned, known, "e", hidden)
            expected = assess(book, prepared, plain)
            assert plan.keys == keys_of(book, prepared, prepared.ways[0])
            for one, other in zip(shown, expected, strict=True):
                assert (one.name, one.day, one.values) == (other.name, other.day, other.values)
                assert (one.answers, one.benign) == (other.answers, other.benign)
            if chance.random() < 0.1:
                keys = {f"key_{name}": value for name, value in plan.keys.items()}
                at = {"earliest": plan.at.earliest, "latest": plan.at.latest, "day_no": plan.at.day_no}
                facts = {name: expected[0].values.get(name) for name in book.where_facts}
                session.enter_contact({**facts, **keys, **at, "state": "made", "party": planned.party, "sign": False})
    store.close()
    assert 0 < len(book.memory.turns) <= 180


@pytest.mark.parametrize("name", sorted(shipped_book().rulebook.counts))
def test_a_contact_counts_itself_alone_as_the_ledger_would(name: str) -> None:
    rulebook = shipped_book().rulebook
    definition = rulebook.counts[name]
    connection = sqlite3.connect(":memory:")
    for statement in create_sql(rulebook, "INTEGER PRIMARY KEY"):
        connection.execute(statement)
    whole_day = Placement(0, 86_399_999, 0)
    for mark in (True, False, None):
        for missing in (None, *rulebook.keys):
            for at in (Placement(5, 5, 0), whole_day):
                keys = {key: None if key == missing else "x" for key in rulebook.keys}
                countable = Countable(at, keys)
                asked = planned_parameters(definition, countable, mark)
                found = connection.execute(planned_count_sql(definition), asked).fetchone()
                assert alone(definition, countable, mark) == found
    connection.close()


def test_the_digest_is_that_of_the_whole_request() -> None:
    for number in range(50):
        planned = made(random.Random(number))  # noqa: S311 - invented contacts
        said = (
            planned.key,
            planned.person,
            planned.debtor,
            planned.creditor,
            planned.channel.value,
            planned.number,
            planned.at.timestamp(),
            planned.role.value,
            planned.institution.value,
            planned.agency,
            planned.debt,
            planned.product.value,
            str(planned.contract_day),
            planned.line,
            planned.zone,
            planned.text,
            planned.template,
            planned.about_debt,
            planned.minor,
            sorted(planned.stated.items()),
            planned.at_has_zone,
        )
        assert digest_of(planned, kind_of(Memory(), planned)) == hashlib.sha256(repr(said).encode()).hexdigest()


def test_equal_values_of_another_type_are_not_alike() -> None:
    memory, planned = Memory(), call()
    one = kind_of(memory, replace(planned, stated={"is_notice": True}))
    assert kind_of(memory, replace(planned, stated={"is_notice": 1})) is not one
    assert kind_of(memory, replace(planned, stated={"is_notice": True})) is one
    assert kind_of(memory, replace(planned, zone=1)) is not kind_of(memory, replace(planned, zone=True))


def test_a_table_begins_anew_when_it_is_full() -> None:
    table: Table[int] = Table(3)
    for number in range(10):
        table.keep(number, number)
        assert len(table) <= 3
    assert table.get(9) == 9
    assert table.get(1) is None


def test_an_instant_is_placed_as_its_moment() -> None:
    for microsecond in (0, 999, 1000, 999_999):
        for hour in (0, 15, 16, 23):
            at = NOW.replace(hour=hour, microsecond=microsecond)
            assert placed(at) == place(moment_of(at))


def test_a_permission_ends_when_rules_change(tmp_path: Path) -> None:
    book, known = ready_gate(tmp_path).book, Known()
    for second in range(0, 86_400, 613):
        at = datetime(2026, 11, 23, tzinfo=BEIJING) + timedelta(seconds=second)
        plan = Plan.of(book, call(at=at.isoformat()), hidden)
        passed = at.hour * 60 + at.minute
        change = min(minute for minute in (*book.minutes, 1440) if minute > passed)
        seconds = min(book.policy.valid_seconds, change * 60 - second)
        assert valid_until(plan, known) - plan.at.earliest == 1000 * seconds


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    one, other = ready_gate(tmp_path), empty_gate(tmp_path)
    allowed = [gate.decide(call(person=name, debtor=name)) for name, gate in (("a", one), ("b", other), ("c", one))]
    assert [each.go.value for each in allowed] == ["allow"] * 3
    assert [int(each.id.split(".")[1]) for each in allowed] == [4, 5, 6]
    tell(other, "agency", "panshi", "agency_published", False)
    stated = {name: value for name, value in STATED.items() if name != "agency_published"}
    first = one.decide(message(person="d", debtor="d", stated=stated))
    assert "agency_published" in first.text
    assert first.go.value == "refuse"
    tell(one, "agency", "panshi", "agency_published", True)
    assert one.decide(message(person="e", debtor="e", stated=stated)).go.value == "allow"
    make_ready(other)
    for gate in (one, other):
        gate.store.close()


def test_nothing_is_remembered_of_what_was_taken_back(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    before = gate.decide(call(person="a", debtor="a"))
    with suppress(RuntimeError), gate.store.transaction(()) as session:
        session.append("wish", NOW, "{}")
        raise RuntimeError
    after = gate.decide(call(person="b", debtor="b"))
    assert int(after.id.split(".")[1]) == int(before.id.split(".")[1]) + 1
