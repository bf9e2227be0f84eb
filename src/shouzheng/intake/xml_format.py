"""Reads any XML export: cut, parse, decode each record, and account for every piece of the file.

A format gives the name of its root and, for each kind of record, a function that decodes it. Everything that can be
wrong with a file as XML is said here, once, for all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from shouzheng.intake import problems
from shouzheng.intake.markup.cutter import Cutter, Grammar, Piece, PieceKind
from shouzheng.intake.markup.encoding import TextEncoding, cuttable
from shouzheng.intake.markup.lift import LONG, lift
from shouzheng.intake.markup.parse import Record, RecordError, parse_record
from shouzheng.intake.markup.repair import CONTROL_CHARACTER, LONE_SURROGATE, invalid_note
from shouzheng.intake.markup.scanner import Limits
from shouzheng.intake.moments import whole_number
from shouzheng.intake.records import Outcome, ReadContext, Refused
from shouzheng.model.original import Position, Unread, new_position
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

__all__ = ["Refused", "XmlGrammar", "read_xml"]

#: Decodes one record or raises ``Refused``.
Decoder = Callable[[Record, Position, ReadContext], Outcome]


@dataclass(frozen=True, slots=True)
class XmlGrammar:
    """Root, decoder by name of record, and the element and attribute whose long values (base64) are not parsed.

    ``counted`` are notes of events that are reported at the end with their number.
    """

    root: str
    decoders: Mapping[str, Decoder]
    long_value: tuple[str, str] | None = None
    limits: Limits = field(default_factory=Limits)
    counted: Mapping[str, ProblemKind] = field(default_factory=dict)

    def for_cutter(self) -> Grammar:
        """Return the names as bytes, as the cutter needs them."""
        return Grammar(frozenset([self.root.encode()]), frozenset(name.encode() for name in self.decoders))


#: Why a piece that is no record was not understood.
_WHY_UNREAD = {
    PieceKind.TOO_LARGE: problems.TOO_LARGE,
    PieceKind.TOO_DEEP: problems.TOO_DEEP,
    PieceKind.BROKEN: problems.BROKEN_MARKUP,
    PieceKind.STRAY_TEXT: problems.STRAY_TEXT,
    PieceKind.CDATA: problems.DECLARATION_INSIDE,
    PieceKind.CUT_OFF: problems.CUT_OFF,
}
_COUNT = re.compile(rb"""\scount\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_UTF_8 = TextEncoding("utf-8")
#: Every element and attribute costs hundreds of bytes of memory once it is parsed; no app writes so many in a record.
_MOST_FIELDS = 50_000
_FIELD_MARKS = (b"<", b'="', b"='")
#: Records up to this length cannot hold enough of them to matter.
_FEW = 1 << 18


def read_xml(chunks: Iterator[bytes], context: ReadContext, grammar: XmlGrammar) -> Iterator[Outcome]:
    """Return an iterator of what each record became, in file order; problems and counts go to ``context``.

    Raises ``ShouzhengError`` (exit 2) when the root element is another one.
    """
    root = context.look.root
    if root is None or root != grammar.root:
        found = visible(shorten(root, 60)) if root else "?"
        slots = (("root", found), ("expected", f"<{grammar.root}>"))
        raise ShouzhengError(Problem(problems.WRONG_ROOT, context.look.name, slots))
    return _XmlReading(context, grammar).outcomes(chunks)


class _XmlReading:
    """The reading of one file."""

    def __init__(self, context: ReadContext, grammar: XmlGrammar) -> None:
        self._context = context
        self._grammar = grammar
        self._encoding = context.look.encoding or _UTF_8
        self._decoders = {name.encode(): decode for name, decode in grammar.decoders.items()}
        self._nth = dict.fromkeys(self._decoders, 0)
        self._repairs: Counter[str] = Counter()
        self._ended = False
        self._said: set[str] = set()
        self._long = grammar.long_value

    def outcomes(self, chunks: Iterator[bytes]) -> Iterator[Outcome]:
        encoding = self._encoding
        self._say_encoding()
        base = 0 if encoding.converted_from else encoding.skip
        cutter = Cutter(self._grammar.for_cutter(), self._grammar.limits, base)
        for piece in cutter.pieces(cuttable(chunks, encoding)):
            kind = piece.kind
            if kind is PieceKind.RECORD:
                yield self._record(piece)
            elif kind in _WHY_UNREAD:
                if not self._is_half_an_end(piece):
                    yield self._unread_piece(piece)
            else:
                self._frame(piece)
        self._say_end()

    # --- pieces ------------------------------------------------------------------------------------------------

    def _position(self, piece: Piece) -> Position:
        self._context.records += 1
        if self._ended:
            self._once(problems.AFTER_END)
        number, name = self._context.records, piece.name
        if name not in self._nth:  # only known names are counted, lest invented ones fill the memory
            return new_position(piece.offset, piece.length, number, f"{self._grammar.root}/node()[{number}]")
        nth = self._nth[name] = self._nth[name] + 1
        return new_position(piece.offset, piece.length, number, f"{self._grammar.root}/{name.decode()}[{nth}]")

    def _record(self, piece: Piece) -> Outcome:
        position = self._position(piece)
        decode = self._decoders.get(piece.name)
        context, data = self._context, piece.data
        if decode is None:
            expected = ", ".join(f"<{name}>" for name in self._grammar.decoders)
            name = piece.name.decode("utf-8", "replace")
            return context.unread(position, problems.UNKNOWN_ELEMENT, data, name=name, expected=expected)
        try:
            return self._decoded(piece, position, decode)
        except RecordError as error:
            kind = problems.UNDEFINED_ENTITY if error.undefined_entity else problems.NOT_WELL_FORMED
            return context.unread(position, kind, data, detail=error.detail)
        except Refused as refused:
            return context.unread(position, refused.kind, data, **refused.slots)

    def _decoded(self, piece: Piece, position: Position, decode: Decoder) -> Outcome:
        data, codec = piece.data, self._encoding.codec
        if len(data) > _FEW and sum(data.count(mark) for mark in _FIELD_MARKS) > _MOST_FIELDS:
            raise Refused(problems.TOO_MANY_FIELDS, most=_MOST_FIELDS)
        if len(data) >= LONG and self._long:
            data, values = lift(data, self._long[1].encode())
            record = parse_record(data, codec)._replace(long_values=values)
            self._put_back(record)
        else:
            record = parse_record(data, codec)
        if record.notes:
            self._repairs.update(record.notes)
        return decode(record, position, self._context)

    def _put_back(self, record: Record) -> None:
        """Long values belong to one kind of element; anywhere else they are text like any other."""
        values = record.long_values
        for element in record.elements if values else ():
            if self._long and element.name != self._long[0]:
                for name, value in element.attributes.items():
                    if value in values:
                        element.attributes[name] = str(values[value], self._encoding.codec, "replace")

    def _unread_piece(self, piece: Piece) -> Unread:
        limits = self._grammar.limits
        slots = {"length": piece.length, "attribute": limits.attribute, "record": limits.record, "depth": limits.depth}
        return self._context.unread(self._position(piece), _WHY_UNREAD[piece.kind], piece.data, **slots)

    def _is_half_an_end(self, piece: Piece) -> bool:
        """True when the file breaks off inside the root's end tag: no record is lost, and the warning says it."""
        return piece.kind is PieceKind.CUT_OFF and f"</{self._grammar.root}>".encode().startswith(piece.data)

    def _frame(self, piece: Piece) -> None:
        """The root's own tags, and a declaration that is not processed."""
        if piece.kind is PieceKind.DOCTYPE:
            self._once(problems.DOCTYPE_IGNORED, f"+{piece.offset}")
        elif piece.kind is PieceKind.ROOT_END:
            self._ended = True
        else:
            if self._ended:
                self._once(problems.AFTER_END)
            self._ended = piece.data.endswith(b"/>")
            self._declare(piece)

    def _declare(self, piece: Piece) -> None:
        found = _COUNT.search(piece.data)
        if found is None:
            return
        written = (found[1] if found[1] is not None else found[2]).decode("utf-8", "replace")
        count = whole_number(written)
        if count is None or count < 0:
            self._once(problems.COUNT_NOT_A_NUMBER, f"+{piece.offset}", value=written[:40])
        else:
            self._context.declared = (self._context.declared or 0) + count

    # --- what must be said about the file ----------------------------------------------------------------------

    def _once(self, kind: ProblemKind, where: str = "", **slots: object) -> None:
        if kind.code not in self._said:
            self._said.add(kind.code)
            self._context.say(kind, where, **slots)

    def _say_encoding(self) -> None:
        encoding = self._encoding
        if encoding.converted_from:
            self._once(problems.ENCODING_CONVERTED, encoding=encoding.converted_from.upper())
        if encoding.overruled:
            declared = encoding.declared.upper() or "UTF-8"
            self._once(problems.ENCODING_WRONG, declared=declared, really=encoding.codec.upper())
        if encoding.unknown:
            self._once(problems.ENCODING_UNKNOWN, declared=encoding.declared)

    def _say_end(self) -> None:
        context, repairs = self._context, self._repairs
        if not self._ended:
            self._once(problems.TRUNCATED, root=self._grammar.root, records=context.records)
        if context.declared is not None and context.declared != context.records:
            self._once(problems.COUNT_DIFFERS, declared=context.declared, found=context.records)
        if repairs[LONE_SURROGATE]:
            self._once(problems.LONE_SURROGATES, count=repairs[LONE_SURROGATE])
        if repairs[CONTROL_CHARACTER]:
            self._once(problems.CONTROL_CHARACTERS, count=repairs[CONTROL_CHARACTER])
        codec = self._encoding.codec
        if repairs[invalid_note(codec)]:
            self._once(problems.INVALID_BYTES, count=repairs[invalid_note(codec)], encoding=codec.upper())
        for note, kind in self._grammar.counted.items():
            if context.notes[note]:
                self._once(kind, count=context.notes[note])
