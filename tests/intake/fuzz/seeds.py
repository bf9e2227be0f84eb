"""The files that the fuzzer starts from: all invented ones of every format, and containers made of them."""

import gzip
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from tests.intake.containers.bills import MOVED, bill, written_by_hand
from tests.intake.containers.making import android_backup, zipped
from tests.intake.containers.test_backups import SSEF
from tests.intake.containers.test_spreadsheet import GOOD_WORKBOOK
from tests.intake.fixture_sets import all_sets
from tests.intake.fixture_sets._android import database
from tests.intake.fixture_sets._apple import backup, call, message, messages_database
from tests.intake.fuzz import papers
from tests.intake.fuzz.survive import survives, walks


def written(folder: Path, content: bytes) -> Path:
    """Write one file and return its path."""
    path = folder / "fuzzed"
    path.write_bytes(content)
    return path


@dataclass(frozen=True)
class Seeds:
    """The seeds of one parser; ``slow`` when each file takes long.

    ``place`` puts a content into an empty folder and returns what is to be read, ``read`` reads it: its second argument
    is the name of the format, where one can be named (``is_format``).
    """

    name: str
    contents: tuple[bytes, ...]
    slow: bool = False
    is_format: bool = True
    place: Callable[[Path, bytes], Path] = field(default=written)
    read: Callable[[Path, str | None], str] = field(default=survives)

    @property
    def container(self) -> bool:
        """True for something that holds other files."""
        return self.read is walks


#: Formats whose files are decoded by libraries; each file takes long.
_MEDIA = ("screenshot", "call_recording")


@cache
def all_seeds() -> tuple[Seeds, ...]:
    """Return the seeds of every format and container."""
    formats = [
        Seeds(each.format, tuple(case.content for case in each.cases), slow=each.format in _MEDIA)
        for each in all_sets()
    ]
    return (*formats, *_containers(), _ios_backup(), *_papers())


def _container(name: str, *contents: bytes, slow: bool = False) -> Seeds:
    return Seeds(name, contents, slow, is_format=False, read=walks)


_IOS_FILES = {
    ("HomeDomain", "Library/SMS/sms.db"): messages_database([message(), message(ROWID=2)]),
    ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"): database({"ZCALLRECORD": [call()]}),
}


@cache
def _ios_lists() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        root = backup(Path(folder) / "b", _IOS_FILES)
        return (root / "Manifest.db").read_bytes(), (root / "Manifest.plist").read_bytes()


def _as_ios_backup(folder: Path, content: bytes) -> Path:
    """Make a whole folder, of which the list of files or the settings are damaged."""
    files, settings = _ios_lists()
    root = folder / "backup"
    if not root.exists():
        backup(root, _IOS_FILES)
    is_list = content[:6] != b"bplist"
    (root / "Manifest.db").write_bytes(content if is_list else files)
    (root / "Manifest.plist").write_bytes(settings if is_list else content)
    return root


def _ios_backup() -> Seeds:
    return Seeds("ios_backup", _ios_lists(), is_format=False, place=_as_ios_backup, read=walks)


def _papers() -> tuple[Seeds, ...]:
    """What a person writes or hands over beside exports."""
    texts: tuple[tuple[str, tuple[str, ...], Callable[[Path, str | None], str]], ...] = (
        ("case_toml", (papers.CASE,), papers.a_case),
        ("column_mapping", (papers.MAPPING,), papers.a_mapping),
        ("picture_corrections", (papers.CORRECTIONS,), papers.corrections),
        ("transcript", (papers.TRANSCRIPT,), papers.a_transcript),
        ("address_book", (papers.CARDS,), papers.an_address_book),
        ("recording_name", papers.FILE_NAMES, papers.a_file_name),
    )
    return tuple(
        Seeds(name, tuple(each.encode() for each in contents), is_format=False, read=read)
        for name, contents, read in texts
    )


def _containers() -> tuple[Seeds, ...]:
    members = {f"d/{each.format}": each.cases[0].content[:30_000] for each in all_sets()}
    small = dict(list(members.items())[:3])
    calls = members["d/sms_ie_calls"]
    packed = {"apps/a/d_f/000000_sms_backup": zlib.compress(members["d/android_backup_messages"])}
    stored = android_backup({**packed, **small}, packed=False)
    miui = "MIUI BACKUP\n2\ncom.android.mms 短信\n-1\n0\n".encode() + stored
    with ZipFile(BytesIO(GOOD_WORKBOOK)) as book:  # not packed, so that what is damaged is the XML
        plain_book = zipped({name: book.read(name) for name in book.namelist()}, ZIP_STORED)
    return (
        _container("zip_archive", zipped(small), zipped({"a.zip": zipped(small)}), zipped(members, ZIP_STORED)),
        _container("compressed", gzip.compress(calls), zlib.compress(calls)),
        _container("spreadsheet", GOOD_WORKBOOK, plain_book, plain_book),
        _container("android_backup", stored, android_backup({**packed, **small})),
        _container("android_backup_encrypted", android_backup(packed, password="口令 pass")),  # noqa: S106
        _container("miui_backup", miui),
        _container("pdf_document", bill(3), written_by_hand(MOVED), slow=True),
        _container("sms_ie_encrypted", SSEF, slow=True),
    )
