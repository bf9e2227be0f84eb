"""The ledger in one SQLite file (WAL): any number of processes on one machine, one writer at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from shouzheng.gate.ledger.memory import Memory
from shouzheng.gate.ledger.pruning import prune
from shouzheng.gate.ledger.session import PARAMETER, Row, Session, Statements
from shouzheng.gate.ledger.tables import ADDED, OLD_INDEXES, contact_columns, create_sql, index_statements
from shouzheng.gate.problems import BAD_LEDGER, LEDGER_BUSY, NO_LEDGER
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.load import Rulebook

#: Name of a ledger that is gone when it is closed.
MEMORY = ":memory:"
#: How long a writer waits for the others, in seconds.
_WAIT = 15
#: Steps in which a writer looks again whether it is its turn, in seconds: the first one, doubled up to the longest.
#: The others hold the file for a few milliseconds at a time, so that a longer step would mostly be time lost.
_FIRST_STEP, _LONGEST_STEP = 0.0002, 0.0008
#: Statements kept ready: a rulebook's own are about a hundred, and each set of known facts has an INSERT of its own.
_STATEMENTS_KEPT = 512
#: The log of changes is folded into the file every so many pages (32 MiB): a decision writes about ten of them.
_CHECKPOINT_PAGES, _CACHE_KIB = 8_000, 32_768
#: The log may only grow: entries are never changed, and removed only up to an anchor that says where the chain begins.
_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS entry_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry WHEN OLD.place > COALESCE("
    "(SELECT MAX(place) FROM anchor WHERE chain = OLD.chain), 0) BEGIN SELECT RAISE(ABORT, 'append-only'); END",
)


class SqliteStore:
    """One connection, used by one thread at a time."""

    def __init__(self, path: Path, rulebook: Rulebook, *, node: str, durable: bool, make: bool = True) -> None:
        self.path, self.node = path, node
        self.durability = (
            "SQLite WAL, synchronous=FULL: a reservation is on disk before it is acknowledged"
            if durable
            else "SQLite WAL, synchronous=NORMAL: survives killed processes; a power cut may lose the last second"
        )
        self._statements = Statements(rulebook)
        self._lock = threading.Lock()
        self._memory, self._version = Memory(), -1
        if not make and not _holds_ledger(path):
            raise ShouzhengError(Problem(NO_LEDGER, path.name, (("name", path.name),)))
        try:
            if str(path) != MEMORY and not path.exists():  # for its owner only, from the first byte
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(
                path,
                timeout=_WAIT,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=_STATEMENTS_KEPT,
            )
            self._make(rulebook, "FULL" if durable else "NORMAL")
        except (OSError, sqlite3.Error) as error:
            raise ShouzhengError(Problem(BAD_LEDGER, path.name, (("detail", _said(error)),))) from error

    def _make(self, rulebook: Rulebook, synchronous: str) -> None:
        run = self._connection.execute
        run("PRAGMA journal_mode = WAL")
        run(f"PRAGMA synchronous = {synchronous}")
        run(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        run(f"PRAGMA cache_size = -{_CACHE_KIB}")
        run("BEGIN IMMEDIATE")
        for statement in create_sql(rulebook, "INTEGER PRIMARY KEY"):
            run(statement)
        have = {row[1] for row in run("PRAGMA table_info(contact)")}
        for name, kind in contact_columns(rulebook).items():
            if name not in have:  # a newer law counts by something that earlier contacts have no value for
                run(f"ALTER TABLE contact ADD COLUMN {name} {kind.removesuffix(' NOT NULL')}")
        for table, name, kind in ADDED:
            if name not in {row[1] for row in run(f"PRAGMA table_info({table})")}:
                run(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
        for statement in (*index_statements(rulebook.counts), *OLD_INDEXES, *_TRIGGERS):
            run(statement)
        run("COMMIT")
        run("PRAGMA busy_timeout = 0")  # from now on ``_begin`` waits; inside a transaction nobody has to

    def _execute(self, sql: str, parameters: Mapping[str, object]) -> list[Row]:
        written, values = in_order(sql)
        return self._connection.execute(written, values(parameters)).fetchall()

    @contextmanager
    def transaction(self, locks: Iterable[str]) -> Iterator[Session]:
        """One writer at a time: the file's own lock holds everything that ``locks`` could name."""
        with self._lock:
            try:
                self._begin()
            except sqlite3.Error as error:
                raise ShouzhengError(Problem(LEDGER_BUSY)) from error
            try:
                yield Session(self._execute, self._statements, self.node, self._remembered())
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise ShouzhengError(Problem(LEDGER_BUSY)) from error
            except BaseException:
                self._roll_back()
                raise

    def _begin(self) -> None:
        """Wait for the other writers, with short steps: SQLite's own steps soon grow to a tenth of a second."""
        until, step = time.monotonic() + _WAIT, _FIRST_STEP
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(step)
            step = min(2 * step, _LONGEST_STEP)

    def _remembered(self) -> Memory:
        """Return what is remembered of the ledger, nothing when another connection has written to it since."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._memory.forget()
            self._version = version
        return self._memory

    def _roll_back(self) -> None:
        self._memory.forget()
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")

    def prune(self, chain: str, before: int, contacts_before: int) -> tuple[int, int]:
        """Remove old entries behind an anchor, and old contacts."""
        with self.transaction(()) as session:
            return prune(session, chain, before, contacts_before)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@lru_cache(maxsize=512)
def in_order(sql: str) -> tuple[str, Callable[[Mapping[str, object]], tuple[object, ...]]]:
    """Return a statement with its parameters by place, and what puts them in that order: twice as fast as by name."""
    names = tuple(PARAMETER.findall(sql))
    written = PARAMETER.sub("?", sql)
    if len(names) > 1:
        return written, itemgetter(*names)
    return written, lambda parameters: tuple(parameters[name] for name in names)


def _holds_ledger(path: Path) -> bool:
    """Tell whether there is a ledger; nothing is made and nothing written to find out."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchall())
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ShouzhengError(Problem(BAD_LEDGER, path.name, (("detail", _said(error)),))) from error


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)[:80]
