"""A database file, read without changing it and without believing it.

The file is opened read-only and ``immutable``; a private copy (``source.py``) that has a ``-wal`` or journal beside it
is opened in the ordinary way, so that SQLite puts both together. Only ordinary tables are read, and only their stored
columns: a view, a virtual table or a generated column could run for ever or ask for any amount of memory. Values over
``LARGEST`` bytes are refused by SQLite itself.

Rows come in ascending order of their row id, by steps along the table's tree. Where a page is damaged the reading goes
on at the next row id that can be reached; what lies between is a ``Hole``. What stands in free pages (deleted rows) is
not looked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from shouzheng.intake.containers import COMPANIONS
from shouzheng.intake.source import is_private
from shouzheng.intake.tables.problems import DATABASE_UNREADABLE
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

#: What a column of a row can hold.
Value = int | float | str | bytes | None

#: Longest value (and row) in bytes that SQLite may hand out.
LARGEST = 16 << 20
#: Most tables and columns that are looked at; phones have under a hundred of either.
_MOST_TABLES, _MOST_COLUMNS = 500, 1000
#: Most places of damage that are passed over in one table.
_MOST_HOLES = 2_000
_ROWS_AT_ONCE = 256
#: Highest row id that there can be.
LAST_ID = (1 << 63) - 1
_FIRST_ID = -(1 << 63)
#: Memory for pages, in KiB.
_CACHE = 8192
_ROW_IDS = ("_rowid_", "rowid", "oid")
#: What SQLite and its Python module raise on a damaged or hostile file; the last one for the name of a column that is
#: not UTF-8, which becomes the name of a result.
_DAMAGE = (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError, UnicodeDecodeError)


class Row(NamedTuple):
    """One row: its row id (``None`` in a table without), its values in the order of the columns asked for."""

    id: int | None
    values: tuple[Value, ...]
    broken_text: bool


class Hole(NamedTuple):
    """Row ids between which nothing can be read (both included), or the one row that cannot; and why."""

    first: int
    last: int
    detail: str


class Database:
    """An open database; use as a context manager. Raises ``ShouzhengError`` (SZ-1118) when it cannot be opened."""

    def __init__(self, path: Path, name: str) -> None:
        beside = is_private(path) and any(path.with_name(path.name + ending).exists() for ending in COMPANIONS)
        mode = "mode=rw" if beside else "mode=ro&immutable=1"
        self._broken_texts = 0
        self._name = name
        try:
            self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, isolation_level=None)
        except _DAMAGE as error:
            raise self._unreadable(error) from error
        try:
            self._set_up()
            self.tables: Mapping[str, tuple[str, ...]] = self._tables()
        except _DAMAGE as error:
            self._connection.close()
            raise self._unreadable(error) from error

    def _set_up(self) -> None:
        connection = self._connection
        connection.text_factory = self._text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA writable_schema=1")  # read-only all the same: it only forgives a short or bad file
        for pragma in (f"cache_size=-{_CACHE}", "trusted_schema=0", "cell_size_check=1", "temp_store=2", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA query_only=1")

    def _text(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self._broken_texts += 1
            return data.decode("utf-8", "replace")

    def _unreadable(self, error: BaseException) -> ShouzhengError:
        return ShouzhengError(Problem(DATABASE_UNREADABLE, self._name, (("detail", _detail(error)),)))

    def _tables(self) -> dict[str, tuple[str, ...]]:
        """Ordinary tables with their stored columns; entries of the schema that make no sense are passed over."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY rootpage LIMIT ?"
        names = self._connection.execute(query, (_MOST_TABLES,)).fetchall()
        found: dict[str, tuple[str, ...]] = {}
        for (name,) in names:
            if isinstance(name, str) and "\0" not in name:
                columns = self._columns(name)
                if columns:
                    found[name] = columns
        return found

    def _columns(self, table: str) -> tuple[str, ...]:
        try:
            rows = self._connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchmany(_MOST_COLUMNS)
        except _DAMAGE:
            return ()
        stored = (row[1] for row in rows if row[6] == 0)
        return tuple(name for name in stored if isinstance(name, str) and "\0" not in name)

    # --- rows --------------------------------------------------------------------------------------------------

    def rows(self, table: str) -> Iterator[Row | Hole]:
        """Yield all rows of a table (the values of ``tables[table]``) and the holes between them."""
        columns = self.tables[table]
        lower = {column.lower() for column in columns}
        row_id = next((name for name in _ROW_IDS if name not in lower), None)
        listed = ", ".join(map(_quoted, columns))
        if row_id is not None and self._has(table, row_id):
            yield from self._by_id(table, row_id, listed)
            return
        try:
            for values in self._connection.execute(f"SELECT {listed} FROM {_quoted(table)}"):  # noqa: S608
                yield Row(None, values, self._broken())
        except _DAMAGE as error:
            yield Hole(0, 0, _detail(error))

    def _has(self, table: str, row_id: str) -> bool:
        try:
            self._connection.execute(f"SELECT {row_id} FROM {_quoted(table)} LIMIT 0")  # noqa: S608
        except _DAMAGE:
            return False
        return True

    def _by_id(self, table: str, row_id: str, listed: str) -> Iterator[Row | Hole]:
        where = f"FROM {_quoted(table)} WHERE {row_id} >= ? ORDER BY {row_id}"
        rows, ids = f"SELECT {row_id}, {listed} {where}", f"SELECT {row_id} {where} LIMIT 1"
        following = _FIRST_ID
        holes = 0
        while following <= LAST_ID and holes < _MOST_HOLES:
            try:
                for row in self._ascending(rows, following):
                    yield row
                    following = (row.id or 0) + 1
                return
            except _DAMAGE as error:
                trouble = _detail(error)
            for found in self._around_damage(rows, ids, following, trouble):
                yield found
                holes += isinstance(found, Hole)
                following = (found.last if isinstance(found, Hole) else found.id or 0) + 1
        if holes >= _MOST_HOLES:
            yield Hole(following, LAST_ID, "too many places of damage")

    def _ascending(self, rows: str, following: int) -> Iterator[Row]:
        """Yield rows from an id on; an id out of order is damage too, and would otherwise never end."""
        cursor = self._connection.execute(rows, (following,))
        while batch := cursor.fetchmany(_ROWS_AT_ONCE):
            broken = self._broken()
            for values in batch:
                number = _in_order(values[0], following)
                yield Row(number, values[1:], broken)
                following = number + 1

    def _around_damage(self, rows: str, ids: str, following: int, trouble: str) -> Iterator[Row | Hole]:
        """Yield rows one by one where a batch failed: it, and Python's reading ahead, are lost whole before damage.

        A jump of the row ids in this neighbourhood is a hole: a damaged page may hide rows without any error.
        """
        for _ in range(_ROWS_AT_ONCE + 1):
            try:
                found = self._connection.execute(f"{rows} LIMIT 1", (following,)).fetchone()
                number = _in_order(found[0], following) if found else 0
            except _DAMAGE as error:
                yield self._hole(ids, following, _detail(error))
                return
            start = max(following, 1)
            if found is None:
                yield Hole(start, LAST_ID, trouble)
                return
            if number > start:
                yield Hole(start, number - 1, trouble)
            yield Row(number, tuple(found[1:]), self._broken())
            following = number + 1
            if following > LAST_ID:
                return

    def _hole(self, ids: str, following: int, detail: str) -> Hole:
        """Find the next row id that can be reached, by ever wider steps and then by halves."""
        found = self._reached(ids, following)
        if isinstance(found, int):
            # Its id can be read, the rest of the row cannot; what a damaged page hides before it is not known.
            return Hole(max(following, min(found, 1)), found, detail)
        step = 1
        while found is not None and following + step <= LAST_ID:
            found = self._reached(ids, following + step)
            if not isinstance(found, str):
                break
            step *= 2
        if not isinstance(found, int):
            return Hole(following, LAST_ID, detail)
        low, high = following + step // 2, following + step  # at low nothing is reached, at high something is
        while high - low > 1:
            middle = (low + high) // 2
            reached = self._reached(ids, middle)
            if isinstance(reached, int):
                high, found = middle, reached
            else:
                low = middle
        return Hole(following, found - 1, detail)

    def _reached(self, ids: str, start: int) -> int | str | None:
        """Return the first row id from ``start`` on, ``None`` when there is none, a text when it cannot be told."""
        try:
            row = self._connection.execute(ids, (start,)).fetchone()
        except _DAMAGE as error:
            return _detail(error)
        if row is None:
            return None
        return row[0] if isinstance(row[0], int) and row[0] >= start else "row ids out of order"

    def _broken(self) -> bool:
        """True when a text that was not UTF-8 has been read since this was asked last."""
        broken, self._broken_texts = self._broken_texts > 0, 0
        return broken

    def last_given(self, table: str) -> int | None:
        """Return the highest row id that was ever given in a table, where the database keeps count of it."""
        if "sqlite_sequence" not in self.tables:
            return None
        try:
            query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
            row = self._connection.execute(query, (table,)).fetchone()
        except _DAMAGE:
            return None
        return row[0] if row is not None and isinstance(row[0], int) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()


def tables_of(path: Path, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the ordinary tables of a database with their columns; raises ``ShouzhengError`` (SZ-1118)."""
    with Database(path, name) as database:
        return database.tables


def _in_order(number: object, following: int) -> int:
    if not isinstance(number, int) or number < following:
        raise sqlite3.DatabaseError("row ids out of order")
    return number


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _detail(error: BaseException) -> str:
    return visible(shorten(str(error) or type(error).__name__, 120))
