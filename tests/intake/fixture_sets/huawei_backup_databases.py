"""``db/sms.db`` and ``db/calllog.db`` of a Huawei backup after decryption."""

from tests.intake.fixture_sets import NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, call, database, sms


def _without_id(rows: list[Values]) -> list[Values]:
    return [{key: value for key, value in row.items() if key != "_id"} for row in rows]


_MESSAGES = _without_id([sms(), sms(type=2), sms(type=3), *[sms(body="还钱")] * 10])
_CALLS = _without_id([call(type=3, ring_times=4, mark_content="骚扰电话"), call(type=1, duration=47)])
_WHOLE = database({"sms_tb": _without_id([sms(date=NOON + n, body="还钱" * 60) for n in range(200)])})

SET = FixtureSet(
    "huawei_backup_databases",
    (
        Case("good", database({"sms_tb": _MESSAGES}), events=12, non_contacts=1),
        Case("calls", database({"calls_tb": _CALLS}), events=2),
        Case("truncated", _WHOLE[: len(_WHOLE) * 2 // 3], events=132, unread=1),
        Case(
            "hostile", database({"calls_tb": [{"number": b"\0", "date": "x", "type": 1}, *_CALLS]}), events=2, unread=1
        ),
        Case("future", database({"sms_tb": _without_id([sms(ai=1), sms(type=9)])}), events=1, unread=1),
    ),
)
