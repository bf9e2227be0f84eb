"""Decides again from the log alone: every entry must give the answer it gave, letter by letter, under the same law."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shouzheng.gate.answer import answer_json, undecided_json
from shouzheng.gate.book import Book
from shouzheng.gate.chain import Entry, verify
from shouzheng.gate.decide import HOUSE, conclude, is_allowed
from shouzheng.gate.decision import Decision, Go, Undecided
from shouzheng.gate.json_text import as_json
from shouzheng.gate.ledger.session import milliseconds
from shouzheng.gate.ledger.store import Store
from shouzheng.gate.problems import OTHER_LAW
from shouzheng.gate.record import restored
from shouzheng.gate.whole import Expected, Lost
from shouzheng.reference.problems import Problem, ShouzhengError

#: Entries read at a time.
_STEP = 500


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision of the log: what it answered then, what the same facts give now, and whether they are the same."""

    entry: Entry
    request: Mapping[str, object]
    before: str
    now: Decision
    same: bool


def replay(book: Book, store: Store, expected: Expected | None = None) -> Iterator[Replayed]:
    """Check every chain and decide every decision again; ``expected`` notes what the ledger's tables must hold.

    Raises ``ShouzhengError``: SZ-6040 (exit code 1) where a chain is broken, SZ-6041 (exit code 3) for other law.
    """
    for entry in entries(store):
        if expected is not None:
            expected.add(entry)
        if entry.kind == "decision":
            yield replayed(book, entry)


def lost(book: Book, store: Store, expected: Expected, now: datetime) -> list[Lost]:
    """Return what log and tables do not agree on, once ``replay`` has gone through; quiet while others write."""
    kept_from = milliseconds(now - timedelta(days=book.policy.contact_days))
    with store.transaction(()) as session:
        return list(expected.lost(session, kept_from))


def entries(store: Store) -> Iterator[Entry]:
    """Yield all entries, chain after chain, each checked against the one before it."""
    with store.transaction(()) as session:
        begins = {chain: session.anchor(chain) for chain in session.chains()}
    for chain, (place, digest) in begins.items():
        while True:
            with store.transaction(()) as session:
                found = session.entries(chain, place, _STEP)
            if not found:
                break
            for entry in found:
                place, digest = verify([entry], place, digest)
                yield entry


def replayed(book: Book, entry: Entry) -> Replayed:
    """Decide one entry again; raises ``ShouzhengError`` (SZ-6041) when it was made under other law or settings."""
    body = json.loads(entry.body)
    answer = body["answer"]
    own = (book.rulebook.hash, book.lexicon.hash, book.policy.hash)
    made = (answer["law"], answer["lexicon"], answer["policy"])
    for here, there in zip(own, made, strict=True):
        if here != there:
            slots = (("seq", str(entry.place)), ("hash", str(there)))
            raise ShouzhengError(Problem(OTHER_LAW, entry.chain, slots), exit_code=3)
    decision = decided_again(book, body)
    reservation = answer["reservation"]
    times = None if reservation is None else (reservation["from"], reservation["valid_until"])
    text, _ = answer_json(book, decision, answer["id"], answer["key"], times)
    before = as_json(answer)
    return Replayed(entry, body["request"], before, decision, text == before)


def decided_again(book: Book, body: Mapping[str, Any]) -> Decision:
    """Return the decision that follows from the kept facts under this book of law."""
    house = [HOUSE[name] for name in body["house"]]
    decision = conclude(book, restored(book, body["judged"]), house)
    until, then = body["answer"]["until"], body["then"]
    if decision.go is not Go.ALLOW and until is not None and then is not None and is_allowed(restored(book, then)):
        return replace(decision, go=Go.HOLD, until=datetime.fromisoformat(until))
    return decision


def restored_undecided(book: Book, body: Mapping[str, Any]) -> tuple[Undecided, ...] | None:
    """Return the undecided rules of a kept decision, ``None`` when the law has changed since."""
    if body["answer"]["law"] != book.rulebook.hash or body["answer"]["policy"] != book.policy.hash:
        return None
    undecided = decided_again(book, body).undecided
    return undecided if undecided_json(undecided)[1] == body["answer"]["undecided_digest"] else None
