"""Gate, audit and people's side give the same verdict for the same event: one law, one set of facts, one way to count.

The same generated contacts are judged after the fact (``judging``), as columns of an archive (``audit``) and one by one
before they are made (``gate``), every rule on every contact. ``SHOUZHENG_DIFFERENTIAL_EVENTS=100000`` makes the long
run.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from shouzheng.audit.archive import Practice
from shouzheng.audit.facts.table import facts_table
from shouzheng.gate.assess import Known, assess, prepare
from shouzheng.gate.book import Book, shipped_book
from shouzheng.gate.carry_over import PriorContact, made_row, turned_out
from shouzheng.gate.ledger.session import Session
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.planned import moment_of
from shouzheng.gate.request import PlannedContact, Wish, WishKind
from shouzheng.judging.case import Contact
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.judge import count_all, subjects_of
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.judging.verdicts import Subject
from shouzheng.model.case import (
    AgreedTime,
    Case,
    Debt,
    InstitutionKind,
    Objection,
    Party,
    PartyKind,
    Person,
    ProductKind,
    Role,
)
from shouzheng.model.event import Channel, Direction
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.rulebook.engines.vector import ANSWERS
from tests.gate.making import TEXT, THREAT

EVENTS = int(os.environ.get("SHOUZHENG_DIFFERENTIAL_EVENTS", "2000"))
#: Contacts of one case; a larger number only makes the windows fuller.
_IN_CASE = 250
TEXTS = (
    TEXT,
    THREAT,
    "您好，请尽快联系我们",
    "你儿子欠钱不还，你替他还上，不然去你单位",
    "【云岭示例消费金融】您的贷款已逾期12天，请于今日还款",
    "骗子，全家死光",
    "我是公安局民警，你涉嫌诈骗，马上转账到安全账户",
    "验证码123456，请勿告诉他人",
)
PEOPLE = {
    "me": Role.DEBTOR,
    "sister": Role.EMERGENCY_CONTACT,
    "wife": Role.SPOUSE,
    "boss": Role.EMPLOYER,
    "friend": Role.FRIEND,
}
CALLERS = {None: "95000", "panshi": "13000000021", "qingshi": "13000000022"}
_START = datetime(2026, 9, 1, tzinfo=BEIJING)


class _NeverFirst(Session):
    """The people's record cannot tell which contact was the first; here the ledger does not say it either."""

    def was_contacted(self, matter: str, creditor: str, party: str, before: int) -> bool:
        return False


def generated(chance: random.Random, institution: InstitutionKind, product: ProductKind) -> list[PriorContact]:
    """Contacts of one debt, crowded enough for every count to matter."""
    found = []
    at = _START + timedelta(days=chance.randrange(60))
    for number in range(_IN_CASE):
        burst = number % 50 < 20
        gap = chance.choice((0, 1, 40, 100) if burst else (1, 600, 3600, 20_000, 90_000))
        at += timedelta(seconds=gap)
        person = chance.choice(("me", "me", "me", *PEOPLE))
        agency = chance.choice(tuple(CALLERS))
        channel = chance.choice((Channel.CALL, Channel.CALL, Channel.SMS, Channel.SMS, Channel.VISIT, Channel.LETTER))
        written = channel in (Channel.SMS, Channel.LETTER)
        contact = PlannedContact(
            key=f"e{number}",
            person=person,
            debtor="me",
            creditor="yunling",
            channel=channel,
            number=CALLERS[agency],
            at=at,
            role=PEOPLE[person],
            institution=institution,
            agency=agency,
            debt="loan",
            product=product,
            text=chance.choice(TEXTS) if written else None,
        )
        direction = Direction.OUTBOUND if chance.random() < 0.08 else Direction.INBOUND
        found.append(PriorContact(contact, direction, chance.choice((True, True, False, None))))
    return found


def wished(chance: random.Random) -> list[Wish]:
    """Refusals and agreed hours of some people."""
    told = _START + timedelta(days=chance.randrange(60), hours=chance.randrange(24))
    found = [
        Wish(f"o-{person}", WishKind.OBJECTION, person, chance.choice(("yunling", "panshi")), "yunling", told, "letter")
        for person in PEOPLE
        if chance.random() < 0.4
    ]
    hours = {"from_minute": 22 * 60, "to_minute": 23 * 60}
    found.append(Wish("t", WishKind.AGREED_TIME, "me", "panshi", "yunling", _START, "call", **hours))  # type: ignore[arg-type]
    return found


def by_people(book: Book, rows: list[PriorContact], wishes: list[Wish]) -> list[Subject]:
    """Every contact as the people's side sees it: the whole file at once."""
    first = rows[0].contact
    case = Case(
        "",
        persons=tuple(Person(name, role) for name, role in PEOPLE.items()),
        parties=(
            Party("yunling", PartyKind.CREDITOR, institution_kind=first.institution, about_debt=True),
            Party("panshi", PartyKind.AGENCY, acts_for="yunling", about_debt=True),
            Party("qingshi", PartyKind.AGENCY, acts_for="yunling", about_debt=True),
        ),
        debts=(Debt("loan", "yunling", first.product),),
        objections=tuple(
            Objection(wish.person, moment_of(wish.at), wish.party) for wish in wishes if wish.kind is WishKind.OBJECTION
        ),
        agreed_times=tuple(
            AgreedTime(wish.person, wish.party, wish.from_minute or 0, wish.to_minute or 0, _START.date())
            for wish in wishes
            if wish.kind is WishKind.AGREED_TIME
        ),
        agreements_complete=True,
        objections_complete=True,
    )
    contacts = [_contact(book, row) for row in rows]
    background = Background.of(case, contacts, book.readable)
    values = [base_facts(contact, case, background) for contact in contacts]
    return subjects_of(contacts, values, count_all(contacts, values, book.rulebook))


def _contact(book: Book, row: PriorContact) -> Contact:
    prepared = prepare(book, row.contact, Known(), row.contact.key)
    return turned_out(prepared, row).contact


def by_gate(book: Book, rows: list[PriorContact], wishes: list[Wish], folder: Path) -> list[list[Answer]]:
    """The answers of the gate: contact by contact, each against a ledger of those before it."""
    store = open_store(str(folder / "ledger.db"), book.rulebook)
    found = []
    with store.transaction(()) as plain:
        session = _NeverFirst(plain.execute, plain.statements, plain.chain)
        for row in rows:
            own = [wish for wish in wishes if wish.person == row.contact.person]
            known = Known(own, {}, True, True, history_from=0)
            prepared = prepare(book, row.contact, known, row.contact.key)
            prepared = replace(prepared, ways=[turned_out(prepared, row)])
            found.append(assess(book, prepared, session)[0].answers)
            session.enter_contact(made_row(book, prepared, row))
    store.close()
    return found


def by_audit(
    book: Book, reader: ColumnReader, rows: list[PriorContact], wishes: list[Wish], reachable: list[object]
) -> list[list[Answer]]:
    """The answers of the audit: the same contacts as columns of an archive that holds everything it can hold.

    ``reachable`` is its column of that name: whether the debtor could be reached is for the institution to find out.
    """
    told = {wish.person: wish.at for wish in wishes if wish.kind is WishKind.OBJECTION}
    archive = pa.Table.from_pylist([_archived(row, told) for row in rows], _ARCHIVE)
    archive = archive.append_column("debtor_reachable", pa.array(reachable, pa.bool_()))
    practice = Practice(objections_complete=True, agreements_complete=True, about_debt=True)
    facts = facts_table(archive, book.rulebook, reader, practice=practice, carried=["contact_id"])
    codes = VectorKernel(book.rulebook, ("contact_id",)).judge_all(facts).codes
    return [[ANSWERS[code] for code in one] for one in codes.T.tolist()]


_ARCHIVE = pa.schema(
    [
        ("contact_id", pa.string()),
        ("at", pa.int64()),
        ("objected_at", pa.int64()),
        ("agreed_time", pa.bool_()),
        *((name, pa.string()) for name in ("channel", "direction", "outcome", "person", "number", "role", "debtor")),
        *((name, pa.string()) for name in ("creditor", "agency", "institution_kind", "product_kind", "text")),
        ("key_text", pa.string()),
    ]
)


def _archived(row: PriorContact, told: dict[str, datetime]) -> dict[str, object]:
    contact, late = row.contact, row.contact.at.hour == 22
    refused = told.get(contact.person)
    return {
        "contact_id": contact.key,
        "at": int(contact.at.timestamp()) * 1000,
        "objected_at": None if refused is None else int(refused.timestamp()) * 1000,
        "agreed_time": late and (contact.person, contact.agency) == ("me", "panshi"),
        "channel": contact.channel.value,
        "direction": row.direction.value,
        "outcome": {True: "connected", False: "missed", None: None}[row.connected] if _is_call(contact) else None,
        "person": contact.person,
        "number": contact.number,
        "role": contact.role.value,
        "debtor": contact.debtor,
        "creditor": contact.creditor,
        "agency": contact.agency,
        "institution_kind": _known(contact.institution.value),
        "product_kind": _known(contact.product.value),
        "text": contact.text,
        "key_text": contact.text,
    }


def _is_call(contact: PlannedContact) -> bool:
    return contact.channel is Channel.CALL


def _known(value: str) -> str | None:
    return None if value == "unknown" else value


def test_gate_audit_and_people_judge_alike(tmp_path: Path) -> None:
    book, chance = shipped_book(), random.Random(9)  # noqa: S311 - invented contacts
    reader = ColumnReader(book.lexicon)
    drafts = {place for place, facts in enumerate(book.facts_of) if "is_draft" in facts}
    seen: set[tuple[str, Answer]] = set()
    for number in range(max(1, EVENTS // _IN_CASE)):
        kinds = (InstitutionKind.CONSUMER_FINANCE, ProductKind.ONLINE_CONSUMER_LOAN)
        if number % 2:
            kinds = (chance.choice([*InstitutionKind]), chance.choice([*ProductKind]))
        rows = generated(chance, *kinds)
        wishes = wished(chance)
        (tmp_path / str(number)).mkdir()
        subjects = by_people(book, rows, wishes)
        people = [book.judge.answers(subject.day, subject.values) for subject in subjects]
        gate = by_gate(book, rows, wishes, tmp_path / str(number))
        audit = by_audit(book, reader, rows, wishes, [subject.values["debtor_reachable"] for subject in subjects])
        for row, answers in zip(rows, zip(people, gate, audit, strict=True), strict=True):
            for place, (one, before, archived) in enumerate(zip(*answers, strict=True)):
                rule = book.rulebook.rules[place].id
                seen.add((rule, one))
                assert (rule, row.contact.key, archived) == (rule, row.contact.key, one), row
                if place not in drafts:  # rules on drafts never judge what was sent
                    assert (rule, row.contact.key, before) == (rule, row.contact.key, one), row
    breached = {rule for rule, answer in seen if answer is Answer.BREACH}
    weighed = {rule for rule, answer in seen if answer is Answer.NEEDS_PERSON}
    assert breached >= {"R01", "R05", "R11", "R13", "R15", "R20"}
    assert weighed >= {"R04", "R08", "R09", "R10", "R14", "R16"}
