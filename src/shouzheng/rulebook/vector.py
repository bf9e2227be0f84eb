"""The vector kernel: all rules over columns of events, made from the same trees as the scalar function (needs numpy).

Each condition is two bit masks, "is TRUE" and "is FALSE", packed eight events to a byte: AND is ``&`` on the one and
``|`` on the other, NOT swaps them, and an event in neither is unknown. There is no limit on the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.facts_file import UNKNOWN, FactType
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.nodes import Boolean, Node
from shouzheng.rulebook.select import SCOPE_FACTS, Selections, number_on
from shouzheng.rulebook.vector_kernel import compile_kernel
from shouzheng.rulebook.vector_scope import ScopeTables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Answers by their code in the result.
ANSWERS = tuple(Answer)
#: The fact that holds the Beijing day; it must be known for every event.
DAY = "day_no"
#: Events judged at a time: masks and columns of a chunk stay in the processor's cache.
CHUNK = 65_536
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of many events: booleans, 64-bit integers, or places in ``FactDefinition.values`` (16-bit).

    ``known`` is True where the value is known, ``None`` when it is everywhere. Unknown places may hold anything of the
    right type.
    """

    values: Array
    known: Array | None = None


class VectorJudge:
    """All rules of a rulebook as one kernel over columns."""

    def __init__(self, rulebook: Rulebook) -> None:
        import numpy

        self._np = numpy
        self.rulebook = rulebook
        self.selections = Selections(rulebook)
        conditions: list[Node] = [rule.condition or Boolean(False) for rule in rulebook.rules]
        self.kernel = compile_kernel(conditions, rulebook.facts)
        uses = {number.key: number for rule in rulebook.rules for number in rule.numbers}
        days = [self.selections.day_in(epoch) for epoch in range(len(self.selections.starts) + 1)]
        self._numbers = [[number_on(rulebook, uses[key], day) for day in days] for key in self.kernel.numbers]
        self._starts = numpy.array(self.selections.starts, dtype=numpy.int64) - _EPOCH
        self._answers = self._answer_table()
        self._scopes = ScopeTables(rulebook, self.selections)

    def answers(self, columns: Mapping[str, Column], *, chunk: int = CHUNK) -> Array:
        """Return an array (rules × events) of places in ``ANSWERS``.

        Facts without a column are unknown. Raises ``ValueError`` when the day is not known everywhere, when columns
        differ in length, or when an integer lies outside its fact's range.
        """
        self._check(columns)
        total = len(columns[DAY].values)
        result: Array = self._np.empty((len(self.rulebook.rules), total), dtype=self._np.uint8)
        for start in range(0, total, chunk):
            part = slice(start, min(start + chunk, total))
            cut = {
                name: Column(column.values[part], None if column.known is None else column.known[part])
                for name, column in columns.items()
            }
            self._judge(cut, result[:, part])
        return result

    def _check(self, columns: Mapping[str, Column]) -> None:
        days = columns.get(DAY)
        if days is None or (days.known is not None and not days.known.all()):
            raise ValueError(f"{DAY} must be known for every event")
        if len({len(column.values) for column in columns.values()}) > 1:
            raise ValueError("columns differ in length")
        for name, column in columns.items():
            fact = self.rulebook.facts.get(name)
            if fact is None or fact.type is not FactType.INT:
                continue
            values = column.values if column.known is None else column.values[column.known]
            if values.size and (values.min() < fact.low or values.max() > fact.high):
                raise ValueError(f"{name} has values outside {fact.low}…{fact.high}")

    def _judge(self, columns: Mapping[str, Column], result: Array) -> None:
        numpy = self._np
        size = result.shape[1]
        epochs = numpy.searchsorted(self._starts, columns[DAY].values, side="right")
        everything = numpy.full((size + 7) // 8, 255, dtype=numpy.uint8)
        values, known = [], []
        for name in self.kernel.facts:
            column, is_int = columns.get(name), self.rulebook.facts[name].type is FactType.INT
            if column is None:
                values.append(numpy.zeros(size, dtype=numpy.int64 if is_int else numpy.int16))
                known.append(everything ^ 255)
            else:
                values.append(column.values.astype(numpy.int64, copy=False) if is_int else column.values)
                known.append(everything if column.known is None else numpy.packbits(column.known))
        numbers = [self._number(table, epochs, everything) for table in self._numbers]
        truths = self.kernel.run(values, known, numbers, everything)
        groups, status = self._groups(columns, epochs)
        for index, (true, false) in enumerate(truths):
            if not status[index].any():
                result[index] = self._answers[index, 0]
                continue
            codes = 2 * numpy.unpackbits(true, count=size) + numpy.unpackbits(false, count=size)
            result[index] = self._answers[index][status[index][groups] * 3 + codes]

    def _number(self, table: Sequence[int | None], epochs: Array, everything: Array) -> tuple[Any, Array]:
        """Return a named number and where it is known: one integer when the chunk lies within one value."""
        numpy = self._np
        used = {table[epoch] for epoch in range(int(epochs.min()), int(epochs.max()) + 1)}
        if len(used) == 1:
            (value,) = used
            return (0, everything ^ 255) if value is None else (value, everything)
        values = numpy.array([value or 0 for value in table], dtype=numpy.int64)[epochs]
        known = numpy.array([value is not None for value in table])[epochs]
        return values, numpy.packbits(known)

    def _groups(self, columns: Mapping[str, Column], epochs: Array) -> tuple[Array, Array]:
        """Return each event's group of equal (epoch, kinds), and the status of each rule in each group."""
        numpy = self._np
        first, last = int(epochs.min()), int(epochs.max())
        groups: Array = (epochs - first).astype(numpy.intp)
        for name, size in zip(SCOPE_FACTS, self._scopes.sizes, strict=True):
            groups *= size
            column = columns.get(name)
            if column is not None:
                code = column.values.astype(numpy.intp) + 1
                groups += code if column.known is None else numpy.where(column.known, code, 0)
        tables = [self._scopes.of(epoch) for epoch in range(first, last + 1)]
        return groups, numpy.concatenate(tables, axis=1)

    def _answer_table(self) -> Array:
        """Answers by (status × 3 + code) for each rule; code 0 unknown, 1 FALSE, 2 TRUE."""
        not_applicable, cannot, clear = (
            ANSWERS.index(a) for a in (Answer.NOT_APPLICABLE, Answer.CANNOT_TELL, Answer.CLEAR)
        )
        rows = [
            [not_applicable] * 3 + [cannot, clear, ANSWERS.index(rule.answer)] + [cannot, clear, cannot]
            for rule in self.rulebook.rules
        ]
        return self._np.array(rows, dtype=self._np.uint8).reshape(len(rows), 9)


def columns_of(
    rulebook: Rulebook, events: Iterable[tuple[date, Mapping[str, FactValue]]], names: Iterable[str] | None = None
) -> dict[str, Column]:
    """Return columns for events given one by one (for tests and small sets); ``names`` defaults to every fact."""
    import numpy

    rows = list(events)
    known_names = tuple(names) if names is not None else tuple(rulebook.facts)
    columns = {}
    for name in known_names:
        fact = rulebook.facts[name]
        codes = {value: index for index, value in enumerate(fact.values)}
        cells = [values.get(name) for _, values in rows]
        known = numpy.array([cell is not None and cell != UNKNOWN for cell in cells], dtype=bool)
        if fact.type is FactType.ENUM:
            data = numpy.array([codes.get(str(cell), 0) for cell in cells], dtype=numpy.int16)
        elif fact.type is FactType.BOOL:
            data = numpy.array([cell is True for cell in cells], dtype=bool)
        else:
            data = numpy.array([cell if isinstance(cell, int) else 0 for cell in cells], dtype=numpy.int64)
        columns[name] = Column(data, known)
    days = numpy.array([day.toordinal() - _EPOCH for day, _ in rows], dtype=numpy.int64)
    columns[DAY] = Column(days)
    return columns
