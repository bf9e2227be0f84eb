from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.model.event import Channel, Direction, NonContactKind, NumberKind, Outcome, TextSource
from shouzheng.model.moment import OffsetSource, Resolution
from tests.intake.making import GATEWAY, NOON, codes, read, sms, smses, why_unread


def test_every_field_of_a_received_message(tmp_path: Path) -> None:
    written = sms(body="【云岭示例消金】您好\n请还款 <1>", date_sent=NOON - 2000, contact_name="客服")
    content = smses(written)
    (event,), report = read(tmp_path, content, owner="sister")
    assert event.original == report.original.digest
    assert event.source_format == "sms_backup_restore_messages"
    (position,) = event.positions
    data = content.encode()
    assert data[position.offset : position.offset + position.length].decode() == written
    assert (position.record, position.path) == (1, "smses/sms[1]")
    assert event.time.utc == datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
    assert event.time.raw == str(NOON)
    assert (event.time.offset_minutes, event.time.offset_source) == (480, OffsetSource.READABLE_DATE)
    assert event.time.resolution is Resolution.MILLISECOND
    assert event.sent is not None
    assert (event.sent.utc, event.sent.raw) == (datetime(2026, 1, 2, 1, 59, 58, tzinfo=UTC), str(NOON - 2000))
    assert event.sent.resolution is Resolution.SECOND
    assert (event.channel, event.direction, event.outcome) == (Channel.SMS, Direction.INBOUND, Outcome.DELIVERED)
    assert (event.other.raw, event.other.normal, event.other.kind) == (GATEWAY, GATEWAY, NumberKind.PORT_106)
    assert (event.owner, event.seconds, event.others, event.attachments) == ("sister", None, (), ())
    assert (event.contact_name, event.sim) == ("客服", "1")
    assert event.text == "【云岭示例消金】您好\n请还款 <1>"
    assert event.text_source is TextSource.RECORD
    assert event.notes == ()
    assert [name for name, _ in event.raw][:4] == ["protocol", "address", "date", "type"]
    assert dict(event.raw)["readable_date"] == "2026年1月2日 10:00:00"
    assert codes(report) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (3, NonContactKind.DRAFT),
        (4, NonContactKind.OUTBOX),
        (5, NonContactKind.FAILED),
        (6, NonContactKind.QUEUED),
    ],
)
def test_what_never_reached_anybody_is_no_contact(tmp_path: Path, kind: int, expected: NonContactKind) -> None:
    events, report = read(tmp_path, smses(sms(type=kind)))
    assert events == []
    assert report.non_contacts == ((expected, 1),)


@pytest.mark.parametrize(
    ("status", "outcome", "notes"),
    [
        ("0", Outcome.DELIVERED, ()),
        ("-1", Outcome.UNKNOWN, ()),
        ("32", Outcome.UNKNOWN, ()),
        ("64", Outcome.UNKNOWN, ("delivery_failed",)),
        (None, Outcome.UNKNOWN, ()),
    ],
)
def test_a_sent_message_is_delivered_only_when_the_network_said_so(
    tmp_path: Path, status: str | None, outcome: Outcome, notes: tuple[str, ...]
) -> None:
    (event,), _ = read(tmp_path, smses(sms(type=2, status=status)))
    assert (event.direction, event.outcome, event.notes) == (Direction.OUTBOUND, outcome, notes)


@pytest.mark.parametrize("kind", ["0", "7", "99", "", "one", "-1"])
def test_an_unknown_code_is_shown_as_stored_and_never_guessed(tmp_path: Path, kind: str) -> None:
    events, report = read(tmp_path, smses(sms(type=kind), sms()))
    assert len(events) == 1
    (unread,) = report.unread
    assert unread.code == "SZ-1207"
    assert unread.why_en == f"unknown code in field type, shown as stored: {kind}"
    assert unread.why_zh.endswith(kind)
    assert unread.position.record == 1
    assert unread.excerpt.startswith("<sms protocol")


@pytest.mark.parametrize("date", ["0", "-5", "631151999999", "4102444800000", "1.7e12", "", "null", "١٧", "9" * 30])
def test_an_impossible_time_is_unread(tmp_path: Path, date: str) -> None:
    events, report = read(tmp_path, smses(sms(date=date)))
    assert events == []
    assert why_unread(report) == ["SZ-1208"]


def test_the_first_and_last_possible_times_are_read(tmp_path: Path) -> None:
    events, _ = read(tmp_path, smses(sms(date=631_152_000_000), sms(date=4_102_444_799_999)))
    assert [event.time.utc.year for event in events] == [1990, 2099]
    assert events[1].time.utc.microsecond == 999_000


@pytest.mark.parametrize("field", ["date", "type"])
def test_a_field_without_which_nothing_is_known_must_be_there(tmp_path: Path, field: str) -> None:
    _, report = read(tmp_path, smses(sms(**{field: None})))
    (unread,) = report.unread
    assert unread.code == "SZ-1206"
    assert field in unread.why_en


def test_five_kinds_of_emptiness_stay_apart(tmp_path: Path) -> None:
    records = [sms(address=value, contact_name=value, sub_id=value) for value in (None, "", "null", "0", "-1")]
    events, _ = read(tmp_path, smses(*records))
    assert [dict(event.raw).get("address", "(missing)") for event in events] == ["(missing)", "", "null", "0", "-1"]
    kinds = [event.other.kind for event in events]
    assert kinds[:3] == [NumberKind.UNKNOWN, NumberKind.WITHHELD, NumberKind.UNKNOWN]
    assert kinds[4] is NumberKind.WITHHELD
    assert [event.contact_name for event in events] == [None, None, None, "0", "-1"]
    assert [event.sim for event in events] == [None, None, None, "0", None]
    assert events[0].notes == ("address_missing",)


def test_a_message_without_words_has_none(tmp_path: Path) -> None:
    events, _ = read(tmp_path, smses(sms(body=None), sms(body="null"), sms(body="")))
    assert [event.text for event in events] == [None, None, ""]
    assert [event.text_source for event in events] == [None, None, TextSource.RECORD]
    assert events[1].notes == ("text_null",)


@pytest.mark.parametrize("value", ["0", "", "null", None])
def test_an_unknown_sending_time_is_none(tmp_path: Path, value: str | None) -> None:
    (event,), _ = read(tmp_path, smses(sms(date_sent=value)))
    assert event.sent is None
    assert event.notes == ()


def test_a_sending_time_that_cannot_be_is_noted(tmp_path: Path) -> None:
    (event, fine), _ = read(tmp_path, smses(sms(date_sent="12"), sms(date_sent=NOON - 1)))
    assert event.sent is None
    assert event.notes == ("date_sent_unreadable",)
    assert fine.sent is not None
    assert fine.sent.resolution is Resolution.MILLISECOND


def test_an_offset_that_the_file_does_not_show_is_the_callers(tmp_path: Path) -> None:
    content = smses(sms(readable_date="gestern"), sms(readable_date=None), sms(readable_date="2026-01-02 02:30:00"))
    events, _ = read(tmp_path, content, offset_minutes=540)
    assert [(event.time.offset_minutes, event.time.offset_source) for event in events] == [
        (540, OffsetSource.ASSUMED),
        (540, OffsetSource.ASSUMED),
        (30, OffsetSource.READABLE_DATE),
    ]
    assert len({event.time.utc for event in events}) == 1


def test_a_record_with_an_end_tag_and_something_in_it_is_read_and_noted(tmp_path: Path) -> None:
    empty = sms().replace(" />", "></sms>")
    full = sms().replace(" />", "><new x='1'/></sms>")
    worded = sms().replace(" />", ">words</sms>")
    events, report = read(tmp_path, smses(empty, full, worded))
    assert [event.notes for event in events] == [(), ("unknown_content",), ("unknown_content",)]
    assert report.unread_total == 0


def test_ten_identical_messages_in_one_second_are_ten(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses(*[sms(body="再不还钱就上门")] * 10))
    assert len(events) == report.events == 10
    assert len({event.id for event in events}) == 10
    assert len({event.positions[0].offset for event in events}) == 10


def test_the_same_file_gives_the_same_ids_and_another_file_others(tmp_path: Path) -> None:
    content = smses(sms(), sms())
    first = [event.id for event in read(tmp_path, content)[0]]
    assert first == [event.id for event in read(tmp_path, content)[0]]
    assert all(len(event) == 17 and event[0] == "e" for event in first)
    other = [event.id for event in read(tmp_path, content + "\n")[0]]
    assert not set(first) & set(other)
