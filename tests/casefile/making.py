"""Cases for the tests: cheap to open, in a folder of their own."""

from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, new_case
from shouzheng.casefile.kdf import FLOOR

PASSPHRASE = "三只 灰鹤 九点半"  # noqa: S105 - invented
#: Strings that must never be found on the disk in plain.
SECRETS = ("云岭示例消费金融", "打断你的腿", "13000000021")


def made(folder: Path) -> tuple[CaseFile, bytes]:
    """Return a new case at the lowest allowed cost, and its recovery key."""
    return new_case(folder, PASSPHRASE, FLOOR)


def row(number: int, words: str = "再不还钱就打断你的腿") -> EventRow:
    """Return an invented contact."""
    line = f'{{"id":"e{number:04d}","text":"{words}","other":"13000000021"}}'
    return EventRow(f"e{number:04d}", f"2026-01-{number % 28 + 1:02d}T12:00:00Z", words, line)


def filled(folder: Path) -> CaseFile:
    """Return a case with three originals, four contacts, a note that was corrected and a chosen contact."""
    case, _ = made(folder)
    first = case.add([b"<smses/>" * 10, "云岭示例消费金融".encode()], "sms-1.xml", "text/xml")
    case.add([b""], "empty.txt")
    case.add([bytes(range(256)) * 9000], "录音.m4a", "audio/mp4")
    case.add_events(first.no, [row(1), row(2, "您本期账单已到期"), row(3), row(4, "请转告林某")])
    case.enter("note", "1", {"text": "打电话的人自称姓王"})
    case.enter("note", "1", {"text": "打电话的人自称姓汪"})
    case.enter("choice", "e0001", {"state": "confirmed"})
    return case
