"""The file of a pack (``.szpack``): a ZIP of which every byte follows from its content, so that nothing can hide in it.

Stored, never compressed: no bomb is possible. Fixed order, fixed times, no comment, no extra field. The reader follows
the files from the front, writes the pack anew from what it found, and takes it only when that gives the same bytes:
a second directory, two files of one name, hidden bytes between, before or after, another flag — all are refused alike.
Any ZIP program opens it; ours is used here because a format must not change with somebody's library.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from zlib import crc32

from shouzheng.packs.manifest import MOST_BYTES, MOST_FILES, MOST_LIST, not_a_pack

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
#: 1980-01-01 00:00, the first moment that a ZIP knows; the version needed for a plain stored file.
_TIME, _DAY, _NEEDED = 0, 0x21, 10
#: A plain file that its owner may write (0644), as Unix programs note it.
_MODE = 0o100644 << 16
_MADE_BY = 3 << 8 | _NEEDED
#: Largest file of a pack: list, signature, members, and the headers around each of them.
MOST_PACK = MOST_BYTES + MOST_LIST + MOST_FILES * 400


def written(files: Mapping[str, bytes]) -> bytes:
    """Return the pack of these files, in the order given; names are ASCII."""
    body, directory = bytearray(), bytearray()
    for name, content in files.items():
        raw, check, place = name.encode("ascii"), crc32(content), len(body)
        sizes = (len(content), len(content))
        body += _LOCAL.pack(b"PK\3\4", _NEEDED, 0, 0, _TIME, _DAY, check, *sizes, len(raw), 0) + raw + content
        directory += _CENTRAL.pack(
            b"PK\1\2", _MADE_BY, _NEEDED, 0, 0, _TIME, _DAY, check, *sizes, len(raw), 0, 0, 0, 0, _MODE, place
        )
        directory += raw
    count = len(files)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def read(content: bytes) -> dict[str, bytes]:
    """Return the files of a pack; raises ``ShouzhengError`` (SZ-8003) unless ``written`` would give these very bytes.

    Names are not judged here: only those that the signed list names are ever used.
    """
    if len(content) > MOST_PACK:
        raise not_a_pack(f"> {MOST_PACK} B")
    found: dict[str, bytes] = {}
    for name, data in _members(content):
        if name in found or len(found) > MOST_FILES + 1:
            raise not_a_pack("ZIP")
        found[name] = data
    if list(found)[:2] != [MANIFEST, SIGNATURE] or written(found) != content:
        raise not_a_pack("ZIP")
    return found


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while content.startswith(b"PK\3\4", place):
        if place + _LOCAL.size > len(content):
            raise not_a_pack("ZIP")
        header = _LOCAL.unpack_from(content, place)
        length, name_length = header[7], header[9]
        start = place + _LOCAL.size + name_length
        raw = content[place + _LOCAL.size : start]
        if start + length > len(content) or not raw.isascii():
            raise not_a_pack("ZIP")
        yield raw.decode("ascii"), content[start : start + length]
        place = start + length
