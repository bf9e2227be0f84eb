"""The files that the fuzzer starts from: all invented ones of every format, and containers made of them."""

import gzip
import zlib
from dataclasses import dataclass
from functools import cache

from tests.intake.containers.bills import MOVED, bill, written_by_hand
from tests.intake.containers.making import android_backup, zipped
from tests.intake.containers.test_backups import SSEF
from tests.intake.fixture_sets import all_sets


@dataclass(frozen=True)
class Seeds:
    """The seeds of one parser; ``container`` when it is one, ``slow`` when each file takes long."""

    name: str
    contents: tuple[bytes, ...]
    container: bool = False
    slow: bool = False


#: Formats whose files are decoded by libraries; each file takes long.
_MEDIA = ("screenshot", "call_recording")


@cache
def all_seeds() -> tuple[Seeds, ...]:
    """Return the seeds of every format and container."""
    formats = [
        Seeds(each.format, tuple(case.content for case in each.cases), slow=each.format in _MEDIA)
        for each in all_sets()
    ]
    return (*formats, *_containers())


def _containers() -> tuple[Seeds, ...]:
    members = {f"d/{each.format}": each.cases[0].content[:30_000] for each in all_sets()}
    small = dict(list(members.items())[:3])
    packed = {"apps/a/d_f/000000_sms_backup": zlib.compress(members["d/android_backup_messages"])}
    stored = android_backup({**packed, **small}, packed=False)
    miui = "MIUI BACKUP\n2\ncom.android.mms 短信\n-1\n0\n".encode() + stored
    return (
        Seeds("zip_archive", (zipped(small), zipped({"a.zip": zipped(small)}), zipped(members, 0)), container=True),
        Seeds(
            "compressed",
            tuple(pack(members["d/sms_ie_calls"]) for pack in (gzip.compress, zlib.compress)),
            container=True,
        ),
        Seeds("android_backup", (stored, android_backup({**packed, **small})), container=True),
        Seeds("android_backup_encrypted", (android_backup(packed, password="口令 pass"),), container=True),  # noqa: S106
        Seeds("miui_backup", (miui,), container=True),
        Seeds("pdf_document", (bill(3), written_by_hand(MOVED)), container=True, slow=True),
        Seeds("sms_ie_encrypted", (SSEF,), container=True, slow=True),
    )
