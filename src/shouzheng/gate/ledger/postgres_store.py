"""The ledger in PostgreSQL: several nodes, each decision under the locks of the persons and matters it touches."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from shouzheng.gate.ledger.pruning import prune
from shouzheng.gate.ledger.session import PARAMETER, Row, Session, Statements
from shouzheng.gate.ledger.tables import ADDED, OLD_INDEXES, contact_columns, create_sql, index_statements
from shouzheng.gate.problems import BAD_LEDGER, LEDGER_BUSY, NO_LEDGER, NO_POSTGRES
from shouzheng.judging.counts_sql import KEY
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.load import Rulebook

#: Types of parameters that stand where PostgreSQL cannot tell them (``:key_owner IS NULL``).
_TYPES = {"sure": "boolean", "possible": "boolean", "earliest": "bigint", "latest": "bigint", "day_no": "integer"}
_MAKE_LOCK = 0x5368_6F75
_TRIGGER = (
    "CREATE OR REPLACE FUNCTION entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' OR OLD.place > COALESCE((SELECT MAX(place) FROM anchor WHERE chain = OLD.chain), 0) "
    "THEN RAISE EXCEPTION 'append-only'; END IF; RETURN OLD; END $$",
    "CREATE OR REPLACE TRIGGER entry_kept BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_kept()",
)


class PostgresStore:
    """One connection, used by one thread at a time; made anew after the server was away."""

    durability = "PostgreSQL, synchronous_commit=on: a reservation is on the server's disk before it is acknowledged"

    def __init__(self, address: str, rulebook: Rulebook, *, node: str, make: bool = True) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise ShouzhengError(Problem(NO_POSTGRES), exit_code=3) from error
        self._psycopg: Any = psycopg
        self._address, self.node = address, node
        self._statements = Statements(rulebook)
        self._lock = threading.Lock()
        self._connection: Any = None
        try:
            if not make and not self._holds_ledger():
                self._give_up()
                raise ShouzhengError(Problem(NO_LEDGER, "", (("name", "postgresql"),)))
            self._make(rulebook)
        except psycopg.Error as error:
            raise ShouzhengError(Problem(BAD_LEDGER, "", (("detail", type(error).__name__),))) from error

    def _make(self, rulebook: Rulebook) -> None:
        with self._connected().transaction():
            self._execute("SELECT pg_advisory_xact_lock(:made)", {"made": _MAKE_LOCK})  # nodes start together
            for statement in create_sql(rulebook, "BIGSERIAL PRIMARY KEY"):
                self._execute(statement, {})
            for name, kind in contact_columns(rulebook).items():
                plain = kind.removesuffix(" NOT NULL")
                self._execute(f"ALTER TABLE contact ADD COLUMN IF NOT EXISTS {name} {plain}", {})
            for table, name, kind in ADDED:
                self._execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {kind}", {})
            for statement in (*index_statements(rulebook.counts), *OLD_INDEXES, *_TRIGGER):
                self._execute(statement, {})

    def _holds_ledger(self) -> bool:
        self._connected()
        return self._execute("SELECT to_regclass('entry') IS NOT NULL", {})[0][0] is True

    def _connected(self) -> Any:
        if self._connection is None or self._connection.closed:
            self._connection = self._psycopg.connect(self._address, autocommit=True, connect_timeout=5)
            # statements are prepared at the second use; the commit waits for the disk whatever the server's default
            self._connection.prepare_threshold = 1
            self._connection.execute("SET synchronous_commit = on")
            self._connection.execute("SET lock_timeout = '15s'")
            self._connection.execute("SET client_min_messages = warning")
        return self._connection

    def _execute(self, sql: str, parameters: Mapping[str, object]) -> list[Row]:
        values: Mapping[str, object] = parameters
        if "possible" in parameters:  # the marks are 0 and 1 where truth has no type of its own
            values = {**parameters, "sure": bool(parameters["sure"]), "possible": bool(parameters["possible"])}
        done = self._connection.execute(translated(sql), values)
        return done.fetchall() if done.description else []

    @contextmanager
    def transaction(self, locks: Iterable[str]) -> Iterator[Session]:
        """Hold an advisory lock for each name, in one order everywhere, then the lock of this node's chain."""
        with self._lock:
            try:
                connection = self._connected()
                with connection.transaction():
                    for number in sorted({_number(name) for name in locks}):
                        self._execute("SELECT pg_advisory_xact_lock(:number)", {"number": number})
                    self._execute("SELECT pg_advisory_xact_lock(:number)", {"number": _number(f"chain:{self.node}")})
                    yield Session(self._execute, self._statements, self.node)
            except self._psycopg.Error as error:
                self._give_up()
                raise ShouzhengError(Problem(LEDGER_BUSY)) from error

    def _give_up(self) -> None:
        """A connection that failed is not used again: whether its last commit arrived is asked by the same key."""
        with suppress(Exception):
            self._connection.close()
        self._connection = None

    def prune(self, chain: str, before: int, contacts_before: int) -> tuple[int, int]:
        """Remove old entries behind an anchor, and old contacts."""
        with self.transaction(()) as session:
            return prune(session, chain, before, contacts_before)

    def close(self) -> None:
        """Close the connection."""
        self._give_up()


@lru_cache(maxsize=512)
def translated(sql: str) -> str:
    """Return a statement with its parameters as psycopg writes them, typed where PostgreSQL could not tell."""

    def parameter(found: re.Match[str]) -> str:
        name = found[1]
        kind = "text" if name.startswith(KEY) else _TYPES.get(name)
        return f"%({name})s::{kind}" if kind else f"%({name})s"

    return PARAMETER.sub(parameter, sql.replace("%", "%%"))


def _number(name: str) -> int:
    """Return the number of a lock: 63 bits of a hash. Two names with one number only wait for each other."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> 1
