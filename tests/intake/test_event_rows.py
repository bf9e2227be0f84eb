"""events.jsonl is read back as it was written; what is no event of ours is refused with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.event_lines import event_as_text
from shouzheng.intake.event_rows import MAX_LINE, read_event_rows
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind
from shouzheng.model.event import Attachment, Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.reference.problems import ShouzhengError

NOTE = '{"private": true, "note_zh": "…"}'
EVENT = ContactEvent(
    id="e1",
    original=Digest("sha256", "0" * 64, 7),
    source_format="f",
    positions=(Position(0, 9, 1, "sms[1]"), Position(9, 9, 2, "sms[2]")),
    time=Moment("1", datetime(2026, 1, 1, 12, 0, 0, 345_000, UTC), 480, Resolution.MILLISECOND, OffsetSource.STATED),
    channel=Channel.SMS,
    direction=Direction.INBOUND,
    outcome=Outcome.DELIVERED,
    other=Number("95000", "95000", NumberKind.SHORT),
    owner="me",
)
KNOWN = Attribution(
    PartyKind.CREDITOR,
    "yunling",
    "yunling",
    "loan",
    InstitutionKind.CONSUMER_FINANCE,
    ProductKind.ONLINE_CONSUMER_LOAN,
    KnownBy.CONTRACT,
    "number 95000",
    "云岭示例消金",
    confirmed=True,
)
FULL = replace(
    EVENT,
    sent=EVENT.time,
    seconds=12,
    others=(Number("18000000001", "18000000001", NumberKind.MOBILE),),
    contact_name="姐姐（虚构）",
    text="第一行\n第二行\u2028\x00",
    text_source=TextSource.RECORD,
    attachments=(Attachment("image/png", "a.png", Digest("sha256", "1" * 64, 5)), Attachment("text/plain", "b", None)),
    sim="1",
    raw=(("body", "x"), ("body", "y")),
    notes=("lone_surrogate",),
)


def rows(tmp_path: Path, *lines: str) -> list[tuple[int, ContactEvent, Attribution]]:
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return [(row.line, row.event, row.attribution) for row in read_event_rows(path)]


@pytest.mark.parametrize("event", [EVENT, FULL], ids=["bare", "full"])
@pytest.mark.parametrize("known", [KNOWN, Attribution()], ids=["attributed", "unknown"])
def test_what_was_written_is_read(tmp_path: Path, event: ContactEvent, known: Attribution) -> None:
    line = event_as_text(event, known, None)
    assert rows(tmp_path, NOTE, line, "", line) == [(2, event, known), (4, event, known)]


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_words_come_back(text: str, owner: str) -> None:
    event = replace(EVENT, text=text, owner=owner, raw=((owner, text),))
    line = event_as_text(event, KNOWN, None)
    assert "\n" not in line
    assert json.loads(line)["text"] == text


def broken(**changes: object) -> str:
    data = json.loads(event_as_text(EVENT, KNOWN, None))
    return json.dumps({**data, **changes})


BAD = [
    "{",
    "[]",
    "12",
    '{"id": "e1"}',
    NOTE,
    "[" * 100_000,
    broken(channel="carrier_pigeon"),
    broken(seconds="12"),
    broken(seconds=True),
    broken(
        time={
            "utc": "2026-01-01T12:00:00",
            "raw": "",
            "offset_minutes": 0,
            "resolution": "s",
            "offset_source": "stated",
        }
    ),
    broken(attribution=None),
    broken(positions=[], source={"sha256": "", "length": 0}),
    broken(raw=[["a", "b", "c"]]),
    broken(text="x" * MAX_LINE),
]


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_what_is_no_event_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        rows(tmp_path, NOTE, line)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where, caught.value.exit_code) == ("SZ-1304", "events.jsonl:2", 2)


def test_no_file_and_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        list(read_event_rows(tmp_path / "events.jsonl"))
    assert caught.value.problems[0].code == "SZ-1001"
    (tmp_path / "events.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ShouzhengError) as caught:
        list(read_event_rows(tmp_path / "events.jsonl"))
    assert caught.value.problems[0].code == "SZ-1304"
