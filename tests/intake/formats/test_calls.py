from pathlib import Path

import pytest

from shouzheng.model.event import Channel, Direction, NumberKind, Outcome
from tests.intake.making import MOBILE, NOON, call, calls, read, sms, why_unread


@pytest.mark.parametrize(
    ("kind", "duration", "direction", "outcome", "seconds", "notes"),
    [
        (1, 47, Direction.INBOUND, Outcome.CONNECTED, 47, ()),
        (1, 0, Direction.INBOUND, Outcome.UNKNOWN, 0, ()),
        (2, 5, Direction.OUTBOUND, Outcome.CONNECTED, 5, ()),
        (2, 0, Direction.OUTBOUND, Outcome.UNKNOWN, 0, ()),
        (3, 0, Direction.INBOUND, Outcome.MISSED, 0, ()),
        (3, 25, Direction.INBOUND, Outcome.MISSED, None, ("duration_of_unanswered_call",)),
        (4, 12, Direction.INBOUND, Outcome.VOICEMAIL, None, ("duration_of_unanswered_call",)),
        (5, 0, Direction.INBOUND, Outcome.REJECTED, 0, ()),
        (6, 0, Direction.INBOUND, Outcome.BLOCKED, 0, ()),
    ],
)
def test_types_and_durations(
    tmp_path: Path,
    kind: int,
    duration: int,
    direction: Direction,
    outcome: Outcome,
    seconds: int | None,
    notes: tuple[str, ...],
) -> None:
    (event,), report = read(tmp_path, calls(call(type=kind, duration=duration)))
    assert event.channel is Channel.CALL
    assert (event.direction, event.outcome, event.seconds, event.notes) == (direction, outcome, seconds, notes)
    assert (event.text, event.text_source, event.sent) == (None, None, None)
    assert event.other.normal == MOBILE
    assert event.sim == "1"
    assert dict(event.raw)["duration"] == str(duration)
    assert report.events == 1


@pytest.mark.parametrize(
    ("duration", "note"),
    [
        (None, "duration_missing"),
        ("", "duration_missing"),
        ("abc", "duration_unreadable"),
        ("-1", "duration_unreadable"),
    ],
)
def test_a_call_whose_duration_is_not_known_is_still_a_call(tmp_path: Path, duration: str | None, note: str) -> None:
    (event,), _ = read(tmp_path, calls(call(duration=duration)))
    assert (event.outcome, event.seconds, event.notes) == (Outcome.UNKNOWN, None, (note,))


@pytest.mark.parametrize(
    ("number", "presentation", "kind", "notes"),
    [
        (MOBILE, "1", NumberKind.MOBILE, ()),
        (MOBILE, None, NumberKind.MOBILE, ()),
        ("", "1", NumberKind.WITHHELD, ()),
        ("-1", "1", NumberKind.WITHHELD, ()),
        ("-2", None, NumberKind.WITHHELD, ()),
        ("", "2", NumberKind.WITHHELD, ()),
        (None, "2", NumberKind.WITHHELD, ("number_missing",)),
        (MOBILE, "2", NumberKind.WITHHELD, ()),
        ("", "3", NumberKind.UNKNOWN, ("presentation_unknown",)),
        ("", "4", NumberKind.UNKNOWN, ("presentation_payphone",)),
        ("-3", "1", NumberKind.UNKNOWN, ("presentation_payphone",)),
        (None, "1", NumberKind.UNKNOWN, ("number_missing",)),
        ("null", "1", NumberKind.UNKNOWN, ()),
        (MOBILE, "9", NumberKind.MOBILE, ("presentation_code_unknown",)),
    ],
)
def test_withheld_and_unknown_numbers(
    tmp_path: Path, number: str | None, presentation: str | None, kind: NumberKind, notes: tuple[str, ...]
) -> None:
    (event,), _ = read(tmp_path, calls(call(number=number, presentation=presentation)))
    assert event.other.kind is kind
    assert event.other.raw == (number or "")
    assert event.other.normal == (MOBILE if kind is NumberKind.MOBILE else None)
    assert event.notes == notes


@pytest.mark.parametrize("kind", ["0", "7", "1000", "null"])
def test_unknown_types_are_unread(tmp_path: Path, kind: str) -> None:
    events, report = read(tmp_path, calls(call(type=kind), call(date="0"), call(type=None)))
    assert events == []
    assert why_unread(report) == ["SZ-1207", "SZ-1208", "SZ-1206"]


def test_two_calls_in_the_same_millisecond_are_two(tmp_path: Path) -> None:
    events, _ = read(tmp_path, calls(call(type=3), call(type=3)))
    assert len(events) == 2
    assert events[0].time == events[1].time
    assert events[0].id != events[1].id


def test_a_message_among_calls_is_not_understood(tmp_path: Path) -> None:
    events, report = read(tmp_path, calls(call(), sms(), call(date=NOON + 1)))
    assert len(events) == 2
    (unread,) = report.unread
    assert unread.code == "SZ-1204"
    assert "<sms>" in unread.why_en
    assert "<call>" not in unread.why_en
