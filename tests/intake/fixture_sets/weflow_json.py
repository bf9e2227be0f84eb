"""A JSON of WeFlow."""

import json

from tests.intake.fixture_sets import NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values


def message(**changes: object) -> Values:
    """Return one message."""
    row: Values = {
        "localId": 1,
        "createTime": NOON // 1000,
        "formattedTime": "2026-01-02 10:00:00",
        "type": "文本消息",
        "localType": 1,
        "content": "您好",
        "isSend": 0,
        "senderUsername": "wxid_0",
        "senderDisplayName": "云岭示例",
    }
    return {**row, **changes}


def _file(*messages: object) -> bytes:
    session = {"wxid": "wxid_0", "nickname": "云岭示例", "displayName": "云岭示例", "type": "私聊"}
    whole = {"weflow": {"version": "1"}, "session": session, "messages": list(messages)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


_GOOD = _file(
    message(),
    *[message(content="还钱")] * 10,
    message(isSend=1),
    message(isSend=None),
    message(type="图片消息", content="<img/>"),
    message(type="系统消息"),
)

SET = FixtureSet(
    "weflow_json",
    (
        Case("good", _GOOD, events=14, non_contacts=1),
        Case("truncated", _GOOD[:-90], events=14, unread=1),
        Case(
            "hostile",
            _file(
                message(isSend=9),
                message(createTime="x"),
                message(createTime=10**17),
                message(content="\ud800\u202e=HYPERLINK(1)", senderDisplayName=[1]),
                [1],
            ),
            events=1,
            unread=4,
        ),
        Case("future", _file(message(smell=1), message(type="全息消息"), message(isSend=3)), events=2, unread=1),
    ),
)
