"""Messages of JSON exports as rows of Android's store: texts by column, parts and addresses of MMS."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.intake.json_format import JsonRecord
from shouzheng.intake.json_text.values import DUPLICATE_KEY, INVALID_BYTES, LONE_SURROGATE, Json

#: From so many characters on a value counts as very long.
_LONG = 1000
_ALL_TEXTS = {str}
#: Repairs of the text that stay with the event.
_KEPT = (DUPLICATE_KEY, INVALID_BYTES, LONE_SURROGATE)


def texts(value: Json, renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the texts and numbers of an object by key; ``renamed`` keys get their column."""
    if not isinstance(value, dict):
        return {}
    kinds = set(map(type, value.values()))
    if bool not in kinds:
        if renamed is not None:
            column = renamed.get
            return {column(key, key): inner for key, inner in value.items() if type(inner) is str}
        if kinds == _ALL_TEXTS:
            return dict(value)
        return {key: inner for key, inner in value.items() if type(inner) is str}
    found: dict[str, str] = {}
    named = (renamed or {}).get
    for key, inner in value.items():
        if type(inner) is str:
            found[named(key, key)] = inner
        elif type(inner) is bool:
            found[named(key, key)] = "1" if inner else "0"
    return found


def objects(value: Json) -> list[Json]:
    """Return the elements of a list, none when it is no list."""
    return value if isinstance(value, list) else []


def raw_of(record: JsonRecord, without: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Return the raw fields; very long ones named in ``without`` by the end of their path stand as their length."""
    if record.length <= _LONG or not any(
        name.rpartition(".")[2] in without for name, value in record.raw if len(value) > _LONG
    ):
        return tuple(record.raw)
    return tuple(
        (name, f"({len(value)} characters)" if len(value) > _LONG and name.rpartition(".")[2] in without else value)
        for name, value in record.raw
    )


def notes_of(record: JsonRecord) -> list[str]:
    """Return the repairs of the record as notes of its event."""
    return [note for note in _KEPT if note in record.notes] if record.notes else []
