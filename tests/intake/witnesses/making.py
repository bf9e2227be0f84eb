"""Records of invented contacts as different originals would show them."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from shouzheng.model.event import (
    Channel,
    ContactEvent,
    Direction,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Digest, Position

MOBILE = "13000000021"
START = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
LOG, DATABASE, BILL, NOTE = "sms_backup_restore_calls", "android_calls_database", "operator_bill_csv", "diary"
TEXTS, CHAT = "sms_backup_restore_messages", "wechat_text"


def digest(name: str) -> Digest:
    return Digest("sha256", hashlib.sha256(name.encode()).hexdigest(), 100)


def record(
    source: str,
    no: int,
    after: float = 0,
    *,
    kept_by: str = LOG,
    channel: Channel = Channel.CALL,
    number: str | None = MOBILE,
    direction: Direction = Direction.INBOUND,
    outcome: Outcome = Outcome.CONNECTED,
    seconds: int | None = 61,
    text: str | None = None,
    text_source: TextSource | None = TextSource.RECORD,
    resolution: Resolution = Resolution.MILLISECOND,
    owner: str = "me",
    raw_number: str | None = None,
    notes: tuple[str, ...] = (),
    contact_name: str | None = None,
    kind: NumberKind = NumberKind.MOBILE,
) -> ContactEvent:
    """The ``no``-th record of an original, so many seconds after ten in the morning of 2026-01-02 in Beijing."""
    at = START + timedelta(seconds=after)
    other = Number(raw_number or number or "", number, kind if number else NumberKind.WITHHELD)
    return ContactEvent(
        id=f"e-{source}-{no}",
        original=digest(source),
        source_format=kept_by,
        positions=(Position(no * 10, 10, no, f"row[{no}]"),),
        time=Moment(at.isoformat(), at, 480, resolution),
        channel=channel,
        direction=direction,
        outcome=outcome,
        other=other,
        owner=owner,
        seconds=seconds if channel is Channel.CALL else None,
        text=text,
        text_source=text_source if text is not None else None,
        contact_name=contact_name,
        notes=notes,
    )


def message(source: str, no: int, text: str | None, after: float = 0, **more: Any) -> ContactEvent:
    """An SMS of an original."""
    return record(
        source,
        no,
        after,
        kept_by=str(more.pop("kept_by", TEXTS)),
        channel=Channel.SMS,
        outcome=Outcome.DELIVERED,
        text=text,
        **more,
    )
