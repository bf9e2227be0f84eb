"""How far two records of different originals may differ and still be the same contact, and how well they agree.

Figures and where they come from. A phone's log tells when ringing began, a bill when the call was answered, a recording
its start or its end: two minutes cover ringing (60 s is the usual longest) and clocks. Copies of one phone's own
records differ by rounding only. These figures are judgement: no set of real logs, bills and recordings of the same
calls was at hand to measure them on. Where two records would contradict each other, they must stand within five seconds
to be taken for the same contact at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shouzheng.intake.witnesses.sightings import Sighting
from shouzheng.model.event import Channel, Direction, Outcome, Point
from shouzheng.model.grade import SourceKind
from shouzheng.model.moment import Resolution

#: Milliseconds by which the spans of two records may lie apart, by the sorts of source; the larger of two counts.
TOLERANCE_MS = {
    SourceKind.DATABASE: 1_000,
    SourceKind.EXPORT: 1_000,
    SourceKind.CHAT: 1_000,
    SourceKind.MAIL: 1_000,
    SourceKind.SCREENSHOT: 60_000,
    SourceKind.BILL: 120_000,
    SourceKind.RECORDING: 120_000,
    SourceKind.NOTE: 900_000,
}
#: Records that contradict each other must stand this near.
TIGHT_MS = 5_000
#: Seconds by which talk times may differ: clocks; a bill in whole minutes; a recording that began late (or a tenth).
DURATION_S, ROUNDED_S, RECORDED_S = 3, 60, 10
#: Characters from which a text that was cut off is taken for the same, and pairs of characters that machine-read words
#: must share with the stored ones.
CUT_OFF, ALIKE = 20, 0.6
#: Characters of a text looked at for likeness.
_LOOKED_AT = 2_000
#: Talk is known to have taken place, or known not to.
_TALKED = frozenset([Outcome.CONNECTED])
_NOT_TALKED = frozenset([Outcome.MISSED, Outcome.REJECTED, Outcome.BLOCKED])


class Agreement(NamedTuple):
    """How well two records agree, least is best: contradictions, milliseconds apart, seconds of difference."""

    contradictions: int
    apart: int
    seconds: int


def agreement(one: Sighting, two: Sighting) -> Agreement | None:
    """Return how well two records of different originals agree, ``None`` when they are not the same contact."""
    apart = apart_ms(one, two)
    if apart > max(TOLERANCE_MS[one.kind], TOLERANCE_MS[two.kind]):
        return None
    contradictions = _directions(one, two)
    difference = 0
    if one.family is Channel.CALL:
        contradictions += _talk(one, two)
        difference = abs((one.seconds or 0) - (two.seconds or 0)) if None not in (one.seconds, two.seconds) else 0
        contradictions += not durations_agree(one, two)
        if contradictions and apart > TIGHT_MS:
            return None
    else:
        words = _words(one, two, apart)
        if words is None or (contradictions and apart > TIGHT_MS):
            return None
        contradictions += words
    return Agreement(contradictions, apart, difference)


def apart_ms(one: Sighting, two: Sighting) -> int:
    """Return the milliseconds between the spans of two records; a recording may be stamped until the call's end."""
    if one.kind is SourceKind.RECORDING and two.kind is not SourceKind.RECORDING:
        return _between(one.earliest, one.latest, two.earliest, two.latest + (two.seconds or 0) * 1000)
    if two.kind is SourceKind.RECORDING and one.kind is not SourceKind.RECORDING:
        return apart_ms(two, one)
    return _between(one.earliest, one.latest, two.earliest, two.latest)


def _between(first: int, end: int, other_first: int, other_end: int) -> int:
    return max(0, first - other_end, other_first - end)


def _directions(one: Sighting, two: Sighting) -> int:
    return int(one.direction is not two.direction and Direction.UNKNOWN not in (one.direction, two.direction))


def _talk(one: Sighting, two: Sighting) -> int:
    """Count it as a contradiction when one record says that there was talk and the other that there was none."""
    first = one.outcome in _TALKED and two.outcome in _NOT_TALKED
    return int(first or (two.outcome in _TALKED and one.outcome in _NOT_TALKED))


def durations_agree(one: Sighting, two: Sighting) -> bool:
    """True when the talk times can be the same one; a source that tells none agrees with any."""
    if one.seconds is None or two.seconds is None:
        return True
    difference = abs(one.seconds - two.seconds)
    if SourceKind.NOTE in (one.kind, two.kind):
        return True
    if one.rounded or two.rounded:
        return difference <= ROUNDED_S
    if SourceKind.RECORDING in (one.kind, two.kind):
        return difference <= max(RECORDED_S, max(one.seconds, two.seconds) // 10)
    if (one.seconds == 0) != (two.seconds == 0):
        return False
    return difference <= DURATION_S


def times_agree(one: Sighting, two: Sighting) -> bool:
    """True when the times differ by no more than ringing and rounding explain: half of what matching allows."""
    return apart_ms(one, two) <= max(TOLERANCE_MS[one.kind], TOLERANCE_MS[two.kind]) // 2


def _words(one: Sighting, two: Sighting, apart: int) -> int | None:
    """Return 0 for the same words, 1 for words that differ in what must be one message, ``None`` for two messages."""
    if one.text == two.text:
        return 0
    if one.text is None or two.text is None:
        other = one if one.text is None else two
        return 0 if other.kind in (SourceKind.BILL, SourceKind.NOTE, SourceKind.SCREENSHOT) else None
    shorter, longer = sorted((one.text, two.text), key=len)
    if len(shorter) >= CUT_OFF and longer.startswith(shorter):
        return 1
    if one.machine_read or two.machine_read:
        return 1 if likeness(shorter, longer) >= ALIKE else None
    exact = one.resolution is two.resolution is Resolution.MILLISECOND and apart == 0
    return 1 if exact and one.kind.of_phone and two.kind.of_phone else None


def likeness(one: str, two: str) -> float:
    """Return the share of pairs of neighbouring characters that two texts have in common, 0 to 1."""
    first, second = _pairs(one), _pairs(two)
    if not first or not second:
        return 0.0
    return len(first & second) / max(len(first), len(second))


def _pairs(text: str) -> set[str]:
    text = text[:_LOOKED_AT]
    return {text[place : place + 2] for place in range(len(text) - 1)}


def differing_points(seen: Sequence[Sighting]) -> tuple[Point, ...]:
    """Return on what the records of one contact differ by more than their sources leave open, in a fixed order."""
    if len(seen) < 2:
        return ()
    pairs = [(one, two) for place, one in enumerate(seen) for two in seen[place + 1 :]]
    outcomes = {one.outcome for one in seen}
    differ = {
        Point.TIME: not all(times_agree(one, two) for one, two in pairs),
        Point.SECONDS: not all(durations_agree(one, two) for one, two in pairs),
        Point.DIRECTION: len({one.direction for one in seen} - {Direction.UNKNOWN}) > 1,
        Point.OUTCOME: bool(outcomes & _TALKED and outcomes & _NOT_TALKED),
        Point.NUMBER: len({one.number for one in seen}) > 1,
        Point.TEXT: seen[0].family is not Channel.CALL  # notes on a call are each in its writer's words
        and len({one.text for one in seen if one.text is not None}) > 1,
    }
    return tuple(point for point in Point if differ[point])
