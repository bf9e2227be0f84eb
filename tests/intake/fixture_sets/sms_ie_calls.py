"""``calls-2026-01-02.json`` of sms-ie."""

from tests.intake.fixture_sets import NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, as_json, call

_ROWS: list[Values] = [
    {**call(type="1", duration="47", date=str(NOON)), "display-name": "家人"},
    call(type="3", date=str(NOON)),
    call(type="3", date=str(NOON)),
    call(type="5", display_name="x"),
]
_TEXT = as_json(_ROWS, indent=2)

SET = FixtureSet(
    "sms_ie_calls",
    (
        Case("good", _TEXT, events=4),
        Case("truncated", _TEXT[:-80], events=3, unread=1),
        Case(
            "hostile",
            b'[{"number":"1","type":"9","date":"1767319200000","duration":"0"},'
            b'{"number":"2","type":"1","date":"NaN","duration":"0"},{"number":"3","type":1,"date":1767319200000,'
            b'"duration":1e999},nope,{"number":"4","type":"3","date":"1767319200000","duration":"0"},[1],"x"]',
            events=2,
            unread=5,
        ),
        Case("future", as_json([call(), call(type=8), call(summary={"by": [1, 2]})]), events=2, unread=1),
    ),
)
