"""The files that the fuzzer starts from: all invented ones of every format, and containers made of them."""

import gzip
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile

from shouzheng.intake.formats import all_formats
from tests.intake.containers.bills import MOVED, bill, written_by_hand
from tests.intake.containers.making import android_backup, zipped
from tests.intake.containers.test_backups import SSEF
from tests.intake.containers.test_spreadsheet import GOOD_WORKBOOK
from tests.intake.fixture_sets import all_sets
from tests.intake.fixture_sets._android import database
from tests.intake.fixture_sets._apple import backup, call, message, messages_database
from tests.intake.fuzz import papers
from tests.intake.fuzz.mutate import chance_of
from tests.intake.fuzz.small import small
from tests.intake.fuzz.survive import holds, survives, survives_in_memory, walks

#: Share of the files that are made of small seeds, and of those that are read from memory where that can be.
_SMALL, _IN_MEMORY = 0.9, 0.98
#: A seed is taken the more seldom the longer it is: one of three times so many bytes an eighth as often as none.
_SHORT = 2000


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

    @cached_property
    def small(self) -> tuple[bytes, ...]:
        """The seeds with less in each: a fuzzer then gets to more of the grammar in the same time."""
        if self.slow or not self.is_format:
            return self.contents
        chance = chance_of(self.name)
        return tuple(small(content, lambda data: holds(data, self.name), chance) for content in self.contents)

    @cached_property
    def _shares(self) -> tuple[float, ...]:
        """How often each of the small seeds, and then each of the whole ones, is taken: up to it, added together."""
        more = _SMALL / (1 - _SMALL)
        return tuple(accumulate((*(more * _share(each) for each in self.small), *map(_share, self.contents))))

    def pick(self, chance: Random) -> bytes:
        """Return one of the seeds, mostly a small one."""
        return chance.choices((*self.small, *self.contents), cum_weights=self._shares)[0]

    def try_one(self, folder: Path, content: bytes, forced: str | None, chance: Random) -> str:
        """Have a content read, from the disk or from memory; returns how it ended, raises on a fault."""
        if self.read is not survives or chance.random() >= _IN_MEMORY:
            return self.read(self.place(folder, content), forced)
        path = None if self.name in _streamed() else self.place(folder, content)
        return survives_in_memory(content, forced, path)


def _share(content: bytes) -> float:
    return float((1 + len(content) / _SHORT) ** -1.5)


@cache
def _streamed() -> frozenset[str]:
    """Formats that are read from a stream and need no file."""
    return frozenset(block.name for block in all_formats() if block.read is not None)


#: Formats whose files are decoded by libraries; each file takes long.
_MEDIA = ("screenshot", "call_recording")


@cache
def all_seeds() -> tuple[Seeds, ...]:
    """Return the seeds of every format and container."""
    formats = [
        Seeds(each.format, tuple(case.content for case in each.cases), slow=each.format in _MEDIA)
        for each in all_sets()
    ]
    return (*formats, *_containers(), _workbook(), _ios_backup(), *_papers())


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


def _as_workbook(folder: Path, content: bytes) -> Path:
    """Make a workbook of which one part is damaged: the archive around it is whole, its check sums are right.

    A content that begins with the name of no part is the workbook itself.
    """
    name, _, part = content.partition(b"\n")
    parts = _workbook_parts()
    if name.decode("latin-1") not in parts:
        return written(folder, content)
    return written(folder, zipped({**parts, name.decode(): part}, ZIP_STORED))


@cache
def _workbook_parts() -> dict[str, bytes]:
    with ZipFile(BytesIO(GOOD_WORKBOOK)) as book:
        return {name: book.read(name) for name in book.namelist()}


def _workbook() -> Seeds:
    parts = (f"{name}\n".encode() + part for name, part in _workbook_parts().items() if len(part) > 20)
    return Seeds("spreadsheet", (*parts, GOOD_WORKBOOK), is_format=False, place=_as_workbook, read=walks)


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
    return (
        _container("zip_archive", zipped(small), zipped({"a.zip": zipped(small)}), zipped(members, ZIP_STORED)),
        _container("compressed", gzip.compress(calls), zlib.compress(calls)),
        _container("android_backup", stored, android_backup({**packed, **small})),
        _container("android_backup_encrypted", android_backup(packed, password="口令 pass")),  # noqa: S106
        _container("miui_backup", miui),
        _container("pdf_document", bill(3), written_by_hand(MOVED), slow=True),
        _container("sms_ie_encrypted", SSEF, slow=True),
    )
