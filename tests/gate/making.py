"""Short ways to write planned contacts and gates in tests. Every number, name and firm is invented."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from shouzheng.gate.asking import Answered, Gate
from shouzheng.gate.book import Book, shipped_book
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.gate.reading_requests import planned_contact, standing, wish
from shouzheng.gate.request import PlannedContact, Wish

#: A Monday morning, 09:00 in Beijing.
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
KEY = b"k" * 32
TEXT = (
    "【云岭示例消费金融】尊敬的客户，您的贷款本期应还1200.00元，还款日2026-11-25，请通过云岭示例App还款。"
    "如有困难可致电95000协商分期。"
)
THREAT = "再不还钱打断你的腿"
#: What creditor, agency and debt have on file when everything is in order.
STATED: Mapping[str, object] = {
    "agency_published": True,
    "agency_list_complete": True,
    "from_private_account": False,
    "number_altered": False,
    "days_since_settlement": -1,
    "instalment_active": False,
    "entrustment_in_order": True,
    "complaint_channel_published": True,
    "days_since_agency_evaluation": 10,
    "debt_assigned": False,
    "negative_reported": False,
    "deducted_in_advance_fen": 0,
    "amount_over_owed_fen": 0,
    "first_contact": False,
    "is_notice": False,
}
BASE: Mapping[str, object] = {
    "person": "me",
    "role": "debtor",
    "debtor": "me",
    "creditor": "yunling",
    "institution": "consumer_finance",
    "agency": "panshi",
    "debt": "loan",
    "product": "online_consumer_loan",
    "contract_day": "2025-01-01",
    "number": "1069000000001",
    "line": "line-1",
    "at": "2026-11-23T10:00:00+08:00",
    "stated": STATED,
}
_running = count(1)


def row(**changes: object) -> dict[str, object]:
    """A call as JSON values, under a key of its own; ``None`` leaves a field out."""
    made = {"key": f"key-{next(_running)}", "channel": "call", **BASE, **changes}
    return {name: value for name, value in made.items() if value is not None}


def call(**changes: object) -> PlannedContact:
    """A planned call of the agency to the debtor."""
    return planned_contact(row(**changes), shipped_book().rulebook.facts)


def message(text: str = TEXT, **changes: object) -> PlannedContact:
    """A planned text message."""
    return call(channel="sms", text=text, **changes)


def to_contact(**changes: object) -> PlannedContact:
    """A planned call to the emergency contact, while the debtor cannot be reached."""
    stated = {**STATED, "debtor_reachable": False}
    third = {"person": "sister", "role": "emergency_contact", "line": "line-2", "stated": stated}
    return call(**{**third, **changes})


def clock(at: datetime = NOW) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: at


def empty_gate(folder: Path, *, at: datetime = NOW, name: str = "ledger.db", book: Book | None = None) -> Gate:
    """A gate whose ledger knows nothing."""
    book = book or shipped_book()
    return Gate(book, open_store(str(folder / name), book.rulebook), Pseudonyms(KEY), clock(at))


def ready_gate(folder: Path, **changes: object) -> Gate:
    """A gate to which everything was told: all earlier contacts, objections and agreements are in its ledger."""
    gate = empty_gate(folder, **changes)  # type: ignore[arg-type]
    make_ready(gate)
    return gate


def make_ready(gate: Gate) -> None:
    """Say that ledger and wishes are complete."""
    for name, value in (("objections_complete", True), ("agreements_complete", True), ("history_complete_from", 0)):
        tell(gate, "creditor", "yunling", name, value)


def tell(gate: Gate, scope: str, of: str, name: str, value: object) -> None:
    """State a standing fact."""
    data = {
        "scope": scope,
        "of": of,
        "name": name,
        "value": value,
        "proof": "file 1",
        "at": "2026-01-01T00:00:00+08:00",
    }
    gate.state([standing(data, gate.book.rulebook.facts)])


def wished(kind: str, person: str = "me", **changes: object) -> Wish:
    """A wish told to the agency on the first of November."""
    data = {
        "kind": kind,
        "person": person,
        "party": "panshi",
        "creditor": "yunling",
        "at": "2026-11-01T12:00:00+08:00",
        "proof": "recording 7",
        **changes,
    }
    return wish(data, f"wish-{next(_running)}")


def reasons(answered: Answered) -> dict[str, str]:
    """The rules that stand against a contact, with their answers."""
    return {each["rule"]: each["answer"] for each in json.loads(answered.text)["reasons"]}


def until(answered: Answered) -> str | None:
    """The next permitted time of an answer."""
    found: str | None = json.loads(answered.text)["until"]
    return found


def at(hour: int, minute: int = 0, day: int = 23) -> str:
    """A time of day in Beijing in November 2026."""
    return f"2026-11-{day:02d}T{hour:02d}:{minute:02d}:00+08:00"


def later(**shift: float) -> datetime:
    """The clock some time after ``NOW``."""
    return NOW + timedelta(**shift)
