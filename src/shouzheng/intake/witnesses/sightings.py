"""What matching sees of one record: who, which way, when at the earliest and latest, how long, which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from shouzheng.intake.formats import source_of_format
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.grade import SourceKind
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Digest
from shouzheng.model.quick import quick

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Length in milliseconds of what each resolution leaves open.
_OPEN = {Resolution.MILLISECOND: 0, Resolution.SECOND: 999, Resolution.MINUTE: 59_999, Resolution.DAY: 86_399_999}
#: Channels that one contact may bear in different sources: a video call is a call in a bill, an MMS a message.
_FAMILY = {Channel.VIDEO_CALL: Channel.CALL, Channel.MMS: Channel.SMS}
_MASKED = re.compile(r"\d{2,}[*＊xX]{2,}\d{2,}", re.ASCII)
#: Bills that round to minutes say so in this note (``formats._table``).
_ROUNDED = "duration_rounded_to_minutes"


@quick
@dataclass(frozen=True, slots=True)
class Sighting:
    """One record as matching sees it; times in milliseconds since 1970 UTC, both ends included.

    ``place`` is the index of its event in what was given; ``key`` orders records whatever order the files came in.
    ``number`` is ``None`` when the record does not show one; ``name`` is a name instead of it, ``known_as`` that of the
    phone's contacts beside a number, ``masked`` a number with its middle hidden. ``text`` has no white space.
    """

    place: int
    id: str
    source: str
    key: tuple[str, int, str]
    owner: str
    family: Channel
    kind: SourceKind
    number: str | None
    name: str | None
    known_as: str | None
    masked: str | None
    direction: Direction
    outcome: Outcome
    earliest: int
    latest: int
    resolution: Resolution
    seconds: int | None
    rounded: bool
    text: str | None
    machine_read: bool

    @property
    def facts(self) -> tuple[object, ...]:
        """All that two records must share to be indistinguishable."""
        when = (self.earliest, self.resolution, self.seconds, self.direction, self.outcome)
        return self.owner, self.family, self.number, self.name, self.masked, *when, self.text


class Glimpse(NamedTuple):
    """The fields of an event from which a sighting can be made later, and the number of its first record.

    Most intakes read one original, in which nothing is matched: then this little is all that is done for an event.
    """

    id: str
    original: Digest
    source_format: str
    time: Moment
    channel: Channel
    direction: Direction
    outcome: Outcome
    other: Number
    owner: str
    seconds: int | None
    contact_name: str | None
    text: str | None
    text_source: TextSource | None
    notes: tuple[str, ...]
    record: int

    @property
    def is_call(self) -> bool:
        """True for voice and video calls."""
        return _FAMILY.get(self.channel, self.channel) is Channel.CALL


_fields_of = attrgetter(*Glimpse._fields[:-1])


def glimpse_of(event: ContactEvent) -> Glimpse:
    """Return the little of an event from which ``sighting_from`` makes a sighting."""
    return Glimpse._make((*_fields_of(event), event.positions[0].record if event.positions else 0))


def sighting_of(event: ContactEvent, place: int) -> Sighting:
    """Return what matching sees of an event."""
    return sighting_from(glimpse_of(event), place)


def sighting_from(event: Glimpse, place: int) -> Sighting:
    """Return what matching sees of an event of which only a glimpse was kept."""
    family = _FAMILY.get(event.channel, event.channel)
    named = event.other.kind is NumberKind.NAME and family is Channel.CALL
    earliest, latest = span_of(event.time)
    return Sighting(
        place=place,
        id=event.id,
        source=f"{event.original.hex}:{event.original.length}",
        key=(event.original.hex, event.record, event.id),
        owner=event.owner,
        family=family,
        kind=_kind(event),
        number=None if named else event.other.normal,
        name=event.other.normal if named else None,
        known_as=event.contact_name,
        masked=event.other.raw if event.other.normal is None and _MASKED.fullmatch(event.other.raw) else None,
        direction=event.direction,
        outcome=event.outcome,
        earliest=earliest,
        latest=latest,
        resolution=event.time.resolution,
        seconds=event.seconds if family is Channel.CALL else None,
        rounded=_ROUNDED in event.notes,
        text="".join(event.text.split()) if event.text is not None else None,
        machine_read=event.text_source in (TextSource.OCR, TextSource.SPEECH),
    )


def _kind(event: Glimpse) -> SourceKind:
    if event.text_source is TextSource.OCR:
        return SourceKind.SCREENSHOT
    return source_of_format(event.source_format)


def span_of(moment: Moment) -> tuple[int, int]:
    """Return the first and last millisecond at which it can have been, by its resolution."""
    if moment.resolution is Resolution.DAY:
        device = moment.device
        at = device.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    else:
        at = moment.utc
    passed = at - _EPOCH
    earliest = passed.days * 86_400_000 + passed.seconds * 1000 + passed.microseconds // 1000
    if moment.resolution is Resolution.MINUTE:
        earliest -= earliest % 60_000
    return earliest, earliest + _OPEN[moment.resolution]
