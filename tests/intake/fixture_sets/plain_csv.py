"""Plain tables of contacts."""

from tests.intake.fixture_sets import GATEWAY, MOBILE, Case, FixtureSet

_ONE = f"2026-01-02 10:00,{GATEWAY},收到,短信,还钱\n"
_GOOD = "".join(
    [
        "时间,对方号码,方向,渠道,内容\n",
        f'2026-01-02 10:00,{GATEWAY},收到,短信,"第一行\n第二行"\n',
        *[_ONE] * 3,
        f"2026-01-02,{MOBILE},收到,上门,上门来访\n",
    ]
)

SET = FixtureSet(
    "plain_csv",
    (
        Case("good", _GOOD.encode(), events=5),
        Case("English", f"time;number;direction;text\n2026-01-02 10:00:01;{MOBILE};in;pay\n".encode(), events=1),
        Case("truncated", _GOOD.encode()[:-20], events=4, unread=1),
        Case(
            "hostile",
            (
                "time,number,direction,text,kind\n"
                f"0000-00-00,{MOBILE},in,x,sms\n"
                f"2026-01-02,{MOBILE},in,\u202e=HYPERLINK(1)\x00,sms\n"
                f"2026-01-02,{MOBILE},in,x,pigeon\n,,,,\n"
            ).encode(),
            events=1,
            unread=3,
        ),
        Case("future", f"time,number,text,aura\n2026-01-02 10:00:01,{MOBILE},pay,blue\n".encode(), events=1),
    ),
)
