"""An iPhone's messages: both epochs, messages without a handle, what was deleted recently, too large tables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.intake.sqlite import table_format
from shouzheng.model.event import ContactEvent, Direction, NumberKind
from shouzheng.model.moment import Resolution
from shouzheng.model.words import Lang
from tests.intake.fixture_sets import MOBILE
from tests.intake.fixture_sets._android import Values, database
from tests.intake.fixture_sets._apple import APPLE_NOON, NANO_NOON, message, messages_database, rows
from tests.intake.making import codes, opened

_NOON = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
_CHATS: dict[str, list[Values]] = {
    "chat": rows([{"guid": f"SMS;-;{MOBILE}", "chat_identifier": MOBILE, "service_name": "SMS"}]),
    "chat_handle_join": [{"chat_id": 1, "handle_id": 1}],
}


def _read(folder: Path, data: bytes) -> list[ContactEvent]:
    path = folder / "sms.db"
    path.write_bytes(data)
    return opened(path)[0]


def test_seconds_and_nanoseconds_in_one_table_are_one_instant(tmp_path: Path) -> None:
    events = _read(tmp_path, messages_database([message(date=APPLE_NOON), message(date=NANO_NOON + 7_000_000)]))
    assert [event.time.utc for event in events] == [_NOON, _NOON.replace(microsecond=7_000)]
    assert [event.time.resolution for event in events] == [Resolution.SECOND, Resolution.MILLISECOND]
    assert ["date_in_seconds" in event.notes for event in events] == [True, False]


def test_a_message_without_handle_is_a_message(tmp_path: Path) -> None:
    (event,) = _read(tmp_path, messages_database([message(handle_id=0)]))
    assert (event.other.kind, event.text) == (NumberKind.UNKNOWN, message()["text"])
    assert "address_missing" in event.notes


def test_what_was_sent_and_deleted_recently_keeps_the_number_of_its_chat(tmp_path: Path) -> None:
    """iOS takes a deleted message out of ``chat_message_join``; a sent one has no handle of its own."""
    gone: dict[str, list[Values]] = {
        "chat_recoverable_message_join": [{"chat_id": 1, "message_id": 1, "delete_date": NANO_NOON}]
    }
    (event,) = _read(tmp_path, messages_database([message(is_from_me=1, handle_id=0)], {**_CHATS, **gone}))
    assert (event.direction, event.other.raw) == (Direction.OUTBOUND, MOBILE)
    assert "recently_deleted" in event.notes
    assert dict(event.raw)["chat_recoverable_message_join.delete_date"] == str(NANO_NOON)


def test_an_old_phone_has_fewer_columns(tmp_path: Path) -> None:
    old: Values = {"date": APPLE_NOON, "is_from_me": 0, "handle_id": 1, "text": "还钱", "service": "SMS"}
    (event,) = _read(tmp_path, database({"message": rows([old]), "handle": rows([{"id": MOBILE}])}))
    assert (event.text, event.other.raw, event.time.utc) == ("还钱", MOBILE, _NOON)


def test_tables_to_look_things_up_in_are_bounded_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_format, "_MOST_LOOKED_UP", 2_000)
    joined: list[Values] = [{"chat_id": 1, "message_id": number} for number in range(1, 101)]
    data = messages_database([message(is_from_me=1, handle_id=0)] * 100, {**_CHATS, "chat_message_join": joined})
    path = tmp_path / "sms.db"
    path.write_bytes(data)
    events, report = opened(path)
    assert len(events) == 100
    assert [event.other.raw for event in events] == [MOBILE] * 10 + [""] * 90
    assert codes(report) == ["SZ-1122"]
    assert "10" in report.problems[0].what(Lang.EN)


def test_an_iphone_withholds_no_services_from_its_backup(tmp_path: Path) -> None:
    """The remark about phones that do, with steps for Xiaomi and others, would only lead astray."""
    path = tmp_path / "sms.db"
    path.write_bytes(messages_database([message()]))
    assert "no_service_senders" not in [remark.code for remark in opened(path)[1].completeness]
