"""Puts long messages together that the phone stored as several SMS, because words are read as a whole.

Conservative: parts must come from one sender in one direction on one SIM within 120 seconds, all of them, and there
must be only one way to put them together. Identical repeats are never joined: repetition is evidence. What looks like a
part and is left alone gets the note ``split_incomplete``. Nothing is lost: the joined event holds the position and
the raw fields of every part. Works for files in ascending and in descending order of time, with a bounded window.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shouzheng.intake.split_marks import LONGEST_PART, Mark, join_bodies, mark_of, unmarked
from shouzheng.model.event import Channel, ContactEvent, Direction

#: Parts of one message arrive within this time of each other.
WINDOW = timedelta(seconds=120)
#: Most events held back, and most bytes of their records, however many fall into one window.
_MOST_HELD = 128
_MOST_BYTES = 1 << 22

JOINED = "split_sms_joined"
INCOMPLETE = "split_incomplete"

_Key = tuple[str, Direction, str | None]


@dataclass(slots=True)
class _Held:
    """An event that is held back until it is known whether it belongs to a group."""

    event: ContactEvent
    at: datetime
    key: _Key | None
    mark: Mark | None
    used: bool = False

    @property
    def continues(self) -> bool:
        """True when the text says that more follows, without numbers."""
        return self.mark is not None and self.mark.total == 0


class Joiner:
    """Takes events in file order and gives them back in file order, groups at the place of their first record."""

    def __init__(self) -> None:
        self.joined = 0
        self._held: deque[_Held] = deque()
        self._bytes = 0
        self._continued = 0
        self._descending: bool | None = None
        self._latest: datetime | None = None
        self._left_alone: deque[tuple[_Key | None, int, datetime]] = deque(maxlen=_MOST_HELD)

    def take(self, event: ContactEvent) -> list[ContactEvent]:
        """Add one event; return those that need not wait any longer, in file order."""
        at, text = event.time.utc, event.text
        if at != self._latest:
            if self._latest is not None:
                self._descending = at < self._latest
            self._latest = at
        held = _Held(event, at, None, None)
        if text is not None and event.channel is Channel.SMS and len(text) <= LONGEST_PART:
            other = event.other
            held.key = (other.normal or other.raw, event.direction, event.sim)
            held.mark = mark_of(text)
        ready: list[ContactEvent] = []
        queue = self._held
        while queue and (abs(at - queue[0].at) > WINDOW or len(queue) >= _MOST_HELD or self._bytes > _MOST_BYTES):
            self._release(ready)
        queue.append(held)
        self._bytes += event.positions[0].length
        if held.mark is not None:
            self._continued += held.continues
        return ready

    def rest(self) -> list[ContactEvent]:
        """Return everything that is still held back."""
        ready: list[ContactEvent] = []
        while self._held:
            self._release(ready)
        return ready

    def _release(self, ready: list[ContactEvent]) -> None:
        first = self._held.popleft()
        mark = first.mark
        self._bytes -= first.event.positions[0].length
        group: list[_Held] | None = None
        if not first.used and first.key is not None and (mark is not None or self._continued):
            group = self._numbered(first, mark) if mark is not None and mark.total else self._continued_group(first)
        if mark is not None:
            self._continued -= first.continues
        if first.used:
            return
        whole = _join(group) if group else None
        if whole is None or group is None:
            ready.append(self._alone(first) if mark is not None else first.event)
            return
        for part in group:
            part.used = True
        self.joined += len(group) - 1
        ready.append(whole)

    def _alone(self, held: _Held) -> ContactEvent:
        if held.mark is None:
            return held.event
        self._left_alone.append((held.key, held.mark.total, held.at))
        if not held.mark.bracketed:
            return held.event  # more likely a date or a share than a part
        return replace(held.event, notes=(*held.event.notes, INCOMPLETE))

    def _numbered(self, first: _Held, mark: Mark) -> list[_Held] | None:
        """All parts of a message: the first in the file, and the others before its number comes again."""
        shape = (first.key, mark.total)
        if any((key, total) == shape and abs(at - first.at) <= WINDOW for key, total, at in self._left_alone):
            return None  # another message of the same shape lies about in pieces: no telling whose part is whose
        parts = {mark.number: first}
        for other in self._held:
            if other.used or not _alike(other, first) or other.mark is None:
                continue
            if other.mark.number == mark.number:
                break
            known = parts.setdefault(other.mark.number, other)
            if known.event.text != other.event.text:
                return None
        if len(parts) != mark.total:
            return None
        return [parts[number] for number in sorted(parts)]

    def _continued_group(self, first: _Held) -> list[_Held] | None:
        """A run of messages of which each but the last says that more follows."""
        near = [other for other in self._held if other.key == first.key and not other.used]
        if not near:
            return None
        if first.continues:
            if not self._in_order(first, near[0], descending=False):
                return None
            run = [first]
            for other in near:
                run.append(other)
                if not other.continues:
                    return None if other.mark is not None else run
            return None
        run = [first]
        for other in near:
            if not other.continues or not self._in_order(run[-1], other, descending=True):
                break
            run.append(other)
        return run[::-1] if len(run) > 1 else None

    def _in_order(self, one: _Held, following: _Held, *, descending: bool) -> bool:
        """True when two records that follow each other in the file stand in this order of time."""
        if one.at == following.at:
            return self._descending is descending
        return (one.at > following.at) is descending


def _alike(one: _Held, other: _Held) -> bool:
    """True for numbered parts of equally many from the same sender."""
    return (
        one.key == other.key
        and one.mark is not None
        and other.mark is not None
        and one.mark.total == other.mark.total > 0
    )


def _join(group: list[_Held]) -> ContactEvent | None:
    """Return one event for parts in order; ``None`` when they are too far apart, repeated, or signed differently."""
    times = [part.at for part in group]
    if max(times) - min(times) > WINDOW or len({part.event.text for part in group}) != len(group):
        return None
    text = join_bodies([part.mark or unmarked(part.event.text or "") for part in group])
    if text is None:
        return None
    events = [part.event for part in group]
    earliest = min(events, key=lambda event: event.time.utc)
    raw = tuple(
        (f"part[{number}].{name}", value) for number, event in enumerate(events, 1) for name, value in event.raw
    )
    notes = dict.fromkeys(note for event in events for note in event.notes)
    return replace(
        events[0],
        time=earliest.time,
        sent=next((event.sent for event in events if event.sent is not None), None),
        positions=tuple(position for event in events for position in event.positions),
        text=text,
        raw=raw,
        notes=(*notes, JOINED),
    )
