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
from pathlib import Path
from types import TracebackType
from typing import IO

from shouzheng.intake.problems import CANNOT_WRITE
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import Attachment, ContactEvent, Number
from shouzheng.model.moment import Moment
from shouzheng.model.original import Digest, Position
from shouzheng.model.reading import Entity, Reading, Span
from shouzheng.model.schema import SCHEMA_VERSION
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe

#: First line of ``events.jsonl``, for whoever opens it.
PRIVATE_NOTE = {
    "private": True,
    "note_zh": "本文件含全部通话和短信，包括家人朋友的，请勿外发；可以交给别人的是 dossier.pdf 和 findings.json。",
    "note_en": "All calls and messages, those of family and friends too. Send it to nobody; dossier.pdf and "
    "findings.json are made to be handed over.",
    "schema": SCHEMA_VERSION,
}
#: Lines that are handed to the disk together.
_LINES_AT_ONCE = 256
#: How a line is encoded. The enums of the model are texts, so they are written as they are; no circle is looked for.
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


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
        "other": number_as_json(event.other),
        "others": [number_as_json(number) for number in event.others],
        "contact_name": event.contact_name,
        "sim": event.sim,
        "text": event.text,
        "text_source": event.text_source,
        "attachments": [attachment_as_json(attachment) for attachment in event.attachments],
        "attribution": attribution_as_json(attribution),
        "reading": reading_as_json(reading),
        "notes": list(event.notes),
        "source": {
            "sha256": event.original.hex,
            "length": event.original.length,
            "format": event.source_format,
            "positions": [_position(position) for position in event.positions],
        },
        "raw": [[name, value] for name, value in event.raw],
    }


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


def number_as_json(number: Number) -> dict[str, object]:
    """Return a number as it stands in a line, ready for ``json``."""
    return {"raw": number.raw, "normal": number.normal, "kind": number.kind.value}


def _digest(digest: Digest | None) -> dict[str, object] | None:
    return None if digest is None else {digest.algorithm: digest.hex, "length": digest.length}


def attachment_as_json(attachment: Attachment) -> dict[str, object]:
    """Return an attachment, ready for ``json``."""
    return {"media_type": attachment.media_type, "name": attachment.name, "digest": _digest(attachment.digest)}


def _position(position: Position) -> dict[str, object]:
    return {
        "record": position.record,
        "offset": position.offset,
        "length": position.length,
        "path": position.path,
    }


def attribution_as_json(attribution: Attribution | None) -> dict[str, object] | None:
    """Return who stands behind an event, ``None`` where nobody asked, ready for ``json``."""
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


def reading_as_json(reading: Reading | None) -> dict[str, object] | None:
    """Return what the words do, ``None`` where there are none, ready for ``json``."""
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


def encoded_line(text: str) -> bytes:
    """Return JSON text that holds no line break as one line of a file; what a terminal would obey is escaped."""
    return f"{text if text.isprintable() else json_safe(text)}\n".encode()


class JsonLinesWriter:
    """Writes JSON Lines so that the file appears whole or not at all.

    A context manager: lines go to a temporary file in the same folder, which takes the file's place on leaving without
    an error and is removed otherwise. Raises ``ShouzhengError`` (SZ-1301) when the folder cannot be written to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = contextlib.ExitStack()
        self._stream: IO[bytes] | None = None
        self._waiting: list[bytes] = []
        self.lines = 0

    def __enter__(self) -> JsonLinesWriter:
        try:
            self._stream = self._open.enter_context(replacing(self._path))
        except OSError as error:
            raise self._cannot(error) from error
        return self

    def write(self, line: Mapping[str, object]) -> None:
        """Write one object as one line; half a character (lone surrogate) becomes U+FFFD."""
        self.write_line(encoded_line(ENCODER.encode(line)))

    def write_line(self, line: bytes) -> None:
        """Write what ``encoded_line`` made."""
        if self._stream is None:
            raise RuntimeError("a JsonLinesWriter writes only inside its with block")
        self.lines += 1
        self._waiting.append(line)
        if len(self._waiting) >= _LINES_AT_ONCE:
            try:
                self._flush(self._stream)
            except OSError as error:
                raise self._cannot(error) from error

    def _flush(self, stream: IO[bytes]) -> None:
        stream.write(b"".join(self._waiting))
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
