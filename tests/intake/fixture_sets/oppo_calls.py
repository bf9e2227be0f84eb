"""``calls.xml`` of a ColorOS backup."""

from tests.intake.fixture_sets import MOBILE, NOON, Case, FixtureSet


def _call(**changes: object) -> str:
    row: dict[str, object] = {"_id": 1472, "number": MOBILE, "duration": 0, "type": 3, "date": NOON, "name": " "}
    fields = {**row, "numbertype": 0, "numberlabel": " ", "ring_time": 32, "new": 0, "features": 0, **changes}
    return "<CALL_RECORDS " + " ".join(f'{key}="{value}"' for key, value in fields.items()) + " />"


def _file(*records: str) -> bytes:
    return f"<?xml version='1.0' standalone='no' ?><CallLog>{''.join(records)}</CallLog>".encode()


_WHOLE = _file(_call(), _call(), _call(type=1, duration=47), _call(type=2, name="家人"))

SET = FixtureSet(
    "oppo_calls",
    (
        Case("good", _WHOLE, events=4),
        Case("truncated", _WHOLE[:-60], events=3, unread=1),
        Case("hostile", _file(_call(date="9" * 400), _call(type="&lt;"), "<CALL_RECORDS", _call()), events=1, unread=3),
        Case("future", _file(_call(ai="1"), _call(type=9), "<AI/>"), events=1, unread=2),
    ),
)
