"""The children of the root element, cut out of a byte stream, each with its place.

Memory is bounded by the limits, time is linear in the length, and the result does not depend on how the stream was cut
into chunks. Two habits of real damage shape the rules: an element that bears the name of a record never stands inside
another record, so its start tag ends whatever was left open; and after broken markup nothing is believed until the
next record or the end of the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from shouzheng.intake.markup.scanner import MISC_LIMIT, Limits, Scanner, Token, TokenKind

#: Bytes of a piece that are kept for showing it when the piece itself is not handed out.
EXCERPT = 400
#: A piece may exceed the limit by an unfinished tag name or comment before its bytes are let go.
_SLACK = 2 * MISC_LIMIT
_NOT_BLANK = re.compile(rb"\S")


class PieceKind(Enum):
    """What was cut. Only ``RECORD`` and ``ROOT`` carry all their bytes, the others at most ``EXCERPT``."""

    ROOT = "root"  # start tag of the root element
    ROOT_END = "root_end"
    RECORD = "record"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    BROKEN = "broken"
    STRAY_TEXT = "stray_text"
    CDATA = "cdata"
    DOCTYPE = "doctype"
    CUT_OFF = "cut_off"


class Piece(NamedTuple):
    """Something between the root's tags: absolute byte offset and length, bytes or excerpt, element name if any."""

    kind: PieceKind
    offset: int
    length: int
    data: bytes
    name: bytes = b""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Names of the root elements that are accepted and of the records that may stand in them."""

    roots: frozenset[bytes]
    records: frozenset[bytes]

    def begins(self, name: bytes) -> bool:
        """True for the name of a root or record: its start tag ends whatever was left open."""
        return name in self.roots or name in self.records

    def ends_pending(self, name: bytes) -> bool:
        """The same for the name of an unfinished tag, which has a slash in front when it is an end tag."""
        return name[1:] in self.roots if name.startswith(b"/") else self.begins(name)


class _Mode(Enum):
    BETWEEN = 0
    RECORD = 1
    TEXT = 2
    BROKEN = 3


class Cutter:
    """Cuts one stream; use ``pieces`` once."""

    def __init__(self, grammar: Grammar, limits: Limits | None = None, base: int = 0) -> None:
        self._grammar = grammar
        self._limits = limits or Limits()
        self._scanner = Scanner(self._limits, base)
        self._mode = _Mode.BETWEEN
        self._start = base
        self._name = b""
        self._depth = 0
        self._large = False
        self._deep = False
        self._excerpts: dict[int, bytes] = {}

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[Piece]:
        """Yield every piece in file order; comments and processing instructions between records are passed over."""
        scanner = self._scanner
        for chunk in chunks:
            scanner.feed(chunk)
            yield from self._drain()
            self._let_go()
        scanner.finish()
        yield from self._drain()
        yield from self._last()

    def _drain(self) -> Iterator[Piece]:
        scanner, records, limit = self._scanner, self._grammar.records, self._limits.record
        while True:
            if self._mode is _Mode.BETWEEN:
                for start, data, name in scanner.quick_elements(records):
                    size = len(data)
                    if size <= limit:
                        yield Piece(PieceKind.RECORD, start, size, data, name)
                    else:
                        yield Piece(PieceKind.TOO_LARGE, start, size, data[:EXCERPT], name)
            token = scanner.next()
            if token is None:
                return
            if self._mode is _Mode.BETWEEN:
                piece = self._between(token)
            elif self._mode is _Mode.RECORD:
                piece = self._inside(token)
            else:
                piece = self._passing(token)
            if piece is not None:
                yield piece
                if piece.offset + piece.length <= token.start and (again := self._between(token)) is not None:
                    yield again

    # --- one token ---------------------------------------------------------------------------------------------

    def _between(self, token: Token) -> Piece | None:
        """Outside any piece: the token begins one, is one, or is nothing."""
        kind, name = token.kind, token.name
        if kind is TokenKind.TEXT:
            self._begin_text(token)
            return None
        if kind is TokenKind.MISC:
            return None
        self._start, self._name, self._large, self._deep = token.start, name, token.large, False
        if kind is TokenKind.EMPTY:
            return self._cut(PieceKind.ROOT if name in self._grammar.roots else PieceKind.RECORD, token.end)
        if kind is TokenKind.START:
            if name in self._grammar.roots:
                return self._cut(PieceKind.ROOT, token.end)
            self._mode, self._depth = _Mode.RECORD, 1
            return None
        if kind is TokenKind.END and name in self._grammar.roots:
            return self._cut(PieceKind.ROOT_END, token.end)
        if kind is TokenKind.CDATA or kind is TokenKind.DOCTYPE:
            return self._cut(PieceKind.CDATA if kind is TokenKind.CDATA else PieceKind.DOCTYPE, token.end)
        self._mode = _Mode.BROKEN
        return None

    def _begin_text(self, token: Token) -> None:
        text = self._scanner.bytes_between(token.start, token.end)
        found = _NOT_BLANK.search(text)
        if found is not None:
            self._mode, self._start, self._name = _Mode.TEXT, token.start + found.start(), b""

    def _inside(self, token: Token) -> Piece | None:
        """Inside a record: count levels until it closes; a record's or root's own tag means it never closed."""
        kind = token.kind
        if kind in (TokenKind.START, TokenKind.EMPTY):
            if self._grammar.begins(token.name):
                return self._cut(PieceKind.BROKEN, token.start)
            self._large = self._large or token.large
            if kind is TokenKind.START:
                self._depth += 1
                self._deep = self._deep or self._depth > self._limits.depth
        elif kind is TokenKind.END:
            if token.name in self._grammar.roots:
                return self._cut(PieceKind.BROKEN, token.start)
            self._depth = 0 if token.name in self._grammar.records else self._depth - 1
            if self._depth == 0:
                return self._cut(PieceKind.RECORD, token.end)
        elif kind is TokenKind.BROKEN:
            self._mode = _Mode.BROKEN
        return None

    def _passing(self, token: Token) -> Piece | None:
        """In stray text until the next markup, or in broken markup until something can be believed again."""
        if self._mode is _Mode.TEXT:
            return None if token.kind is TokenKind.TEXT else self._cut(PieceKind.STRAY_TEXT, token.start)
        names = self._grammar.roots if token.kind is TokenKind.END else None
        if token.kind in (TokenKind.START, TokenKind.EMPTY, TokenKind.END):
            believable = token.name in names if names is not None else self._grammar.begins(token.name)
            if believable:
                return self._cut(PieceKind.BROKEN, token.start)
        return None

    # --- cutting and letting go --------------------------------------------------------------------------------

    def _cut(self, kind: PieceKind, end: int) -> Piece:
        start = self._start
        if kind is PieceKind.RECORD:
            if self._large or end - start > self._limits.record:
                kind = PieceKind.TOO_LARGE
            elif self._deep:
                kind = PieceKind.TOO_DEEP
        whole = kind in (PieceKind.RECORD, PieceKind.ROOT) and start >= self._scanner.base
        data = self._scanner.bytes_between(start, end) if whole else self._excerpt(start, end)
        self._mode = _Mode.BETWEEN
        self._excerpts.pop(start, None)
        return Piece(kind, start, end - start, data, self._name)

    def _excerpt(self, start: int, end: int) -> bytes:
        kept = self._excerpts.get(start)
        if kept is not None:
            return kept[: end - start]
        return self._scanner.bytes_between(start, min(end, start + EXCERPT))

    def _let_go(self) -> None:
        """Drop bytes that no piece needs; of a piece that is already over the limits keep only its beginning."""
        scanner = self._scanner
        pending = scanner.token_start
        too_much = self._limits.record + _SLACK
        outside = self._mode in (_Mode.BETWEEN, _Mode.TEXT)
        pending_is_next = outside or self._grammar.ends_pending(scanner.pending_name)
        keep = pending
        if self._mode is not _Mode.BETWEEN:
            extent = (pending if pending_is_next else scanner.end) - self._start
            if extent > too_much or self._large or (not pending_is_next and scanner.pending_large):
                self._remember(self._start)
            else:
                keep = self._start
        if keep == pending and (scanner.end - pending > too_much or scanner.pending_large):
            if pending_is_next:
                self._remember(pending)
            keep = scanner.end
        scanner.forget(keep)

    def _remember(self, start: int) -> None:
        if start not in self._excerpts and start >= self._scanner.base:
            self._excerpts[start] = self._scanner.bytes_between(start, start + EXCERPT)

    def _last(self) -> Iterator[Piece]:
        """At the end of the stream: what is still open was cut off."""
        scanner, end = self._scanner, self._scanner.end
        pending = scanner.token_start
        if self._mode is not _Mode.BETWEEN:
            is_next = pending < end and self._grammar.ends_pending(scanner.pending_name)
            until = pending if is_next or (self._mode is _Mode.TEXT and pending < end) else end
            kinds = {_Mode.TEXT: PieceKind.STRAY_TEXT, _Mode.BROKEN: PieceKind.BROKEN}
            closed = PieceKind.BROKEN if is_next else PieceKind.CUT_OFF
            yield self._cut(kinds.get(self._mode, closed), until)
            if until == end:
                return
        if pending < end:
            self._start, self._name = pending, scanner.pending_name.removeprefix(b"/")
            yield self._cut(PieceKind.CUT_OFF, end)
