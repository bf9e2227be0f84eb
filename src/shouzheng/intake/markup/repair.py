"""One record as well-formed UTF-8, with short notes of what had to be replaced.

What phones' apps write and XML forbids: an emoji as two surrogate references (``&#55357;&#56838;``), sometimes only one
of them; references to control characters; control bytes; bytes of another encoding. Pairs are joined without a note,
because nothing is lost. Everything else becomes U+FFFD and a note; the bytes themselves stay in the original.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONE_SURROGATE = "lone_surrogate"
CONTROL_CHARACTER = "control_character"

_REFERENCE = re.compile(r"&#(?:([0-9]{1,10})|x([0-9a-fA-F]{1,8}));")
#: Two decimal references that may be the halves of one character (0xD800–0xDBFF, then 0xDC00–0xDFFF).
_PAIR = re.compile(rb"&#(5[56][0-9]{3});&#(5[67][0-9]{3});")
#: Characters that XML 1.0 §2.2 does not allow (lone surrogates apart).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VALUE = re.compile("=\\s*+(?:\"[^\"<]*+\"|'[^'<]*+')")
_WHITESPACE = {0x09: "&#9;", 0x0A: "&#10;", 0x0D: "&#13;"}


class Repaired(NamedTuple):
    """The record as UTF-8 and the notes of what was replaced, without repetition."""

    data: bytes
    notes: tuple[str, ...]


def repair(record: bytes, codec: str = "utf-8") -> Repaired:
    """Return the record with everything replaced that no XML parser would accept in text; never raises."""
    notes: list[str] = []
    text = _decode(record, codec, notes)
    if "&#" in text:
        text = _references(text, notes)
    text, count = _FORBIDDEN.subn("\ufffd", text)
    if count:
        notes.append(CONTROL_CHARACTER)
    if not text.isprintable():
        text = _keep_whitespace(text)
    return Repaired(text.encode("utf-8"), tuple(dict.fromkeys(notes)))


def join_pairs(record: bytes) -> bytes:
    """Return the record with decimal references to the two halves of a character put together.

    This is what nearly every record with an emoji needs. A half without its other half is left for ``repair``.
    """
    return _PAIR.sub(_joined, record)


def _joined(pair: re.Match[bytes]) -> bytes:
    high, low = int(pair[1]), int(pair[2])
    if not (0xD800 <= high <= 0xDBFF and 0xDC00 <= low <= 0xDFFF):
        return pair[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)).encode("utf-8")


def invalid_note(codec: str) -> str:
    """Return the note for bytes that are not of this codec (``invalid_utf8``)."""
    return f"invalid_{codec.replace('-', '')}"


def _decode(record: bytes, codec: str, notes: list[str]) -> str:
    try:
        return record.decode(codec)
    except UnicodeDecodeError:
        pass
    try:
        halves = record.decode(codec, "surrogatepass")
    except UnicodeDecodeError:
        notes.append(invalid_note(codec))
        return record.decode(codec, "replace")
    # Java writes characters beyond U+FFFF as two encoded surrogates (CESU-8); UTF-16 can hold only half of a pair.
    whole = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    text, count = _SURROGATE.subn("\ufffd", whole)
    if count:
        notes.append(LONE_SURROGATE)
    return text


def _references(text: str, notes: list[str]) -> str:
    """Replace references to surrogates and forbidden characters; leave all others for the parser."""
    out: list[str] = []
    done = 0
    found = _REFERENCE.search(text)
    while found is not None:
        code, end = _code(found), found.end()
        new = None
        if 0xD800 <= code <= 0xDFFF:
            low = _REFERENCE.match(text, end) if code <= 0xDBFF else None
            if low is not None and 0xDC00 <= (second := _code(low)) <= 0xDFFF:
                new, end = chr(0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00)), low.end()
            else:
                new = "\ufffd"
                notes.append(LONE_SURROGATE)
        elif code > 0x10FFFF or code in (0xFFFE, 0xFFFF) or (code < 0x20 and code not in _WHITESPACE):
            new = "\ufffd"
            notes.append(CONTROL_CHARACTER)
        if new is not None:
            out += (text[done : found.start()], new)
            done = end
        found = _REFERENCE.search(text, end)
    out.append(text[done:])
    return "".join(out)


def _code(found: re.Match[str]) -> int:
    return int(found[1]) if found[1] is not None else int(found[2], 16)


def _keep_whitespace(text: str) -> str:
    """Write line ends inside values as references: a parser would turn them into spaces (XML 1.0 §3.3.3)."""
    return _VALUE.sub(lambda value: value[0].translate(_WHITESPACE), text)
