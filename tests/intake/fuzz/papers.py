"""Parsers of what a person writes or hands over beside exports: they refuse with words, and never fail otherwise."""

from pathlib import Path

from shouzheng.intake.address_book import names_in
from shouzheng.intake.recordings.names import named
from shouzheng.intake.recordings.transcripts import NotUsable as TranscriptNotUsable
from shouzheng.intake.recordings.transcripts import read_transcript
from shouzheng.intake.screenshots.corrections import NotUsable, load_corrections
from shouzheng.intake.statement.case_toml import load_case
from shouzheng.intake.tables.columns import read_mapping
from shouzheng.model.original import Digest
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fuzz.survive import refused

PICTURE = Digest("sha256", "0" * 64, 1)

CASE = """schema = 1
[case]
title = "示例"
offset = "+08:00"
[[person]]
id = "me"
role = "debtor"
files = ["a*.xml"]
[[party]]
id = "yunling"
kind = "creditor"
numbers = ["95000", "1069000000*"]
[[debt]]
id = "loan"
creditor = "yunling"
contract_date = 2025-03-01
due = "12000.00"
[[stay]]
from = 2026-05-01
to = 2026-05-09
zone = "Europe/Berlin"
[[objection]]
person = "me"
party = "yunling"
at = 2025-12-29T20:15:00+08:00
"""
MAPPING = """name = "移动"
confirmed = true
[[columns]]
header = "通话时间"
field = "time"
[[columns]]
header = "对方号码"
field = "other"
"""
CORRECTIONS = f"""picture = "{PICTURE}"
name = "a.png"
read_with = "fake"
confirmed = true
by = "林某"
at = "2026-01-03"
taken = "2026-01-02 22:30:00"
title = "云岭示例"
[[message]]
side = "left"
time = "22:15"
first = true
nick = ""
text = "请尽快还款"
ignore = false
reading = "请尽快还歀"
sure = [0.900]
lines = ["请尽快还歀"]
box = [1, 2, 30, 40]
"""
TRANSCRIPT = f"""# recording: {PICTURE}
# by: 林某
# at: 2026-01-03
# machine: fake
# confirmed: true
[00:00:01.0 --> 00:00:04.5] 对方：请尽快还款
[00:01:05] 本人：知道了
"""
CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:云岭\\,示例\nTEL;TYPE=CELL:+86 130-0000-0021\nEND:VCARD\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E4=BA=91=E5=B2=AD=\r\n=E7=A4=BA\r\n"
    "TEL;CELL:13000000022\r\nEND:VCARD\r\n"
)
FILE_NAMES = (
    "通话录音@云岭(13000000021)_20260102100000.mp3",
    "云岭@13000000021_20260102100000.amr",
    "13000000021-2601021000.mp3",
    "20260102_100000.123+0800_in_sim1_13000000021_云岭.oga",
    "Call recording 13000000021_260102_100000.m4a",
)


def a_case(path: Path, _forced: str | None = None) -> str:
    """Read a statement of the case."""
    try:
        load_case(path)
    except ShouzhengError as error:
        return refused(error)
    return "read"


def a_mapping(path: Path, _forced: str | None = None) -> str:
    """Read a saved meaning of columns."""
    try:
        read_mapping(path)
    except ShouzhengError as error:
        return refused(error, (3,))
    return "read"


def corrections(path: Path, _forced: str | None = None) -> str:
    """Read what a person corrected in a picture's reading."""
    try:
        load_corrections(path, PICTURE)
    except NotUsable:
        return "refused"
    return "read"


def a_transcript(path: Path, _forced: str | None = None) -> str:
    """Read a transcript."""
    try:
        read_transcript(path, PICTURE)
    except TranscriptNotUsable:
        return "refused"
    return "read"


def an_address_book(path: Path, _forced: str | None = None) -> str:
    """Look numbers up in an address book."""
    found = names_in(path, {"13000000021"})
    assert set(found.names) <= {"13000000021"}
    return "read" if found.cards else "refused"


def a_file_name(path: Path, _forced: str | None = None) -> str:
    """Take the name of a recording apart."""
    return "read" if named(path.read_bytes().decode("utf-8", "surrogateescape")) is not None else "refused"
