"""Where the ledger is kept: one interface for SQLite (one machine) and PostgreSQL (several nodes)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from shouzheng.gate.ledger.session import Session
from shouzheng.rulebook.load import Rulebook

#: Chain of a node that was given no name.
MAIN = "main"


class Store(Protocol):
    """A ledger that is written in transactions. ``durability`` says what survives what; ``node`` names the chain."""

    durability: str
    node: str

    @contextmanager
    def transaction(self, locks: Iterable[str]) -> Iterator[Session]:
        """Begin, hold everything that ``locks`` names, and commit at the end; nothing is kept when it raises.

        Raises ``ShouzhengError`` (SZ-6031) when the database cannot be had now: then nothing was decided.
        """
        yield from ()

    def prune(self, chain: str, before: int, contacts_before: int) -> tuple[int, int]:
        """Remove entries and contacts older than these instants; returns how many of each."""

    def close(self) -> None:
        """Close every connection."""


def open_store(where: str, rulebook: Rulebook, *, node: str = MAIN, durable: bool = False, make: bool = True) -> Store:
    """Open (and make, where there is none) the ledger at a path or ``postgresql://`` address.

    ``durable``: an acknowledged reservation survives a power cut, not only a killed process. Without
    ``make`` there has to be one. Raises ``ShouzhengError`` (SZ-6030, SZ-6032, SZ-6035 where there is none).
    """
    if where.startswith(("postgresql://", "postgres://")):
        from shouzheng.gate.ledger.postgres_store import PostgresStore  # its driver is an extra

        return PostgresStore(where, rulebook, node=node, make=make)
    from shouzheng.gate.ledger.sqlite_store import SqliteStore

    return SqliteStore(Path(where), rulebook, node=node, durable=durable, make=make)
