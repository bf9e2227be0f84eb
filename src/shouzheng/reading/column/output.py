"""The columns that go out: lists of acts, entities and elements for each text, as Arrow arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from shouzheng.model.reading import Reading
from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.pieces import EPOCH, NONE, Strings
from shouzheng.reading.column.sign_tables import KINDS
from shouzheng.reading.kinds.names import KINDS as TEXT_KINDS
from shouzheng.reading.kinds.names import Kind
from shouzheng.reading.labels import ACT_LABELS

ACT = pa.struct(
    [
        pa.field("act", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("pattern", pa.string(), nullable=False),
        pa.field("disguised", pa.bool_(), nullable=False),
    ]
)
ENTITY = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("fen", pa.int64()),
        pa.field("day", pa.date32()),
        pa.field("value", pa.string()),
    ]
)
ELEMENT = pa.struct(
    [
        pa.field("element", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
    ]
)
#: Schema of the table that ``ColumnReader.read`` returns.
SCHEMA = pa.schema(
    [
        pa.field("acts", pa.list_(ACT)),
        pa.field("entities", pa.list_(ENTITY)),
        pa.field("elements", pa.list_(ELEMENT)),
        pa.field("disguised", pa.bool_()),
    ]
)
#: The same with the kind of each text, where the reader was given the model of kinds.
SCHEMA_WITH_KIND = SCHEMA.append(pa.field("kind", pa.string()))


@dataclass(frozen=True, slots=True)
class Items:
    """Acts, entities or elements of a batch: text, span in its original characters, further columns by name."""

    row: Array
    start: Array
    end: Array
    columns: dict[str, Array]
    strings: dict[str, Strings]

    def apart_from(self, odd: Array) -> Items:
        """Return those of other texts; ``odd`` is a mask of texts."""
        if not odd.any():
            return self
        return self.take(np.flatnonzero(~odd[self.row]))

    def take(self, order: Array) -> Items:
        """Return them in another order."""
        columns = {name: column[order] for name, column in self.columns.items()}
        strings = {name: some.take(order) for name, some in self.strings.items()}
        return Items(self.row[order], self.start[order], self.end[order], columns, strings)

    def merged(self, other: Items) -> Items:
        """Return both, by text; those of one text keep their order."""
        if not len(other.row):
            return self
        both = Items(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]),
            {name: np.concatenate([column, other.columns[name]]) for name, column in self.columns.items()},
            {name: Strings.join([some, other.strings[name]]) for name, some in self.strings.items()},
        )
        return both.take(np.argsort(both.row, kind="stable"))


@dataclass(frozen=True, slots=True)
class Result:
    """What was read in a batch; items stand in the order in which they are listed, text after text.

    ``kind``: place in ``KINDS`` of each text, where kinds were asked for.
    """

    acts: Items
    entities: Items
    elements: Items
    disguised: Array
    kind: Array | None = None


class Writer:
    """Turns results into Arrow with the names of one lexicon."""

    def __init__(self, names: Sequence[str], elements: Sequence[str]) -> None:
        self._names = {name: number for number, name in enumerate(names)}
        self._elements = {name: number for number, name in enumerate(elements)}
        self._labels = pa.array(ACT_LABELS, pa.string())
        self._patterns = pa.array(names, pa.string())
        self._element_names = pa.array(elements, pa.string())
        self._kinds = pa.array([kind.value for kind in KINDS], pa.string())
        self._text_kinds = pa.array([kind.value for kind in TEXT_KINDS], pa.string())

    def record_batch(self, result: Result, valid: Array) -> Any:
        """Return the columns; texts that are not ``valid`` have null in all of them."""
        acts, entities, elements = result.acts, result.entities, result.elements
        act_columns = [
            self._labels.take(pa.array(acts.columns["label"])),
            *_spans(acts),
            self._patterns.take(pa.array(acts.columns["name"])),
            pa.array(acts.columns["disguised"]),
        ]
        fen, day = entities.columns["fen"], entities.columns["day"]
        entity_columns = [
            self._kinds.take(pa.array(entities.columns["kind"])),
            *_spans(entities),
            entities.strings["text"].arrow(),
            pa.array(fen, pa.int64(), mask=fen == NONE),
            pa.array(day.astype(np.int32), pa.int32(), mask=day == NONE).cast(pa.date32()),
            entities.strings["value"].arrow(),
        ]
        element_columns = [self._element_names.take(pa.array(elements.columns["element"])), *_spans(elements)]
        columns = [
            _lists(ACT, act_columns, acts.row, valid),
            _lists(ENTITY, entity_columns, entities.row, valid),
            _lists(ELEMENT, element_columns, elements.row, valid),
            pa.array(result.disguised, pa.bool_(), mask=~valid),
        ]
        if result.kind is None:
            return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
        columns.append(self._text_kinds.take(pa.array(result.kind, mask=~valid)))
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA_WITH_KIND)

    def result_of(self, readings: dict[int, Reading], total: int, kinds: dict[int, Kind] | None = None) -> Result:
        """Return readings of the reference, and kinds where asked for, in the form of a batch of ``total`` texts."""
        kind = None
        if kinds is not None:
            kind = np.zeros(total, dtype=np.int64)
            kind[list(kinds)] = [TEXT_KINDS.index(one) for one in kinds.values()]
        acts = [(row, act) for row, reading in readings.items() for act in reading.acts]
        entities = [(row, one) for row, reading in readings.items() for one in reading.entities]
        shown = [(row, e.name, e.span) for row, reading in readings.items() for e in reading.elements if e.span]
        fen = [NONE if one.fen is None else one.fen for _, one in entities]
        day = [NONE if one.day is None else one.day.toordinal() - EPOCH for _, one in entities]
        text, value = (Strings.of([getattr(one, name) for _, one in entities]) for name in ("text", "value"))
        disguised = np.zeros(total, dtype=bool)
        disguised[[row for row, reading in readings.items() if reading.disguised]] = True
        return Result(
            _items(
                [(row, act.span.start, act.span.end) for row, act in acts],
                label=[ACT_LABELS.index(act.act) for _, act in acts],
                name=[self._names[act.pattern] for _, act in acts],
                disguised=[act.disguised for _, act in acts],
            ),
            _items(
                [(row, one.span.start, one.span.end) for row, one in entities],
                {"text": text, "value": value},
                kind=[KINDS.index(one.kind) for _, one in entities],
                fen=fen,
                day=day,
            ),
            _items(
                [(row, span.start, span.end) for row, _, span in shown],
                element=[self._elements[name] for _, name, _ in shown],
            ),
            disguised,
            kind,
        )


def _items(
    places: list[tuple[int, int, int]], strings: dict[str, Strings] | None = None, **columns: Sequence[int]
) -> Items:
    spans = np.array(places, dtype=np.int64).reshape(-1, 3).T
    kinds = {name: np.bool_ if name == "disguised" else np.int64 for name in columns}
    arrays: dict[str, Array] = {name: np.array(column, dtype=kinds[name]) for name, column in columns.items()}
    return Items(spans[0], spans[1], spans[2], arrays, strings or {})


def _spans(items: Items) -> tuple[Any, Any]:
    return pa.array(items.start.astype(np.int32)), pa.array(items.end.astype(np.int32))


def _lists(kind: Any, columns: list[Any], rows: Array, valid: Array) -> Any:
    values = pa.StructArray.from_arrays(columns, fields=list(kind))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(valid)))]).astype(np.int32)
    mask = None if valid.all() else pa.array(~valid)
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=pa.list_(kind), mask=mask)
