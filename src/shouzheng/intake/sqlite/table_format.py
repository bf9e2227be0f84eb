"""Reads any database: each row of the tables that a format knows is decoded, holes are listed, row-id gaps reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from shouzheng.intake.container_problems import COMPANION_MISSING
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.intake.records import Outcome, ReadContext, Refused
from shouzheng.intake.report import UNREAD_KEPT
from shouzheng.intake.row_ids import RowIds
from shouzheng.intake.source import is_private
from shouzheng.intake.sqlite.database import LAST_ID, Database, Hole, Row
from shouzheng.intake.tables.problems import (
    DATABASE_DAMAGED,
    INVALID_TEXT,
    LOOKED_UP_IN_PART,
    ROW_UNREADABLE,
    ROWS_UNREADABLE,
)
from shouzheng.model.event import ContactEvent
from shouzheng.model.original import Position, Unread, new_position

#: Blobs up to this length stand in the raw fields as hexadecimal, longer ones as their digest.
_SHORT_BLOB = 64
#: Bytes that the rows of one table may take in which others are looked up, and what a value takes beside its text.
_MOST_LOOKED_UP, _VALUE_COST = 256 << 20, 100
INVALID_TEXT_NOTE = "invalid_utf-8"


class Fields(NamedTuple):
    """One row for a decoder: its values as text by column (NULL and blobs left out), all of them as raw pairs.

    A NULL stands in ``raw`` as ``name:null`` with an empty text, a blob as ``name:blob`` with its bytes in hexadecimal
    or, when long, its digest. ``blobs`` holds the blobs' bytes. ``notes`` is for the decoder to add to.
    """

    values: dict[str, str]
    raw: tuple[tuple[str, str], ...]
    blobs: dict[str, bytes]
    notes: list[str]
    table: str
    row_id: int | None


#: Decodes one row, or raises ``Refused``.
Decode = Callable[[Fields, Position, ReadContext], Outcome]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a format reads, and how. ``has_gaps`` when its row ids rise by one, so that gaps mean something."""

    name: str
    decode: Decode
    has_gaps: bool = True


#: Tables to read; a function of the database where decoding needs other tables of it.
Tables = Sequence[Table] | Callable[[Database], Sequence[Table]]


def read_tables(path: Path, context: ReadContext, tables: Tables) -> Iterator[Outcome]:
    """Yield what each row of the tables became, table by table; a table that is not there is passed over.

    Raises ``ShouzhengError`` (SZ-1118) when the database cannot be opened.
    """
    with path.open("rb") as stream:
        header = stream.read(20)
    if header[18:20] == b"\2\2" and not is_private(path):
        context.say(COMPANION_MISSING)
    with Database(path, context.look.name) as database:
        size, damage, broken = path.stat().st_size, 0, 0
        for table in tables(database) if callable(tables) else tables:
            if table.name not in database.tables:
                continue
            ids = RowIds(table.name)
            for outcome, hole, broken_text in _Reading(database, table, context, ids).outcomes():
                damage += hole
                broken += broken_text
                yield outcome
            context.done = size
            if table.has_gaps:
                ids.last_given = database.last_given(table.name)
                context.remarks.extend(ids.remarks())
        if damage:
            context.say(DATABASE_DAMAGED, count=damage, detail=f"{damage}")
        if broken:
            context.say(INVALID_TEXT, count=broken)


class _Reading:
    """The reading of one table."""

    def __init__(self, database: Database, table: Table, context: ReadContext, ids: RowIds) -> None:
        self._database = database
        self._table = table
        self._context = context
        self._ids = ids
        self._columns = database.tables[table.name]
        self._nth = 0

    def outcomes(self) -> Iterator[tuple[Outcome, bool, bool]]:
        """Yield what each row became, whether it is a hole, and whether it had text that is not UTF-8."""
        for row in self._database.rows(self._table.name):
            self._nth += 1
            if isinstance(row, Hole):
                yield self._hole(row), True, False
            else:
                yield self._row(row), False, row.broken_text

    def _hole(self, hole: Hole) -> Unread:
        context, name = self._context, self._table.name
        context.records += 1
        position = Position(
            -1, 0, context.records, f"{name}[{hole.first}..{'' if hole.last >= LAST_ID else hole.last}]"
        )
        if hole.first == hole.last:
            return context.unread(position, ROW_UNREADABLE, b"", table=name, detail=hole.detail)
        to_the_end = hole.last >= LAST_ID
        most = "?" if to_the_end else hole.last - hole.first + 1
        slots = {"first": hole.first, "last": "…" if to_the_end else hole.last, "most": most, "detail": hole.detail}
        return context.unread(position, ROWS_UNREADABLE, b"", table=name, **slots)

    def _row(self, row: Row) -> Outcome:
        context, table = self._context, self._table
        context.records += 1
        fields = fields_of(self._columns, row, table.name)
        texts = [value for _, value in fields.raw] if fields.blobs else fields.values.values()
        length = sum(map(len, texts))
        path = f"{table.name}[{row.id if row.id is not None else self._nth}]"
        position = new_position(-1, length, context.records, path)
        try:
            outcome = table.decode(fields, position, context)
        except Refused as refused:
            shown = " ".join(f"{name}={value[:80]}" for name, value in fields.raw[:UNREAD_KEPT])
            outcome = context.unread(position, refused.kind, shown[:800].encode("utf-8", "replace"), **refused.slots)
        if row.id is not None:
            self._ids.take(row.id, outcome.time.utc if isinstance(outcome, ContactEvent) else None)
        return outcome


def fields_of(columns: tuple[str, ...], row: Row, table: str) -> Fields:
    """Return a row as texts by column, with all its values as raw pairs."""
    values: dict[str, str] = {}
    raw: list[tuple[str, str]] = []
    blobs: dict[str, bytes] = {}
    for name, null, value in zip(columns, _nulls(columns), row.values, strict=True):
        if type(value) is str:
            values[name] = value
            raw.append((name, value))
        elif type(value) is int:
            values[name] = text = str(value)
            raw.append((name, text))
        elif value is None:
            raw.append(null)
        elif isinstance(value, bytes):
            blobs[name] = value
            raw.append((f"{name}:blob", _blob(value)))
        else:
            values[name] = text = repr(value)
            raw.append((name, text))
    notes = [INVALID_TEXT_NOTE] if row.broken_text and any("\ufffd" in value for value in values.values()) else []
    return Fields(values, tuple(raw), blobs, notes, table, row.id)


@lru_cache(maxsize=64)
def _nulls(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the raw pairs of columns that are NULL, which is most of a row."""
    return tuple((f"{name}:null", "") for name in columns)


def _blob(value: bytes) -> str:
    return value.hex() if len(value) <= _SHORT_BLOB else f"{digest_of_bytes(value)} ({len(value)} bytes)"


def rows_of(database: Database, table: str, context: ReadContext, *, kept: int = 1000) -> Iterator[Fields]:
    """Yield the rows of a table in which a decoder looks things up, as many as memory allows; the rest is said.

    ``kept`` are the values of a row that the decoder keeps at most. Holes are passed over, a missing table has no rows.
    """
    if table not in database.tables:
        return
    columns, size = database.tables[table], 0
    for number, row in enumerate(database.rows(table)):
        if isinstance(row, Row):
            there = [value for value in row.values if value is not None]
            size += _VALUE_COST * min(len(there), kept) + sum(len(value) for value in there if isinstance(value, str))
            if size > _MOST_LOOKED_UP:
                context.say(LOOKED_UP_IN_PART, table=table, count=number)
                return
            yield fields_of(columns, row, table)
