"""Every container has a good, a cut off, a hostile and a future file, as every format has (``fixture_sets``).

Whatever the file, all members are accounted for (the report itself raises when they are not), nothing is written beside
it, and what cannot be read is said.
"""

import gzip
import os
import plistlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shouzheng.intake.containers import Limits, all_containers
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.bills import bill, written_by_hand
from tests.intake.containers.making import android_backup, gathered, zipped
from tests.intake.containers.test_backups import SSEF
from tests.intake.containers.test_ios_backup import FILES
from tests.intake.containers.test_spreadsheet import GOOD_WORKBOOK, workbook
from tests.intake.fixture_sets import all_sets
from tests.intake.fixture_sets._apple import backup

#: An export of three calls of sms-ie, and how many contacts it holds.
_GOOD = next(case for each in all_sets() if each.format == "sms_ie_calls" for case in each.cases if case.name == "good")
_CALLS, _COUNT = _GOOD.content, _GOOD.events
_LIMITS = Limits(ratio=20, free=1 << 20, member=8 << 20, total=16 << 20)
_MIUI = "MIUI BACKUP\n2\ncom.android.mms 短信\n-1\n0\n".encode()
_BOMB = _CALLS.rstrip()[:-1] + b" " * (6 << 20)
_PACKED = zipped({"calls.json": _CALLS})
_BACKUP = android_backup({"apps/x/f/calls.json": _CALLS})

_ENTITIES = workbook([], [], {"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
#: Stands for a number of contacts that depends on where the file breaks off.
_SOME = -1

Make = bytes | Callable[[Path], Path]


def _method_99(archive: bytes) -> bytes:
    """An archive whose members are packed in a way that does not exist yet."""
    data = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        for found in re.finditer(re.escape(mark), archive):
            data[found.start() + place] = 99
    return bytes(data)


def _folder(make: Callable[[Path], object]) -> Callable[[Path], Path]:
    def made(place: Path) -> Path:
        root = place / "given"
        root.mkdir()
        make(root)
        return root

    return made


def _links(root: Path) -> None:
    (root / "calls.json").write_bytes(_CALLS)
    (root / "passwd.json").symlink_to("/etc/passwd")
    (root / "again").symlink_to(root)
    os.mkfifo(root / "pipe.json")


def _iphone(change: Callable[[Path], object] = lambda _: None) -> Callable[[Path], Path]:
    def made(place: Path) -> Path:
        root = backup(place / "given", FILES)
        change(root)
        return root

    return made


def _cut(root: Path) -> None:
    manifest = root / "Manifest.db"
    manifest.write_bytes(manifest.read_bytes()[:1500])


def _outside(root: Path) -> None:
    """The stores are links to what lies outside of the backup."""
    for store in [path for path in root.glob("??/*") if path.is_file()]:
        store.unlink()
        store.symlink_to("/etc/passwd")


def _newer(root: Path) -> None:
    content = {"IsEncrypted": True, "BackupKeyBag": b"QUANTUM", "Version": "77.0"}
    (root / "Manifest.plist").write_bytes(plistlib.dumps(content))


#: For each container and kind: the file, the contacts that come out, and a code that must be among what is said.
SETS: dict[str, dict[str, tuple[Make, int, str]]] = {
    "folder": {
        "good": (_folder(lambda root: (root / "calls.json").write_bytes(_CALLS)), _COUNT, ""),
        "truncated": (_folder(lambda root: (root / "calls.json").write_bytes(b"")), 0, "SZ-1037"),
        "hostile": (_folder(_links), _COUNT, "SZ-1028"),
        "future": (_folder(lambda root: (root / "a.hologram").write_bytes(b"\0HOLO\1")), 0, "SZ-1037"),
    },
    "zip_archive": {
        "good": (_PACKED, _COUNT, ""),
        "truncated": (_PACKED[:-30], 0, "SZ-1020"),
        "hostile": (zipped({"../../etc/calls.json": _CALLS, "bomb.json": _BOMB}), _COUNT, "SZ-1022"),
        "future": (_method_99(_PACKED), 0, "SZ-1026"),
    },
    "compressed": {
        "good": (gzip.compress(_CALLS), _COUNT, ""),
        "truncated": (gzip.compress(_CALLS)[:-40], _SOME, "SZ-1021"),
        "hostile": (gzip.compress(_BOMB), _SOME, "SZ-1022"),
        "future": (b"\x1f\x8b\x63" + gzip.compress(_CALLS)[3:], 0, "SZ-1021"),
    },
    "android_backup": {
        "good": (_BACKUP, _COUNT, ""),
        "truncated": (_BACKUP[:-60], 0, "SZ-1021"),
        "hostile": (android_backup({"../../x.json": _CALLS, "b.json": _BOMB}), _SOME, "SZ-1022"),
        "future": (_BACKUP.replace(b"none", b"ML-KEM-1024", 1), 0, "SZ-1034"),
    },
    "miui_backup": {
        "good": (_MIUI + _BACKUP, _COUNT, ""),
        "truncated": (_MIUI + _BACKUP[:-60], 0, "SZ-1021"),
        "hostile": (_MIUI + b"ANDROID BACKUP\n5\n1\nAES-256\naa\naa\n999999999\naa\naa\n", 0, "SZ-1034"),
        "future": (b"MIUI BACKUP\n9\n" + _MIUI.split(b"\n", 2)[2] + _BACKUP, _COUNT, ""),
    },
    "sms_ie_encrypted": {
        "good": (SSEF, 1, ""),
        "truncated": (SSEF[:-10], 0, "SZ-1032"),
        "hostile": (SSEF[:8] + b"\xff" * 8 + SSEF[16:], 0, "SZ-1034"),
        "future": (SSEF[:6] + b"\x00\x09" + SSEF[8:], 0, "SZ-1034"),
    },
    "ios_backup": {
        "good": (_iphone(), 4, "SZ-1140"),
        "truncated": (_iphone(_cut), 4, "SZ-1145"),
        "hostile": (_iphone(_outside), 0, "SZ-1028"),
        "future": (_iphone(_newer), 0, "SZ-1034"),
    },
    "spreadsheet": {
        "good": (GOOD_WORKBOOK, 2, ""),
        "truncated": (GOOD_WORKBOOK[:-30], 0, "SZ-1020"),
        "hostile": (
            workbook([], [], {"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            0,
            "SZ",
        ),
        "future": (_method_99(GOOD_WORKBOOK), 0, "SZ-1020"),
    },
    "pdf_document": {
        "good": (bill(3), 3, ""),
        "truncated": (bill(3)[:9000], 0, "SZ"),
        "hostile": (written_by_hand(b"BT /F1 12 Tf " + b"[" * 5000), 0, "SZ"),
        "future": (bill(3).replace(b"%PDF-1.7", b"%PDF-9.9", 1), 3, ""),
    },
}


def test_every_container_has_its_set_of_files() -> None:
    assert set(SETS) == {block.name for block in all_containers()}
    assert all(set(each) == {"good", "truncated", "hostile", "future"} for each in SETS.values())


@pytest.mark.parametrize(
    ("name", "kind"), [pytest.param(name, kind, id=f"{name}: {kind}") for name, each in SETS.items() for kind in each]
)
def test_what_comes_out(tmp_path: Path, name: str, kind: str) -> None:
    make, count, code = SETS[name][kind]
    if isinstance(make, bytes):
        path = tmp_path / "given.bin"
        path.write_bytes(make)
    else:
        path = make(tmp_path)
    before = sorted(map(str, tmp_path.rglob("*")))

    def ask(_what: object, tried: int) -> str | None:
        return None if tried else "口令 pass"

    said: list[str] = []
    try:
        gathering, reports, events = gathered(path, ask=ask, limits=_LIMITS)
    except ShouzhengError as error:
        events, said = [], [problem.code for problem in error.problems]
    else:
        found = (*gathering.problems, *(problem for report in reports for problem in report.problems))
        said = [problem.code for problem in found]
        assert name in [report.container for report in gathering.containers]
    assert len(events) == count or count == _SOME, said
    assert not code or any(each.startswith(code) for each in said), said
    assert sorted(map(str, tmp_path.rglob("*"))) == before
