"""The line of an event in ``events.jsonl``, made by ``orjson``: most of a large import is this.

Where a value holds what a terminal would obey, half a character, or a number of more than 64 bits, the line is made the
slow way through ``event_as_json``; both ways give the same (a test compares them).
"""

from __future__ import annotations

from functools import lru_cache

import orjson

from shouzheng.intake.event_files import (
    ENCODER,
    attachment_as_json,
    attribution_as_json,
    encoded_line,
    event_as_json,
    number_as_json,
    reading_as_json,
)
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import ContactEvent, Number
from shouzheng.model.moment import Moment
from shouzheng.model.reading import Reading


def event_line(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> bytes:
    """Return the line of ``event_files.event_as_json`` as it stands in a file, with its line break."""
    if _plain(event, attribution, reading):
        try:
            return orjson.dumps(_line(event, attribution, reading), option=orjson.OPT_APPEND_NEWLINE)
        except TypeError:  # a number of more than 64 bits
            pass
    return encoded_line(ENCODER.encode(event_as_json(event, attribution, reading)))


def event_as_text(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> str:
    """Return the same line as text, without its line break."""
    return event_line(event, attribution, reading)[:-1].decode()


def _plain(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> bool:
    """True when no text of the event holds a control, direction mark or half a character: the usual case, seen fast."""
    sent, other = event.sent, event.other
    rare = event.others or event.attachments or event.notes or (reading and reading.entities)
    texts = (
        event.owner,
        event.time.raw,
        sent.raw if sent else "",
        other.raw,
        other.normal or "",
        event.contact_name or "",
        event.sim or "",
        event.text or "",
        event.source_format,
        attribution.party or "",
        attribution.creditor or "",
        attribution.debt or "",
        attribution.evidence,
        attribution.claim or "",
        *map("".join, event.raw),
        *[position.path for position in event.positions],
    )
    return "".join(texts).isprintable() and not (rare and not _plain_rest(event, reading))


def _plain_rest(event: ContactEvent, reading: Reading | None) -> bool:
    numbers = [f"{number.raw}{number.normal}" for number in event.others]
    names = [f"{attachment.media_type}{attachment.name}" for attachment in event.attachments]
    found = [f"{entity.text}{entity.value}" for entity in reading.entities] if reading else []
    return "".join([*numbers, *names, *event.notes, *found]).isprintable()


def _line(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> dict[str, object]:
    time, original = event.time, event.original
    return {
        "id": event.id,
        "owner": event.owner,
        "channel": event.channel,
        "direction": event.direction,
        "outcome": event.outcome,
        "time": _moment(time),
        "sent": None if event.sent is None else _moment(event.sent),
        "day_no": time.day_no,
        "minute_of_day": time.minute_of_day,
        "seconds": event.seconds,
        "other": _number(event.other),
        "others": [_number(number) for number in event.others],
        "contact_name": event.contact_name,
        "sim": event.sim,
        "text": event.text,
        "text_source": event.text_source,
        "attachments": [attachment_as_json(attachment) for attachment in event.attachments],
        "attribution": _attribution(attribution),
        "reading": _reading(reading),
        "notes": event.notes,
        "source": {
            "sha256": original.hex,
            "length": original.length,
            "format": event.source_format,
            "positions": [
                {"record": p.record, "offset": p.offset, "length": p.length, "path": p.path} for p in event.positions
            ],
        },
        "raw": event.raw,
    }


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "utc": f"{moment.utc.isoformat(timespec='milliseconds')[:-6]}Z",
        "raw": moment.raw,
        "offset_minutes": moment.offset_minutes,
        "resolution": moment.resolution,
        "offset_source": moment.offset_source,
    }


@lru_cache(maxsize=4096)
def _number(number: Number) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(number_as_json(number)))


@lru_cache(maxsize=1024)
def _attribution(attribution: Attribution) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(attribution_as_json(attribution)))


def _reading(reading: Reading | None) -> orjson.Fragment | dict[str, object] | None:
    if reading is None or reading.acts or reading.entities or reading.elements:
        return reading_as_json(reading)
    return _empty_reading(reading.disguised, reading.lexicon)


@lru_cache(maxsize=16)
def _empty_reading(disguised: bool, lexicon: str) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(reading_as_json(Reading((), (), (), disguised, lexicon))))
