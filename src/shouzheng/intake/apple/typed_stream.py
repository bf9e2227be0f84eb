"""The text of an ``attributedBody``: the string inside an attributed string that NSArchiver wrote (a typed stream).

On recent iOS the column ``text`` is empty and this is where the words are. Only the little that leads to the text is
read, strictly: header, class chain of the attributed string, its string, the string's bytes. Anything else raises
``ValueError``; nothing is searched for, so that no other bytes can pass for the text.

Source of the layout: dgelessus/python-typedstream (``pytypedstream``), ``stream.py``.
"""

from __future__ import annotations

_HEADER = b"\x04\x0bstreamtyped"
#: Bytes that announce something: a 16-bit or 32-bit number, something new, nothing, the end of an object.
_INT_16, _INT_32, _NEW, _NIL, _END = 0x81, 0x82, 0x84, 0x85, 0x86
#: From here on a byte (or number) refers to something that stood before.
_REFERENCE = 0x92
_ATTRIBUTED = frozenset([b"NSAttributedString", b"NSMutableAttributedString"])
_STRINGS = frozenset([b"NSString", b"NSMutableString"])
_MOST_CLASSES = 16
_LONGEST_NAME = 255
#: Beginnings, up to the text, that were read before: the phone writes the same one or two for every message.
_PREFIXES: list[bytes] = []
_MOST_PREFIXES = 8


class _Stream:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.place = 0
        self._shared: list[bytes] = []

    def byte(self) -> int:
        if self.place >= len(self._data):
            raise ValueError("cut off")
        self.place += 1
        return self._data[self.place - 1]

    def take(self, length: int) -> bytes:
        found = self._data[self.place : self.place + length]
        if len(found) != length:
            raise ValueError("cut off")
        self.place += length
        return found

    def number(self) -> int:
        """A length or version: one byte, or two or four of them (little-endian) behind a mark."""
        head = self.byte()
        if head == _INT_16:
            return int.from_bytes(self.take(2), "little")
        if head == _INT_32:
            return int.from_bytes(self.take(4), "little")
        if 0x80 <= head < _REFERENCE:
            raise ValueError(f"no number: {head:#x}")
        return head

    def shared(self) -> bytes:
        """A name or type: written once, then referred to by its number."""
        head = self.byte()
        if head != _NEW:
            return self._referred(head)
        length = self.number()
        if length > _LONGEST_NAME:
            raise ValueError("name too long")
        name = self.take(length)
        self._shared.append(name)
        return name

    def _referred(self, head: int) -> bytes:
        number = head - _REFERENCE
        if head < _REFERENCE or number >= len(self._shared):
            raise ValueError(f"no name: {head:#x}")
        return self._shared[number]

    def classes(self) -> bytes:
        """The name of an object's class; its parents' names and versions are passed over."""
        if self.byte() != _NEW:
            raise ValueError("no object")
        first = b""
        for depth in range(_MOST_CLASSES):
            head = self.byte()
            if head == _NIL or (depth and head >= _REFERENCE):
                return first
            if head != _NEW:
                raise ValueError(f"no class: {head:#x}")
            name = self.shared()
            self.number()
            first = first or name
        raise ValueError("too many classes")


def text_of(data: bytes) -> str:
    """Return the text of an archived attributed string; raises ``ValueError`` when it is not one."""
    stream = _Stream(data)
    known = next((prefix for prefix in _PREFIXES if data.startswith(prefix)), None)
    if known is None:
        _enter(stream)
        if len(_PREFIXES) < _MOST_PREFIXES:
            _PREFIXES.append(data[: stream.place])
    else:
        stream.place = len(known)
    return stream.take(stream.number()).decode("utf-8")


def _enter(stream: _Stream) -> None:
    """Read everything before the text."""
    if stream.take(len(_HEADER)) != _HEADER:
        raise ValueError("no typed stream")
    stream.number()  # version of the system: 1000
    _object(stream, _ATTRIBUTED)
    _object(stream, _STRINGS)
    if stream.shared() != b"+":
        raise ValueError("no bytes")


def _object(stream: _Stream, names: frozenset[bytes]) -> None:
    """Enter an object of one of these classes."""
    if stream.shared() != b"@":
        raise ValueError("no object")
    found = stream.classes()
    if found not in names:
        raise ValueError(f"class {found[:40]!r}")
