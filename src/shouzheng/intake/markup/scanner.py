"""Markup tokens out of a byte stream that arrives in chunks; each byte is looked at a bounded number of times.

The grammar is XML 1.0's, reduced to what matters for cutting: where a tag ends, knowing that ``>`` may stand inside
quotes and that ``<`` never may (XML 1.0 §3.1, AttValue). The last point is how the scanner finds its feet again: after
a missing quote the next ``<`` always begins new markup. It works on any encoding in which these marks are single ASCII
bytes and never part of another character: UTF-8, and GB18030, whose second bytes do not include ``<`` ``>`` or quotes.

Nothing here decodes, expands or validates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

#: Bytes within which a comment, processing instruction, CDATA section or document type declaration must end. Longer
#: ones are taken for damage, so that an unclosed comment cannot swallow the rest of a file.
MISC_LIMIT = 1 << 16
#: Longest element name that is taken for one.
_NAME_LIMIT = 256
#: Values up to this length are matched by one regular expression; longer ones are searched for their closing quote.
_QUICK_VALUE = 4096


class TokenKind(IntEnum):
    """What a token is. ``MISC`` is a comment or processing instruction; ``BROKEN`` is no token of XML."""

    TEXT = 0
    START = 1
    END = 2
    EMPTY = 3
    MISC = 4
    CDATA = 5
    DOCTYPE = 6
    BROKEN = 7


class Token(NamedTuple):
    """One token: absolute byte offsets (half-open), the name of a tag, and whether a value was over the limit."""

    kind: TokenKind
    start: int
    end: int
    name: bytes = b""
    large: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Most bytes of one attribute value and of one record, and most levels of nesting."""

    attribute: int = 32 << 20
    record: int = 64 << 20
    depth: int = 32


_NAME = rb"[^\s/>\"'<=!?&;][^\s/>\"'<=]{0,%d}+" % (_NAME_LIMIT - 1)
# The next two classes are written as ranges because the engine tests those by one table look-up per byte.
_OUTSIDE = rb"[\x00-!#-&(-;=?-\xff]"  # everything but " ' < >
_IN_QUOTES = rb"[\x00-!#-;=-\xff]{0,%d}+" % _QUICK_VALUE  # everything but " <
_QUICK_TAG = re.compile(
    rb"<(/?)(%s)(?=[\s/>\"'=])(?:%s++|\"%s\"|'[^'<]{0,%d}+')*+>" % (_NAME, _OUTSIDE, _IN_QUOTES, _QUICK_VALUE)
)
#: Blank text and an element without content whose values are all in double quotes: nearly every record there is.
_QUICK_ELEMENT = re.compile(
    rb"\s*+(<(%s)(?=[\s/>\"'=])(?:%s*+\"%s\")*+%s*+(?<=/)>)" % (_NAME, _OUTSIDE, _IN_QUOTES, _OUTSIDE)
)
_TAG_HEAD = re.compile(rb"</?(%s)(?=[\s/>\"'<=])" % _NAME)
_TAG_STOP = re.compile(rb"[\"'<>]")
_RUN = re.compile(rb"<+(?=<)")  # all of several but the last
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[\]\"'<>]++|\"[^\"]*+\"|'[^']*+')*+"
    rb"(?:\[(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--(?:[^-]++|-(?!->))*+-->|<\?(?:[^?]++|\?(?!>))*+\?>"
    rb"|<(?!!--|\?))*+\]\s*+)?+>",
    re.IGNORECASE,
)
#: Opening and closing marks of what is neither text nor tag.
_MISC = (
    (b"<!--", b"-->", TokenKind.MISC),
    (b"<![CDATA[", b"]]>", TokenKind.CDATA),
    (b"<?", b"?>", TokenKind.MISC),
)
_LONGEST_OPENING = len(b"<!DOCTYPE")


class Scanner:
    """Hands out tokens as soon as they are complete.

    ``buffer`` holds the bytes from absolute offset ``base`` on. Who uses the tokens says with ``forget`` which bytes
    are no longer needed.
    """

    def __init__(self, limits: Limits, base: int = 0) -> None:
        self.buffer = bytearray()
        self.base = base
        self._limits = limits
        self._quick = limits.attribute >= _QUICK_VALUE
        self._at = 0
        self._token = base
        self._finished = False
        self._none_before: dict[bytes, int] = {}
        self._no_doctype_before = 0
        self._pending()

    def _pending(self) -> None:
        """Forget the state of the token that was being scanned."""
        self._scan = -1
        self._name = b""
        self._ends = False
        self._quote = b""
        self._value = 0
        self._large = False

    def feed(self, chunk: bytes) -> None:
        """Add bytes at the end."""
        self.buffer += chunk

    def finish(self) -> None:
        """Say that no more bytes will come."""
        self._finished = True

    @property
    def end(self) -> int:
        """Absolute offset of the end of what has been fed."""
        return self.base + len(self.buffer)

    @property
    def token_start(self) -> int:
        """Absolute offset of the token that is not complete yet (``end`` when there is none)."""
        return self._token

    @property
    def pending_name(self) -> bytes:
        """Name of the incomplete start tag or (with its slash) end tag, when it is known already."""
        return b"/" + self._name if self._ends and self._name else self._name

    @property
    def pending_large(self) -> bool:
        """True when a value of the incomplete tag is already over the limit."""
        return self._large or bool(self._quote and self.base + self._scan - self._value > self._limits.attribute)

    def bytes_between(self, start: int, end: int) -> bytes:
        """Return the bytes between two absolute offsets, as far as they are still held."""
        return bytes(memoryview(self.buffer)[max(start - self.base, 0) : max(end - self.base, 0)])

    def forget(self, before: int) -> None:
        """Drop bytes before an absolute offset; those of an incomplete tag only as far as it has been scanned."""
        limit = self._scan - 1 if self._scan > 0 else self._at
        count = min(before - self.base, max(limit, 0))
        if count > 0:
            del self.buffer[:count]
            self.base += count
            self._at = max(self._at - count, 0)
            if self._scan >= 0:
                self._scan -= count

    def quick_elements(self, names: frozenset[bytes]) -> list[tuple[int, bytes, bytes]]:
        """Return the elements of these names that follow directly: absolute offset, bytes and name of each.

        It never finds anything that ``next`` would see otherwise; it only does so for less, one match per element.
        """
        found: list[tuple[int, bytes, bytes]] = []
        if self._scan >= 0 or not self._quick:
            return found
        buffer, base, at, match = self.buffer, self.base, self._at, _QUICK_ELEMENT.match
        while (element := match(buffer, at)) is not None:
            whole, name = element.groups()
            if name not in names:
                break
            at = element.end()
            found.append((base + at - len(whole), whole, name))
        self._at = at
        self._token = base + at
        return found

    def next(self) -> Token | None:
        """Return the next complete token, or ``None`` when more bytes are needed."""
        if self._scan >= 0:
            return self._go_on_with_tag()
        buffer, at = self.buffer, self._at
        if at >= len(buffer):
            return None
        if buffer[at] != 0x3C:
            end = buffer.find(b"<", at)
            return self._emit(TokenKind.TEXT, len(buffer) if end < 0 else end)
        quick = _QUICK_TAG.match(buffer, at) if self._quick else None
        if quick is None:
            return self._other()
        end = quick.end()
        kind = TokenKind.END if quick[1] else TokenKind.EMPTY if buffer[end - 2] == 0x2F else TokenKind.START
        return self._emit(kind, end, quick[2])

    def _emit(self, kind: TokenKind, end: int, name: bytes = b"", large: bool = False) -> Token:
        token = Token(kind, self._token, self.base + end, name, large)
        self._at = end
        self._token = token.end
        return token

    def _broken(self, end: int) -> Token:
        self._pending()
        return self._emit(TokenKind.BROKEN, end)

    def _other(self) -> Token | None:
        """A tag that is long or not complete, a comment and the like, or damage. ``self._at`` stands on ``<``."""
        buffer, at = self.buffer, self._at
        mark = bytes(buffer[at : at + 2])
        if mark in (b"<!", b"<?"):
            return self._misc()
        run = _RUN.match(buffer, at)
        if run is not None:
            return self._broken(run.end())
        head = _TAG_HEAD.match(buffer, at)
        if head is not None:
            self._name = head[1]
            self._ends = mark == b"</"
            self._scan = head.end()
            return self._go_on_with_tag()
        if self._name_may_go_on():
            return None  # at the end of the file this stays pending, and whoever reads the tokens sees that
        return self._broken(at + 1)

    def _name_may_go_on(self) -> bool:
        tail = self.buffer[self._at + 1 : self._at + _NAME_LIMIT + 3]
        return re.fullmatch(rb"/?(?:%s)?" % _NAME, tail) is not None

    def _misc(self) -> Token | None:
        buffer, at = self.buffer, self._at
        opening = bytes(buffer[at : at + _LONGEST_OPENING]).upper()
        waiting = not self._finished and len(buffer) - at < MISC_LIMIT
        if len(opening) < _LONGEST_OPENING and waiting:
            return None
        for begin, end, kind in _MISC:
            if opening.startswith(begin):
                found = self._find_end(end, at + len(begin), at + MISC_LIMIT)
                if found >= 0:
                    return self._emit(kind, found + len(end))
                return None if waiting else self._broken(at + 1)
        if opening == b"<!DOCTYPE" and self.base + at >= self._no_doctype_before:
            match = _DOCTYPE.match(buffer, at, at + MISC_LIMIT)
            if match is not None:
                return self._emit(TokenKind.DOCTYPE, match.end())
            if waiting:
                return None
            self._no_doctype_before = self.base + at + MISC_LIMIT
        return self._broken(at + 1)

    def _find_end(self, mark: bytes, start: int, limit: int) -> int:
        """Find a closing mark; remembers how far there is none, so that no byte is searched twice for it."""
        known = self._none_before.get(mark, 0) - self.base
        found = self.buffer.find(mark, max(start, known), limit)
        if found < 0:
            searched = min(len(self.buffer), limit) - len(mark) + 1
            self._none_before[mark] = self.base + max(known, searched)
        return found

    def _go_on_with_tag(self) -> Token | None:
        """Scan the tag on from where it was left; ``<`` anywhere before its ``>`` means that it is broken."""
        buffer = self.buffer
        while True:
            if self._quote:
                closing = buffer.find(self._quote, self._scan)
                until = len(buffer) if closing < 0 else closing
                wrong = buffer.find(b"<", self._scan, until)
                if wrong >= 0:
                    return self._broken(wrong)
                self._scan = until
                if closing < 0:
                    return None
                self._large = self.pending_large
                self._quote = b""
                self._scan += 1
            stop = _TAG_STOP.search(buffer, self._scan)
            if stop is None:
                self._scan = len(buffer)
                return None
            mark = stop[0]
            if mark == b"<":
                return self._broken(stop.start())
            if mark == b">":
                return self._complete(stop.end())
            self._quote = mark
            self._scan = stop.end()
            self._value = self.base + self._scan

    def _complete(self, end: int) -> Token:
        slash = end >= 2 and self.buffer[end - 2] == 0x2F
        kind = TokenKind.END if self._ends else TokenKind.EMPTY if slash else TokenKind.START
        name, large = self._name, self._large
        self._pending()
        return self._emit(kind, end, name, large)
