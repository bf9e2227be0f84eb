"""Recognises a record that two exports of the same phone both hold, so that exporting again counts nothing twice.

Within one file every record stands: ten identical messages in one second are ten. Between files of the same person a
record is the same when its format, time to the millisecond, number, direction, outcome, duration, SIM, text and media
agree (names and read marks change from export to export); if one file holds it three times and another twice, it
happened three times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from shouzheng.model.event import ContactEvent

#: Told of an event that repeats an earlier one, and of the id of that one.
Repeated = Callable[[ContactEvent, str], None]


class Overlap:
    """Told of every event of every file in turn; says which repeat one of an earlier file.

    The n-th of equal records in one file repeats the n-th of them in all; ``told`` hears of each, so that it is kept as
    a witness.
    """

    def __init__(self, told: Repeated | None = None) -> None:
        self._earlier: dict[int, list[str]] = {}
        self._told = told
        self.repeated = 0

    def new_ones(self, events: Iterable[ContactEvent]) -> Iterator[ContactEvent]:
        """Yield the events of one file that no earlier file held as often; the others are counted in ``repeated``."""
        here: Counter[int] = Counter()
        fresh: dict[int, list[str]] = {}
        self.repeated = 0
        for event in events:
            key = _key(event)
            known = self._earlier.get(key, ())
            here[key] += 1
            if here[key] <= len(known):
                self.repeated += 1
                if self._told is not None:
                    self._told(event, known[here[key] - 1])
            else:
                fresh.setdefault(key, []).append(event.id)
                yield event
        for key, ids in fresh.items():  # the union of multisets keeps the larger count
            self._earlier.setdefault(key, []).extend(ids)


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
            tuple([attachment.digest.hex if attachment.digest else None for attachment in event.attachments]),
        )
    )
