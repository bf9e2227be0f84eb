"""The ledger's tables, made from the law's declarations: a column for each key and each fact that some count asks for.

A law that counts by something new adds columns; contacts entered before have no value there, which means unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.judging.counts_sql import KEY
from shouzheng.rulebook.files.counts import CountDefinition
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import Rulebook

#: Columns of a contact besides keys and facts, with their types. ``state`` is one of ``STATES``; ``sign``: the debtor
#: answered or wrote. ``latest`` and ``earliest`` are milliseconds since 1970, ``valid_until`` as well.
CONTACT = {
    "decision": "TEXT",
    "state": "TEXT NOT NULL",
    "party": "TEXT",
    "earliest": "BIGINT NOT NULL",
    "latest": "BIGINT NOT NULL",
    "day_no": "INTEGER NOT NULL",
    "valid_until": "BIGINT",
    "sign": "BOOLEAN",
}
RESERVED, MADE, IMPORTED = "reserved", "made", "imported"
STATES = (RESERVED, MADE, IMPORTED)
#: The other tables. Nothing in them is ever changed: a wish is ended by a later one, a standing fact replaced by one.
OTHERS = {
    "entry": {
        "chain": "TEXT NOT NULL",
        "place": "BIGINT NOT NULL",
        "kind": "TEXT NOT NULL",
        "client": "TEXT",
        "asked_key": "TEXT",
        "at": "BIGINT NOT NULL",
        "body": "TEXT NOT NULL",
        "previous": "TEXT NOT NULL",
        "hash": "TEXT NOT NULL",
    },
    "anchor": {"chain": "TEXT NOT NULL", "place": "BIGINT NOT NULL", "hash": "TEXT NOT NULL", "at": "BIGINT NOT NULL"},
    "wish": {
        "id": "TEXT NOT NULL",
        "kind": "TEXT NOT NULL",
        "person": "TEXT NOT NULL",
        "party": "TEXT NOT NULL",
        "creditor": "TEXT NOT NULL",
        "at": "BIGINT NOT NULL",
        "proof": "TEXT NOT NULL",
        "declared_by": "TEXT",
        "scope": "TEXT",
        "from_minute": "INTEGER",
        "to_minute": "INTEGER",
        "since": "TEXT",
        "until": "TEXT",
        "ends": "TEXT",
        "role": "TEXT",
    },
    "standing": {
        "scope": "TEXT NOT NULL",
        "about": "TEXT NOT NULL",
        "name": "TEXT NOT NULL",
        "value": "TEXT NOT NULL",
        "proof": "TEXT NOT NULL",
        "at": "BIGINT NOT NULL",
    },
    "refused_text": {
        "at": "BIGINT NOT NULL",
        "party": "TEXT NOT NULL",
        "rules": "TEXT NOT NULL",
        "shingles": "TEXT NOT NULL",
    },
    "probe": {"asker": "TEXT NOT NULL", "at": "BIGINT NOT NULL"},
    "mark": {"name": "TEXT NOT NULL", "value": "TEXT NOT NULL"},
}
#: The mark that tells one key of pseudonyms from another.
KEY_MARK = "key"
#: Columns that ledgers made before do not have: what was entered then has no value there.
ADDED = (("wish", "role", "TEXT"),)
_INDEXES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_place ON entry (chain, place)",
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_asked ON entry (client, asked_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS wish_id ON wish (id)",
    "CREATE INDEX IF NOT EXISTS wish_person ON wish (person)",
    "CREATE INDEX IF NOT EXISTS standing_about ON standing (scope, about)",
    "CREATE UNIQUE INDEX IF NOT EXISTS mark_name ON mark (name)",
    "CREATE INDEX IF NOT EXISTS probe_asker ON probe (asker, at)",
)

#: An index of ledgers made before: a decision's contact is found by its person, and every index costs a page a contact.
OLD_INDEXES = ("DROP INDEX IF EXISTS contact_decision",)


def fact_columns(rulebook: Rulebook) -> dict[str, FactDefinition]:
    """Return the facts that the counts of a rulebook ask for."""
    names = {name for definition in rulebook.counts.values() for name in fact_names(definition.where)}
    return {name: rulebook.facts[name] for name in sorted(names)}


def sql_type(fact: FactDefinition) -> str:
    """Return the SQL type of a fact's column."""
    return {FactType.BOOL: "BOOLEAN", FactType.INT: "BIGINT", FactType.ENUM: "TEXT"}[fact.type]


def contact_columns(rulebook: Rulebook) -> dict[str, str]:
    """Return all columns of the table of contacts but ``seq``, with their types."""
    keys = {KEY + name: "TEXT" for name in rulebook.keys}
    return {**CONTACT, **keys, **{name: sql_type(fact) for name, fact in fact_columns(rulebook).items()}}


def create_sql(rulebook: Rulebook, serial: str) -> list[str]:
    """Return the statements that make every table; ``serial`` is how the database numbers rows itself."""
    tables = {"contact": contact_columns(rulebook), **OTHERS}
    return [_create(name, columns, serial) for name, columns in tables.items()]


def index_statements(counts: Mapping[str, CountDefinition]) -> list[str]:
    """Return the statements that make every index.

    One index for each partition of the counts, in time: the contacts of one person (or matter) within a window are a
    range of it, and few. An index for each count would be written at every reservation and read by hardly any.
    """
    partitions = sorted({definition.partition for definition in counts.values()})
    own = [f"CREATE INDEX IF NOT EXISTS contact_{name} ON contact ({KEY}{name}, latest)" for name in partitions]
    return [*own, *_INDEXES]


def _create(name: str, columns: Mapping[str, str], serial: str) -> str:
    listed = ", ".join([f"seq {serial}", *(f"{column} {kind}" for column, kind in columns.items())])
    return f"CREATE TABLE IF NOT EXISTS {name} ({listed})"
