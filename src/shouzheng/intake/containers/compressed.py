"""One file packed by itself: gzip, or a bare zlib stream as Android's own SMS backup writes it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date

from shouzheng.intake.containers import Container, Member, Opening
from shouzheng.intake.containers._guard import Guarded
from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.formats import Decode, Known, Tried
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Readable, Source
from shouzheng.model.words import Words

_GZIP = b"\x1f\x8b"
#: First byte of a zlib stream with the usual window (RFC 1950); the first two bytes are a multiple of 31.
_ZLIB = 0x78
_WHY_GZIP = Words("开头是 gzip 的标记", "it begins with the mark of gzip")
_WHY_ZLIB = Words("开头是 zlib 的标记，且能解开", "it begins with the mark of zlib and can be unpacked")
_BLOCK = 1 << 16


def _recognise(look: Look) -> Words | None:
    head = look.head
    if head.startswith(_GZIP):
        return _WHY_GZIP
    if len(head) > 2 and head[0] == _ZLIB and (head[0] << 8 | head[1]) % 31 == 0 and not head[1] & 0x20:
        try:
            return _WHY_ZLIB if zlib.decompressobj().decompress(head, 64) else None
        except zlib.error:
            return None
    return None


class Inflating(Wrapped):
    """Unpacks a stream piece by piece; never more at a time than was asked for. Raises ``zlib.error``, ``EOFError``."""

    def __init__(self, stream: Readable, window: int = zlib.MAX_WBITS | 32) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(window)
        self._waiting = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many unpacked bytes (a block of them without a size), none at the end."""
        wanted = size if size > 0 else _BLOCK
        while not self._inflate.eof:
            packed = self._waiting or self._stream.read(_BLOCK)
            block = self._inflate.decompress(packed, wanted)
            self._waiting = self._inflate.unconsumed_tail
            if block:
                return block
            if not packed:
                raise EOFError("the packed data is cut off")
        return b""


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    name = source.name.removesuffix(".gz")
    inner = Source(
        name, lambda: Guarded(Inflating(source.open()), inner, opening), container=opening.digest, member=name
    )
    yield inner


CONTAINER = Container(
    name="compressed",
    title=Words("单个压缩文件（gzip、zlib）", "a single packed file (gzip, zlib)"),
    file_names=("*.gz", "NNNNNN_sms_backup"),
    media_type="application/zlib",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "NNNNNN_sms_backup",
            Words("zlib 压缩的 JSON 数组", "a JSON array packed with zlib"),
            "mvt-project/mvt src/mvt/android/parsers/backup.py",
            Known.READ,
        ),
    ),
    tried=(Tried("android_backup/backup.ab", "two members of an adb backup", date(2026, 11, 22)),),
)
