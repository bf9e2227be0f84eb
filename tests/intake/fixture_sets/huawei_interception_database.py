"""``harassment.db`` of a Huawei or Honor phone."""

from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, database, numbered


def _message(**changes: object) -> Values:
    row: Values = {"_id": 1, "phone": GATEWAY, "name": None, "body": "还钱", "date": NOON, "sub_id": 0, "size": None}
    return {**row, "type": 0, "block_reason": 2, **changes}


def _call(**changes: object) -> Values:
    row: Values = {"_id": 1, "phone": MOBILE, "name": "", "type": 0, "date": NOON, "sub_id": 0, "mark_count": 37}
    return {**row, "block_type": 1, "block_reason": 3, **changes}


_GOOD = {
    "interception_messages": numbered([_message(), _message()]),
    "interception_calls": numbered([_call(), _call(mark_count=0), _call()], 40),
}
_WHOLE = database({"interception_calls": numbered([_call(date=NOON + n) for n in range(300)])})

SET = FixtureSet(
    "huawei_interception_database",
    (
        Case("good", database(_GOOD), events=5),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2], events=134, unread=2),
        Case(
            "hostile",
            database(
                {"interception_messages": numbered([_message(date=None), _message(phone=None), _message(body=7)])}
            ),
            events=2,
            unread=1,
        ),
        Case(
            "future",
            database({"interception_calls_backup": numbered([_call(block_reason="ai", mark_count="many")])}),
            events=1,
        ),
    ),
)
