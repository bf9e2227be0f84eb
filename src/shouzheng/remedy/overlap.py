"""Recognises a record that two exports of the same phone both hold, so that exporting again counts nothing twice.

Within one file every record stands: ten identical messages in one second are ten. Between files of the same person a
record is the same when its format and all fields agree but for those that change from export to export; if one file
holds it three times and another twice, it happened three times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from shouzheng.model.event import ContactEvent

#: Fields that an app writes anew at each export or that the person changes afterwards: no part of what happened.
_VOLATILE = frozenset({"readable_date", "contact_name", "read", "seen", "locked", "m_id", "tr_id", "ct_l"})


class Overlap:
    """Told of every event of every file in turn; says which repeat one of an earlier file."""

    def __init__(self) -> None:
        self._earlier: Counter[bytes] = Counter()
        self.repeated = 0

    def new_ones(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the events of one file that no earlier file held as often; the others are counted in ``repeated``."""
        here: Counter[bytes] = Counter()
        self.repeated = 0
        for event in events:
            key = _key(event)
            here[key] += 1
            if here[key] <= self._earlier[key]:
                self.repeated += 1
            else:
                yield event
        self._earlier |= here  # the union of multisets keeps the larger count


def _key(event: ContactEvent) -> bytes:
    digest = blake2b(digest_size=16)
    head = (event.owner, event.source_format, event.channel, event.direction, event.other.raw, event.time.raw)
    fields = [
        f"{name}={value}" for name, value in event.raw if name.rsplit("/", 1)[-1].rsplit(".", 1)[-1] not in _VOLATILE
    ]
    for part in (*head, event.text or "", *sorted(fields)):
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
