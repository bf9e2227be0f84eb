"""Small exports for tests: records in the format of SMS Backup & Restore, numbers that cannot be dialled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

from shouzheng.model.moment import BEIJING

COLLECTOR = "13000000021"

CASE = f"""schema = 1
[case]
title = "测试案（虚构）"
invented = true
offset = "+08:00"
[statements]
no_other_agreed_times = true
no_other_objections = true
[[person]]
id = "me"
role = "debtor"
[[party]]
id = "lender"
kind = "creditor"
name = "云岭示例消费金融有限公司"
institution_kind = "consumer_finance"
numbers = ["{COLLECTOR}"]
known_by = "contract"
about_debt = true
[[debt]]
id = "loan"
creditor = "lender"
product_kind = "online_consumer_loan"
"""


def ms(at: str) -> int:
    """Milliseconds since 1970 of a Beijing wall-clock time."""
    return int(datetime.fromisoformat(at).replace(tzinfo=BEIJING).timestamp() * 1000)


def sms(at: str, body: str, address: str = COLLECTOR, kind: int = 1) -> str:
    """One message record."""
    return f'<sms protocol="0" address={quoteattr(address)} date="{ms(at)}" type="{kind}" body={quoteattr(body)} />'


def call(at: str, number: str = COLLECTOR, kind: int = 3, seconds: int = 0) -> str:
    """One call record."""
    return f'<call number="{number}" duration="{seconds}" date="{ms(at)}" type="{kind}" presentation="1" />'


def write(path: Path, root: str, *records: str) -> Path:
    """Write a file with these records and return its path."""
    text = f"<?xml version='1.0' encoding='UTF-8' ?>\n<{root} count=\"{len(records)}\">\n" + "\n".join(records)
    path.write_text(text + f"\n</{root}>\n", "utf-8")
    return path


def write_case(folder: Path, more: str = "") -> Path:
    """Write the person's statement and return its path."""
    path = folder / "case.toml"
    path.write_text(CASE + more, "utf-8")
    return path
