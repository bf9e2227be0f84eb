"""Write the invented example case ``examples/yunling`` in the file format that a phone's backup app really writes.

Every person, company and number is invented: mobiles of the form 1xx0000xxxx, landlines 010-0000xxxx, gateway numbers
1069000000…, short number 95000. Run it again after a change; the test suite checks that the files are up to date.
"""

from __future__ import annotations

import base64
import sys
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from struct import pack

from shouzheng.model.moment import BEIJING

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "yunling"

LENDER, LENDER_SMS = "95000", "10690000001234"
AGENCY_LINE, AGENCY_A, AGENCY_B = "010-00001111", "13000000021", "15000000022"
POLICE_SCAM = "17000000033"
MOTHER, FRIEND, COURIER, BANK = "18000000001", "+8619000000002", "13000000009", "95001"
UNKNOWN_CALLER = "15000000077"


@dataclass
class Sms:
    """One ``sms`` record; ``kind`` 1 received, 2 sent, 3 draft, 5 failed."""

    at: str
    address: str
    body: str
    kind: int = 1
    name: str = "(Unknown)"


@dataclass
class Call:
    """One ``call`` record; ``kind`` 1 incoming, 2 outgoing, 3 missed, 5 rejected, 6 blocked."""

    at: str
    number: str
    kind: int
    seconds: int = 0
    presentation: int = 1
    name: str = "(Unknown)"


@dataclass
class Mms:
    """One ``mms`` record with a text part and a picture."""

    at: str
    address: str
    text: str
    name: str = "(Unknown)"


@dataclass
class Phone:
    """What one person's phone exports."""

    sms: list[Sms | Mms] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


def borrower() -> Phone:
    """The phone of the borrower: lawful reminders, then pressure, night calls, threats and a fraudster."""
    return Phone(_borrower_messages(), _borrower_calls())


def _borrower_messages() -> list[Sms | Mms]:
    sign = "【云岭示例消金】"
    return [
        Sms(
            "2025-11-17 10:02:11",
            LENDER_SMS,
            f"{sign}林先生您好，您尾号0000的借款本期应还1,860.00元，还款日为11月20日，请在云岭示例App“我的账单”按时还款。如已还款请忽略。客服95000",
        ),
        Sms("2025-11-18 19:20:40", MOTHER, "这周末回家吃饭吗？包你爱吃的饺子🥟😀", name="妈妈"),
        Sms("2025-11-18 19:24:02", MOTHER, "回，周六上午到", 2, "妈妈"),
        Sms(
            "2025-11-21 09:30:00",
            LENDER_SMS,
            f"{sign}林先生，您本期账单1,860.00元已于11月20日到期，目前尚未入账。如有困难，可致电95000协商分期或延期。",
        ),
        Sms(
            "2025-11-22 12:11:09", BANK, "【示例银行】您尾号0001的账户11月22日12:10支出人民币35.00元，余额2,114.20元。"
        ),
        Sms(
            "2025-11-28 14:05:33",
            "10690000005678",
            "【示例快递】您的包裹已到小区驿站，取件码6-2-1008，请于今日20:00前取件。",
        ),
        Sms(
            "2025-12-05 10:31:00",
            LENDER_SMS,
            f"{sign}林先生，感谢接听。您可在App内提交困难说明，我们将在5个工作日内答复是否可以分期。客服95000",
        ),
        Sms(
            "2025-12-20 11:00:00",
            "10690000004321",
            "【磐石示例商务】（1/2）林先生您好，我司受云岭示例消费金融有限公司委托，就您名下借款的还款事宜与您联系。委托书可在",
        ),
        Sms(
            "2025-12-20 11:00:02",
            "10690000004321",
            "【磐石示例商务】（2/2）云岭示例App“委外公示”页面查询。如对金额有异议，请拨打95000核实。",
        ),
        Sms("2025-12-20 18:02:00", "10690000004321", "我现在失业，已向云岭申请分期，请按申请结果联系我", 2),
        Sms("2025-12-31 23:12:45", AGENCY_A, "林某，今晚再不还钱，我们就上门打断你的腿，别怪兄弟们不客气"),
        Sms("2026-01-01 00:21:07", AGENCY_A, "新年第一天就给你送花圈。你女儿在哪个学校我们清楚得很，放学路上小心点"),
        Sms("2026-01-01 09:10:00", FRIEND, "新年快乐！🎉 今年一定会好起来的", name="阿示"),
        Mms("2026-01-01 09:12:30", FRIEND, "给你看看昨晚的烟花", name="阿示"),
        Sms(
            "2026-01-03 15:40:12",
            POLICE_SCAM,
            "我是示例市公安局经侦支队民警王某，你名下贷款涉嫌诈骗已立案，请今天18点前把12000元转入安全账户6200000000000000000，并不要告诉任何人",
        ),
        Sms("2026-01-08 16:20:00", AGENCY_B, "你这个不要脸的老赖，欠钱不还，畜生都不如"),
        Sms(
            "2026-01-09 10:00:00",
            LENDER_SMS,
            f"{sign}林先生，您提交的分期申请已受理，编号YL000001，受理期间请保持电话畅通。客服95000",
        ),
        Sms("2026-01-10 21:00:00", MOTHER, "别太担心，钱慢慢还", name="妈妈"),
        Sms("2026-01-10 21:05:00", AGENCY_B, "请书面", 3),
        Sms("2026-01-10 21:06:00", AGENCY_B, "请通过书面方式联系我，不要再打夜间电话", 5),
        Sms(
            "2026-02-01 09:30:00",
            LENDER_SMS,
            f"{sign}林先生，您的分期申请已通过，首期620.00元，还款日为2月20日，可在App查看分期协议。客服95000",
        ),
        Sms("2026-02-04 13:30:00", "10690000007777", "【示例视频】验证码000123，5分钟内有效，请勿告诉他人。"),
    ]


def _borrower_calls() -> list[Call]:
    return [
        Call("2025-12-05 10:15:00", LENDER, 1, 96),
        Call("2025-12-22 14:03:10", AGENCY_LINE, 1, 131),
        Call("2025-12-23 22:31:00", COURIER, 1, 22),
        Call("2025-12-30 22:41:18", AGENCY_LINE, 3),
        Call("2025-12-31 21:58:30", AGENCY_A, 5),
        Call("2025-12-31 23:40:02", AGENCY_A, 1, 47),
        Call("2026-01-02 09:05:00", AGENCY_LINE, 1, 64),
        Call("2026-01-02 11:20:00", AGENCY_A, 1, 88),
        Call("2026-01-02 15:42:00", AGENCY_B, 1, 41),
        Call("2026-01-02 18:10:00", LENDER, 1, 75),
        Call("2026-01-02 19:55:00", AGENCY_LINE, 1, 52),
        Call("2026-01-05 20:10:00", MOTHER, 2, 610, name="妈妈"),
        Call("2026-01-06 21:10:00", "", 3, presentation=2),
        Call("2026-01-07 08:30:00", UNKNOWN_CALLER, 6),
        Call("2026-01-10 20:01:00", FRIEND, 1, 300, name="阿示"),
        Call("2026-02-02 22:15:00", AGENCY_LINE, 1, 35),
        *[Call(f"2026-02-03 {9 + i:02d}:{7 * i:02d}:00", AGENCY_B, 3) for i in range(7)],
        Call("2026-02-04 10:00:00", LENDER, 1, 120),
    ]


def sister() -> Phone:
    """The phone of the sister, an emergency contact who refused further contact on 2025-12-29."""
    sms: list[Sms | Mms] = [
        Sms("2025-12-28 15:10:00", AGENCY_A, "您好，请转告林某尽快回电010-00001111，谢谢"),
        Sms("2025-12-29 20:15:00", AGENCY_A, "我不是借款人，也没有做担保。请不要再联系我，也不要使用我的号码。", 2),
        Sms("2026-01-02 12:40:00", MOTHER, "晚上一起吃饭，带上孩子", name="妈妈"),
        Sms(
            "2026-01-04 19:33:20",
            AGENCY_A,
            "林某在云岭消金的借款12,000元已逾期45天，你是他姐姐，家里人有义务帮他把钱还上，明天之前转过来",
        ),
        Sms("2026-01-06 08:02:00", "10690000009999", "【示例电力】您本月电费86.40元，可在示例App缴纳。"),
    ]
    calls = [
        Call("2025-12-28 15:02:00", AGENCY_A, 1, 62),
        Call("2026-01-02 12:35:00", MOTHER, 1, 180, name="妈妈"),
        Call("2026-01-05 09:10:00", AGENCY_LINE, 1, 33),
        Call("2026-01-05 23:20:00", AGENCY_A, 3),
    ]
    return Phone(sms, calls)


def _ms(at: str) -> int:
    return int(datetime.fromisoformat(at).replace(tzinfo=BEIJING).timestamp() * 1000)


def _readable(at: str) -> str:
    moment = datetime.fromisoformat(at)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}"


def _attribute(text: str) -> str:
    """Write an attribute value as the app does: emoji become two surrogate references (not legal XML)."""
    out = []
    for char in text:
        code = ord(char)
        if code > 0xFFFF:
            code -= 0x10000
            out.append(f"&#{0xD800 + (code >> 10)};&#{0xDC00 + (code & 0x3FF)};")
        elif char in '&<>"\n':
            out.append({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;"}[char])
        else:
            out.append(char)
    return '"' + "".join(out) + '"'


def _record(tag: str, fields: dict[str, object], close: str = " />") -> str:
    return f"  <{tag} " + " ".join(f"{key}={_attribute(str(value))}" for key, value in fields.items()) + close


def _sms(item: Sms) -> str:
    ms = _ms(item.at)
    return _record(
        "sms",
        {
            "protocol": 0, "address": item.address, "date": ms, "type": item.kind, "subject": "null", "body": item.body,
            "toa": "null", "sc_toa": "null", "service_center": "null", "read": 1, "status": -1, "locked": 0,
            "date_sent": ms - 2000 if item.kind == 1 else 0, "sub_id": 1, "readable_date": _readable(item.at),
            "contact_name": item.name,
        },
    )  # fmt: skip


def _picture() -> str:
    """A 2×2 PNG as base64: a real picture, as small as it gets."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([200, 120, 40] * 2) for _ in range(2))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    png += chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


def _mms(item: Mms) -> str:
    ms = _ms(item.at)
    head = _record(
        "mms",
        {
            "date": ms, "msg_box": 1, "address": item.address, "ct_t": "application/vnd.wap.multipart.related",
            "m_type": 132, "m_id": "example-1", "sub": "null", "read": 1, "date_sent": ms // 1000, "sub_id": 1,
            "readable_date": _readable(item.at), "contact_name": item.name,
        },
        ">",
    )  # fmt: skip
    parts = [
        {"seq": -1, "ct": "application/smil", "name": "null", "cl": "smil.xml", "fn": "null", "text": "<smil/>"},
        {"seq": 0, "ct": "text/plain", "name": "null", "cl": "text.txt", "fn": "null", "text": item.text},
        {
            "seq": 1,
            "ct": "image/png",
            "name": "fire.png",
            "cl": "fire.png",
            "fn": "null",
            "text": "null",
            "data": _picture(),
        },
    ]
    lines = [
        head,
        "    <parts>",
        *[_record("part", part).replace("  <", "      <", 1) for part in parts],
        "    </parts>",
    ]
    lines += ["    <addrs>", f'      <addr address="{item.address}" type="137" charset="106" />']
    lines += ['      <addr address="13000000000" type="151" charset="106" />', "    </addrs>", "  </mms>"]
    return "\n".join(lines)


def _call(item: Call) -> str:
    return _record(
        "call",
        {
            "number": item.number, "duration": item.seconds, "date": _ms(item.at), "type": item.kind,
            "presentation": item.presentation, "subscription_id": 1, "post_dial_digits": "",
            "subscription_component_name": "null", "readable_date": _readable(item.at), "contact_name": item.name,
        },
    )  # fmt: skip


def _file(root: str, records: list[str], backup: str) -> str:
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    head += "<!--File in the format of a phone backup app. INVENTED example data.-->\n"
    opening = f'<{root} count="{len(records)}" backup_set="example" backup_date="{_ms(backup)}" type="full">\n'
    return head + opening + "\n".join(records) + f"\n</{root}>\n"


def files() -> dict[str, str]:
    """Return file name → content of all generated files of the example."""
    made = {}
    for prefix, phone in (("", borrower()), ("sister-", sister())):
        messages = [_mms(m) if isinstance(m, Mms) else _sms(m) for m in phone.sms]
        made[f"{prefix}sms-20260205090000.xml"] = _file("smses", messages, "2026-02-05 09:00:00")
        made[f"{prefix}calls-20260205090000.xml"] = _file(
            "calls", [_call(c) for c in phone.calls], "2026-02-05 09:00:00"
        )
    return made


def main() -> int:
    """Write the files, or with ``--check`` compare them; returns the exit code."""
    stale = []
    for name, content in files().items():
        path = FOLDER / name
        if "--check" in sys.argv:
            if not path.is_file() or path.read_text("utf-8") != content:
                stale.append(name)
        else:
            path.write_text(content, "utf-8", newline="\n")
    if stale:
        print(f"examples/yunling is not up to date: {', '.join(stale)} (run tools/make_example.py)", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
