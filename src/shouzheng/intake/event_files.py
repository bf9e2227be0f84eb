"""Events as JSON Lines: one event a line, complete, in a documented order of keys.

Keys, in this order: ``id``, ``owner``, ``channel``, ``direction``, ``outcome``, ``time`` and ``sent`` (``utc``,
``raw``, ``offset_minutes``, ``resolution``, ``offset_source``), ``day_no``, ``minute_of_day`` (Beijing), ``seconds``,
``other`` (``raw``, ``normal``, ``kind``), ``others``, ``contact_name``, ``sim``, ``text``, ``text_source``,
``attachments``, ``attribution``, ``reading``, ``notes``, ``source`` (``sha256``, ``length``, ``format``,
``positions``), ``raw``. A key is always there; what is not known is ``null``. ``raw`` is a list of pairs, because
order and repetition are evidence.

The file holds a whole phone and is private: it is written readable by its owner only.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO

from shouzheng.intake.problems import CANNOT_WRITE
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import Attachment, ContactEvent, Number
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.model.reading import Entity, Reading, Span
from shouzheng.model.schema import SCHEMA_VERSION
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe

#: Encodes one text as JSON, quotes included, in C.
_TEXT = json.encoder.encode_basestring
_NO_MORE = ("[]", "[]", "[]")
#: First line of ``events.jsonl``, for whoever opens it.
PRIVATE_NOTE = {
    "private": True,
    "note_zh": "本文件含全部通话和短信，包括家人朋友的，请勿外发；可以交给别人的是 dossier.pdf 和 findings.json。",
    "note_en": "All calls and messages, those of family and friends too. Send it to nobody; dossier.pdf and "
    "findings.json are made to be handed over.",
    "schema": SCHEMA_VERSION,
}
#: Lines that are encoded and handed to the disk together.
_LINES_AT_ONCE = 256
#: The enums of the model are texts, so they are written as they are. Our own lines hold no circle to look for.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def event_as_json(
    event: ContactEvent, attribution: Attribution | None = None, reading: Reading | None = None
) -> dict[str, object]:
    """Return one event with who stands behind it and what its words do, ready for ``json``."""
    return {
        "id": event.id,
        "owner": event.owner,
        "channel": event.channel,
        "direction": event.direction,
        "outcome": event.outcome,
        "time": _moment(event.time),
        "sent": _moment(event.sent),
        "day_no": event.time.day_no,
        "minute_of_day": event.time.minute_of_day,
        "seconds": event.seconds,
        "other": _number(event.other),
        "others": [_number(number) for number in event.others],
        "contact_name": event.contact_name,
        "sim": event.sim,
        "text": event.text,
        "text_source": event.text_source,
        "attachments": [_attachment(attachment) for attachment in event.attachments],
        "attribution": _attribution(attribution),
        "reading": _reading(reading),
        "notes": list(event.notes),
        "source": {
            "sha256": event.original.hex,
            "length": event.original.length,
            "format": event.source_format,
            "positions": [_position(position) for position in event.positions],
        },
        "raw": [[name, value] for name, value in event.raw],
    }


def event_as_text(event: ContactEvent, attribution: Attribution, reading: Reading | None) -> str:
    """Return the line of ``event_as_json`` as JSON text, made about four times as fast: most of a large import is this.

    A test holds both equal. A member of an enum is written through ``_TEXT``, which costs a fifth of formatting it.
    """
    time, text = event.time, _TEXT
    more = _rest_of(event) if event.others or event.attachments or event.notes else _NO_MORE
    return (
        f'{{"id":"{event.id}","owner":{text(event.owner)},"channel":{text(event.channel)},'
        f'"direction":{text(event.direction)},"outcome":{text(event.outcome)},'
        f'"time":{_moment_text(time)},"sent":{_moment_text(event.sent)},'
        f'"day_no":{time.day_no},"minute_of_day":{time.minute_of_day},"seconds":{_or_null(event.seconds)},'
        f'"other":{_number_text(event.other)},"others":{more[0]},"contact_name":{_text_or_null(event.contact_name)},'
        f'"sim":{_text_or_null(event.sim)},"text":{_text_or_null(event.text)},'
        f'"text_source":{_text_or_null(event.text_source)},"attachments":{more[1]},'
        f'"attribution":{_attribution_text(attribution)},"reading":{_reading_text(reading)},"notes":{more[2]},'
        f'"source":{{"sha256":"{event.original.hex}","length":{event.original.length},'
        f'"format":"{event.source_format}","positions":{_positions_text(event.positions)}}},"raw":{_raw_text(event.raw)}}}'
    )


def _raw_text(raw: tuple[tuple[str, str], ...]) -> str:
    """Encode all pairs in one call, joined by two control characters that become the marks between them.

    Where a value holds one of the two, or what looks like their escaped form, the pairs are encoded one by one.
    """
    flat = "\x1e".join(map("\x1f".join, raw))
    if flat.count("\x1e") != len(raw) - 1 or flat.count("\x1f") != len(raw) or "\\u001" in flat:
        return f"[{','.join([f'[{_TEXT(name)},{_TEXT(value)}]' for name, value in raw])}]"
    return f"[[{_TEXT(flat)}]]".replace("\\u001e", '"],["').replace("\\u001f", '","')


def _rest_of(event: ContactEvent) -> tuple[str, str, str]:
    return (
        _ENCODER.encode([_number(number) for number in event.others]),
        _ENCODER.encode([_attachment(attachment) for attachment in event.attachments]),
        _ENCODER.encode(list(event.notes)),
    )


def _text_or_null(value: str | None) -> str:
    return "null" if value is None else _TEXT(value)


def _or_null(value: int | None) -> str:
    return "null" if value is None else str(value)


def _moment_text(moment: Moment | None) -> str:
    if moment is None:
        return "null"
    return (
        f'{{"utc":"{moment.utc.isoformat(timespec="milliseconds")[:-6]}Z","raw":{_TEXT(moment.raw)},'
        f"{_rest_of_moment(moment.offset_minutes, moment.resolution, moment.offset_source)}"
    )


@lru_cache(maxsize=1024)
def _rest_of_moment(offset_minutes: int, resolution: Resolution, source: OffsetSource) -> str:
    return f'"offset_minutes":{offset_minutes},"resolution":{_TEXT(resolution)},"offset_source":{_TEXT(source)}}}'


def _positions_text(positions: tuple[Position, ...]) -> str:
    if len(positions) == 1:
        p = positions[0]
        return f'[{{"record":{p.record},"offset":{p.offset},"length":{p.length},"path":{_TEXT(p.path)}}}]'
    listed = [
        f'{{"record":{p.record},"offset":{p.offset},"length":{p.length},"path":{_TEXT(p.path)}}}' for p in positions
    ]
    return f"[{','.join(listed)}]"


@lru_cache(maxsize=4096)
def _number_text(number: Number) -> str:
    return _ENCODER.encode(_number(number))


@lru_cache(maxsize=1024)
def _attribution_text(attribution: Attribution) -> str:
    return _ENCODER.encode(_attribution(attribution))


def _reading_text(reading: Reading | None) -> str:
    if reading is None:
        return "null"
    if not reading.acts and not reading.entities and not reading.elements:
        return _empty_reading(reading.disguised, reading.lexicon)
    return _ENCODER.encode(_reading(reading))


@lru_cache(maxsize=16)
def _empty_reading(disguised: bool, lexicon: str) -> str:
    return _ENCODER.encode(_reading(Reading((), (), (), disguised, lexicon)))


def _moment(moment: Moment | None) -> dict[str, object] | None:
    if moment is None:
        return None
    return {
        "utc": moment.utc.isoformat(timespec="milliseconds")[:-6] + "Z",
        "raw": moment.raw,
        "offset_minutes": moment.offset_minutes,
        "resolution": moment.resolution,
        "offset_source": moment.offset_source,
    }


def _number(number: Number) -> dict[str, object]:
    return {"raw": number.raw, "normal": number.normal, "kind": number.kind.value}


def _digest(digest: Digest | None) -> dict[str, object] | None:
    return None if digest is None else {digest.algorithm: digest.hex, "length": digest.length}


def _attachment(attachment: Attachment) -> dict[str, object]:
    return {"media_type": attachment.media_type, "name": attachment.name, "digest": _digest(attachment.digest)}


def _position(position: Position) -> dict[str, object]:
    return {
        "record": position.record,
        "offset": position.offset,
        "length": position.length,
        "path": position.path,
    }


def _attribution(attribution: Attribution | None) -> dict[str, object] | None:
    if attribution is None:
        return None
    return {
        "kind": attribution.kind,
        "party": attribution.party,
        "creditor": attribution.creditor,
        "debt": attribution.debt,
        "institution_kind": attribution.institution_kind,
        "product_kind": attribution.product_kind,
        "known_by": attribution.known_by,
        "evidence": attribution.evidence,
        "claim": attribution.claim,
        "confirmed": attribution.confirmed,
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _entity(entity: Entity) -> dict[str, object]:
    return {
        "kind": entity.kind,
        "span": _span(entity.span),
        "text": entity.text,
        "fen": entity.fen,
        "day": entity.day.isoformat() if entity.day else None,
        "value": entity.value,
    }


def _reading(reading: Reading | None) -> dict[str, object] | None:
    if reading is None:
        return None
    return {
        "acts": [
            {"act": act.act, "span": _span(act.span), "pattern": act.pattern, "disguised": act.disguised}
            for act in reading.acts
        ],
        "entities": [_entity(entity) for entity in reading.entities],
        "elements": [{"name": element.name, "span": _span(element.span)} for element in reading.elements],
        "disguised": reading.disguised,
        "lexicon": reading.lexicon,
    }


class JsonLinesWriter:
    """Writes JSON Lines so that the file appears whole or not at all.

    A context manager: lines go to a temporary file in the same folder, which takes the file's place on leaving without
    an error and is removed otherwise. Raises ``ShouzhengError`` (SZ-1301) when the folder cannot be written to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = contextlib.ExitStack()
        self._stream: IO[bytes] | None = None
        self._waiting: list[str] = []
        self.lines = 0

    def __enter__(self) -> JsonLinesWriter:
        try:
            self._stream = self._open.enter_context(replacing(self._path))
        except OSError as error:
            raise self._cannot(error) from error
        return self

    def write(self, line: Mapping[str, object]) -> None:
        """Write one object as one line; half a character (lone surrogate) becomes U+FFFD."""
        self.write_line(_ENCODER.encode(line))

    def write_line(self, text: str) -> None:
        """Write JSON text that holds no line break as one line."""
        if self._stream is None:
            raise RuntimeError("a JsonLinesWriter writes only inside its with block")
        self.lines += 1
        self._waiting.append(text if text.isprintable() else json_safe(text))
        if len(self._waiting) >= _LINES_AT_ONCE:
            try:
                self._flush(self._stream)
            except OSError as error:
                raise self._cannot(error) from error

    def _flush(self, stream: IO[bytes]) -> None:
        stream.write("".join([f"{line}\n" for line in self._waiting]).encode("utf-8"))
        self._waiting.clear()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        stream, self._stream = self._stream, None
        if stream is None:
            return
        failed: BaseException | None = value
        try:
            if failed is None:
                self._flush(stream)
        except OSError as error:
            failed = error
        try:
            self._open.__exit__(type(failed) if failed else None, failed, failed.__traceback__ if failed else None)
        except OSError as error:
            failed = failed or error
        if value is None and isinstance(failed, OSError):
            raise self._cannot(failed) from failed

    def _cannot(self, error: OSError) -> ShouzhengError:
        detail = error.strerror or type(error).__name__
        return ShouzhengError(Problem(CANNOT_WRITE, self._path.name, (("detail", detail),)))
