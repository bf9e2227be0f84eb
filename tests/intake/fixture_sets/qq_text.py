"""Chats of QQ as text."""

from tests.intake.fixture_sets import Case, FixtureSet

_RULE = "=" * 64
_TITLE = "消息记录（此消息记录为文本格式，不支持重新导入）"
_START = f"{_TITLE}\n\n{_RULE}\n消息分组:我的好友\n{_RULE}\n消息对象:云岭示例\n{_RULE}\n\n"
_GOOD = (
    _START
    + "2026-01-02 9:05:00 云岭示例(100000001)\n您好\n\n"
    + "2026-01-02 10:00:00 云岭示例(100000001)\n还钱\n\n" * 2
    + "2026-01-02 10:00:05 小林<someone@example.com>\n第一行\n2026-01-02 说好的\n\n"
    + "2026-01-02 10:00:06 系统消息(10000)\n对方已离线\n\n"
    + "2026-01-02 10:00:07 云岭示例(100000001)\n[图片]\n"
)

SET = FixtureSet(
    "qq_text",
    (
        Case("good", _GOOD.encode(), events=5, non_contacts=1),
        Case("in GB18030", _GOOD.encode("gb18030"), events=5, non_contacts=1),
        Case("truncated", _GOOD.encode()[:-60], events=4, non_contacts=1, unread=0),
        Case(
            "hostile",
            (
                _START + "孤立的字\n\n2026-13-45 10:00:00 甲(10001)\nx\n\n2026-01-02 99:00:00 甲(10001)\nx\n\n"
                "2026-01-02 10:00:00 " + "(" * 150 + "\nx\n\n2026-01-02 10:00:00 \u202e(12345)\n=HYPERLINK(1)\n"
            ).encode(),
            events=2,
            unread=3,
        ),
        Case("future", (_START + "2026-01-02 10:00:00 甲(100000001) [SVIP∞]\nx\n").encode(), events=1),
    ),
)
