"""Chats that WeChat sent by e-mail as text."""

from tests.intake.fixture_sets import Case, FixtureSet

_GOOD = """云岭示例客服 和 小林 在微信上的聊天记录如下，请查收。

—————  2026-1-2  —————


云岭示例客服  10:00

您好

小林  10:01

名单：
王某  12:30
不是消息

云岭示例客服  10:02

[图片: a.jpg(请在附件中查看)]

云岭示例客服  10:02

[语音]

云岭示例客服  23:59

还钱

—————  2026-01-03  —————

云岭示例客服  00:01

还钱
"""
_GROUP = """微信群“示例群”的聊天记录如下:

—————  2026-01-02  —————

甲  10:00

一

乙  10:01

二

甲  09:59

三
"""

SET = FixtureSet(
    "wechat_text",
    (
        Case("good", _GOOD.encode(), events=6),
        Case("with Windows line ends and a mark", b"\xef\xbb\xbf" + _GOOD.replace("\n", "\r\n").encode(), events=6),
        Case("in GB18030", _GOOD.encode("gb18030"), events=6),
        Case("of a group", _GROUP.encode(), events=3),
        Case("truncated", _GOOD.encode()[:-30], events=5, unread=1),
        Case(
            "hostile",
            (
                "甲 和 甲 在微信上的聊天记录如下\n\n乙  10:00\n\n没有日期\n\n————— 2026-02-30 —————\n\n"
                "————— 1950-01-01 —————\n\n甲  10:00\n\n太早\n\n————— 2026-01-02 —————\n孤立的字\n\n"
                "甲  99:99\n\n甲  10:00\n\n\u202e\x0b\n\n" + "甲" * 3000 + "  10:00\n"
            ).encode(),
            events=1,
            unread=3,
        ),
        Case("future", _GOOD.replace("[语音]", "[全息: x(请在附件中查看)]").encode(), events=6),
    ),
)
