"""Chats of WhatsApp as text."""

from tests.intake.fixture_sets import Case, FixtureSet

_CHINESE = (
    "2026/1/2 上午10:00 - 消息和通话已进行端到端加密。 点按了解更多。\n"
    "2026/1/2 上午10:00 - 云岭示例: 您好\n"
    "2026/1/2 上午10:00 - 云岭示例: 还钱\n"
    "2026/1/2 上午10:00 - 云岭示例: 还钱\n"
    "2026/1/2 下午1:05 - +86 130 0000 0021: 第一行\n第二行: 还有\n\n第四行\n"
    "2026/1/2 晚上11:59 - 云岭示例: IMG-20260102-WA0001.jpg (文件附件)\n"
    "2026/1/3 凌晨12:01 - 云岭示例: 在吗\n"
    "2026/1/3 凌晨12:02 - 云岭示例将您移出了群组\n"
)
_IPHONE = (
    "[2026/1/2 上午10:00:00] 云岭示例: \u200e消息和通话已进行端到端加密。\n"
    "[2026/1/2 上午10:00:01] 云岭示例: 您好\n"
    "\u200e[2026/1/2 上午10:00:02] 云岭示例: \u200e<附件：00000002-PHOTO.jpg>\n"
)
_AMERICAN = "1/13/26, 10:00\u202fPM - A: one\n1/2/26, 9:05\u202fAM - A: two\n"
_AMBIGUOUS = "02/01/2026, 22:00 - A: one\n03/01/2026, 22:00 - B: two\n"

SET = FixtureSet(
    "whatsapp_text",
    (
        Case("good", _CHINESE.encode(), events=6, non_contacts=2),
        Case("of an iPhone", _IPHONE.encode(), events=2, non_contacts=1),
        Case("American", _AMERICAN.encode(), events=2),
        Case("day and month cannot be told", _AMBIGUOUS.encode(), events=2),
        Case("truncated", _CHINESE.encode()[:-80], events=5, non_contacts=1),
        Case(
            "hostile",
            (
                "2026/1/2 上午10:00 - " + "甲" * 5000 + ": x\n"
                "2026/1/2 上午10:00 - 乙: \u202e\x00=HYPERLINK(1)\n2026/13/45 上午10:00 - 乙: x\n"
                "2026/1/2 下午23:99 - 乙: x\n99/99/99, 99:99 - 乙: x\n"
            ).encode()
            + b"2026/1/2 \xe4\xb8\x8a\xe5\x8d\x8810:00 - \xff\xfe: \xed\xa0\x80\n",
            events=2,
            non_contacts=1,
            unread=3,
        ),
        Case(
            "future",
            "2026/1/2 上午10:00 - 云岭示例: 您好\n2026/1/2 上午10:00 - 云岭示例: ‹poll 5›\n".encode(),
            events=2,
        ),
    ),
)
