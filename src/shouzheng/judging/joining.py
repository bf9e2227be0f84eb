"""Contacts that several files show, each once: so no rule counts one contact twice because two files show it.

The pure matching is ``intake.witnesses``; here it meets who stands behind a contact and what its words do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shouzheng.intake.formats import source_of_format
from shouzheng.intake.overall import Shown
from shouzheng.intake.witnesses.joining import leading_first, merged
from shouzheng.intake.witnesses.matching import clusters_of
from shouzheng.intake.witnesses.sightings import sighting_of, span_of
from shouzheng.judging.case import Contact
from shouzheng.model.event import Channel, ContactEvent, NumberKind, Outcome
from shouzheng.model.grade import SourceKind
from shouzheng.model.moment import Moment

#: Note of an answered call in the time of a bill that does not show it: not corroborated, which is not "false".
NOT_IN_BILL = "not_in_bill"


@dataclass(frozen=True, slots=True)
class BillPeriod:
    """The first and last entry of an operator's bill, and whose line it is."""

    owner: str
    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class JoinedContacts:
    """Contacts by instant, each once. ``joined`` records went into another one's contact.

    ``disagreeing`` contacts are told differently by their witnesses; ``leads`` gives for each joined record the id of
    the contact that stands for it now; ``found_loose`` are the ids of those without an attribution that found one.
    """

    contacts: tuple[Contact, ...]
    joined: int
    disagreeing: int
    leads: Mapping[str, str]
    found_loose: frozenset[str]


def is_loose(event: ContactEvent) -> bool:
    """True for a call without a number, which may yet turn out to be a witness of an attributed one."""
    return event.is_call and (event.other.normal is None or event.other.kind is NumberKind.NAME)


def join_contacts(
    contacts: Iterable[Contact], loose: Iterable[Contact] = (), bills: Sequence[BillPeriod] = ()
) -> JoinedContacts:
    """Join the records of each contact; ``loose`` ones, attributed to nobody, stay only as witnesses of others.

    The order in which the files came makes no difference. The leading record says who it was, the first one with words
    what was said.
    """
    sure, others = list(contacts), list(loose)
    given = [*sure, *others]
    groups = clusters_of(sighting_of(contact.event, place) for place, contact in enumerate(given))
    made: list[Contact] = []
    leads: dict[str, str] = {}
    found: set[str] = set()
    for group in groups:
        places = [each.place for each in group]
        if all(place >= len(sure) for place in places):
            continue
        made.append(_one([given[place] for place in places if place < len(sure)], [given[p] for p in places]))
        leads.update({given[place].event.id: made[-1].event.id for place in places})
        found.update(given[place].event.id for place in places if place >= len(sure))
    with_bills = [replace(each, event=_beside_bills(each.event, bills)) for each in made] if bills else made
    ordered = tuple(sorted(with_bills, key=lambda each: each.event.time.utc))
    differing = sum(bool(each.event.disagreements) for each in ordered)
    return JoinedContacts(ordered, len(sure) + len(found) - len(made), differing, leads, frozenset(found))


def _one(attributed: Sequence[Contact], everyone: Sequence[Contact]) -> Contact:
    """Return the contact that stands for all: led by an attributed one, whose words were read in full."""
    if len(everyone) == 1:
        return everyone[0]
    by_id = {contact.event.id: contact for contact in everyone}
    first = leading_first([contact.event for contact in attributed])
    ids = {event.id for event in first}
    rest = leading_first([contact.event for contact in everyone if contact.event.id not in ids])
    unread = [replace(event, text=None, text_source=None) for event in rest]  # words of these were not read in full
    told = next((event for event in first if event.text is not None), first[0])
    return Contact(merged([*first, *unread]), by_id[first[0].id].attribution, by_id[told.id].reading)


def _beside_bills(event: ContactEvent, bills: Sequence[BillPeriod]) -> ContactEvent:
    answered = event.channel is Channel.CALL and event.outcome is Outcome.CONNECTED
    if not answered or has_source(event, SourceKind.BILL):
        return event
    at, _ = span_of(event.time)
    covered = any(bill.owner == event.owner and span_of(bill.first)[0] <= at <= span_of(bill.last)[1] for bill in bills)
    return replace(event, notes=(*event.notes, NOT_IN_BILL)) if covered else event


def sources_of(event: ContactEvent) -> frozenset[SourceKind]:
    """Return the sorts of source that show a contact."""
    formats = [each.source_format for each in event.witnesses] or [event.source_format]
    return frozenset(map(source_of_format, formats))


def shown_as(event: ContactEvent) -> Shown:
    """Return a call as the comparison of bill and log sees it."""
    earliest, _ = span_of(event.time)
    return Shown(event.owner, earliest, event.outcome is Outcome.CONNECTED, sources_of(event))


def has_source(event: ContactEvent, kind: SourceKind) -> bool:
    """True when a source of this sort shows the contact."""
    return kind in sources_of(event)


def is_corroborated(event: ContactEvent) -> bool:
    """True when sources that are independent of each other show it: not merely two copies of one phone's records."""
    kinds = {SourceKind.DATABASE if kind.of_phone else kind for kind in sources_of(event)} - {SourceKind.NOTE}
    return len(kinds) > 1
