"""Which calls of a log or bill a recording may be of: a pure function, with the tolerance shown beside each answer.

Joining records to one contact is done by ``intake.witnesses``; this is for showing a person the choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shouzheng.model.event import ContactEvent, NumberKind
from shouzheng.model.moment import Resolution

#: Seconds by which a recording may begin before the logged call (clocks), and after it (a log tells when ringing began;
#: 60 s is the usual longest ringing, 30 s are for a person who starts the recording late). Judgement: no real logs with
#: recordings were at hand.
EARLY_S, LATE_S = 5, 90
#: Seconds after the end of a call at which a file may be stamped.
AFTER_END_S = 30
_OPEN = {Resolution.MILLISECOND: 0, Resolution.SECOND: 1, Resolution.MINUTE: 60, Resolution.DAY: 86_400}


@dataclass(frozen=True, slots=True)
class Match:
    """A call that a recording may be of.

    ``off`` are the seconds from the call's start (or its end, ``at_end``) to the time of the recording; ``tolerance``
    how far before and after were allowed; ``number_agrees`` is ``None`` when one of both shows none; ``longer_by`` the
    seconds by which the recording is longer than the talk, ``None`` when one of both is not known.
    """

    call: str
    off: float
    at_end: bool
    tolerance: tuple[int, int]
    number_agrees: bool | None
    longer_by: int | None

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Least is best: an agreeing number, then a start, then the smallest difference."""
        return self.number_agrees is not True, self.at_end, abs(self.off)


def matches(recording: ContactEvent, calls: Iterable[ContactEvent]) -> tuple[Match, ...]:
    """Return the calls of the same person that the recording may be of, best first; several may be equally good.

    A call whose number is another one, or which is much shorter than the recording, is not among them.
    """
    found = (match for call in calls if (match := _match(recording, call)) is not None)
    return tuple(sorted(found, key=lambda match: (match.rank, match.call)))


def _match(recording: ContactEvent, call: ContactEvent) -> Match | None:
    if not call.is_call or call.owner != recording.owner or call.id == recording.id:
        return None
    agrees = _numbers(recording, call)
    longer = recording.seconds - call.seconds if None not in (recording.seconds, call.seconds) else None  # type: ignore[operator]
    if agrees is False or (longer is not None and longer > LATE_S):
        return None
    open_ = _OPEN[recording.time.resolution] + _OPEN[call.time.resolution]
    off = (recording.time.utc - call.time.utc).total_seconds()
    before, after = EARLY_S + open_, LATE_S + open_
    if -before <= off <= after:
        return Match(call.id, off, False, (before, after), agrees, longer)
    if call.seconds is None:
        return None
    off -= call.seconds
    before, after = EARLY_S + open_, LATE_S + AFTER_END_S + open_
    return Match(call.id, off, True, (before, after), agrees, longer) if -before <= off <= after else None


def _numbers(recording: ContactEvent, call: ContactEvent) -> bool | None:
    if recording.other.kind is NumberKind.NAME or call.other.kind is NumberKind.NAME:
        one, two = recording.contact_name or recording.other.raw, call.contact_name or call.other.raw
        return True if one and one == two else None
    if recording.other.normal is None or call.other.normal is None:
        return None
    return recording.other.normal == call.other.normal
