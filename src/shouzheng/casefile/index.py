"""The encrypted index of a case: SQLite in the format of SQLCipher 4, which other tools can open with the raw key.

Tables are in ``SCHEMA``. The custody log can only grow: triggers refuse every change and removal, and ``verify`` does
not rely on them. Temporary tables stay in memory, so nothing plain ever reaches the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from shouzheng.casefile.problems import INDEX_DAMAGED, damaged

INDEX_FILE = "index.db"
#: Version of the tables (PRAGMA user_version).
SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE original (
  no INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, length INTEGER NOT NULL, blob TEXT NOT NULL,
  name TEXT NOT NULL, media_type TEXT NOT NULL, received TEXT NOT NULL);
CREATE TABLE import (
  no INTEGER PRIMARY KEY, original INTEGER NOT NULL REFERENCES original, person TEXT NOT NULL,
  events INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE event (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, import INTEGER NOT NULL REFERENCES import, utc TEXT NOT NULL,
  line TEXT NOT NULL);
CREATE INDEX event_by_time ON event (utc);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='trigram');
CREATE TABLE entry (
  no INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX entry_by_subject ON entry (kind, subject, no);
CREATE TABLE custody (n INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TRIGGER custody_is_never_changed BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER custody_is_never_cut BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, hash TEXT NOT NULL,
  signature BLOB NOT NULL);
"""
_MISSING = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


#: What SQLite raises when pages are not what was written: a failing disk, or somebody changed the file.
_DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.IOError)


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what SQLite says of a damaged index into ``ShouzhengError`` (SZ-4032, exit 4), whichever query met it."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged(INDEX_DAMAGED, detail=type(error).__name__) from error


def create_index(case: Path, key: bytes) -> apsw.Connection:
    """Make the index of a new case and return its connection."""
    connection = _connect(case / INDEX_FILE, key, _MISSING)
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute(SCHEMA)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return connection


def open_index(case: Path, key: bytes) -> apsw.Connection:
    """Open the index; raises ``ShouzhengError`` (SZ-4032, exit 4) when it is gone, damaged or of another case."""
    try:
        connection = _connect(case / INDEX_FILE, key, apsw.SQLITE_OPEN_READWRITE)
        ((version,),) = connection.execute("PRAGMA user_version")
    except apsw.Error as error:
        raise damaged(INDEX_DAMAGED, detail=type(error).__name__) from error
    if version != SCHEMA_VERSION:
        connection.close()
        raise damaged(INDEX_DAMAGED, detail=f"user_version {version}")
    return connection


def _connect(path: Path, key: bytes, flags: int) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags)
    # The order matters: cipher and its version must be chosen before the key is given.
    connection.execute("PRAGMA cipher = 'sqlcipher'")
    connection.execute("PRAGMA legacy = 4")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in (
        "cache_size = -65536",
        "temp_store = MEMORY",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {setting}")
    connection.set_busy_timeout(2000)
    return connection
