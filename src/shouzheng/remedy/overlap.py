"""Recognises a record that two exports of the same phone both hold, so that exporting again counts nothing twice.

Within one file every record stands: ten identical messages in one second are ten. Between files of the same person a
record is the same when its format, time to the millisecond, number, direction, outcome, duration, SIM, text and media
agree (names and read marks change from export to export); if one file holds it three times and another twice, it
happened three times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from shouzheng.model.event import ContactEvent


class Overlap:
    """Told of every event of every file in turn; says which repeat one of an earlier file."""

    def __init__(self) -> None:
        self._earlier: Counter[int] = Counter()
        self.repeated = 0

    def new_ones(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the events of one file that no earlier file held as often; the others are counted in ``repeated``."""
        here: Counter[int] = Counter()
        self.repeated = 0
        for event in events:
            key = _key(event)
            here[key] += 1
            if here[key] <= self._earlier[key]:
                self.repeated += 1
            else:
                yield event
        self._earlier |= here  # the union of multisets keeps the larger count


def _key(event: ContactEvent) -> int:
    """Return a keyed 64-bit hash (SipHash of CPython) of all that makes a record the same record."""
    return hash(
        (
            event.owner,
            event.source_format,
            event.channel,
            event.direction,
            event.outcome,
            event.other.raw,
            event.time.raw,
            event.sent.raw if event.sent else None,
            event.seconds,
            event.sim,
            event.text,
            tuple(attachment.digest.hex if attachment.digest else None for attachment in event.attachments),
        )
    )
