"""The line of an event in ``events.jsonl``, put together from pieces: most of a large import is this.

What comes again with many events (who, how, which file) is made once; texts and numbers go through ``orjson``. Where a
value holds half a character, or a number of more than 64 bits, the line is made the slow way through ``event_as_json``;
both ways give the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

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
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, Outcome
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.reading import Reading
from shouzheng.reference.safe_text import json_safe

_Key = TypeVar("_Key")
#: Numbers (up to so many characters), attributions and other pieces that are remembered; a phone knows fewer.
_MOST_NUMBERS, _LONGEST_NUMBER, _MOST_ATTRIBUTIONS, _MOST_PIECES = 1 << 14, 64, 1 << 10, 1 << 10
_NUMBERS: dict[str, tuple[Number, bytes]] = {}
_ATTRIBUTIONS: dict[int, tuple[Attribution, bytes]] = {}
#: Who and how: owner, channel, direction, outcome. Which file: digest, length, format. How a time is known.
_Head = tuple[str, Channel, Direction, Outcome]
_File = tuple[str, int, str]
_Tail = tuple[int, Resolution, OffsetSource]
_HEADS: dict[_Head, bytes] = {}
_FILES: dict[_File, bytes] = {}
_TAILS: dict[_Tail, bytes] = {}
#: Length of ``"2026-01-02T03:04:05.678000Z"`` with its quotes, and where its seconds and its milliseconds end.
_LONG, _SECONDS, _MILLISECONDS = 29, 20, 24
#: Bytes that no terminal obeys, whatever stands beside them: what is left without them has to be looked at.
_HARMLESS = bytes(range(0x20, 0x7F))
_dumps = orjson.dumps


def event_line(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> bytes:
    """Return the line of ``event_files.event_as_json`` as it stands in a file, with its line break."""
    try:
        line = _line(event, attribution, reading)
    except TypeError:  # half a character, or a number of more than 64 bits
        return encoded_line(ENCODER.encode(event_as_json(event, attribution, reading)))
    if not line.translate(None, _HARMLESS).decode().isprintable():
        line = json_safe(line.decode()).encode()
    return line + b"\n"


def event_as_text(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> str:
    """Return the same line as text, without its line break."""
    return event_line(event, attribution, reading)[:-1].decode()


def _line(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> bytes:
    """Put the line together; of enums the texts, because ``orjson`` would look up their slow ``value``."""
    time, sent, original, source = event.time, event.sent, event.original, event.text_source
    head = (event.owner, event.channel, event.direction, event.outcome)
    file = (original.hex, original.length, event.source_format)
    counts = {"day_no": time.day_no, "minute_of_day": time.minute_of_day, "seconds": event.seconds}
    words = {
        "contact_name": event.contact_name,
        "sim": event.sim,
        "text": event.text,
        "text_source": source and source._value_,
    }
    return b"".join(
        (
            b'{"id":',
            _dumps(event.id),
            _HEADS.get(head) or _kept(_HEADS, head, _made_head),
            _moment(time),
            b',"sent":null,' if sent is None else b',"sent":%b,' % _moment(sent),
            _dumps(counts)[1:-1],
            b',"other":',
            _number(event.other),
            b',"others":[%b],' % b",".join(map(_number, event.others)) if event.others else b',"others":[],',
            _dumps(words)[1:-1],
            b',"attachments":',
            _dumps([attachment_as_json(each) for each in event.attachments]) if event.attachments else b"[]",
            b',"attribution":',
            _attribution(attribution),
            b',"reading":null,"notes":' if reading is None else b',"reading":%b,"notes":' % _reading(reading),
            _dumps(event.notes),
            _FILES.get(file) or _kept(_FILES, file, _made_file),
            _dumps(list(map(_position, event.positions))),
            b'},"raw":',
            _dumps(event.raw),
            b"}",
        )
    )


def _moment(moment: Moment) -> bytes:
    """Write a moment; ``isoformat`` takes four times as long as cutting what ``orjson`` writes."""
    utc = _dumps(moment.utc, option=orjson.OPT_UTC_Z)
    cut = b"%bZ" % utc[:_MILLISECONDS] if len(utc) == _LONG else b"%b.000Z" % utc[:_SECONDS]
    known = (moment.offset_minutes, moment.resolution, moment.offset_source)
    tail = _TAILS.get(known) or _kept(_TAILS, known, _made_tail)
    return b'{"utc":%b","raw":%b%b' % (cut, _dumps(moment.raw), tail)


def _position(position: Position) -> dict[str, object]:
    return {
        "record": position.record,
        "offset": position.offset,
        "length": position.length,
        "path": position.path,
    }


# --- pieces that are remembered ---------------------------------------------------------------------------------


def _kept(known: dict[_Key, bytes], key: _Key, make: Callable[[_Key], bytes]) -> bytes:
    """Make a piece and remember it."""
    if len(known) >= _MOST_PIECES:
        known.clear()
    made = known[key] = make(key)
    return made


def _made_head(key: _Head) -> bytes:
    owner, channel, direction, outcome = key
    said = {
        "owner": owner,
        "channel": channel._value_,
        "direction": direction._value_,
        "outcome": outcome._value_,
    }
    return b',%b,"time":' % _dumps(said)[1:-1]


def _made_file(key: _File) -> bytes:
    return b',"source":%b,"positions":' % _dumps(dict(zip(("sha256", "length", "format"), key, strict=True)))[:-1]


def _made_tail(key: _Tail) -> bytes:
    minutes, resolution, source = key
    said = {"offset_minutes": minutes, "resolution": resolution._value_, "offset_source": source._value_}
    return b",%b" % _dumps(said)[1:]


def _number(number: Number) -> bytes:
    """Return the JSON of a number; the same noun comes again with every contact of it, so it is known by itself."""
    known = _NUMBERS.get(number.raw)
    if known is not None and known[0] is number:
        return known[1]
    made = _small(_dumps(number_as_json(number)))
    if len(number.raw) <= _LONGEST_NUMBER:
        if len(_NUMBERS) >= _MOST_NUMBERS:
            _NUMBERS.clear()
        _NUMBERS[number.raw] = number, made
    return made


def _attribution(attribution: Attribution) -> bytes:
    """Return the JSON of an attribution; it is remembered together with the noun, so that its address stays its own."""
    known = _ATTRIBUTIONS.get(id(attribution))
    if known is not None:
        return known[1]
    if len(_ATTRIBUTIONS) >= _MOST_ATTRIBUTIONS:
        _ATTRIBUTIONS.clear()
    made = _small(_dumps(attribution_as_json(attribution)))
    _ATTRIBUTIONS[id(attribution)] = attribution, made
    return made


def _small(made: bytes) -> bytes:
    """Return the same bytes for keeping: those of ``orjson`` hold a kilobyte each as long as they live."""
    return made.decode().encode()


def _reading(reading: Reading) -> bytes:
    if reading.acts or reading.entities or reading.elements:
        return _dumps(reading_as_json(reading))
    return _empty_reading(reading.disguised, reading.lexicon)


@lru_cache(maxsize=16)
def _empty_reading(disguised: bool, lexicon: str) -> bytes:
    return _dumps(reading_as_json(Reading((), (), (), disguised, lexicon)))
