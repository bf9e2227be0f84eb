"""``messages_….json`` of Fossify Messages and Simple SMS Messenger."""

from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, as_json


def _sms(**changes: object) -> Values:
    row: Values = {"subscriptionId": 1, "address": GATEWAY, "body": "您好", "date": NOON, "dateSent": NOON - 1000}
    return {**row, "locked": 0, "protocol": "0", "read": 1, "status": -1, "type": 1, "backupType": "sms", **changes}


_MMS: Values = {
    "date": NOON // 1000,
    "date_sent": 0,
    "m_type": 132,
    "msg_box": 1,
    "sub_id": 1,
    "addresses": [{"address": MOBILE, "type": 137, "charset": 106}],
    "parts": [{"ct": "text/plain", "text": "看图", "seq": 0}],
    "backupType": "mms",
}
_NEW: Values = {
    "date": NOON // 1000,
    "messageType": 132,
    "messageBox": 1,
    "addresses": [{"address": MOBILE, "type": 137}],
    "parts": [{"contentType": "text/plain", "text": "看图"}, {"contentType": "image/png", "contentLocation": "a.png"}],
    "backupType": "mms",
}
_ROWS = [_sms(), *[_sms(body="还钱")] * 10, _sms(type=2), _sms(type=3), _MMS, _NEW]
_TEXT = as_json(_ROWS)

SET = FixtureSet(
    "fossify_messages",
    (
        Case("good", _TEXT, events=14, non_contacts=1),
        Case("old, by conversation", as_json([{"sms": [_sms(), _sms()], "mms": [_MMS]}, {"sms": [_sms()]}]), events=4),
        Case("truncated", _TEXT[:-10], events=13, non_contacts=1, unread=1),
        Case("hostile", _TEXT.replace("您好".encode(), '您"好'.encode(), 1), events=13, non_contacts=1, unread=1),
        Case("half an emoji", as_json([_sms(body="\ud83d")]).replace(b"\xed\xa0\xbd", b"\\ud83d"), events=1),
        Case("future", as_json([_sms(), _sms(backupType="rcs"), _sms(type=42), _sms(x=[{}])]), events=2, unread=2),
    ),
)
