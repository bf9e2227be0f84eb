"""Prior contacts from another dialer, before the gate opens: all of a file or nothing, in one transaction.

Each row says what a request says (``reading_requests.PLANNED`` but for template and stated facts), and how it went:
``direction`` and, of a call, ``connected``. Facts come from the same functions as those of planned contacts.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from shouzheng.gate import fields as f
from shouzheng.gate.asking import Gate, locks_of
from shouzheng.gate.assess import Known, Prepared, keys_of, own_facts, prepare
from shouzheng.gate.book import Book
from shouzheng.gate.json_text import as_json
from shouzheng.gate.ledger.session import Session, milliseconds
from shouzheng.gate.ledger.tables import IMPORTED
from shouzheng.gate.planned import Possibility, is_contradictory, placed
from shouzheng.gate.problems import BAD_IMPORT_ROW, CANNOT_READ
from shouzheng.gate.reading_requests import PLANNED
from shouzheng.gate.request import HISTORY_COMPLETE_FROM, PlannedContact, Standing, StandingScope
from shouzheng.gate.strict_json import parse
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.placement import place
from shouzheng.model.case import Role
from shouzheng.model.event import Direction, Outcome
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

_LEFT_OUT = ("template", "stated")
_ROLE = Words(
    "role 为 debtor 时 person 与 debtor 是同一人；是同一人时不是联系人", "debtor only where person is the debtor"
)
PRIOR = (
    *(field for field in PLANNED if field.name not in _LEFT_OUT),
    f.choice("direction", Direction, default=Direction.INBOUND),
    f.truth("connected"),
)


@dataclass(frozen=True, slots=True)
class PriorContact:
    """A contact that was made already: what it was, which way it went, and whether a call was answered."""

    contact: PlannedContact
    direction: Direction
    connected: bool | None


def prior_contact(data: object) -> PriorContact:
    """Return one row; raises ``ShouzhengError`` with every problem of it. A time without offset is refused."""
    found = f.read_fields(PRIOR, data)
    written = str(cast("dict[str, object]", data)["at"])
    if not written.endswith("Z") and written[-6:-5] not in ("+", "-"):
        f.read_fields((f.instant("at", needed=True),), {"at": written})
    direction, connected = cast(Direction, found.pop("direction")), cast("bool | None", found.pop("connected"))
    zone = None if found["zone"] == f.UNKNOWN_ZONE else found["zone"]
    contact = PlannedContact(**{**found, "zone": zone})  # type: ignore[arg-type]  # the fields are those of the class
    if is_contradictory(contact):
        raise ShouzhengError(f.wrong("role", _ROLE))
    return PriorContact(contact, direction, connected)


def read_prior(path: Path) -> tuple[list[PriorContact], str]:
    """Read a JSON Lines file and return its contacts and its digest; raises ``ShouzhengError`` (SZ-6070, SZ-6071)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        slots = (("detail", error.strerror or type(error).__name__),)
        raise ShouzhengError(Problem(CANNOT_READ, path.name, slots)) from error
    rows = list(_rows(path.name, content.splitlines()))
    return rows, "sha256:" + hashlib.sha256(content).hexdigest()


def _rows(name: str, lines: Iterable[bytes]) -> Iterator[PriorContact]:
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield prior_contact(parse(line))
        except ShouzhengError as error:
            detail = "; ".join(f"{each.code} {each.what(Lang.EN)}" for each in error.problems)[:200]
            problems.append(Problem(BAD_IMPORT_ROW, f"{name}:{number}", (("line", str(number)), ("detail", detail))))
    if problems:
        raise ShouzhengError(*problems)


def carry_over(
    gate: Gate, rows: Iterable[PriorContact], *, digest: str, creditor: str, complete_from: datetime, proof: str
) -> int:
    """Enter prior contacts, and that from ``complete_from`` on none of this creditor is missing; returns how many.

    Wishes have to be entered before: whether a contact came after a refusal is looked up here. The same file is entered
    once, whatever it is named: a second time would count every contact twice.
    """
    hidden = [replace(row, contact=gate.pseudonyms.planned(row.contact)) for row in rows]
    hidden.sort(key=lambda row: row.contact.at)
    since = Standing(
        StandingScope.CREDITOR, creditor, HISTORY_COMPLETE_FROM, milliseconds(complete_from), proof, gate.clock()
    )
    with gate.store.transaction({lock for row in hidden for lock in locks_of(row.contact)}) as session:
        if _was_imported(session, digest):
            hidden = []
        for row in hidden:
            session.enter_contact(_entered(gate, session, row))
        session.enter_standing(since)
        days = Counter(placed(row.contact.at).day_no for row in hidden)
        said = {"contacts": len(hidden), "file": digest, "creditor": creditor, "from": since.value}
        said["days"] = {str(day): number for day, number in sorted(days.items())}
        session.append("import", gate.clock(), as_json(said))
    return len(hidden)


def _was_imported(session: Session, digest: str) -> bool:
    rows = session.execute("SELECT body FROM entry WHERE kind = 'import'", {})
    return any(json.loads(body)["file"] == digest for (body,) in rows)


def _entered(gate: Gate, session: Session, row: PriorContact) -> dict[str, object]:
    known = Known(wishes=session.wishes(row.contact.person), objections_complete=True, agreements_complete=True)
    prepared = prepare(gate.book, row.contact, known, row.contact.key, gate.hide)
    return made_row(gate.book, replace(prepared, ways=[turned_out(prepared, row)]), row)


def made_row(book: Book, prepared: Prepared, row: PriorContact) -> dict[str, object]:
    """Return the ledger's row of a contact that was made, the only way in ``prepared``."""
    way = prepared.ways[0]
    values, at = own_facts(book, prepared, way), place(way.contact.event.time)
    own = row.direction is Direction.OUTBOUND
    answered = row.connected is True if way.contact.event.is_call else own
    return {
        **{name: values.get(name) for name in book.where_facts},
        **{KEY + name: value for name, value in keys_of(book, prepared, way).items()},
        "decision": None,
        "state": IMPORTED,
        "party": None if own else row.contact.party,
        "earliest": at.earliest,
        "latest": at.latest,
        "day_no": at.day_no,
        "sign": row.contact.role is Role.DEBTOR and answered,
    }


def turned_out(prepared: Prepared, row: PriorContact) -> Possibility:
    """Return the one way in which the contact went."""
    way = prepared.ways[0]
    outcome = way.contact.event.outcome
    if way.contact.event.is_call:
        outcome = {True: Outcome.CONNECTED, False: Outcome.MISSED, None: Outcome.UNKNOWN}[row.connected]
        if row.connected is False:
            way = prepared.ways[1]
    event = replace(way.contact.event, direction=row.direction, outcome=outcome)
    name = way.name if row.connected is not None or not event.is_call else "unknown"
    return Possibility(name, replace(way.contact, event=event))
