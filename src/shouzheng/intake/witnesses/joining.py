"""The one event that stands for all records of a contact, and on what they disagree.

What one record lacks is filled from the others. What they contradict each other on becomes unknown: it is listed, and
no rule may rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shouzheng.intake.formats import grade_of_format
from shouzheng.intake.witnesses.agreement import differing_points
from shouzheng.intake.witnesses.matching import clusters_of
from shouzheng.intake.witnesses.sightings import sighting_of
from shouzheng.model.event import ContactEvent, Direction, Disagreement, NumberKind, Outcome, Point, Witness
from shouzheng.model.grade import Grade, SourceKind
from shouzheng.model.moment import Resolution
from shouzheng.reference.safe_text import shorten

#: Whose account leads: what the phone itself stored tells most of a contact.
_LEADS = (
    SourceKind.DATABASE,
    SourceKind.EXPORT,
    SourceKind.MAIL,
    SourceKind.CHAT,
    SourceKind.BILL,
    SourceKind.RECORDING,
    SourceKind.SCREENSHOT,
    SourceKind.NOTE,
)
_FINEST = (Resolution.MILLISECOND, Resolution.SECOND, Resolution.MINUTE, Resolution.DAY)
#: Characters of a text that a disagreement quotes.
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Joining:
    """Contacts, each once; how many records were joined into one of them; how many contacts are told differently."""

    events: tuple[ContactEvent, ...]
    joined: int
    disagreeing: int


def join(events: Iterable[ContactEvent]) -> Joining:
    """Join the records of several originals that show the same contact, in the order of their originals and records.

    The order in which the files came makes no difference. An event given twice (same id) is one record.
    """
    given = list(events)
    groups = clusters_of(sighting_of(event, place) for place, event in enumerate(given))
    made = tuple(joined_event([given[each.place] for each in group]) for group in groups)
    return Joining(made, len(given) - len(made), sum(bool(event.disagreements) for event in made))


def leading_first(events: Sequence[ContactEvent]) -> list[ContactEvent]:
    """Return the records of one contact with the one first that tells most: words, sort of source, grade, time."""
    return sorted(events, key=_rank)


def _rank(event: ContactEvent) -> tuple[object, ...]:
    one = sighting_of(event, 0)
    grade = grade_of_format(event.source_format) or Grade.D
    return (
        event.text is None and not event.is_call,
        _LEADS.index(one.kind),
        grade,
        _FINEST.index(one.resolution),
        one.key,
    )


def joined_event(records: Sequence[ContactEvent]) -> ContactEvent:
    """Return the event that stands for all records of one contact; a single record stands for itself."""
    if len(records) == 1:
        return records[0]
    return merged(leading_first(records))


def merged(ordered: Sequence[ContactEvent]) -> ContactEvent:
    """Return the first record with what the others add, all as witnesses, and what they contradict as unknown."""
    lead = ordered[0]
    points = disagreements(ordered)
    differing = {each.point for each in points}
    numbered = [e for e in ordered if e.other.normal is not None]
    with_number = next((e for e in numbered if e.other.kind is not NumberKind.NAME), numbered[0] if numbered else lead)
    told = next((e for e in ordered if e.text is not None), lead)
    seconds = [e.seconds for e in ordered if e.seconds is not None]
    return replace(
        lead,
        direction=_one(Direction.UNKNOWN, [e.direction for e in ordered]),
        outcome=Outcome.UNKNOWN if Point.OUTCOME in differing else _outcome(ordered),
        other=with_number.other,
        seconds=None
        if Point.SECONDS in differing
        else next((s for s in seconds if s), seconds[0] if seconds else None),
        sent=next((e.sent for e in ordered if e.sent is not None), None),
        contact_name=next((e.contact_name for e in ordered if e.contact_name is not None), None),
        sim=next((e.sim for e in ordered if e.sim is not None), None),
        text=told.text,
        text_source=told.text_source,
        attachments=next((e.attachments for e in ordered if e.attachments), ()),
        notes=tuple(dict.fromkeys(note for e in ordered for note in e.notes)),
        witnesses=tuple(_witness(e) for e in ordered),
        disagreements=points,
    )


def _witness(event: ContactEvent) -> Witness:
    source = event.text_source if event.text is not None else None
    return Witness(
        event.id, event.original, event.source_format, event.positions, event.time, event.seconds, text_source=source
    )


def _one(unknown: Direction, said: Sequence[Direction]) -> Direction:
    known = {each for each in said if each is not unknown}
    return known.pop() if len(known) == 1 else unknown


def _outcome(ordered: Sequence[ContactEvent]) -> Outcome:
    """The leading record's, else the first that any other one knows."""
    return next((e.outcome for e in ordered if e.outcome is not Outcome.UNKNOWN), Outcome.UNKNOWN)


def disagreements(ordered: Sequence[ContactEvent]) -> tuple[Disagreement, ...]:
    """Return on what the records of one contact differ, with what each of them says."""
    points = differing_points([sighting_of(event, place) for place, event in enumerate(ordered)])
    return tuple(
        Disagreement(point, tuple((e.id, said) for e in ordered if (said := _SAID[point](e)) is not None))
        for point in points
    )


_SAID: Mapping[Point, Callable[[ContactEvent], str | None]] = {
    Point.TIME: lambda event: event.time.raw,
    Point.SECONDS: lambda event: None if event.seconds is None else str(event.seconds),
    Point.DIRECTION: lambda event: event.direction.value,
    Point.OUTCOME: lambda event: event.outcome.value,
    Point.NUMBER: lambda event: event.other.raw,
    Point.TEXT: lambda event: None if event.text is None else shorten(event.text, _QUOTED),
}
