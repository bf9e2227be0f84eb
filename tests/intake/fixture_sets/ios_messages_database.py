"""``sms.db`` of an iPhone."""

from tests.intake.fixture_sets import MOBILE, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, database
from tests.intake.fixture_sets._apple import APPLE_NOON, NANO_NOON, message, messages_database, rows, typed_stream

_TEN: list[Values] = [message(text="还钱", date=NANO_NOON + 5) for _ in range(10)]
_AROUND: dict[str, list[Values]] = {
    "chat": rows([{"guid": f"SMS;-;{MOBILE}", "chat_identifier": MOBILE, "service_name": "SMS"}]),
    "chat_message_join": [{"chat_id": 1, "message_id": 12}],
    "chat_handle_join": [{"chat_id": 1, "handle_id": 1}],
    "chat_recoverable_message_join": [{"chat_id": 1, "message_id": 13, "delete_date": NANO_NOON}],
    "attachment": rows([{"filename": "~/Library/SMS/a.jpg", "mime_type": "image/jpeg", "transfer_name": "a.jpg"}]),
    "message_attachment_join": [{"message_id": 14, "attachment_id": 1}],
}
_GOOD = messages_database(
    [
        message(),
        *_TEN,
        message(is_from_me=1, handle_id=0, date=APPLE_NOON),
        message(text=None, attributedBody=typed_stream("已删除的话")),
        message(text="\ufffc", cache_has_attachments=1),
        message(handle_id=2, service="iMessage", text=None, attributedBody=typed_stream("长" * 100, mutable=True)),
        message(item_type=1, text=None),
        message(is_from_me=1, error=22),
    ],
    _AROUND,
)
_WHOLE = messages_database([message(text=f"第{n}条" * 20) for n in range(300)])

SET = FixtureSet(
    "ios_messages_database",
    (
        Case("good", _GOOD, events=15, non_contacts=2),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2048 * 1024], events=160, unread=1),
        Case(
            "hostile",
            messages_database(
                [
                    message(is_from_me="1; DROP TABLE message"),
                    message(date=1 << 62),
                    message(date="nan"),
                    message(date=0),
                    message(service="Pigeon"),
                    message(
                        text=b"\x00\xff", attributedBody=b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@" + b"\x84" * 99
                    ),
                    message(text=None, attributedBody=typed_stream("x")[:60]),
                    message(text="\u202e=HYPERLINK(1)\x00", handle_id="\ud7ff"),
                ]
            ),
            events=3,
            unread=5,
        ),
        Case(
            "future",
            database(
                {
                    "message": rows([message(hologram=b"x"), message(service="Telepathy")]),
                    "handle": [{"id": MOBILE}],
                }
            ),
            events=1,
            unread=1,
        ),
    ),
)
