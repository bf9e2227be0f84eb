"""Reads a column of texts: Arrow in, Arrow out, equal to ``reading.one.read`` text by text.

Texts are worked on in batches as one array of code points, without a Python object for each. The reference reads what
is rare or long: texts of more than ``LONGEST`` characters, and the few cases that ``folding`` and ``assembly`` name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.column.assembly import disguised_rows, listed_acts, listed_elements
from shouzheng.reading.column.entities.scan import EntityScan
from shouzheng.reading.column.flat import Array, Flat, flatten
from shouzheng.reading.column.folding import FoldedFlat, Folder
from shouzheng.reading.column.inputs import Context, Texts, context_of, texts_of
from shouzheng.reading.column.kinds import ActFlags, KindColumn
from shouzheng.reading.column.looks import Breaks, Chains
from shouzheng.reading.column.output import SCHEMA, SCHEMA_WITH_KIND, Items, Result, Writer
from shouzheng.reading.column.patterns import AnchorScan, Spans, Uses, smallest
from shouzheng.reading.column.pieces import Pieces, Strings
from shouzheng.reading.column.quoting import QuotingRule
from shouzheng.reading.column.seen import Candidates, Seen
from shouzheng.reading.column.sign_tables import SignTables
from shouzheng.reading.column.words import Alphabet, WordTable
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.kinds.reader import KindReader
from shouzheng.reading.kinds.told import kind_of
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reading.matcher import MOST_HITS
from shouzheng.reading.one import read

#: Longer texts are read by the reference, one by one: its time is linear, and a batch stays small.
LONGEST = 4_000
#: Texts worked on at a time, and bytes of texts: it takes about a hundred times as much memory.
BATCH_ROWS = 16_384
BATCH_BYTES = 1 << 22


class ColumnReader:
    """Reads columns of texts with one lexicon; not for use by several threads at once.

    With ``kinds`` the table has one more column, ``kind``: what ``kinds.told.kind_of`` says of each text.
    """

    def __init__(self, lexicon: Lexicon, kinds: KindReader | None = None) -> None:
        self.lexicon = lexicon
        self._kinds = None if kinds is None else KindColumn(kinds)
        own = [w for m in (lexicon.matcher, lexicon.conditions) for w, _, _, _ in m.anchors()]
        words = list(dict.fromkeys([*own, *(self._kinds.words() if self._kinds else ())]))
        number = {word: index for index, word in enumerate(words)}
        self._left, self._right = Chains(backward=True), Chains(backward=False)
        total = len(lexicon.conditions.parts())
        self.tables = SignTables(lexicon, self._left, self._right, total)
        alike = [row.tobytes() for row in self.tables.pattern_fits]
        self._patterns = Uses(lexicon.matcher, number, self._left, self._right, alike)
        self._conditions = Uses(lexicon.conditions, number, self._left, self._right, range(total))
        if self._kinds is not None:
            self._kinds.join(number, self._left, self._right)
        self._quoting = QuotingRule(lexicon.commentary, self._left, self._right, total)
        inside = [word for some in self.tables.inside_sets for word in some]
        self._entities = EntityScan(lexicon)
        self._alphabet = Alphabet([*words, *self._left.words(), *self._right.words(), *inside, *self._entities.words()])
        self._entities.close(self._alphabet)
        self._left.close(self._alphabet)
        self._right.close(self._alphabet)
        self._scan = AnchorScan(words, self._alphabet)
        self._inside = WordTable(self._alphabet, self.tables.inside_sets)
        self._is_disguise = np.zeros(total, dtype=bool)
        self._is_disguise[list(lexicon.disguise)] = True
        self._folder = Folder(lexicon.fold_table)
        self._writer = Writer(self.tables.names, [spec.name for spec in lexicon.elements])
        self._flags = ActFlags(lexicon, self.tables.names)
        self.handed_over = 0  #: number of texts that the reference read, since the reader was made

    @property
    def entities_handed_over(self) -> int:
        """Number of texts whose entities alone the reference sought, since the reader was made."""
        return self._entities.handed_over

    def read(self, texts: Any, *, addressee: Any = None, own_words: Any = None, sent: Any = None) -> Any:
        """Return a table with a row for each text (``model.schema.TEXT_READINGS``).

        ``texts``: an Arrow array or chunked array of strings (also large, view or dictionary; ``binary`` is UTF-8 that
        may hold lone surrogates). ``addressee``: names of roles; ``own_words``: booleans; ``sent``: ``date32`` Beijing
        days; all with a value or null for each text, or left out. A text that is null has null readings.

        Raises ``ValueError`` for columns of other lengths, unknown roles and bytes that are no UTF-8, ``TypeError`` for
        other types.
        """
        chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
        context = context_of(len(texts), addressee, own_words, sent)
        done = 0
        batches = []
        for chunk in chunks:
            for start in range(0, len(chunk), BATCH_ROWS):
                part = texts_of(chunk.slice(start, BATCH_ROWS))
                for first, last in _cuts(part.strings):
                    known = context.cut(slice(done + first, done + last))
                    batches.append(self._batch(part.cut(first, last), known))
                done += len(part.strings)
        return pa.Table.from_batches(batches, SCHEMA if self._kinds is None else SCHEMA_WITH_KIND)

    def _batch(self, texts: Texts, context: Context) -> Any:
        """Return the record batch of a few thousand texts."""
        strings = texts.strings
        valid = strings.is_valid().to_numpy(zero_copy_only=False)
        lengths = pc.fill_null(pc.utf8_length(strings), 0).to_numpy(zero_copy_only=False)
        long = lengths > LONGEST
        plain = strings
        if long.any() or not valid.all():
            plain = pc.if_else(pa.array(valid & ~long), strings, pa.scalar("", pa.large_string()))
        result, odd = self._vector(flatten(plain, np.where(long, 0, lengths)), context)
        odd |= long
        odd[list(texts.apart)] = True
        rows = np.flatnonzero(odd).tolist()
        self.handed_over += len(rows)
        if rows:
            given = {row: texts.apart.get(row) or strings[row].as_py() for row in rows}
            readings = {row: self._one(text, *context.of(row)) for row, text in given.items()}
            kinds = None
            if self._kinds is not None:
                kinds = {row: self._kind(text, readings[row], *context.of(row)) for row, text in given.items()}
            result = _with(result, odd, self._writer.result_of(readings, len(valid), kinds))
        return self._writer.record_batch(result, valid)

    def _one(self, text: str, role: Role, own_words: bool, sent: date | None) -> Reading:
        return read(text, self.lexicon, addressee=role, own_words=own_words, sent=sent)

    def _kind(self, text: str, reading: Reading, role: Role, own_words: bool, _sent: date | None) -> Kind:
        if self._kinds is None:
            raise ValueError("the reader was made without the model of kinds")
        return kind_of(text, reading, self.lexicon, self._kinds.kinds, addressee=role, own_words=own_words)

    def _vector(self, raw: Flat, context: Context) -> tuple[Result, Array]:
        """Read all texts as arrays; also returns a mask of those that have to be read by the reference."""
        folded = self._folder.fold(raw)
        letters = self._alphabet.numbers(folded.codes)
        breaks = Breaks(folded.codes)
        anchors = self._scan.scan(letters)
        chains = (letters, breaks, self._left, self._right)
        fits = self.tables.pattern_fits

        def fitting(numbers: Array, places: Array) -> Array:
            answer: Array = fits[numbers, context.roles[folded.row[places]]]
            return answer

        around = self._patterns.around(anchors, fitting, *chains)
        pieces = self._entities.find(folded, letters, context)
        candidates = self._candidates(smallest(around, len(letters)), pieces)
        rows = folded.row[candidates.start]
        needs = self.tables.needs.of_rows(rows, candidates.sign, folded.row[folded.marked], raw.rows)
        asked: Array = np.any(needs, axis=1)

        def needed(numbers: Array, places: Array) -> Array:
            answer: Array = needs[folded.row[places], numbers >> 3] >> (7 - (numbers & 7)).astype(np.uint8) & 1
            return answer

        conditions = self._conditions.around(anchors.only(asked[folded.row[anchors.place]]), needed, *chains)
        found = smallest(conditions, len(letters))
        seen = Seen(folded, *chains, self._inside, self.tables, context.roles, found)
        result, odd = self._assembled(seen, candidates, pieces, context)
        odd[folded.odd] = True
        for spans in (around, conditions):
            odd |= np.bincount(folded.row[spans.start], minlength=raw.rows) >= MOST_HITS
        if self._kinds is not None:
            acts = result.acts
            known = self._flags.known(context.roles, acts.row, acts.columns["name"], result.disguised)
            kind, strange = self._kinds.told(folded, known, anchors, letters, breaks, [self._left, self._right])
            kind[context.own] = KINDS.index(Kind.VICTIM_REPLY)
            result, odd = replace(result, kind=kind), odd | strange
        return result, odd

    def _candidates(self, spans: Spans, pieces: Pieces) -> Candidates:
        """Return where signs may count: patterns, and entities of the kinds that signs start from."""
        item, sign = self.tables.of_kind.members(pieces.kind)
        return Candidates(
            np.concatenate([self.tables.of_pattern[spans.number], sign]),
            np.concatenate([spans.start, pieces.start[item]]),
            np.concatenate([spans.end, pieces.end[item]]),
        )

    def _assembled(self, seen: Seen, candidates: Candidates, pieces: Pieces, context: Context) -> tuple[Result, Array]:
        folded, tables = seen.folded, self.tables
        is_act = candidates.sign < tables.acts
        candidates = candidates.only(~(is_act & context.own[folded.row[candidates.start]]))
        shown = seen.shown(seen.beside(candidates))
        is_act = shown.sign < tables.acts
        acts, unsure = listed_acts(tables, folded, self._quoting.counting(seen, shown.only(is_act)))
        elements = listed_elements(tables, folded, shown.only(~is_act))
        disguised = disguised_rows(seen, self._is_disguise, acts)
        odd = np.zeros(folded.raw.rows, dtype=bool)
        odd[unsure] = True
        columns = {"label": acts.label, "name": acts.name, "disguised": acts.disguised}
        result = Result(
            _items(folded, acts.row, acts.start, acts.end, columns),
            _entity_items(folded, pieces),
            _items(folded, elements.row, elements.start, elements.end, {"element": elements.element}),
            disguised,
        )
        return result, odd


def _cuts(strings: Any) -> Iterator[tuple[int, int]]:
    """Yield the borders of batches that hold few enough bytes of texts, those that are read one by one left out."""
    sizes = pc.fill_null(pc.binary_length(strings), 0).to_numpy(zero_copy_only=False)
    filled = np.cumsum(np.where(sizes > 4 * LONGEST, 0, sizes)) // BATCH_BYTES
    places = np.flatnonzero(np.diff(filled, prepend=0)).tolist()
    yield from pairwise(sorted({0, *places, len(strings)}))


def _items(folded: FoldedFlat, row: Array, start: Array, end: Array, columns: dict[str, Array]) -> Items:
    first, last = folded.raw_span(start, end)
    begin = folded.raw.starts[row]
    return Items(row, first - begin, last - begin, columns, {})


def _entity_items(folded: FoldedFlat, pieces: Pieces) -> Items:
    first, last = folded.raw_span(pieces.start, pieces.end)
    begin = folded.raw.starts[pieces.row]
    strings = {"text": Strings.slices(folded.raw.codes, first, last), "value": pieces.value}
    columns = {"kind": pieces.kind, "fen": pieces.fen, "day": pieces.day}
    return Items(pieces.row, first - begin, last - begin, columns, strings)


def _with(result: Result, odd: Array, other: Result) -> Result:
    """Return the result with the odd texts as the reference read them."""
    return Result(
        result.acts.apart_from(odd).merged(other.acts),
        result.entities.apart_from(odd).merged(other.entities),
        result.elements.apart_from(odd).merged(other.elements),
        np.where(odd, other.disguised, result.disguised),
        None if result.kind is None or other.kind is None else np.where(odd, other.kind, result.kind),
    )
