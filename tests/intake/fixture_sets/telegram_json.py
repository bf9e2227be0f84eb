"""``result.json`` of Telegram Desktop."""

from tests.intake.fixture_sets import NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values


def message(number: int, **changes: object) -> Values:
    """Return one message."""
    row: Values = {
        "id": number,
        "type": "message",
        "date": "2026-01-02T10:00:00",
        "date_unixtime": str(NOON // 1000),
        "from": "云岭示例",
        "from_id": "user1",
        "text": "您好",
        "text_entities": [],
    }
    return {key: value for key, value in {**row, **changes}.items() if value is not None}


def _file(value: object) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


_MESSAGES = [
    message(1),
    message(2, text="还钱"),
    message(3, text="还钱"),
    message(7, **{"from": "小林", "from_id": "user2", "text": ["看 ", {"type": "link", "text": "http://x.invalid"}]}),
    message(8, photo="photos/a.jpg", text=""),
    message(9, type="service", action="phone_call", actor="云岭示例", discard_reason="missed", **{"from": None}),
    message(10, type="service", action="pin_message", actor="云岭示例"),
]
_ONE = {"name": "云岭示例", "type": "personal_chat", "id": 1, "messages": _MESSAGES}
_GOOD = _file(_ONE)

SET = FixtureSet(
    "telegram_json",
    (
        Case("good", _GOOD, events=6, non_contacts=1),
        Case(
            "all chats",
            _file(
                {
                    "personal_information": {"user_id": 2, "first_name": "林"},
                    "chats": {
                        "about": "x",
                        "list": [_ONE, {**_ONE, "name": "群", "type": "private_supergroup", "id": 2}],
                    },
                }
            ),
            events=12,
            non_contacts=2,
        ),
        Case("truncated", _GOOD[:-120], events=6, unread=1),
        Case(
            "hostile",
            _file(
                {
                    "name": "\ud800",
                    "type": 5,
                    "id": {},
                    "messages": [
                        message(1, date_unixtime="1e99"),
                        message(2, type="telepathy"),
                        message(3, date_unixtime=None, date="never"),
                        message(4, text=[[[{"text": []}]]], photo=[1], **{"from": None}),
                        message(-5, **{"from": "\u202e\ud800", "text": "\x00=HYPERLINK(1)"}),
                        "x",
                    ],
                }
            ),
            events=2,
            unread=4,
        ),
        Case(
            "future", _file({**_ONE, "messages": [message(1, hologram={"a": [1]}), message(2, type="story")]}), 1, 0, 1
        ),
    ),
)
