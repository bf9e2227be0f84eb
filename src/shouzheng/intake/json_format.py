"""Reads any JSON export: cut, decode each record, and account for every piece of the file.

A format names where the list of its records is, and a function that decodes one record. Everything that can be wrong
with a file as JSON is said here, once, for all of them.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from shouzheng.intake import problems
from shouzheng.intake.json_text.cutter import Cutter, Limits, Piece, PieceKind
from shouzheng.intake.json_text.cutter import Path as JsonPath
from shouzheng.intake.json_text.line_cutter import LineCutter
from shouzheng.intake.json_text.values import DUPLICATE_KEY, INVALID_BYTES, LONE_SURROGATE, Json, Object, flat, parse
from shouzheng.intake.markup.encoding import TextEncoding, cuttable
from shouzheng.intake.records import Outcome, ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.problems import BAD_STRUCTURE, DUPLICATE_KEYS, JSON_CUT_OFF, NOT_AN_OBJECT, NOT_JSON
from shouzheng.model.original import Position, new_position

#: Most single values outside of the records that are remembered.
_MOST_FRAME = 200
_UTF_8 = TextEncoding("utf-8")
_SECOND_LINE = re.compile(rb"\}[ \t\r]*\n\s*\{")
_WHY_UNREAD = {
    PieceKind.BROKEN: NOT_JSON,
    PieceKind.TOO_LARGE: problems.TOO_LARGE,
    PieceKind.CUT_OFF: problems.CUT_OFF,
}


class JsonRecord(NamedTuple):
    """One record for a decoder: the object, all its fields as raw pairs, and what stands outside of the records.

    ``frame`` holds single values before this record by their path (``("name",)``). ``notes`` is for the decoder to add
    to. ``path`` is that of the list, ``length`` that of the record in bytes: no text in it has more characters.
    """

    value: Object
    raw: list[tuple[str, str]]
    frame: dict[JsonPath, str]
    notes: list[str]
    path: JsonPath
    length: int

    def texts(self) -> dict[str, str]:
        """Return the top-level texts and numbers by key; what is null, a list or an object is left out."""
        return {key: value for key, value in self.value.items() if isinstance(value, str)}


#: Decodes one record or raises ``Refused``.
Decode = Callable[[JsonRecord, Position, ReadContext], Outcome]


@dataclass(frozen=True, slots=True)
class JsonGrammar:
    """Where the lists of records are (``()`` is the text itself, ``*`` any element of a list), and how one is decoded.

    ``lines`` when the file may also hold one record on each line.
    """

    decode: Decode
    where: tuple[JsonPath, ...] = ((),)
    lines: bool = False
    limits: Limits = field(default_factory=Limits)


def read_json(chunks: Iterator[bytes], context: ReadContext, grammar: JsonGrammar) -> Iterator[Outcome]:
    """Yield what each record became, in file order; problems and counts go to ``context``."""
    return _JsonReading(context, grammar).outcomes(chunks)


def is_lines(look: Look) -> bool:
    """True when the file holds one JSON object on each line (or a single one)."""
    text = look.text.lstrip()
    return text.startswith(b"{") and (_SECOND_LINE.search(text) is not None or text.rstrip().endswith(b"}"))


def first_records(look: Look, where: Iterable[JsonPath] = ((),), *, lines: bool = False, most: int = 3) -> list[Object]:
    """Return the first records that lie whole in the first bytes of a file, for recognising it; never raises."""
    if look.content is not Content.JSON:
        return []
    limits = Limits(record=1 << 16)
    cutter = LineCutter(limits) if lines and is_lines(look) else Cutter(where, None, limits)
    found: list[Object] = []
    for piece in cutter.pieces([look.text]):
        if isinstance(piece.value, Object):
            found.append(piece.value)
            if len(found) == most:
                break
    return found


class _JsonReading:
    """The reading of one file."""

    def __init__(self, context: ReadContext, grammar: JsonGrammar) -> None:
        self._context = context
        self._grammar = grammar
        self._frame: dict[JsonPath, str] = {}
        self._notes: Counter[str] = Counter()
        self._nth: Counter[JsonPath] = Counter()
        self._places: dict[JsonPath, str] = {}

    def outcomes(self, chunks: Iterator[bytes]) -> Iterator[Outcome]:
        context, grammar = self._context, self._grammar
        encoding = context.look.encoding or _UTF_8
        if encoding.converted_from or encoding.codec != "utf-8":
            context.say(problems.ENCODING_CONVERTED, encoding=(encoding.converted_from or encoding.codec).upper())
        lines = grammar.lines and is_lines(context.look)
        cutter = LineCutter(grammar.limits) if lines else Cutter(grammar.where, self._take_frame, grammar.limits)
        for piece in cutter.pieces(_as_utf_8(chunks, encoding)):
            yield self._outcome(piece, lines=lines)
        if not cutter.complete:
            context.say(JSON_CUT_OFF, records=context.records)
        self._say_repairs()

    def _take_frame(self, path: JsonPath, raw: bytes | None) -> None:
        if raw is None:  # a new list or object: what was said of the one before it holds no longer
            for known in [known for known in self._frame if known[: len(path)] == path]:
                del self._frame[known]
            return
        if len(self._frame) < _MOST_FRAME:
            try:
                value = parse(raw)[0]
            except ValueError:
                return
            if isinstance(value, str):
                self._frame[path] = value

    def _outcome(self, piece: Piece, *, lines: bool) -> Outcome:
        context = self._context
        context.records = record = context.records + 1
        of = piece.path
        self._nth[of] = nth = self._nth[of] + 1
        place = self._places.get(of)
        if place is None:
            place = self._places[of] = "line" if lines else ".".join(of)
        position = new_position(piece.offset, piece.length, record, f"{place}[{nth}]")
        if piece.kind is not PieceKind.RECORD:
            limit = self._grammar.limits.record
            slots = {"length": piece.length, "attribute": limit, "record": limit, "detail": piece.detail or "?"}
            return context.unread(position, _WHY_UNREAD[piece.kind], piece.data, **slots)
        try:
            return self._decoded(piece, position)
        except Refused as refused:
            return context.unread(position, refused.kind, piece.data, **refused.slots)
        except RecursionError:
            return context.unread(position, BAD_STRUCTURE, piece.data, detail="too many levels")

    def _decoded(self, piece: Piece, position: Position) -> Outcome:
        value, notes = piece.value, [*piece.notes]
        if not isinstance(value, Object):
            raise Refused(NOT_AN_OBJECT, found=_kind_of(value))
        try:
            raw = piece.raw if piece.raw is not None else flat(value, notes)
        except ValueError as error:
            raise Refused(BAD_STRUCTURE, detail=error) from error
        record = JsonRecord(value, raw, self._frame, notes, piece.path, piece.length)
        outcome = self._grammar.decode(record, position, self._context)
        if notes:
            self._notes.update(set(notes))
        return outcome

    def _say_repairs(self) -> None:
        context, notes = self._context, self._notes
        if notes[LONE_SURROGATE]:
            context.say(problems.LONE_SURROGATES, count=notes[LONE_SURROGATE])
        if notes[INVALID_BYTES]:
            context.say(problems.INVALID_BYTES, count=notes[INVALID_BYTES], encoding="UTF-8")
        if notes[DUPLICATE_KEY]:
            context.say(DUPLICATE_KEYS, count=notes[DUPLICATE_KEY])


def _as_utf_8(chunks: Iterator[bytes], encoding: TextEncoding) -> Iterator[bytes]:
    """Yield the file as UTF-8: in GB18030 a byte of a character may look like a bracket or backslash."""
    if encoding.codec == "utf-8":
        yield from cuttable(chunks, encoding)
        return
    decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
    for chunk in cuttable(chunks, encoding):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _kind_of(value: Json) -> str:
    names = {str: "a text", list: "a list", bool: "true/false", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
