"""Events, readings and findings as flat rows of the documented tables (``model/schema.py``)."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.attribution import Attribution
from shouzheng.model.event import ContactEvent
from shouzheng.model.finding import Finding
from shouzheng.model.moment import Resolution
from shouzheng.model.reading import Reading

#: One row: a value for every column of its table.
Row = dict[str, object]


def event_row(event: ContactEvent, attribution: Attribution | None = None) -> Row:
    """Return the row of one event."""
    return {
        "id": event.id,
        "owner": event.owner,
        "channel": event.channel.value,
        "direction": event.direction.value,
        "outcome": event.outcome.value,
        **_times(event),
        "seconds": event.seconds,
        "other_raw": event.other.raw,
        "other_normal": event.other.normal,
        "other_kind": event.other.kind.value,
        "others": [number.raw for number in event.others],
        "contact_name": event.contact_name,
        "sim": event.sim,
        "text": event.text,
        "text_source": event.text_source.value if event.text_source else None,
        "attachment_types": [attachment.media_type for attachment in event.attachments],
        "attachment_digests": [str(a.digest) if a.digest else "" for a in event.attachments],
        **_attributed(attribution or Attribution()),
        "notes": list(event.notes),
        "source_sha256": event.original.hex,
        "source_length": event.original.length,
        "source_format": event.source_format,
        "source_records": [position.record for position in event.positions],
        "source_offsets": [position.offset for position in event.positions],
        "source_lengths": [position.length for position in event.positions],
        "raw": list(event.raw),
    }


def _times(event: ContactEvent) -> Row:
    time, sent = event.time, event.sent
    return {
        "time": time.utc,
        "time_raw": time.raw,
        "time_offset_minutes": time.offset_minutes,
        "time_resolution": time.resolution.value,
        "time_offset_source": time.offset_source.value,
        "sent": sent.utc if sent else None,
        "sent_raw": sent.raw if sent else None,
        "day_no": time.day_no,
        "minute_of_day": None if time.resolution is Resolution.DAY else time.minute_of_day,
    }


def _attributed(known: Attribution) -> Row:
    return {
        "party_kind": known.kind.value,
        "party": known.party,
        "creditor": known.creditor,
        "debt": known.debt,
        "institution_kind": known.institution_kind.value,
        "product_kind": known.product_kind.value,
        "known_by": known.known_by.value if known.known_by else None,
        "evidence": known.evidence,
        "claim": known.claim,
        "confirmed": known.confirmed,
    }


def reading_rows(event_id: str, reading: Reading) -> Iterator[Row]:
    """Yield one row for each act, entity and element of a reading."""
    empty: Row = {
        "event": event_id,
        "start": None,
        "end": None,
        "text": None,
        "pattern": None,
        "disguised": False,
        "fen": None,
        "day": None,
        "value": None,
        "lexicon": reading.lexicon,
    }
    for act in reading.acts:
        place: Row = {"kind": "act", "label": act.act, "start": act.span.start, "end": act.span.end}
        yield {**empty, **place, "pattern": act.pattern, "disguised": act.disguised}
    for entity in reading.entities:
        place = {"kind": "entity", "label": entity.kind.value, "start": entity.span.start, "end": entity.span.end}
        yield {**empty, **place, "text": entity.text, "fen": entity.fen, "day": entity.day, "value": entity.value}
    for element in reading.elements:
        span = element.span
        place = {"start": span.start, "end": span.end} if span else {}
        yield {**empty, **place, "kind": "element", "label": element.name}


def finding_row(finding: Finding) -> Row:
    """Return the row of one finding."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "kind": finding.kind.value,
        "title_zh": finding.title.zh,
        "title_en": finding.title.en,
        "day": finding.day,
        "events": list(finding.events),
        "sentence_zh": finding.sentence.zh,
        "sentence_en": finding.sentence.en,
        "provisions": [citation.provision.id for citation in finding.citations],
        "sureness": finding.sureness.value,
        "severity": finding.severity,
        "doubts_zh": [doubt.zh for doubt in finding.doubts],
        "doubts_en": [doubt.en for doubt in finding.doubts],
        "next_step_zh": finding.next_step.zh,
        "next_step_en": finding.next_step.en,
        "grade": finding.grade.value,
        "supports": list(finding.supports),
        "party": finding.party,
        "confirmed_by_person": finding.confirmed_by_person,
    }
