"""Our vector kernel: all rules as one function over numpy columns, truth packed eight events to a byte."""

from __future__ import annotations

from typing import Any

import numpy

from benchmarks.engines.common import DAY, Engine, Task, Truths
from shouzheng.rulebook.engines.vector import CHUNK, columns_of
from shouzheng.rulebook.engines.vector_bits import FULL, pack, unpack, unpack_bytes
from shouzheng.rulebook.engines.vector_kernel import compile_kernel
from shouzheng.rulebook.files.facts import FactType


class OursVector(Engine):
    """The kernel that judges an archive, chunk by chunk; the columns are there, as they are after reading a table."""

    name = "ours, vector kernel"
    three_valued = True
    by_columns = True

    def __init__(self, task: Task) -> None:
        law = task.rulebook
        conditions = [rule.condition for rule in law.rules if rule.condition is not None]
        self.kernel = compile_kernel(conditions, law.facts)
        self.numbers = [task.numbers[key] for key in self.kernel.numbers]
        self.size = len(task.rows)
        columns = columns_of(law, ((DAY, row) for row in task.rows), self.kernel.facts)
        self.chunks: list[tuple[int, list[Any], list[Any]]] = []
        for start in range(0, self.size, CHUNK):
            stop = min(start + CHUNK, self.size)
            values, known = [], []
            for name in self.kernel.facts:
                column = columns[name]
                boolean = law.facts[name].type is FactType.BOOL
                whole = unpack(column.values, self.size) if boolean else column.values
                values.append(pack(whole[start:stop]) if boolean else whole[start:stop])
                seen = numpy.ones(self.size, bool) if column.known is None else unpack(column.known, self.size)
                known.append(pack(seen[start:stop]))
            self.chunks.append((stop - start, values, known))

    def judge(self) -> list[list[tuple[Any, Any]]]:
        """One call a chunk; two masks a rule."""
        found = []
        for size, values, known in self.chunks:
            everything = numpy.full((size + 7) // 8, FULL, dtype=numpy.uint8)
            numbers = [(number, everything) for number in self.numbers]
            found.append(self.kernel.run(values, known, numbers, everything))
        return found

    def truths(self, judged: list[list[tuple[Any, Any]]]) -> list[Truths]:
        """A mask for TRUE and one for FALSE; neither is unknown."""
        found: list[Truths] = []
        for (size, _, _), rules in zip(self.chunks, judged, strict=True):
            bits = [(unpack_bytes(true, size), unpack_bytes(false, size)) for true, false in rules]
            rows = [[True if t else False if f else None for t, f in zip(*pair, strict=True)] for pair in bits]
            found += zip(*rows, strict=True)
        return found
