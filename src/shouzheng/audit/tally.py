"""How often each rule gave each answer, by agency, collector, channel, hour, week, role: sums that can be added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.audit.patterns import Patterns
from shouzheng.model.verdict import Answer
from shouzheng.rulebook.counts_file import COUNTED
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.nodes import fact_names
from shouzheng.rulebook.vector import ANSWERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: File of the tallies of one bucket.
CELLS = "tally.parquet"
#: 1970-01-01 was a Thursday; weeks begin on Monday.
_MONDAY = 3
#: By what contacts are tallied; ``all`` has one value.
BY = ("all", "creditor", "agency", "collector", "channel", "role", "hour", "week")
SCHEMA = pa.schema(
    [
        ("by", pa.string()),
        ("value", pa.string()),
        ("rule", pa.string()),
        ("answer", pa.string()),
        ("contacts", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Dimensions:
    """For each of ``BY`` the code of every contact and what the codes mean."""

    codes: dict[str, Array]
    values: dict[str, list[str | None]]
    contacts: int

    @classmethod
    def of(cls, facts: pa.Table) -> Dimensions:
        """Take them from a table of facts."""
        codes: dict[str, Array] = {"all": numpy.zeros(facts.num_rows, dtype=numpy.int32)}
        values: dict[str, list[str | None]] = {"all": [None]}
        week = (facts["day_no"].to_numpy() + _MONDAY) // 7 * 7 - _MONDAY
        minute = facts["minute_of_day"].combine_chunks()
        columns: dict[str, Any] = {
            "creditor": _column(facts, "creditor"),
            "agency": _column(facts, "agency"),
            "collector": _column(facts, "collector"),
            "channel": _column(facts, "channel"),
            "role": _column(facts, "recipient_role"),
            "hour": pc.divide(minute, 60),
            "week": pa.array(week),
        }
        for name, column in columns.items():
            if column is None:
                continue
            encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
            known = encoded.dictionary.to_pylist()
            indices = pc.fill_null(encoded.indices, len(known)).to_numpy(zero_copy_only=False)
            codes[name] = indices.astype(numpy.int32)
            values[name] = [None if each is None else str(each) for each in known] + [None]
        return cls(codes, values, facts.num_rows)


def _column(facts: pa.Table, name: str) -> Any:
    return facts[name].combine_chunks() if name in facts.column_names else None


@dataclass(frozen=True)
class Tally:
    """A table with ``SCHEMA``: sums of contacts; those of several buckets are added up.

    Rows without rule and answer are all contacts of a value; what a rule does not apply to is left out.
    """

    table: pa.Table

    @classmethod
    def of(cls, dimensions: Dimensions, patterns: Patterns) -> Tally:
        """Count the answers of one table of contacts."""
        width = len(ANSWERS)
        rows = _Rows()
        for by, codes in dimensions.codes.items():
            values = dimensions.values[by]
            total = numpy.bincount(codes, minlength=len(values))
            rows.add(by, values, None, numpy.flatnonzero(total), None, total[total > 0])
            value, pattern, counts = patterns.cells(codes, len(values))
            base = value * width
            for rule, answers in zip(patterns.rules, patterns.codes, strict=True):
                cells = numpy.bincount(base + answers[pattern], weights=counts, minlength=width * len(values))
                of_rule = cells.astype(numpy.int64).reshape(len(values), width)
                of_rule[:, _NOT_APPLICABLE] = 0
                place, answer = numpy.nonzero(of_rule)
                rows.add(by, values, rule, place, answer, of_rule[place, answer])
        return cls(rows.table())


_NOT_APPLICABLE, _CANNOT_TELL = map(ANSWERS.index, (Answer.NOT_APPLICABLE, Answer.CANNOT_TELL))


class _Rows:
    """Rows of a tally, gathered as arrays."""

    def __init__(self) -> None:
        self._parts: list[pa.Table] = []
        self._answers = pa.array([answer.value for answer in ANSWERS])

    def add(
        self, by: str, values: list[str | None], rule: str | None, value: Array, answer: Array | None, counts: Array
    ) -> None:
        size = len(value)
        if not size:
            return
        given = pa.nulls(size, pa.string()) if answer is None else self._answers.take(pa.array(answer))
        columns = [
            pa.repeat(pa.scalar(by), size),
            pa.array(values, pa.string()).take(pa.array(value)),
            pa.repeat(pa.scalar(rule, pa.string()), size),
            given,
            pa.array(counts, pa.int64()),
        ]
        self._parts.append(pa.table(columns, SCHEMA))

    def table(self) -> pa.Table:
        return pa.concat_tables(self._parts) if self._parts else SCHEMA.empty_table()


def missing_facts(rulebook: Rulebook, table: pa.Table, patterns: Patterns) -> pa.Table:
    """Return, for each rule that could not tell, how often each of its facts was unknown: rule, fact, contacts."""
    number = patterns.codes.shape[1]
    contacts = numpy.bincount(patterns.of, minlength=number)
    unknown: dict[str, Array] = {}
    rows: list[tuple[str, str, int]] = []
    for rule, codes in zip(rulebook.rules, patterns.codes, strict=True):
        where = codes == _CANNOT_TELL
        if rule.when is None or not contacts[where].sum():
            continue
        for name in dict.fromkeys(fact_names(rule.when)):
            if rulebook.facts[name].computed_by == COUNTED and name not in table.column_names:
                continue  # counted inside the last pass, where a contact without its keys is rare
            if name not in unknown:
                unknown[name] = _unknown(table, name, patterns.of, contacts)
            count = int(unknown[name][where].sum())
            if count:
                rows.append((rule.id, name, count))
    names = ("rule", "fact", "contacts")
    types = (pa.string(), pa.string(), pa.int64())
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    return pa.table({n: pa.array(list(c), t) for n, c, t in zip(names, columns, types, strict=True)})


def _unknown(table: pa.Table, name: str, of: Array, contacts: Array) -> Array:
    """Return how many contacts of each pattern lack a fact."""
    if name not in table.column_names or table[name].null_count == table.num_rows:
        return contacts
    if not table[name].null_count:
        return numpy.zeros_like(contacts)
    lacking = pc.is_null(table[name]).combine_chunks().to_numpy(zero_copy_only=False)
    found: Array = numpy.bincount(of[lacking], minlength=len(contacts))
    return found
