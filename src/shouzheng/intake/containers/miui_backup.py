"""Xiaomi's local backup (``.bak``, MIUI and HyperOS): a header of its own before an Android backup stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.container_problems import ARCHIVE_DAMAGED
from shouzheng.intake.containers import Container, Member, Opening
from shouzheng.intake.containers._android_backup import MAGIC, members_of
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Source
from shouzheng.model.words import Words

_MARK = b"MIUI BACKUP\n"
#: Bytes in which the Android stream must begin; the label of an app is a short line.
_HEADER = 4096
_WHY = Words("开头是 MIUI BACKUP", "it begins with MIUI BACKUP")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.head.startswith(_MARK) else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    start = source.head(_HEADER).find(b"\n" + MAGIC)
    if start < 0:
        raise opening.fail(ARCHIVE_DAMAGED, detail="no Android backup behind the header")
    return members_of(source, opening, start + 1)


CONTAINER = Container(
    name="miui_backup",
    title=Words("小米本地备份（.bak）", "a local backup of a Xiaomi phone (.bak)"),
    file_names=("*.bak", "MIUI/backup/AllBackup/yyyyMMdd_HHmmss/"),
    media_type="application/x-miui-backup",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "header",
            Words(
                "MIUI BACKUP、2、包名和名称、-1、0，各占一行", "MIUI BACKUP, 2, package and label, -1, 0: a line each"
            ),
            "public excerpts",
            Known.EXCERPT,
        ),
        Decode(
            "com.android.mms",
            Words("其中没有短信正文，正文在 mmssms.db", "holds no texts; these are in mmssms.db"),
            "XayahSuSuSu/Android-DataBackup issue 221",
            Known.READ,
        ),
    ),
)
