"""From the places that count to what a reading lists: acts, elements, whether the text is disguised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.seen import Candidates, Seen
from shouzheng.reading.column.sign_tables import SignTables
from shouzheng.reading.one import MOST_SHOWN


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts shown: text, place in ``ACT_LABELS``, place in ``SignTables.names``, folded span, disguised or not."""

    row: Array
    label: Array
    name: Array
    start: Array
    end: Array
    disguised: Array


@dataclass(frozen=True, slots=True)
class Elements:
    """Elements shown: text, place in ``Lexicon.elements``, folded span."""

    row: Array
    element: Array
    start: Array
    end: Array


def listed_acts(tables: SignTables, folded: FoldedFlat, shown: Candidates) -> tuple[Acts, Array]:
    """Return the acts as ``one`` lists them, and the texts in which only the reference can tell what is disguised.

    That is where a pattern with gaps matched and something in the span was written in disguise: it may stand in a gap.
    """
    label, name = tables.label[shown.sign], tables.name[shown.sign]
    order = np.lexsort((name, -shown.end, shown.start, label))
    label, name, sign = label[order], name[order], shown.sign[order]
    start, end = shown.start[order], shown.end[order]
    reach = end + label * (len(folded.codes) + 1)
    keep = np.ones(len(order), dtype=bool)
    keep[1:] = reach[1:] > np.maximum.accumulate(reach)[:-1]
    row = folded.row[start]
    masked = folded.disguised(start, end)
    unsure = row[masked & ~tables.one_part[sign]]
    kept = np.flatnonzero(keep)
    group = label[kept] * len(folded.starts) + row[kept]
    kept = kept[np.arange(len(kept)) - np.searchsorted(group, group) < MOST_SHOWN]
    kept = kept[np.lexsort((label[kept], end[kept], start[kept]))]
    return Acts(row[kept], label[kept], name[kept], start[kept], end[kept], masked[kept]), unsure


def listed_elements(tables: SignTables, folded: FoldedFlat, shown: Candidates) -> Elements:
    """Return the first place of each element in each text."""
    element, row = tables.label[shown.sign], folded.row[shown.start]
    order = np.lexsort((shown.end, shown.start, element, row))
    element, row = element[order], row[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(element) != 0) | (np.diff(row) != 0)
    kept = order[first]
    return Elements(row[first], element[first], shown.start[kept], shown.end[kept])


def disguised_rows(seen: Seen, is_disguise: Array, acts: Acts) -> Array:
    """Return for each text whether it is disguised: an act, or an everyday word of lending."""
    answer = np.zeros(seen.folded.raw.rows, dtype=bool)
    answer[acts.row[acts.disguised]] = True
    found = seen.conditions
    some = is_disguise[found.number]
    start, end = found.start[some], found.end[some]
    answer[seen.folded.row[start[seen.folded.disguised(start, end)]]] = True
    return answer
