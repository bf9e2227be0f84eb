"""``messages.ndjson`` and the older ``messages-….json`` of sms-ie."""

from tests.intake.fixture_sets import MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, as_json, as_lines, pdu, sms


def _mms(mark: str) -> Values:
    return {
        **pdu(),
        f"{mark}sender_address": {"address": MOBILE, "type": "137"},
        f"{mark}recipient_addresses": [{"address": "insert-address-token", "type": "151"}],
        f"{mark}parts": [{"ct": "text/plain", "text": "看图", "seq": "0"}, {"ct": "image/png", "cl": "a.png"}],
    }


_ROWS: list[Values] = [{**sms(), "__display_name": "家人"}, *[sms()] * 10, sms(type="3"), sms(type="2"), _mms("__")]
_LINES = as_lines(_ROWS)
_BROKEN = _LINES.replace("您好".encode(), '您"好'.encode(), 2)

SET = FixtureSet(
    "sms_ie_messages",
    (
        Case("good", _LINES, events=13, non_contacts=1),
        Case("version 1", as_json([{**sms(), "display_name": "家人"}, _mms("")], indent=2), events=2),
        Case("truncated", _LINES[:-30], events=12, non_contacts=1, unread=1),
        Case("hostile", _BROKEN, events=11, non_contacts=1, unread=2),
        Case("hostile encoding", _LINES.replace("家人".encode(), b"\xff\xfe"), events=13, non_contacts=1),
        Case("future", as_lines([sms(), sms(type=42), sms(__rcs={"a": None})]), events=2, unread=1),
        Case("a time of tomorrow", as_lines([sms(date=str(NOON)), sms(date="2026-01-02")]), events=1, unread=1),
    ),
)
