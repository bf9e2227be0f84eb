"""Which rows of the labelled corpus were looked at while the lexicon was written, and which were frozen.

One ``group`` is one source, so a group is never cut in two. Rows of a frozen group were not read by anybody who wrote
patterns: only the figures on them say how good the lexicon is on texts it has not seen.
"""

from __future__ import annotations

import hashlib

#: A group whose SHA-256 (as a number) leaves this remainder on division by ``PARTS`` is frozen.
FROZEN_REMAINDER = 0
PARTS = 3


def is_frozen(group: str) -> bool:
    """Return True when no row of this group may be looked at during development."""
    return int(hashlib.sha256(group.encode("utf-8")).hexdigest(), 16) % PARTS == FROZEN_REMAINDER
