"""Many texts as one array of code points: the form on which everything else in this folder works.

Each text stands between line ends, which no pattern crosses: one before the first, one behind each. A place in the
array is therefore enough to say which text is meant, and searches cannot run from one text into the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Array = NDArray[Any]

#: The code that stands before, between and behind the texts.
BORDER = ord("\n")


@dataclass(frozen=True, slots=True)
class Flat:
    """Code points with a border around each text; text ``row`` is ``codes[starts[row] : ends[row]]``."""

    codes: Array
    starts: Array
    ends: Array

    @property
    def rows(self) -> int:
        """Number of texts."""
        return len(self.starts)

    def row_of(self, places: Array) -> Array:
        """Return the text in which each place lies (its closing border counts as part of it)."""
        return row_at(self.starts, places)


def row_at(starts: Array, places: Array) -> Array:
    """Return for each place the last row that starts at or before it."""
    return np.searchsorted(starts, places, side="right") - 1


def flatten(texts: Any, lengths: Array) -> Flat:
    """Decode an Arrow ``large_string`` array without nulls; ``lengths`` are its numbers of characters."""
    parts = pa.LargeListArray.from_arrays(pa.array([0, len(texts)], pa.int64()), texts)
    joined = pc.binary_join(parts, pa.scalar("\n", pa.large_string()))[0].as_buffer()
    body = b"\n" + memoryview(joined).tobytes() + b"\n"
    codes = np.frombuffer(body.decode("utf-8").encode("utf-32-le"), dtype=np.uint32)
    ends = np.cumsum(lengths + 1)
    return Flat(codes, ends - lengths, ends)


def spread(counts: Array) -> tuple[Array, Array]:
    """Return for each of ``counts[i]`` members of group ``i``: the group, and the member's number in it."""
    group = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return group, np.arange(len(group)) - first[group]
