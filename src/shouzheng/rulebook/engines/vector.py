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
from shouzheng.rulebook.engines.vector_kernel import Kernel, compile_kernel
from shouzheng.rulebook.engines.vector_scope import ScopeTables
from shouzheng.rulebook.files.facts import UNKNOWN, FactDefinition, FactType
from shouzheng.rulebook.language.nodes import Boolean, Node
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import Selections, number_on

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
    """One fact of many events: booleans, signed integers, or places in ``FactDefinition.values`` (16-bit).

    ``known`` is True where the value is known, ``None`` when it is everywhere. Unknown places may hold anything of the
    right type. Booleans and ``known`` may be packed eight to a byte (``vector_bits``).
    """

    values: Array
    known: Array | None = None

    def cut(self, start: int, stop: int) -> Column:
        """Return the events from ``start`` (a multiple of eight) up to but not including ``stop``."""
        from shouzheng.rulebook.engines import vector_bits as bits

        known = None if self.known is None else bits.cut(self.known, start, stop)
        return Column(bits.cut(self.values, start, stop), known)


class VectorJudge:
    """All rules of a rulebook as one kernel over columns."""

    def __init__(self, rulebook: Rulebook) -> None:
        import numpy

        from shouzheng.rulebook.engines import vector_bits

        self._np, self._bits = numpy, vector_bits
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
        differ in length, when an integer lies outside its fact's range, or when ``chunk`` (events judged at a time) is
        no multiple of eight and some column is packed.
        """
        self._check(columns)
        total = len(columns[DAY].values)
        result: Array = self._np.empty((len(self.rulebook.rules), total), dtype=self._np.uint8)
        for start in range(0, total, chunk):
            stop = min(start + chunk, total)
            cut = {name: column.cut(start, stop) for name, column in columns.items()}
            self._judge(cut, result[:, start:stop])
        return result

    def _check(self, columns: Mapping[str, Column]) -> None:
        days, bits = columns.get(DAY), self._bits
        if days is None:
            raise ValueError(f"{DAY} must be known for every event")
        total = len(days.values)
        for column in columns.values():
            if not bits.fits(column.values, total) or not (column.known is None or bits.fits(column.known, total)):
                raise ValueError("columns differ in length")
        if days.known is not None and not bits.unpack(days.known, total).all():
            raise ValueError(f"{DAY} must be known for every event")
        for name, column in columns.items():
            fact = self.rulebook.facts.get(name)
            if fact is None or fact.type is not FactType.INT:
                continue
            values = column.values if column.known is None else column.values[bits.unpack(column.known, total)]
            if values.size and (values.min() < fact.low or values.max() > fact.high):
                raise ValueError(f"{name} has values outside {fact.low}…{fact.high}")

    def _judge(self, columns: Mapping[str, Column], result: Array) -> None:
        bits, size = self._bits, result.shape[1]
        epochs = self._np.searchsorted(self._starts, columns[DAY].values, side="right")
        everything = self._np.full(bits.size_in_bytes(size), bits.FULL, dtype=self._np.uint8)
        numbers = [self._number(table, epochs, everything) for table in self._numbers]
        truths = run_kernel(self.kernel, self.rulebook.facts, columns, numbers, size)
        groups, status = self._groups(columns, epochs)
        present = self._np.flatnonzero(self._np.bincount(groups))  # often a single one: one institution, one law
        first = status[:, present[0]]
        alike = (status[:, present] == first[:, None]).all(axis=1)
        places = 3 * groups
        for index, (true, false) in enumerate(truths):
            if not alike[index]:
                codes = 2 * bits.unpack_bytes(true, size) + bits.unpack_bytes(false, size)
                by_group = self._answers[index][3 * status[index][:, None] + self._np.arange(3)]
                by_group.ravel().take(places + codes, out=result[index], mode="clip")
                continue
            answers = self._answers[index][3 * first[index] : 3 * first[index] + 3]
            same = 0 if not first[index] else self._code_of_all(true, false, everything)
            if same is None:
                codes = 2 * bits.unpack_bytes(true, size) + bits.unpack_bytes(false, size)
                answers.take(codes, out=result[index], mode="clip")
            else:
                result[index] = answers[same]

    def _code_of_all(self, true: Array, false: Array, everything: Array) -> int | None:
        """Return the code that all events have: 0 unknown, 1 FALSE; ``None`` when they differ or some are TRUE."""
        if true.any():
            return None
        if not false.any():
            return 0
        return 1 if self._np.array_equal(false, everything) else None

    def _number(self, table: Sequence[int | None], epochs: Array, everything: Array) -> tuple[Any, Array]:
        """Return a named number and where it is known: one integer when the chunk lies within one value."""
        numpy = self._np
        used = {table[epoch] for epoch in range(int(epochs.min()), int(epochs.max()) + 1)}
        if len(used) == 1:
            (value,) = used
            return (0, everything ^ 255) if value is None else (value, everything)
        values = numpy.array([value or 0 for value in table], dtype=numpy.int64)[epochs]
        known = numpy.array([value is not None for value in table])[epochs]
        return values, self._bits.pack(known)

    def _groups(self, columns: Mapping[str, Column], epochs: Array) -> tuple[Array, Array]:
        """Return each event's group of equal (epoch, kinds), and the status of each rule in each group."""
        numpy = self._np
        first, last = int(epochs.min()), int(epochs.max())
        groups: Array = (epochs - first).astype(numpy.intp)
        for name, size, clause in self._scopes.kinds:
            groups *= size
            column = columns.get(name)
            if column is not None:
                values = column.values if clause is None else column.values < clause.day.toordinal() - _EPOCH
                code = values.astype(numpy.intp) + 1
                known = None if column.known is None else self._bits.unpack(column.known, len(epochs))
                groups += code if known is None else numpy.where(known, code, 0)
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


def run_kernel(
    kernel: Kernel,
    facts: Mapping[str, FactDefinition],
    columns: Mapping[str, Column],
    numbers: Sequence[tuple[Any, Array]],
    events: int,
) -> list[tuple[Array, Array]]:
    """Return the packed masks ("is TRUE", "is FALSE") of every condition; facts without a column are unknown."""
    import numpy

    from shouzheng.rulebook.engines import vector_bits as bits

    everything = numpy.full(bits.size_in_bytes(events), bits.FULL, dtype=numpy.uint8)
    nothing, no_values = everything ^ bits.FULL, numpy.zeros(events, dtype=numpy.int16)
    values: list[Array] = []
    known: list[Array] = []
    for name in kernel.facts:
        column, kind = columns.get(name), facts[name].type
        if column is None:
            values.append(nothing if kind is FactType.BOOL else no_values)
            known.append(nothing)
        else:
            values.append(column.values.astype(numpy.int64, copy=False) if kind is FactType.INT else column.values)
            known.append(everything if column.known is None else bits.pack(column.known))
    return kernel.run(values, known, numbers, everything)


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
