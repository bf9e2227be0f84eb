"""A CSV of MemoTrace."""

from tests.intake.fixture_sets import NOON, Case, FixtureSet

_HEAD = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"


def row(text: str = "您好", kind: object = 1, sender: object = 0, time: object = NOON // 1000) -> str:
    """Return one line."""
    return f'1,2,{kind},0,{sender},{time},2,"{text}",2026-01-02 10:00:00,云岭示例,客服,wxid_0\n'


_GOOD = _HEAD + row() + row("还钱") * 10 + row("第一行\n第二行，引号") + row(sender=1) + row("<msg/>", kind=3)
_GOOD += row("撤回了一条消息", kind=10000)

SET = FixtureSet(
    "memotrace_csv",
    (
        Case("good", b"\xef\xbb\xbf" + _GOOD.encode(), events=14, non_contacts=1),
        Case("in GB18030", _GOOD.encode("gb18030"), events=14, non_contacts=1),
        Case("truncated", _GOOD.encode()[:-40], events=14, unread=1),
        Case(
            "hostile",
            (
                _HEAD
                + row(sender=7)
                + row(time="1e99")
                + "only,three,fields\n"
                + row("\u202e=HYPERLINK(1)\x00")
                + row(kind="x" * 500)
                + '"never closed\n'
            ).encode(),
            events=2,
            unread=4,
        ),
        Case("future", (_HEAD.rstrip() + ",Mood\n" + row().rstrip() + ",glad\n" + row()).encode(), events=1, unread=1),
    ),
)
