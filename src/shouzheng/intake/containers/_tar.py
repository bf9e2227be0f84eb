"""Reads a tar stream from front to back, entry by entry, in bounded memory (POSIX.1-1988 ustar, pax, GNU long names).

``tarfile`` of the standard library reads extended headers of any length into memory, so a hostile file could exhaust
it; here they may be 1 MiB long. Only regular files are handed out; links and devices are named and passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shouzheng.intake.source import Readable

_BLOCK = 512
_CHUNK = 1 << 16
#: Longest extended header that is read.
_EXTENDED = 1 << 20
_REGULAR = frozenset([b"0", b"\0", b"7"])
_FOLDER, _PAX, _PAX_ALL, _LONG_NAME, _LONG_LINK = b"5", b"x", b"g", b"L", b"K"


class TarDamage(ValueError):
    """The stream is no tar, or is damaged from here on."""


@dataclass(slots=True)
class Entry:
    """One member: its name, its length in bytes, and whether it is a regular file. Read it before the next one."""

    name: str
    size: int
    regular: bool
    _stream: Readable
    _left: int

    def read(self, size: int = _CHUNK) -> bytes:
        """Return at most so many bytes, none at the end; raises ``TarDamage`` when the stream ends too early."""
        block = self._stream.read(min(size, self._left)) if self._left else b""
        if self._left and not block:
            raise TarDamage("the stream ends inside a member")
        self._left -= len(block)
        return block


def entries(stream: Readable) -> Iterator[Entry]:
    """Yield the members of a tar stream; raises ``TarDamage``."""
    extended: dict[str, str] = {}
    while True:
        header = _exactly(stream, _BLOCK)
        if len(header) < _BLOCK or not header.strip(b"\0"):
            return
        kind, size = header[156:157], _checked_size(header)
        if kind in (_PAX, _PAX_ALL, _LONG_NAME, _LONG_LINK):
            if size > _EXTENDED:
                raise TarDamage("an extended header of more than 1 MiB")
            data = _exactly(stream, size)
            _pass_over(stream, -size % _BLOCK)
            if kind == _PAX:
                extended.update(_pax(data))
            elif kind == _LONG_NAME:
                extended["path"] = data.rstrip(b"\0").decode("utf-8", "replace")
            continue
        size = int(extended["size"]) if extended.get("size", "").isdecimal() else size
        name = extended.get("path") or _name(header)
        extended = {}
        if kind == _FOLDER:
            _pass_over(stream, size + -size % _BLOCK)
            continue
        entry = Entry(name, size, kind in _REGULAR, stream, size)
        yield entry
        while entry.read():
            pass
        _pass_over(stream, -size % _BLOCK)


def _exactly(stream: Readable, size: int) -> bytes:
    parts = []
    while size > 0 and (block := stream.read(min(size, _CHUNK))):
        parts.append(block)
        size -= len(block)
    return b"".join(parts)


def _pass_over(stream: Readable, size: int) -> None:
    while size > 0 and (block := stream.read(min(size, _CHUNK))):
        size -= len(block)


def _checked_size(header: bytes) -> int:
    """Return the size of a member; raises ``TarDamage`` when the header's own sum does not agree."""
    total = sum(header) - sum(header[148:156]) + 8 * 0x20
    if _number(header[148:156]) != total:
        raise TarDamage("a header whose checksum is wrong")
    return _number(header[124:136])


def _number(field: bytes) -> int:
    """An octal number, or a big-endian binary one when the first bit is set (GNU)."""
    if field[:1] >= b"\x80":
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    text = field.strip(b" \0").decode("ascii", "replace")
    try:
        value = int(text or "0", 8)
    except ValueError as error:
        raise TarDamage("a header with a number that is none") from error
    if value < 0:
        raise TarDamage("a header with a negative number")
    return value


def _name(header: bytes) -> str:
    name = header[:100].split(b"\0")[0].decode("utf-8", "replace")
    prefix = header[345:500].split(b"\0")[0].decode("utf-8", "replace") if header[257:262] == b"ustar" else ""
    return f"{prefix}/{name}" if prefix else name


def _pax(data: bytes) -> dict[str, str]:
    """Records ``length key=value newline``."""
    found: dict[str, str] = {}
    while data:
        digits = data[:9].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        if not 0 < length <= len(data):
            break
        record, data = data[len(digits) + 1 : length], data[length:]
        key, _, value = record.rstrip(b"\n").partition(b"=")
        if key in (b"path", b"size"):
            found[key.decode("ascii")] = value.decode("utf-8", "replace")
    return found
