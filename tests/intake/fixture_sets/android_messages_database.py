"""``mmssms.db``."""

from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import database, numbered, pdu, sms

_PARTS: list[dict[str, object]] = [
    {"_id": 1, "mid": 1, "seq": -1, "ct": "application/smil", "text": "<smil/>"},
    {"_id": 2, "mid": 1, "seq": 0, "ct": "text/plain", "text": "看图"},
    {"_id": 3, "mid": 1, "seq": 0, "ct": "image/jpeg", "cl": "a.jpg", "_data": "/parts/a.jpg"},
]
_ADDRESSES: list[dict[str, object]] = [
    {"_id": 1, "msg_id": 1, "address": MOBILE, "type": 137},
    {"_id": 2, "msg_id": 1, "address": "insert-address-token", "type": 151},
]
_TEN = [sms(body="还钱") for _ in range(10)]
_GOOD = database(
    {
        "sms": numbered([sms(), *_TEN, sms(type=2), sms(type=3), sms(type=5), sms(type=7), sms(type=8)]),
        "pdu": numbered([pdu(), pdu(m_type=130, date=NOON // 1000 + 60)]),
        "part": _PARTS,
        "addr": _ADDRESSES,
        "spam_sms": numbered([sms(address=MOBILE)], 500),
    }
)
_WHOLE = database({"sms": numbered([sms(date=NOON + n, body=f"第{n}条" * 20) for n in range(300)])})

SET = FixtureSet(
    "android_messages_database",
    (
        Case("good", _GOOD, events=15, non_contacts=4),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2], events=156, unread=1),
        Case(
            "hostile",
            database(
                {
                    "sms": numbered(
                        [
                            sms(type="1; DROP TABLE sms"),
                            sms(date=1 << 62),
                            sms(body=b"\x00\xff"),
                            sms(body="\u202e=HYPERLINK(1)\x00"),
                            sms(address=None),
                            sms(address=GATEWAY * 2000),
                            sms(date=1.5e12),
                        ]
                    )
                }
            ),
            events=4,
            unread=3,
        ),
        Case("future", database({"sms": numbered([sms(rcs="x"), sms(type=42)])}), events=1, unread=1),
    ),
)
