"""Makes large exports in the format of SMS Backup & Restore for measuring; invented, seeded, written as a stream."""

from __future__ import annotations

import base64
import random
from pathlib import Path
from xml.sax.saxutils import quoteattr

#: 2025-06-01 00:00 UTC in milliseconds.
_START = 1_748_736_000_000
_PRIVATE = (
    "晚上七点老地方见，记得带伞",
    "妈，我到了，别担心",
    "【示例快递】您的包裹已到驿站，取件码6-2-1008",
    "【示例银行】您尾号0001的账户支出人民币35.00元，余额2,114.20元。",
    "周末要不要一起去爬山？我问问他们几个人去",
    "【示例视频】验证码000123，5分钟内有效，请勿告诉他人。",
    "好的，明天上午十点会议室见，材料我已经发到你邮箱了",
)
_COLLECTOR = (
    "【云岭示例消金】林先生，您本期账单1,860.00元已到期，如有困难可致电95000协商。",
    "林某，再不还钱我们就上门打断你的腿",
    "请转告林某尽快回电",
)


def _sms(rng: random.Random, place: int, attributed: bool) -> str:
    address = "13000000021" if attributed else f"1800000{rng.randrange(10_000):04d}"
    body = f"{rng.choice(_COLLECTOR if attributed else _PRIVATE)} {place}"
    date = _START + place * 180_000
    return (
        f'  <sms protocol="0" address="{address}" date="{date}" type="{1 if place % 5 else 2}" subject="null" '
        f'body={quoteattr(body)} toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
        f'date_sent="{date - 1500}" sub_id="1" readable_date="" contact_name="(Unknown)" />\n'
    )


def write_sms(path: Path, count: int, *, seed: int = 1, attributed_share: float = 0.02) -> None:
    """Write ``count`` messages of about 60 characters, 2 % of them from the mapped number 13000000021."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for place in range(count):
            file.write(_sms(rng, place, rng.random() < attributed_share))
        file.write("</smses>\n")


def write_calls(path: Path, count: int, *, seed: int = 2, attributed_share: float = 0.05) -> None:
    """Write ``count`` calls, 5 % of them from the mapped number 13000000021."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<calls count=\"{count}\">\n")
        for place in range(count):
            number = "13000000021" if rng.random() < attributed_share else f"1800000{rng.randrange(10_000):04d}"
            kind = rng.choice((1, 1, 2, 3, 5))
            seconds = rng.randrange(1, 300) if kind in (1, 2) else 0
            file.write(
                f'  <call number="{number}" duration="{seconds}" date="{_START + place * 900_000}" type="{kind}" '
                f'presentation="1" subscription_id="1" readable_date="" contact_name="(Unknown)" />\n'
            )
        file.write("</calls>\n")


def write_heavy(path: Path, size: int, *, seed: int = 3) -> int:
    """Write messages and MMS with 3 MB pictures until the file has ``size`` bytes; returns the number of records."""
    rng = random.Random(seed)
    picture = base64.b64encode(rng.randbytes(2_300_000)).decode()
    records = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses>\n")
        while file.tell() < size:
            for _ in range(200):
                file.write(_sms(rng, records, rng.random() < 0.02))
                records += 1
            file.write(
                f'  <mms date="{_START + records * 180_000}" msg_box="1" address="18000000001" m_type="132" '
                f'contact_name="(Unknown)">\n    <parts>\n      <part seq="0" ct="image/jpeg" name="p.jpg" cl="p.jpg" '
                f'text="null" data="{picture}" />\n    </parts>\n  </mms>\n'
            )
            records += 1
        file.write("</smses>\n")
    return records


CASE = """schema = 1
[case]
title = "measurement (invented)"
invented = true
offset = "+08:00"
[statements]
no_other_agreed_times = true
no_other_objections = true
[[person]]
id = "me"
role = "debtor"
[[party]]
id = "yunling"
kind = "creditor"
name = "云岭示例消费金融有限公司"
institution_kind = "consumer_finance"
numbers = ["13000000021"]
known_by = "contract"
about_debt = true
[[debt]]
id = "loan"
creditor = "yunling"
product_kind = "online_consumer_loan"
"""
