"""The line of an event in ``events.jsonl``, made by ``orjson``: most of a large import is this.

Where a value holds what a terminal would obey, half a character, or a number of more than 64 bits, the line is made the
slow way through ``event_as_json``; both ways give the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

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

#: Numbers (up to so many characters) and attributions of which the JSON is remembered; a phone knows fewer.
_MOST_NUMBERS, _LONGEST_NUMBER, _MOST_ATTRIBUTIONS = 1 << 14, 64, 1 << 10
_NUMBERS: dict[str, tuple[Number, orjson.Fragment]] = {}
_ATTRIBUTIONS: dict[int, tuple[Attribution, orjson.Fragment]] = {}
#: Length of ``"2026-01-02T03:04:05.678000Z"`` with its quotes, and its length up to the seconds and the milliseconds.
_LONG, _SECONDS, _MILLISECONDS = 29, 20, 24


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
        *chain.from_iterable(event.raw),
        *[position.path for position in event.positions],
    )
    return "".join(texts).isprintable() and not (rare and not _plain_rest(event, reading))


def _plain_rest(event: ContactEvent, reading: Reading | None) -> bool:
    numbers = [f"{number.raw}{number.normal}" for number in event.others]
    names = [f"{attachment.media_type}{attachment.name}" for attachment in event.attachments]
    found = [f"{entity.text}{entity.value}" for entity in reading.entities] if reading else []
    return "".join([*numbers, *names, *event.notes, *found]).isprintable()


def _line(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> dict[str, object]:
    """Return the line for ``orjson``; of enums the texts, because it would look up their slow ``value``."""
    time, original = event.time, event.original
    return {
        "id": event.id,
        "owner": event.owner,
        "channel": event.channel._value_,
        "direction": event.direction._value_,
        "outcome": event.outcome._value_,
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
        "text_source": event.text_source and event.text_source._value_,
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
        "utc": _utc(moment),
        "raw": moment.raw,
        "offset_minutes": moment.offset_minutes,
        "resolution": moment.resolution._value_,
        "offset_source": moment.offset_source._value_,
    }


def _utc(moment: Moment) -> orjson.Fragment:
    """Write the instant with milliseconds: ``isoformat`` takes four times as long as cutting what ``orjson`` writes."""
    text = orjson.dumps(moment.utc, option=orjson.OPT_UTC_Z)
    return orjson.Fragment(text[:_MILLISECONDS] + b'Z"' if len(text) == _LONG else text[:_SECONDS] + b'.000Z"')


def _number(number: Number) -> orjson.Fragment:
    """Return the JSON of a number; the same noun comes again with every contact of it, so it is known by itself."""
    known = _NUMBERS.get(number.raw)
    if known is not None and known[0] is number:
        return known[1]
    made = _kept(number_as_json(number))
    if len(number.raw) <= _LONGEST_NUMBER:
        if len(_NUMBERS) >= _MOST_NUMBERS:
            _NUMBERS.clear()
        _NUMBERS[number.raw] = number, made
    return made


def _attribution(attribution: Attribution) -> orjson.Fragment:
    """Return the JSON of an attribution; it is remembered together with the noun, so that its address stays its own."""
    known = _ATTRIBUTIONS.get(id(attribution))
    if known is not None:
        return known[1]
    if len(_ATTRIBUTIONS) >= _MOST_ATTRIBUTIONS:
        _ATTRIBUTIONS.clear()
    made = _kept(attribution_as_json(attribution))
    _ATTRIBUTIONS[id(attribution)] = attribution, made
    return made


def _kept(value: Mapping[str, object] | None) -> orjson.Fragment:
    """Return JSON to be remembered, as text: bytes from ``orjson`` hold a kilobyte each as long as they live."""
    return orjson.Fragment(orjson.dumps(value).decode())


def _reading(reading: Reading | None) -> orjson.Fragment | dict[str, object] | None:
    if reading is None or reading.acts or reading.entities or reading.elements:
        return reading_as_json(reading)
    return _empty_reading(reading.disguised, reading.lexicon)


@lru_cache(maxsize=16)
def _empty_reading(disguised: bool, lexicon: str) -> orjson.Fragment:
    return _kept(reading_as_json(Reading((), (), (), disguised, lexicon)))
