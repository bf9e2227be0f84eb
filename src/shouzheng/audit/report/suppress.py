"""Hides small cells, and as many others as it takes so that a hidden one cannot be had by subtraction."""

from __future__ import annotations

from collections.abc import Mapping

#: Cells with fewer contacts than this are hidden; so are hidden cells whose sum is smaller.
SMALL = 10


def hidden(cells: Mapping[str, int], least: int = SMALL) -> frozenset[str]:
    """Return the names of the cells to hide: one breakdown of a total that is known.

    Cells of fewer than ``least`` contacts (none is no cell). When only one would be hidden, or all hidden ones together
    hold fewer than ``least``, the smallest of the others goes with them, and so on: total minus what is shown then
    says nothing about a single small cell. Of several breakdowns of one total each is treated so by itself; crossing
    two of them is not possible, because the report holds no cross table.
    """
    filled = {name: count for name, count in cells.items() if count > 0}
    chosen = {name for name, count in filled.items() if count < least}
    others = sorted((name for name in filled if name not in chosen), key=lambda name: (filled[name], name))
    while chosen and others and (len(chosen) < 2 or sum(filled[name] for name in chosen) < least):
        chosen.add(others.pop(0))
    return frozenset(chosen)
