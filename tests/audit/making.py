"""Random rows of an archive, and the same contacts as the people's side has them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from shouzheng.judging.case import Contact
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import (
    Case,
    Debt,
    InstitutionKind,
    KnownBy,
    Objection,
    Party,
    PartyKind,
    Person,
    ProductKind,
    Role,
)
from shouzheng.model.event import Channel, ContactEvent, Direction, Outcome, TextSource
from shouzheng.model.moment import BEIJING, Moment, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from shouzheng.reference.numbers import classify

Row = dict[str, Any]

TEXTS = (
    None,
    "",
    "  \n",
    "【云岭示例消费金融】您的借款人民币1,234.00元将于2026年1月5日到期，请通过官方App还款。客服95000",
    "【云岭示例消费金融】您已逾期12天，欠款3,000元，请今日内还款。",
    "你弟弟欠钱不还，你是他姐姐就替他还，不然我让你单位都知道",
    "你个骗子老赖，再不还钱弄死你全家",
    "我是朝阳分局民警，你涉嫌诈骗，请配合，转到私人账户6222000000000000",
    "您的快递到了，取件码 1-2-3",
    "明天还款日，请保证账户余额充足",
    "本期账单500元，最后还款日12月31日。如逾期将影响征信",
)
_DAYS = ("2025-12-30", "2025-12-31", "2026-01-01", "2026-01-05", "2026-02-16", "2024-05-14", "2024-05-15")
ORIGINAL = Digest("sha256", "0" * 64, 1)


def rows_of(seed: int, size: int) -> list[Row]:
    """Make rows with many unknown values; a person's refusal of a creditor is one instant, as an archive holds it."""
    chance = random.Random(seed)  # noqa: S311 - rows that can be made again
    refused: dict[tuple[str, str], int | None] = {}
    rows = []
    for number in range(size):
        day = datetime.fromisoformat(chance.choice(_DAYS)).replace(tzinfo=BEIJING)
        at = (
            int(day.timestamp()) * 1000
            + chance.choice([0, 8 * 3600, 22 * 3600, 43200, 8 * 3600 - 1, 22 * 3600 - 1, 3600]) * 1000
        )
        person = chance.choice("ABC")
        creditor = _CREDITOR_OF[person]
        if (person, creditor) not in refused:
            refused[person, creditor] = chance.choice([None, at, at + 1000, at - 86_400_000])
        channel = chance.choice(list(Channel))
        is_call = channel in (Channel.CALL, Channel.VIDEO_CALL)
        rows.append(
            {
                "contact_id": f"c{number}",
                "at": at,
                "channel": channel.value,
                "direction": chance.choice(["inbound", "inbound", "inbound", "outbound", None]),
                "outcome": chance.choice([each.value for each in Outcome if each is not Outcome.UNKNOWN] + [None])
                if is_call
                else None,
                "seconds": chance.choice([None, 0, 30]) if is_call else None,
                "person": person,
                "line": chance.choice([None, "1", "2"]),
                "number": chance.choice([None, "13800000001", "95000"]),
                "role": _ROLE_OF[person],
                "minor": None,
                "debtor": "A",
                "debt": None,
                "creditor": creditor,
                "agency": chance.choice([None, f"{creditor}-agency"]),
                "institution_kind": _KIND_OF[creditor],
                "product_kind": "online_consumer_loan",
                "contract_day": date(2025, 6, 1),
                "text": chance.choice(TEXTS) if not is_call or chance.random() < 0.2 else None,
                "objected_at": refused[person, creditor],
            }
        )
    return rows


_ROLE_OF = {"A": "debtor", "B": "emergency_contact", "C": None}
_CREDITOR_OF = {"A": "bank", "B": "lender", "C": "bank"}
_KIND_OF = {"bank": "bank", "lender": "consumer_finance"}


def table_of(rows: list[Row]) -> pa.Table:
    """The rows as an Arrow table."""
    schema = {"at": pa.int64(), "objected_at": pa.int64(), "seconds": pa.int32(), "minor": pa.bool_()}
    schema |= {"contract_day": pa.date32()}
    return pa.table({name: pa.array([row[name] for row in rows], schema.get(name, pa.string())) for name in rows[0]})


def case_of(rows: list[Row]) -> Case:
    """What the person's statement would hold of the same."""
    parties = [
        Party(creditor, PartyKind.CREDITOR, institution_kind=InstitutionKind(kind))
        for creditor, kind in _KIND_OF.items()
    ]
    parties += [Party(f"{creditor}-agency", PartyKind.AGENCY, acts_for=creditor) for creditor in _KIND_OF]
    objections = {
        (row["person"], row["creditor"], row["objected_at"]) for row in rows if row["objected_at"] is not None
    }
    return Case(
        title="invented",
        invented=True,
        persons=tuple(Person(name, Role(role or "unknown")) for name, role in _ROLE_OF.items()),
        parties=tuple(parties),
        debts=tuple(Debt(f"d-{name}", name, ProductKind.ONLINE_CONSUMER_LOAN, date(2025, 6, 1)) for name in _KIND_OF),
        objections=tuple(Objection(person, _moment(at), party) for person, party, at in sorted(objections)),
    )


def _moment(at: int) -> Moment:
    return Moment(str(at), datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at), 480, Resolution.SECOND)


def contact_of(row: Row) -> Contact:
    """One row as a contact of the people's side."""
    moment = _moment(row["at"])
    agency = row["agency"] is not None
    event = ContactEvent(
        id=row["contact_id"],
        original=ORIGINAL,
        source_format="archive",
        positions=(Position(0, 1, 1, "row"),),
        time=moment,
        channel=Channel(row["channel"]),
        direction=Direction(row["direction"] or "unknown"),
        outcome=Outcome(row["outcome"] or "unknown"),
        other=classify(row["number"] or ""),
        owner=row["person"],
        seconds=row["seconds"],
        text=row["text"],
        text_source=TextSource.RECORD if row["text"] is not None else None,
        sim=row["line"],
    )
    attribution = Attribution(
        kind=PartyKind.AGENCY if agency else PartyKind.CREDITOR,
        party=row["agency"] or row["creditor"],
        creditor=row["creditor"],
        debt=row["debt"],
        institution_kind=InstitutionKind(row["institution_kind"]),
        product_kind=ProductKind(row["product_kind"]),
        known_by=KnownBy.OTHER,
        confirmed=True,
    )
    own = event.direction is Direction.OUTBOUND
    role = Role(row["role"] or "unknown")
    reading = (
        None
        if event.text is None
        else read(event.text, load_lexicon(), addressee=role, own_words=own, sent=moment.beijing.date())
    )
    return Contact(event, attribution, reading)
