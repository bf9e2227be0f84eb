"""What a phone gives, made large for measuring: stores, exports, a screenshot, an iPhone's backup; all invented."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha1  # names of files in a backup
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.intake.fixture_sets._android import sms
from tests.intake.fixture_sets._apple import backup, call, message, messages_database
from tests.intake.screenshots.drawing import Chat, png

_START = 1_748_736_000_000
_WORDS = (
    "【云岭示例消金】林先生，您本期账单1,860.00元已到期，如有困难可致电95000协商。",
    "林某，再不还钱我们就上门",
    "妈，我到了，别担心",
    "【示例快递】您的包裹已到驿站，取件码6-2-1008",
    "周末要不要一起去爬山？😀 我问问他们几个人去",
)
#: Bytes of the whole backup, its files, its messages and calls.
BACKUP_BYTES, BACKUP_FILES, BACKUP_MESSAGES, BACKUP_CALLS = 4 << 30, 50_000, 20_000, 1_000
CHAT = [
    ("time", "昨天 20:47"),
    ("left", "您的借款12,345.67元已逾期37天，请今天处理，否则将按合同约定处理"),
    ("right", "能不能协商分期，我这个月工资还没有发"),
    ("left", "不能协商，今天下班前必须全部还清，不要再找借口"),
    ("time", "22:10"),
    ("left", "不处理就联系您的家人和单位"),
    ("right", "请不要联系我的家人，他们和这件事没有关系"),
    ("left", "那您自己看着办，我们会一直打到您处理为止"),
    ("time", "22:15"),
    ("left", "明天上门，请准备好身份证和银行卡"),
]


def messages(count: int) -> Iterator[dict[str, object]]:
    """Yield rows of Android's message store."""
    chance = random.Random(1)
    for place in range(count):
        number = "13000000021" if chance.random() < 0.05 else f"1800000{chance.randrange(10_000):04d}"
        body = f"{chance.choice(_WORDS)} {place}"
        yield sms(_id=place + 1, address=number, date=_START + place * 60_000, type=1 if place % 5 else 2, body=body)


def write_database(path: Path, count: int) -> None:
    """Write ``mmssms.db`` with one table."""
    rows = messages(count)
    first = next(rows)
    columns = ", ".join(first)
    marks = ", ".join("?" * len(first))
    with sqlite3.connect(path) as made:
        made.execute(f"CREATE TABLE sms ({columns.replace('_id', '_id INTEGER PRIMARY KEY', 1)})")
        insert = f"INSERT INTO sms ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
        made.execute(insert, tuple(first.values()))
        made.executemany(insert, (tuple(row.values()) for row in rows))
    made.close()


def write_sms_ie(path: Path, count: int) -> None:
    """Write a ZIP as sms-ie (version 2) does."""
    lines = "".join(json.dumps({key: str(value) for key, value in row.items()}) + "\n" for row in messages(count))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages.ndjson", lines)


def write_fossify(path: Path, count: int) -> None:
    """Write the JSON array of Fossify Messages."""
    renamed = {"sub_id": "subscriptionId", "date_sent": "dateSent"}
    left_out = ("_id", "thread_id")
    rows = [
        {"backupType": "sms", "locked": 0, "protocol": "0", "read": 1, "serviceCenter": None}
        | {renamed.get(key, key): value for key, value in row.items() if key not in left_out}
        for row in messages(count)
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def write_screenshot(path: Path) -> None:
    """Draw a chat as wide as a phone's screen."""
    path.write_bytes(png(Chat(CHAT, width=1080)))


def write_backup(folder: Path) -> None:
    """Write the folder; what stands for pictures and films are holes in files, which cost no disk."""
    stores = {
        ("HomeDomain", "Library/SMS/sms.db"): messages_database(
            [message(ROWID=n + 1, guid=f"g{n}", text=f"{_WORDS[n % 5]} {n}") for n in range(BACKUP_MESSAGES)]
        ),
        ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"): _calls(),
    }
    backup(folder, stores, listed=0)
    media = BACKUP_FILES - len(stores)
    size = BACKUP_BYTES // media
    with sqlite3.connect(folder / "Manifest.db") as lists:
        (pattern,) = lists.execute("SELECT file FROM Files LIMIT 1").fetchone()
        rows = []
        for number in range(media):
            path = f"Media/DCIM/100APPLE/IMG_{number:05d}.HEIC"
            name = sha1(f"CameraRollDomain-{path}".encode(), usedforsecurity=False).hexdigest()
            place = folder / name[:2]
            place.mkdir(exist_ok=True)
            with (place / name).open("wb") as file:
                os.ftruncate(file.fileno(), size)
            rows.append((name, "CameraRollDomain", path, 1, pattern))
        insert = "INSERT INTO Files (fileID, domain, relativePath, flags, file) VALUES (?, ?, ?, ?, ?)"
        lists.executemany(insert, rows)
    lists.close()


def _calls() -> bytes:
    from tests.intake.fixture_sets._android import database

    return database({"ZCALLRECORD": [call(Z_PK=n + 1) for n in range(BACKUP_CALLS)]}, page=4096)
