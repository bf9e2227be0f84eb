"""The columns that come in: Arrow arrays of the allowed types, brought to one form and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.model.case import Role
from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.pieces import EPOCH, NONE
from shouzheng.reading.column.sign_tables import ROLES


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as a ``large_string`` array; ``apart`` are those that Arrow strings cannot hold (empty in the array)."""

    strings: Any
    apart: Mapping[int, str]

    def cut(self, first: int, last: int) -> Texts:
        """Return some of the texts."""
        apart = {row - first: text for row, text in self.apart.items() if first <= row < last}
        return Texts(self.strings.slice(first, last - first), apart)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of each text besides its words: place in ``ROLES``, own words or not, day of sending or ``NONE``.

    The day is counted from 1970-01-01.
    """

    roles: Array
    own: Array
    sent: Array

    def cut(self, part: slice) -> Context:
        """Return that of some of the texts."""
        return Context(self.roles[part], self.own[part], self.sent[part])

    def of(self, row: int) -> tuple[Role, bool, date | None]:
        """Return what is known of one text, as ``reading.one.read`` takes it."""
        day = int(self.sent[row])
        return ROLES[self.roles[row]], bool(self.own[row]), None if day == NONE else date.fromordinal(day + EPOCH)


def texts_of(chunk: Any) -> Texts:
    """Return one array of texts in one form; raises ``TypeError`` for other types, ``ValueError`` for other bytes."""
    kind = chunk.type
    if pa.types.is_dictionary(kind):
        return texts_of(chunk.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return Texts(chunk.cast(pa.large_string()), {})
    if pa.types.is_null(kind):
        return Texts(chunk.cast(pa.large_string()), {})
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind)):
        raise TypeError(f"texts have to be strings or UTF-8 bytes, not {kind}")
    try:
        return Texts(chunk.cast(pa.large_binary()).cast(pa.large_string()), {})
    except pa.ArrowInvalid:
        return _with_surrogates(chunk)


def _with_surrogates(chunk: Any) -> Texts:
    """Return bytes of which some are no plain UTF-8: the rare case, text by text."""
    plain: list[str | None] = []
    apart: dict[int, str] = {}
    for row, value in enumerate(chunk.to_pylist()):
        text = None if value is None else value.decode("utf-8", "surrogatepass")
        if text is not None and any("\ud800" <= char <= "\udfff" for char in text):
            apart[row], text = text, ""
        plain.append(text)
    return Texts(pa.array(plain, pa.large_string()), apart)


def context_of(total: int, addressee: Any, own_words: Any, sent: Any) -> Context:
    """Return the further columns, checked; raises ``ValueError`` for other lengths and unknown roles."""
    for name, column in (("addressee", addressee), ("own_words", own_words), ("sent", sent)):
        if column is not None and len(column) != total:
            raise ValueError(f"{name} has {len(column)} values for {total} texts")
    unknown = ROLES.index(Role.UNKNOWN)
    roles = np.full(total, unknown, dtype=np.int64)
    if addressee is not None:
        places = pc.index_in(_plain(addressee), pa.array([role.value for role in ROLES]))
        strange = pc.and_(pc.is_null(places), pc.is_valid(_plain(addressee)))
        if pc.any(strange).as_py():
            raise ValueError(f"unknown role {_plain(addressee).filter(strange)[0].as_py()!r}")
        roles = _numbers(pc.fill_null(places, unknown), np.int64)
    own = np.zeros(total, dtype=bool) if own_words is None else _numbers(pc.fill_null(own_words, False), np.bool_)
    days = np.full(total, NONE, dtype=np.int64)
    if sent is not None:
        days = _numbers(pc.fill_null(_plain(sent).cast(pa.date32()).cast(pa.int32()), NONE), np.int64)
    return Context(roles, own, days)


def _plain(column: Any) -> Any:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _numbers(column: Any, kind: type) -> Array:
    numbers: Array = _plain(column).to_numpy(zero_copy_only=False).astype(kind)
    return numbers
