"""JSON values as evidence: numbers keep the digits that were written, and a key that stands twice is seen.

A number is the text of its digits: ``1767319200000`` stays what the file had. Whatever is not JSON
(``NaN``, too many levels) is refused with ``ValueError``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import orjson

#: What a JSON text can be.
Json = Mapping[str, "Json"] | list["Json"] | str | bool | None

LONE_SURROGATE, DUPLICATE_KEY, INVALID_BYTES = "lone_surrogate", "duplicate_key", "invalid_utf-8"

_HALF = re.compile("[\ud800-\udfff]")
#: Most raw fields of one record; no app writes so many.
MOST_FIELDS = 20_000


class Object(dict[str, "Json"]):
    """A JSON object; ``pairs`` holds all its pairs where a key stood twice, else it is ``None``."""

    pairs: list[tuple[str, Json]] | None = None


def _object(pairs: list[tuple[str, Json]]) -> Object:
    made = Object(pairs)
    if len(made) != len(pairs):
        made.pairs = pairs
    return made


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_refuse, strict=False
)
_TEXTS, _SINGLE = {str}, {str, bool, type(None)}


def parse(data: bytes) -> tuple[Json, tuple[str, ...]]:
    """Return the value of one JSON text and notes of what had to be repaired; raises ``ValueError``."""
    notes: tuple[str, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, notes = data.decode("utf-8", "replace"), (INVALID_BYTES,)
    try:
        value = _value(text)
        # Only such an escape can make half a character.
        if (b"\\ud" in data or b"\\uD" in data) and not _is_whole(value):
            found: list[str] = []
            value = _repaired(value, found)
            notes = (*notes, *dict.fromkeys(found))
    except RecursionError as error:
        raise ValueError("too many levels") from error
    return value, notes


def _value(text: str) -> Json:
    """Return the value of a text; one that does not end with it goes the long way, by blanks and with the reason."""
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError:
        value, end = None, -1
    found: Json = value if end == len(text) else _DECODER.decode(text)
    return found


def _is_whole(value: Json) -> bool:
    """True for a flat object without half characters, which ``orjson`` refuses: nearly every emoji is whole."""
    if type(value) is not Object or value.pairs is not None or not set(map(type, value.values())) <= _SINGLE:
        return False
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True


def _repaired(value: Json, notes: list[str]) -> Json:
    """Return the value with half characters replaced in every text and key."""
    if isinstance(value, str):
        return whole(value, notes)
    if isinstance(value, Object):
        pairs = value.pairs if value.pairs is not None else value.items()
        return _object([(whole(key, notes), _repaired(inner, notes)) for key, inner in pairs])
    return [_repaired(inner, notes) for inner in value] if isinstance(value, list) else value


def whole(text: str, notes: list[str]) -> str:
    """Return the text with half characters (lone surrogates) replaced and noted."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        notes.append(LONE_SURROGATE)
        return _HALF.sub("\ufffd", text)
    return text


def flat(value: Json, notes: list[str], name: str = "") -> list[tuple[str, str]]:
    """Return every field of a value as pairs of path and text, in the file's order.

    Paths join keys by ``.`` and number elements (``parts[1].text``). ``null`` stands as ``name:null`` with an empty
    text, so that it is not the word; an empty list or object as ``name:empty``. Raises ``ValueError`` over 20,000
    fields.
    """
    found: list[tuple[str, str]] = []
    if (
        not name
        and type(value) is Object
        and value.pairs is None
        and None not in value.values()
        and set(map(type, value.values())) == _TEXTS
    ):
        found += value.items()  # type: ignore[arg-type] # all are texts: their pairs as they are
    else:
        _flatten(value, name, found, notes)
    if len(found) > MOST_FIELDS:
        raise ValueError(f"more than {MOST_FIELDS} fields")
    return found


def _flatten(value: Json, name: str, found: list[tuple[str, str]], notes: list[str]) -> None:
    if isinstance(value, Object):
        pairs = value.pairs
        if pairs is not None:
            notes.append(DUPLICATE_KEY)
        prefix = f"{name}." if name else ""
        for key, inner in value.items() if pairs is None else pairs:
            path = prefix + key
            if type(inner) is str:
                found.append((path, inner))
            elif inner is None:
                found.append((f"{path}:null", ""))
            elif len(found) <= MOST_FIELDS:
                _flatten(inner, path, found, notes)
        if not value:
            found.append((f"{name}:empty", ""))
    elif isinstance(value, list):
        for number, inner in enumerate(value[: MOST_FIELDS + 1], 1):
            if len(found) <= MOST_FIELDS:
                _flatten(inner, f"{name}[{number}]", found, notes)
        if not value:
            found.append((f"{name}:empty", ""))
    elif value is None:
        found.append((f"{name}:null", ""))
    elif isinstance(value, bool):
        found.append((name, "true" if value else "false"))
    else:
        found.append((name, str(value)))
