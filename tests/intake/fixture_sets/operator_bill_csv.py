"""Bills of calls with column names as public guides show them; no real bill was at hand."""

from tests.intake.fixture_sets import GATEWAY, LANDLINE, MOBILE, Case, FixtureSet

_MOBILE_OPERATOR = (
    "客户姓名：示例,手机号码：13000000001\n查询月份：2026年01月\n\n"
    "通话时间,通话地点,通信方式,对方号码,主被叫,通话时长,套餐优惠,实收通信费\n"
    f"2026-01-02 10:00:00,北京,语音通话,{MOBILE},被叫,1分1秒,,0.00\n"
    f"2026-01-02 10:00:00,北京,语音通话,{MOBILE},被叫,1分1秒,,0.00\n"
    f"2026-01-02 10:05:00,北京,语音通话,{LANDLINE},主叫,59秒,,0.15\n"
    "合计,,,,,2分1秒,,0.15\n"
)
_UNICOM = (
    "序号,起始日期,通话时刻,呼叫类型,对方号码,通话时长(分钟),费用\n"
    f"1,2026/1/2,10:00:00,呼入,{MOBILE},2,0\n2,2026/1/2,22:30:00,呼出,{GATEWAY},1,0.3\n"
)
_TELECOM = (
    "开始时间\t对端号码\t呼叫方向\t通话时长(秒)\n"
    f'20260102100000\t="{MOBILE}"\t漫游被叫\t61\n2026年1月2日 10时5分6秒\t{LANDLINE}\t长途主叫\t00:01:01\n'
)

SET = FixtureSet(
    "operator_bill_csv",
    (
        Case("good", _MOBILE_OPERATOR.encode(), events=3),
        Case("in GB18030", _MOBILE_OPERATOR.encode("gb18030"), events=3),
        Case("date and clock, minutes", b"\xef\xbb\xbf" + _UNICOM.encode(), events=2),
        Case("tabulators", _TELECOM.encode("utf-16"), events=2),
        Case("truncated", _MOBILE_OPERATOR.encode()[:-70], events=2, unread=1),
        Case(
            "hostile",
            (
                "通话时间,对方号码,主被叫,通话时长\n"
                "2026-13-45 99:00:00,1,被叫,1\n"
                f"2026-01-02 10:00:00,{MOBILE},不知道,1\n"
                '2026-01-02 10:00:00,"=HYPERLINK(""http://x.invalid"")",被叫,\u202e一万年\x00\n'
                "2026-01-02 10:00:00,,被叫," + "9" * 500 + "\n"
                "x\n"
                '2026-01-02 10:00:00,"never closed\n'
            ).encode(),
            events=2,
            unread=4,
        ),
        Case(
            "future",
            f"通话时间,对方号码,主被叫,通话时长,脑波\n2026-01-02 10:00:00,{MOBILE},被叫,1,α\n".encode()
            + f"2026-01-02 10:00:00,{MOBILE},心灵感应,1,β\n".encode(),
            events=1,
            unread=1,
        ),
    ),
)
