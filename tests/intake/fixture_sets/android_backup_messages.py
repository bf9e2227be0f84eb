"""``000000_sms_backup`` and ``000000_mms_backup`` of an adb backup, unpacked."""

from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, as_json


def _sms(**changes: object) -> Values:
    row: Values = {"address": GATEWAY, "body": "您好", "date": str(NOON), "date_sent": "0", "status": "-1", "type": "1"}
    return {**row, "recipients": [GATEWAY], "read": "1", **changes}


_MMS: Values = {
    "date": str(NOON // 1000),
    "date_sent": "0",
    "m_type": "132",
    "msg_box": "1",
    "recipients": [MOBILE],
    "mms_addresses": [{"type": 137, "address": MOBILE, "charset": 106}],
    "mms_body": "看图",
    "mms_charset": 106,
}
_NO_TYPE = {key: value for key, value in _sms().items() if key != "type"}
_TEXT = as_json([_sms(), *[_sms(body="还钱")] * 10, _sms(type="6"), _NO_TYPE, _MMS])

SET = FixtureSet(
    "android_backup_messages",
    (
        Case("good", _TEXT, events=13, non_contacts=1),
        Case("truncated", _TEXT[:-150], events=12, non_contacts=1, unread=1),
        Case(
            "hostile", as_json([_sms(), _sms(type="x"), _sms(date="0"), _sms(recipients={"a": 1})]), events=2, unread=2
        ),
        Case("future", as_json([_sms(), _sms(type="42"), _sms(rcs=[1])]), events=2, unread=1),
    ),
)
