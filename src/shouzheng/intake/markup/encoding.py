"""In which encoding a file is, and its bytes as ones that the scanner can cut.

The byte order mark is believed first, then the content, then the declaration: a declaration that the content plainly
contradicts is reported and not followed. UTF-8 and GB18030 are cut as they are, so that places count the file's own
bytes; UTF-16 is converted to UTF-8 while it is read, and places then count the converted text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Names under which GB18030 and its subsets GBK and GB2312 are declared. Files that declare a subset often use more.
_GB = frozenset(["gb18030", "gbk", "gb2312", "gb_2312-80", "cp936", "ms936", "windows-936", "euc-cn", "hz-gb-2312"])
_UTF_8 = frozenset(["", "utf-8", "utf8", "us-ascii", "ascii"])
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
#: Multi-byte characters that must agree before the content outweighs the declaration.
_ENOUGH = 8
#: The 6,763 common characters of GB2312 (rows 16 to 87): what nearly all Chinese text consists of.
_COMMON_GB = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
#: Every byte that is no character of ASCII.
_NOT_ASCII = bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """``codec`` is that of the bytes which are cut; ``converted_from`` names the file's own codec when it differs.

    ``skip`` is the length of the byte order mark, ``declared`` what the file says, ``overruled`` True when the content
    contradicts it, ``unknown`` True when it names an encoding that is not known here.
    """

    codec: str
    skip: int = 0
    declared: str = ""
    converted_from: str = ""
    overruled: bool = False
    unknown: bool = False


def detect(head: bytes) -> TextEncoding | None:
    """Return the encoding of a text file from its first bytes; ``None`` for UTF-32, which is not read."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        little = head.startswith(codecs.BOM_UTF16_LE)
        return TextEncoding("utf-8", 2, converted_from="utf-16-le" if little else "utf-16-be")
    for codec, start in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if head.startswith(start) and head[2:4].count(0) == 1:
            return TextEncoding("utf-8", converted_from=codec)
    skip = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    found = _DECLARED.match(head[skip:])
    declared = found[1].decode("ascii").lower() if found else ""
    if skip:
        return TextEncoding("utf-8", skip, declared, overruled=declared not in _UTF_8)
    said = "gb18030" if declared in _GB else "utf-8"
    shown = _shown_by_content(head)
    codec = shown or said
    known = declared in _GB or declared in _UTF_8
    return TextEncoding(codec, 0, declared, overruled=known and codec != said, unknown=not known)


def _shown_by_content(head: bytes) -> str:
    """Return ``utf-8`` or ``gb18030`` when the bytes can hardly be anything else, else an empty text."""
    if head.isascii():
        return ""
    as_utf_8 = head.decode("utf-8", "replace")
    wrong = as_utf_8.count("\ufffd")
    right = len(as_utf_8) - wrong - len(head.translate(None, _NOT_ASCII))  # each byte of ASCII stays one character
    if right >= _ENOUGH and _decodes(head, "utf-8"):
        return "utf-8"
    if wrong > right and len(_COMMON_GB.findall(head)) >= _ENOUGH and _decodes(head, "gb18030"):
        return "gb18030"
    return ""


def _decodes(head: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(head)  # the last character may be cut by the end of the head
    except UnicodeDecodeError:
        return False
    return True


def cuttable(chunks: Iterable[bytes], encoding: TextEncoding) -> Iterator[bytes]:
    """Yield the file without its byte order mark, converted to UTF-8 when its own encoding cannot be cut."""
    skip = encoding.skip
    decoder = None
    if encoding.converted_from:
        decoder = codecs.getincrementaldecoder(encoding.converted_from)("surrogatepass")
    for chunk in chunks:
        if skip:
            skip, chunk = max(skip - len(chunk), 0), chunk[skip:]
        yield chunk if decoder is None else decoder.decode(chunk).encode("utf-8", "surrogatepass")
    if decoder is not None and decoder.getstate()[0]:
        yield "\ufffd".encode()  # the file ends in the middle of a UTF-16 unit
