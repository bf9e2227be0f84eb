"""All counts and all rules over a table of contacts: the one kernel of the audit, in one process and inside Spark.

Counts have different partition keys (``law/counts.toml``), and a table can be counted by a key only when it holds all
contacts of each of that key's values. So an archive is cut once for each key in ``VectorKernel.passes``: in every pass
but the last ``count`` adds the columns of that key's counts; ``judge`` is the last one. A table that holds everything
takes them all at once with ``judge_all``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.vector.columns import facts_of, int_array, keys_of, places_of
from shouzheng.judging.vector.counts import CountedColumn, VectorCounts
from shouzheng.judging.vector.layout import TIMES, check_columns, count_columns
from shouzheng.model.verdict import Answer
from shouzheng.rulebook.engines.vector import ANSWERS, Column, VectorJudge
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.load import Rulebook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Answers that are put before people.
FOUND = (Answer.BREACH, Answer.NEEDS_PERSON)
#: Column of ``Answered.found`` that holds the place of the contact in the table.
ROW = "row"


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers of all rules on all contacts of a table: places in ``ANSWERS``, an array (rules × contacts) of bytes."""

    rules: tuple[str, ...]
    codes: Array

    def tallies(self) -> Array:
        """Return how often each rule gave each answer, an array (rules × ``ANSWERS``)."""
        rows = [[numpy.count_nonzero(row == code) for code in range(len(ANSWERS))] for row in self.codes]
        return numpy.array(rows, dtype=numpy.int64).reshape(len(self.rules), len(ANSWERS))

    def found(self) -> pa.Table:
        """Return one line for each answer that is put before people: ``row``, ``rule``, ``answer``."""
        one, other = map(ANSWERS.index, FOUND)
        rules, rows = numpy.nonzero((self.codes == one) | (self.codes == other))
        answers = pa.array([answer.value for answer in ANSWERS])
        columns = {
            ROW: pa.array(rows),
            "rule": pa.DictionaryArray.from_arrays(pa.array(rules.astype(numpy.int32)), pa.array(self.rules)),
            "answer": pa.DictionaryArray.from_arrays(pa.array(self.codes[rules, rows].astype(numpy.int8)), answers),
        }
        return pa.table(columns)

    def as_bytes(self) -> pa.Array:
        """Return all answers on each contact as one value (binary): one byte for each rule, in the rulebook's order.

        Raises ``ValueError`` for more than 2 GiB of answers.
        """
        width, contacts = self.codes.shape
        if width * contacts >= 2**31:
            raise ValueError("too many answers for one table: cut it into more buckets")
        offsets = numpy.arange(contacts + 1, dtype=numpy.int32) * numpy.int32(width)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(numpy.ascontiguousarray(self.codes.T))]
        return pa.Array.from_buffers(pa.binary(), contacts, buffers)


class VectorKernel:
    """A rulebook made ready for tables of contacts (``layout``); ``carried`` are columns passed through untouched."""

    def __init__(self, rulebook: Rulebook, carried: Iterable[str] = ("id",)) -> None:
        self.rulebook = rulebook
        self.carried = tuple(carried)
        self.rules = tuple(rule.id for rule in rulebook.rules)
        #: Partition keys, that of most counts last: its pass judges.
        self.passes: tuple[str, ...] = _passes(rulebook)
        self._counts = {
            key: VectorCounts([c for c in rulebook.counts.values() if c.partition == key], rulebook.facts)
            for key in self.passes
        }
        self._judge = VectorJudge(rulebook)

    def counted_by(self, key: str) -> tuple[str, ...]:
        """Return the columns that the pass of a partition key adds."""
        return count_columns(definition.name for definition in self._counts[key].definitions)

    def needed_by(self, key: str) -> tuple[str, ...]:
        """Return the columns that the pass of a partition key reads: a slim table of these is enough for ``count``."""
        counts = self._counts[key]
        return tuple(dict.fromkeys([*TIMES, *(KEY + name for name in (key, *counts.keys)), *counts.facts]))

    def count(self, table: pa.Table, key: str) -> pa.Table:
        """Return the table with the counts of one partition key, of whose values it holds all contacts.

        Raises ``ValueError`` naming the column when the table is not as ``layout`` says.
        """
        self._check(table, key)
        for name, counted in self._count(table, key).items():
            for column, values in ((name, counted.sure), (name + POSSIBLE, counted.possible)):
                table = table.append_column(column, int_array(values, counted.known))
        return table

    def judge(self, table: pa.Table) -> Answered:
        """Count by the last partition key and judge by all rules; the counts of all other passes must be there.

        Raises ``ValueError`` naming the column when the table is not as ``layout`` says, or not counted.
        """
        self._check(table, *self.passes[-1:])
        earlier = [name for key in self.passes[:-1] for name in self.counted_by(key)]
        missing = [name for name in earlier if name not in table.column_names]
        if missing:
            raise ValueError(f"not counted yet: {', '.join(missing)}")
        columns = facts_of(table, self.rulebook.facts, self.rulebook.facts)
        for key in self.passes[-1:]:
            columns.update(_count_facts(self._count(table, key)))
        return Answered(self.rules, self._judge.answers(columns))

    def judge_all(self, table: pa.Table) -> Answered:
        """Count by every partition key and judge; the table holds all contacts that any count has to see."""
        for key in self.passes[:-1]:
            table = self.count(table, key)
        return self.judge(table)

    def _check(self, table: pa.Table, *keys: str) -> None:
        """Check the columns of a table that is to be counted by these keys."""
        check_columns(table.column_names, self.rulebook, self.carried)
        already = [name for key in keys for name in self.counted_by(key) if name in table.column_names]
        if already:
            raise ValueError(f"already counted: {', '.join(already)}")

    def _count(self, table: pa.Table, key: str) -> dict[str, CountedColumn]:
        counts = self._counts[key]
        return counts.count(
            places_of(table), keys_of(table, counts.keys), facts_of(table, self.rulebook.facts, counts.facts)
        )


def _count_facts(counted: dict[str, CountedColumn]) -> dict[str, Column]:
    facts = {name: Column(each.sure, each.known) for name, each in counted.items()}
    return {**facts, **{name + POSSIBLE: Column(each.possible, each.known) for name, each in counted.items()}}


def _passes(rulebook: Rulebook) -> tuple[str, ...]:
    counts = Counter(definition.partition for definition in rulebook.counts.values())
    return tuple(sorted(counts, key=lambda key: (counts[key], key)))
