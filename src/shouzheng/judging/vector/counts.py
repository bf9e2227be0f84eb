"""Every declared count over columns, generated from its declaration (``law/counts.toml``) as ``judging.counts`` is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy

from shouzheng.judging.vector.columns import KeyCodes, Places
from shouzheng.judging.vector.groups import Groups, stable_order
from shouzheng.judging.vector.windows import Marks, different_values, numbers
from shouzheng.rulebook.engines import vector_bits as bits
from shouzheng.rulebook.engines.vector import Column, run_kernel
from shouzheng.rulebook.engines.vector_kernel import compile_kernel
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.language.nodes import Node

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """One count of many contacts: the sure and the possible number (32-bit), known where the contact is in a group.

    ``known`` is packed, ``None`` when every contact is in one.
    """

    sure: Array
    possible: Array
    known: Array | None


class VectorCounts:
    """Some counts of a rulebook: what they need, and the function that makes them."""

    def __init__(self, definitions: Sequence[CountDefinition], facts: Mapping[str, FactDefinition]) -> None:
        self.definitions = tuple(definitions)
        self._facts = facts
        self._kernel = compile_kernel([definition.where for definition in self.definitions], facts)
        #: Facts that some condition reads.
        self.facts = self._kernel.facts
        used = (key for each in self.definitions for key in (*each.by, *([each.of] if each.of else [])))
        #: Keys that some count counts by or counts the values of.
        self.keys = tuple(dict.fromkeys(used))

    def count(
        self, places: Places, keys: Mapping[str, KeyCodes], columns: Mapping[str, Column]
    ) -> dict[str, CountedColumn]:
        """Return each count over all contacts; facts without a column are unknown. O(n log n)."""
        events = len(places.latest)
        in_time = stable_order(places.latest - places.latest.min(initial=2**62))
        masks = run_kernel(self._kernel, self._facts, columns, (), events)
        groups: dict[tuple[str, ...], Groups] = {}
        marks: dict[tuple[tuple[str, ...], Node], Marks] = {}
        found: dict[str, CountedColumn] = {}
        for definition, (true, false) in zip(self.definitions, masks, strict=True):
            names, where = _telling(definition.by, keys), definition.where
            if names not in groups:
                groups[names] = Groups.of([keys[name] for name in names], places, in_time)
            by = groups[names]
            if (names, where) not in marks:
                sure, possible = bits.unpack(true, events), ~bits.unpack(false, events)
                marks[names, where] = Marks.of(by.ordered(sure), by.ordered(possible))
            of = by.ordered(keys[definition.of].codes) if definition.of else None
            found[definition.name] = _spread(by, events, _aggregate(definition, by, marks[names, where], of))
        return found


def _telling(by: tuple[str, ...], keys: Mapping[str, KeyCodes]) -> tuple[str, ...]:
    """Return the keys that make a difference: all contacts of one lender's archive have the same creditor.

    Counts that then count by the same keys share their groups.
    """
    telling = tuple(name for name in by if keys[name].size != 1 or bool((keys[name].codes < 0).any()))
    return telling or by[:1]


def _aggregate(definition: CountDefinition, groups: Groups, marks: Marks, of: Array | None) -> tuple[Array, Array]:
    if definition.aggregate is Aggregate.DISTINCT and of is not None:
        return different_values(groups, definition.window, marks, of)
    return numbers(groups, definition.window, marks)


def _spread(groups: Groups, events: int, counted: tuple[Array, Array]) -> CountedColumn:
    """Put what was counted group by group back into the order of the table."""
    sure = groups.spread(counted[0])
    possible = sure if counted[1] is counted[0] else groups.spread(counted[1])
    if len(groups.rows) == events:
        return CountedColumn(sure, possible, None)
    known = numpy.zeros(events, dtype=bool)
    known[groups.rows] = True
    return CountedColumn(sure, possible, bits.pack(known))
