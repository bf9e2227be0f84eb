"""How often each rule gave each answer, by agency, collector, channel, hour, week, role: sums that can be added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.audit.patterns import Patterns
from shouzheng.judging.vector.columns import known_bits, single
from shouzheng.model.verdict import Answer
from shouzheng.rulebook.engines import vector_bits as bits
from shouzheng.rulebook.engines.vector import ANSWERS
from shouzheng.rulebook.files.counts import COUNTED
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import Rulebook

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
        parts = [_cells(by, codes, dimensions.values[by], patterns) for by, codes in dimensions.codes.items()]
        return cls(pa.concat_tables(parts) if parts else SCHEMA.empty_table())


_NOT_APPLICABLE, _CANNOT_TELL = map(ANSWERS.index, (Answer.NOT_APPLICABLE, Answer.CANNOT_TELL))


def _cells(by: str, codes: Array, values: list[str | None], patterns: Patterns) -> pa.Table:
    """Return the tally of one breakdown: all contacts of each value, then each rule's answers on them."""
    value, pattern, counts = patterns.cells(codes, len(values))
    total = numpy.bincount(codes, minlength=len(values))
    there = numpy.flatnonzero(total)
    parts = [(there * 0 - 1, there, there * 0, total[there])]  # rule, value, answer, contacts; -1 is no rule
    width = len(ANSWERS)
    for rule, answers in enumerate(patterns.codes):
        cells = numpy.bincount(value * width + answers[pattern], weights=counts, minlength=width * len(values))
        cells[_NOT_APPLICABLE::width] = 0
        filled = numpy.flatnonzero(cells)
        parts.append((filled * 0 + rule, filled // width, filled % width, cells[filled].astype(numpy.int64)))
    rules, places, given, contacts = (numpy.concatenate(each) for each in zip(*parts, strict=True))
    ids, words = pa.array(patterns.rules, pa.string()), pa.array([each.value for each in ANSWERS])
    columns = [
        pa.repeat(pa.scalar(by), len(rules)),
        pa.array(values, pa.string()).take(pa.array(places)),
        ids.take(pa.array(rules, mask=rules < 0)),
        words.take(pa.array(given, mask=rules < 0)),
        pa.array(contacts, pa.int64()),
    ]
    return pa.table(columns, SCHEMA)


def missing_facts(rulebook: Rulebook, table: pa.Table, patterns: Patterns) -> pa.Table:
    """Return, for each rule that could not tell, how often each of its facts was unknown: rule, fact, contacts."""
    unknown = _Unknown(table, patterns)
    rows: list[tuple[str, str, int]] = []
    for rule, codes in zip(rulebook.rules, patterns.codes, strict=True):
        where = codes == _CANNOT_TELL
        if rule.when is None or not unknown.contacts[where].sum():
            continue
        for name in dict.fromkeys(fact_names(rule.when)):
            if rulebook.facts[name].computed_by == COUNTED and name not in table.column_names:
                continue  # counted inside the last pass, where a contact without its keys is rare
            count = int(unknown.of(name)[where].sum())
            if count:
                rows.append((rule.id, name, count))
    names = ("rule", "fact", "contacts")
    types = (pa.string(), pa.string(), pa.int64())
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    return pa.table({n: pa.array(list(c), t) for n, c, t in zip(names, columns, types, strict=True)})


class _Unknown:
    """How many contacts of each pattern lack a fact; facts that are known of the same contacts are looked at once."""

    def __init__(self, table: pa.Table, patterns: Patterns) -> None:
        self._table, self._of = table, patterns.of
        self.contacts: Array = numpy.bincount(patterns.of, minlength=patterns.codes.shape[1])
        self._by_fact: dict[str, Array] = {}
        self._by_bits: dict[bytes, Array] = {}

    def of(self, name: str) -> Array:
        """Return them for a fact."""
        if name not in self._by_fact:
            self._by_fact[name] = self._count(name)
        return self._by_fact[name]

    def _count(self, name: str) -> Array:
        if name not in self._table.column_names or self._table[name].null_count == self._table.num_rows:
            return self.contacts
        known = known_bits(single(self._table, name))
        if known is None:
            return numpy.zeros_like(self.contacts)
        here = known.tobytes()
        if here not in self._by_bits:
            mask = bits.unpack(known, self._table.num_rows)
            few = ~mask if 2 * self._table[name].null_count <= len(mask) else mask
            found = numpy.bincount(self._of[few], minlength=len(self.contacts))
            self._by_bits[here] = self.contacts - found if few is mask else found
        return self._by_bits[here]
