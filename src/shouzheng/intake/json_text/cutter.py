r"""The elements of an array of records, cut out of a byte stream of JSON (UTF-8), each with its place.

Memory is bounded by the longest record that is accepted, time is linear in the length. Brackets are counted outside of
strings only. When a record cannot be read (a missing quote turns everything inside out), the cutter looks in it for the
beginning of another record: ``{`` and one of the first keys that good records of this file begin with; those bytes
cannot stand inside a string, where a quote is written ``\"``. It goes on there, and what it passed over is one broken
piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from shouzheng.intake.json_text.shapes import Shapes
from shouzheng.intake.json_text.values import Json, parse

#: Bytes of a piece that are kept for showing it when the piece itself is not handed out.
EXCERPT = 400
#: Longest key or single value outside of the records.
_FRAME_VALUE = 1 << 16
#: Different first keys by which the beginning of a record is known again.
_MOST_KEYS = 4


class PieceKind(Enum):
    """What was cut. Only ``RECORD`` carries a value."""

    RECORD = "record"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    CUT_OFF = "cut_off"


class Piece(NamedTuple):
    """A record or what could not be read: absolute byte offset and length, bytes or excerpt, value, notes, why.

    ``raw`` are the fields of a record as ``flat`` gives them, where they are known already.
    """

    kind: PieceKind
    offset: int
    length: int
    data: bytes
    value: Json = None
    notes: tuple[str, ...] = ()
    detail: str = ""
    path: tuple[str, ...] = ()
    raw: list[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Most bytes of one record and most levels of nesting; ``patience`` as for ``Shapes``."""

    record: int = 16 << 20
    depth: int = 64
    patience: int | None = None


#: A place in a JSON text: keys, and ``*`` for any element of a list. ``()`` is the text itself.
Path = tuple[str, ...]
#: Told of a single value outside of the records (its path and its text as written), and with ``None`` of each list or
#: object that begins.
OnFrame = Callable[[Path, bytes | None], None]

_BLANK = re.compile(rb"[\s,]*+")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_COLON = re.compile(rb"\s*+:")
_SCALAR = re.compile(rb"[^\s,{}\[\]\":]++")
_TO_BRACKET = re.compile(rb'(?:[^{}\[\]"]++|"(?:[^"\\]++|\\.)*+")*+[{}\[\]]', re.DOTALL)
_FIRST_KEY = re.compile(rb'\{\s*+("(?:[^"\\]++|\\.){1,64}+")\s*+:', re.DOTALL)
#: While no record has been read yet: any key of an object that follows another one in a list.
_ANY_KEY = re.compile(rb'(?<=[},\]])\s*+,?\s*+(\{\s*+"(?:[^"\\]++|\\.){1,64}+"\s*+:)', re.DOTALL)
_OUTSIDE = re.compile(rb'[^{}\[\]"]*+')
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
#: Bytes that stay when nothing was found in them: the beginning of a record may be cut by the end of a chunk.
_KEPT = 256
_LIST, _OBJECT, _END_LIST, _QUOTE, _BACKSLASH = b'[{]"\\'
#: Bytes that may be looked at again for the beginning of a record, beyond twice the length of the file.
_FREE = 16 << 20


class _Level(NamedTuple):
    """An open list or object: its bracket, its path, and whether its elements are records."""

    bracket: int
    path: Path
    target: bool


class Cutter:
    """Cuts one stream; use ``pieces`` once. ``complete`` tells afterwards whether every bracket was closed."""

    def __init__(self, targets: Iterable[Path], on_frame: OnFrame | None = None, limits: Limits | None = None) -> None:
        self._targets = tuple(targets)
        self._on_frame = on_frame
        self._limits = limits or Limits()
        self._data = b""
        self._base = 0  # offset of the first byte of _data in the stream
        self._pos = 0
        self._stack: list[_Level] = []
        self._key: str | None = None
        self._inside: tuple[int, int] | None = None  # where counting goes on in an unfinished record, and its level
        self._lost: tuple[int, bytes] | None = None  # offset and beginning of what could not be read
        self._skipped: tuple[int, bytes, int, bool] | None = None  # offset, beginning, level, in a string
        self._keys: set[bytes] = set()
        self._heads: tuple[bytes, ...] = ()  # beginnings of records that hold one of those keys
        self._sync = _ANY_KEY
        self._again = 0
        self._cut_off = False  # a record was open at the end, whatever was found again inside of it
        self._shapes = Shapes(self._limits.patience)
        self.complete = False

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[Piece]:
        """Yield every record and every unreadable piece in file order."""
        for chunk in chunks:
            self._feed(chunk)
            yield from self._drain(last=False)
        yield from self._drain(last=True)
        self.complete = self.complete and not self._stack and not self._cut_off

    def _feed(self, chunk: bytes) -> None:
        gone = self._pos
        if self._inside is not None:
            self._inside = (self._inside[0] - gone, self._inside[1])
        self._data = self._data[gone:] + chunk
        self._base += gone
        self._pos = 0

    def _drain(self, *, last: bool) -> Iterator[Piece]:
        while True:
            if self._skipped is not None:
                step = self._skip(last=last)
            elif self._lost is not None:
                step = self._find_again(last=last)
            else:
                step = (self._shapes.known and self._alike()) or self._step(last=last)
            if isinstance(step, Piece):
                yield step
            elif not step:
                return

    # --- one step: a piece, True when something was read, False when more bytes are needed ----------------------

    def _step(self, *, last: bool) -> Piece | bool:
        blank = _BLANK.match(self._data, self._pos)
        pos = self._pos = blank.end() if blank else self._pos
        if pos >= len(self._data):
            return False
        byte = self._data[pos]
        top = self._stack[-1] if self._stack else None
        if byte in b"]}":
            return self._close(byte, top)
        if top is not None and top.target:
            return self._element(last=last)
        if top is not None and top.bracket == _OBJECT and self._key is None:
            return self._read_key(last=last)
        if byte in b"[{":
            return self._open(byte, top)
        return self._frame_value(top, last=last)

    def _child_path(self, top: _Level | None) -> Path:
        if top is None:
            return ()
        return (*top.path, self._key if self._key is not None else "*")

    def _open(self, byte: int, top: _Level | None) -> Piece | bool:
        if len(self._stack) >= self._limits.depth:
            return self._lose()
        path = self._child_path(top)
        self._key = None
        self._stack.append(_Level(byte, path, byte == _LIST and self._is_target(path)))
        self.complete = True
        self._pos += 1
        if self._on_frame is not None:
            self._on_frame(path, None)
        return True

    def _is_target(self, path: Path) -> bool:
        return any(
            len(target) == len(path) and all(want in ("*", key) for want, key in zip(target, path, strict=True))
            for target in self._targets
        )

    def _close(self, byte: int, top: _Level | None) -> Piece | bool:
        """A bracket without its partner is passed over at the end of a text that was lost and found again."""
        if top is not None:
            if (top.bracket == _LIST) != (byte == _END_LIST):
                return self._lose()
            self._stack.pop()
        self._key = None
        self._pos += 1
        return True

    def _read_key(self, *, last: bool) -> Piece | bool:
        found = _STRING.match(self._data, self._pos)
        colon = _COLON.match(self._data, found.end()) if found else None
        if found is None or colon is None:
            short = len(self._data) - self._pos <= _FRAME_VALUE and not last
            return False if short and self._data[self._pos] == _QUOTE else self._lose()
        try:
            key = parse(found[0])[0]
        except ValueError:
            return self._lose()
        self._key = str(key)
        self._pos = colon.end()
        return True

    def _frame_value(self, top: _Level | None, *, last: bool) -> Piece | bool:
        found = (_STRING if self._data[self._pos] == _QUOTE else _SCALAR).match(self._data, self._pos)
        open_end = found is None or (found.end() == len(self._data) and not last)
        if open_end and not last and len(self._data) - self._pos <= self._limits.record:
            return False
        if found is None or top is None:
            return self._lose()
        if self._on_frame is not None:
            self._on_frame(self._child_path(top), found[0][:_FRAME_VALUE])
        self._key = None
        self._pos = found.end()
        return True

    # --- records -----------------------------------------------------------------------------------------------

    def _alike(self) -> Piece | None:
        """Return the next record when it is written as others before it."""
        if self._inside is not None or not (self._stack and self._stack[-1].target):
            return None
        found = self._shapes.read(self._data, self._pos)
        if found is None or found.end - found.start > self._limits.record:
            return None
        start, end, value, raw = found
        self._pos = end
        data, path = self._data[start:end], self._stack[-1].path
        return Piece(PieceKind.RECORD, self._base + start, end - start, data, value, (), "", path, raw)

    def _element(self, *, last: bool) -> Piece | bool:
        start, data = self._pos, self._data
        if data[start] not in b"[{":
            return self._single(last=last)
        cursor, level = self._inside or (start + 1, 1)
        while level:
            found = _TO_BRACKET.match(data, cursor)
            if found is None:
                return self._unfinished(start, cursor, level, last=last)
            cursor = found.end()
            level += 1 if data[cursor - 1] in b"[{" else -1
        self._inside = None
        if cursor - start > self._limits.record:
            self._pos = cursor
            return self._piece(PieceKind.TOO_LARGE, start, cursor)
        return self._parsed(start, cursor)

    def _single(self, *, last: bool) -> Piece | bool:
        """A text or number where a record should stand."""
        found = (_STRING if self._data[self._pos] == _QUOTE else _SCALAR).match(self._data, self._pos)
        if found is None or (found.end() == len(self._data) and not last):
            if not last and len(self._data) - self._pos <= self._limits.record:
                return False
            return self._lose()
        return self._parsed(self._pos, found.end())

    def _parsed(self, start: int, end: int) -> Piece:
        data = self._data[start:end]
        try:
            value, notes = parse(data)
        except ValueError as error:
            return self._salvage(PieceKind.BROKEN, start, end, str(error))
        if not data.startswith(self._heads):
            self._learn(data)
        self._shapes.learn(data, value)
        self._pos = end
        return Piece(PieceKind.RECORD, self._base + start, end - start, data, value, notes, "", self._stack[-1].path)

    def _learn(self, data: bytes) -> None:
        """Remember by which first key a record begins, and the very bytes, by which others are seen to be alike."""
        first = _FIRST_KEY.match(data) if len(self._keys) < _MOST_KEYS else None
        if first is None:
            return
        if len(self._heads) < _MOST_KEYS and len(first[0]) <= _KEPT:
            self._heads = (*self._heads, first[0])
        if first[1] not in self._keys:
            self._keys.add(first[1])
            keys = b"|".join(map(re.escape, sorted(self._keys)))
            self._sync = re.compile(rb"(\{\s*+(?:" + keys + rb")\s*+:)")

    def _unfinished(self, start: int, cursor: int, level: int, *, last: bool) -> Piece | bool:
        if last:
            self._inside = None
            self._cut_off = True
            return self._salvage(PieceKind.CUT_OFF, start, len(self._data), "")
        if len(self._data) - start <= self._limits.record:
            self._inside = (cursor, level)
            return False
        self._inside = None
        found = self._sync.search(self._data, start + 1)
        if found is not None and self._may_look_again(len(self._data) - found.start(1)):
            return self._salvage(PieceKind.BROKEN, start, len(self._data), "")
        self._skipped = (self._base + start, self._data[start : start + EXCERPT], level, False)
        self._pos = cursor
        return True

    def _salvage(self, kind: PieceKind, start: int, end: int, detail: str) -> Piece:
        """Go on at the next beginning of a record inside what cannot be read, else after it."""
        found = self._sync.search(self._data, start + 1, end)
        if found is not None and self._may_look_again(end - found.start(1)):
            kind, end = PieceKind.BROKEN, found.start(1)
        self._pos = end
        return self._piece(kind, start, end, detail)

    def _may_look_again(self, length: int) -> bool:
        self._again += length
        return self._again <= _FREE + 2 * (self._base + len(self._data))

    def _piece(self, kind: PieceKind, start: int, end: int, detail: str = "") -> Piece:
        data = self._data[start : min(end, start + EXCERPT)]
        return Piece(kind, self._base + start, end - start, data, detail=detail)

    # --- lost, or passing over what is too large ---------------------------------------------------------------

    def _lose(self) -> bool:
        self._lost = (self._base + self._pos, self._data[self._pos : self._pos + EXCERPT])
        self._inside, self._key = None, None
        return True

    def _find_again(self, *, last: bool) -> Piece | bool:
        """Look for the beginning of a record; a list of records is then taken to be open."""
        if self._lost is None:
            return True
        offset, excerpt = self._lost
        first = self._pos + 1 if self._base + self._pos == offset else self._pos
        found = self._sync.search(self._data, first)
        if found is None and not last:
            self._pos = max(first, len(self._data) - _KEPT) if len(self._data) > first else self._pos
            return False
        end = found.start(1) if found else len(self._data)
        self._lost, self._pos = None, end
        if found is None:
            self.complete = False
        elif not (self._stack and self._stack[-1].target):
            self._stack = [_Level(_LIST, self._targets[0], True)]
        length = self._base + end - offset
        return Piece(PieceKind.BROKEN, offset, length, excerpt[:length])

    def _skip(self, *, last: bool) -> Piece | bool:
        if self._skipped is None:
            return True
        offset, excerpt, level, in_string = self._skipped
        data, pos = self._data, self._pos
        again = self._sync.search(data, pos)
        stop = again.start(1) if again is not None else len(data)
        while level and pos < stop:
            found = (_IN_STRING if in_string else _OUTSIDE).match(data, pos, stop)
            pos = found.end() if found else pos
            if pos >= stop or data[pos] == _BACKSLASH:
                break
            if data[pos] == _QUOTE:
                in_string = not in_string
            else:
                level += 1 if data[pos] in b"[{" else -1
            pos += 1
        if level and again is None and not last:
            self._skipped, self._pos = (offset, excerpt, level, in_string), pos
            return False
        self._pos = stop if level else pos
        self._skipped = None
        self.complete = self.complete and (not level or again is not None)
        return Piece(PieceKind.TOO_LARGE, offset, self._base + self._pos - offset, excerpt)
