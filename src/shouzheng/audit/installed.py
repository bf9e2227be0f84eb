"""The reader of the lexicon that a worker has installed, made once in each process (the kernel: ``judging.vector``)."""

from __future__ import annotations

from functools import lru_cache

from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.lexicon import load_lexicon


@lru_cache(maxsize=1)
def installed_reader(lexicon: str) -> ColumnReader:
    """Return the reader; raises ``RuntimeError`` when the installed lexicon is not the one with this hash."""
    installed = load_lexicon()
    if installed.hash != lexicon:
        raise RuntimeError(f"this worker has the lexicon {installed.hash}, asked for is {lexicon}")
    return ColumnReader(installed)
