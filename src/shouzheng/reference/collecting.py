"""Garbage collection while many records go by."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects made before Python looks for cycles; its own number is 700.
_RARELY = 100_000


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for reference cycles rarely: a record makes a hundred objects and no cycle, so looking only costs time."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
