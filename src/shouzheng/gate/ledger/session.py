"""One transaction on the ledger: what may be asked and entered in it, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from shouzheng.gate.chain import NO_HASH, Entry, seal
from shouzheng.gate.ledger.alone import alone
from shouzheng.gate.ledger.memory import Memory, Met
from shouzheng.gate.ledger.tables import OTHERS, contact_columns
from shouzheng.gate.request import Standing, Wish, WishKind
from shouzheng.judging.counts import Countable, Mark
from shouzheng.judging.counts_ledger import planned_count_sql, planned_parameters
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.placement import day_start
from shouzheng.model.case import Role
from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.counts import CountDefinition, WindowKind
from shouzheng.rulebook.load import Rulebook

#: A named parameter of a statement.
PARAMETER = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The partition of contacts about one debtor's debt.
_MATTER = "matter"
#: A row as a database gives it.
Row = Sequence[Any]


class Execute(Protocol):
    """Runs one statement with named parameters (``:name``)."""

    def __call__(self, sql: str, parameters: Mapping[str, object]) -> list[Row]:
        """Return the rows, none for statements without."""


def milliseconds(at: datetime) -> int:
    """Return an aware time as whole milliseconds since 1970."""
    passed = at - _EPOCH
    return passed.days * 86_400_000 + passed.seconds * 1000 + passed.microseconds // 1000


def instant(ms: int) -> datetime:
    """Return milliseconds since 1970 as a time in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


class Statements:
    """All statements of a rulebook's ledger, written once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.counts = {name: _in_time(each) for name, each in rulebook.counts.items()}
        self.columns = tuple(contact_columns(rulebook))
        # every name below is our own or checked when the law was loaded; values are always parameters
        self.contacts: dict[tuple[str, ...], str] = {}
        self.others = {name: _insert(name, tuple(columns)) for name, columns in OTHERS.items()}
        self.partitions = tuple(sorted({each.partition for each in rulebook.counts.values()}))
        self.latest = {
            name: f"SELECT MAX(latest) FROM contact WHERE {KEY}{name} = :value AND {KEY}creditor = :creditor"  # noqa: S608
            for name in self.partitions
        }
        self.earlier = {
            name: f"SELECT DISTINCT latest FROM contact WHERE {KEY}{name} = :value AND {KEY}creditor = :creditor "  # noqa: S608
            "AND latest > :since ORDER BY latest DESC LIMIT 2000"
            for name in self.partitions
        }
        self.met = _met(self.partitions)


def _met(partitions: Sequence[str]) -> str:
    """Return the one statement that tells what the ledger holds about a request and its person at all."""
    met = [f"EXISTS (SELECT 1 FROM contact WHERE {KEY}{name} = :{KEY}{name})" for name in partitions]  # noqa: S608
    return f"SELECT {', '.join([*_MET, *met])}"


def _in_time(definition: CountDefinition) -> str:
    """Return the count's query; of a calendar day it also says what follows from the day, so that time bounds it."""
    sql = planned_count_sql(definition)
    if definition.window.kind is not WindowKind.CALENDAR_DAY:
        return sql
    bounded = sql.replace("day_no = :day_no AND", "day_no = :day_no AND latest >= :day_begins AND")
    if bounded == sql:
        raise ValueError(f"the query of {definition.name} has another shape")
    return bounded


def _insert(table: str, columns: Sequence[str]) -> str:
    named = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})"  # noqa: S608


_SIGN = (
    "SELECT 1 FROM contact WHERE key_matter = :matter AND key_creditor = :creditor AND latest >= :since "
    "AND latest < :before AND sign LIMIT 1"
)
_CONTACTED = (
    "SELECT 1 FROM contact WHERE key_matter = :matter AND key_creditor = :creditor AND latest < :before "
    "AND party = :party LIMIT 1"
)
_WISHES = (
    "SELECT id, kind, person, party, creditor, at, proof, declared_by, scope, from_minute, to_minute, since, until, "
    "ends, role FROM wish WHERE person = :person ORDER BY seq"
)
_OF_EVERYBODY = (
    "SELECT name, value, at FROM standing WHERE (scope = 'creditor' AND about = :creditor) "
    "OR (scope = 'agency' AND about = :agency)"
)
_GENERAL = f"{_OF_EVERYBODY} ORDER BY seq"
_STANDING = (
    f"{_OF_EVERYBODY} OR (scope = 'debt' AND about = :debt) OR (scope = 'person' AND about = :person) ORDER BY seq"
)
_MET = (
    "(SELECT body FROM entry WHERE client = :client AND asked_key = :asked_key)",
    "EXISTS (SELECT 1 FROM wish WHERE person = :person)",
    "EXISTS (SELECT 1 FROM standing WHERE scope = 'person' AND about = :person)",
    "EXISTS (SELECT 1 FROM standing WHERE scope = 'debt' AND about = :debt)",
    "EXISTS (SELECT 1 FROM probe WHERE asker = :asker)",
)
#: Most digits of a place in a chain.
_PLACE_DIGITS = 18
_HEAD = "SELECT place, hash FROM entry WHERE chain = :chain ORDER BY place DESC LIMIT 1"
_ANCHOR = "SELECT place, hash FROM anchor WHERE chain = :chain ORDER BY place DESC LIMIT 1"
_BY_PLACE = "SELECT body FROM entry WHERE chain = :chain AND place = :place"
_RESERVED = "SELECT seq, state, earliest, valid_until FROM contact WHERE key_owner = :person AND decision = :decision"


class Reserved(NamedTuple):
    """What the ledger holds of an allowed contact: its row, its state, and from when until when it was allowed (ms)."""

    seq: int
    state: str
    earliest: int
    valid_until: int


class Stated(NamedTuple):
    """A fact stated once, and the instant (milliseconds) of which it was true."""

    value: FactValue
    at: int


@dataclass
class Session:
    """What can be asked and entered inside one transaction. Rows entered before it ends are seen by its own counts.

    ``vacant`` are partitions of the contact that is judged now of which no row is there: nothing is asked about them.
    """

    execute: Execute
    statements: Statements
    chain: str
    memory: Memory = field(default_factory=Memory)
    vacant: frozenset[str] = frozenset()

    # --- what judging asks -----------------------------------------------------------------------------------

    def meet(self, client: str, asked_key: str, ids: Mapping[str, str | None], keys: Mapping[str, str | None]) -> Met:
        """Look once at what there is; from then on counts are those of this contact.

        ``ids`` are ``person``, ``debt`` and ``asker`` (``None`` for none), ``keys`` those that contacts are counted by.
        """
        asked = {"client": client, "asked_key": asked_key, **ids}
        names = self.statements.partitions
        asked.update((KEY + name, keys[name]) for name in names)
        body, wishes, of_person, of_debt, probed, *there = self.execute(self.statements.met, asked)[0]
        self.vacant = frozenset([name for name, found in zip(names, there, strict=True) if not found])
        return Met(body, bool(wishes), bool(of_person or of_debt), bool(probed), not any(there))

    def count(self, definition: CountDefinition, planned: Countable, mark: Mark) -> tuple[int | None, int | None]:
        """Return the sure and the possible count, the planned contact included."""
        if definition.partition in self.vacant:
            return alone(definition, planned, mark)
        asked = {**planned_parameters(definition, planned, mark), "day_begins": day_start(planned.at.day_no)}
        rows = self.execute(self.statements.counts[definition.name], asked)
        return rows[0][0], rows[0][1]

    def has_sign(self, matter: str, creditor: str, since: int, before: int) -> bool:
        """Tell whether the debtor answered or wrote in the span."""
        if _MATTER in self.vacant:
            return False
        asked = {"matter": matter, "creditor": creditor, "since": since, "before": before}
        return bool(self.execute(_SIGN, asked))

    def was_contacted(self, matter: str, creditor: str, party: str, before: int) -> bool:
        """Tell whether this party made a contact about this debtor's debt before."""
        if _MATTER in self.vacant:
            return False
        asked = {"matter": matter, "creditor": creditor, "party": party, "before": before}
        return bool(self.execute(_CONTACTED, asked))

    def last_planned(self, keys: Mapping[str, str | None]) -> int | None:
        """Return the latest instant of any contact that shares a partition of some count; ``None`` for none."""
        found = []
        for name in self._occupied():
            asked = {"value": keys[name], "creditor": keys["creditor"]}
            found += [row[0] for row in self.execute(self.statements.latest[name], asked) if row[0] is not None]
        return max(found, default=None)

    def earlier(self, keys: Mapping[str, str | None], since: int) -> list[int]:
        """Return instants of contacts after ``since`` that share a partition, the last 2,000 of each."""
        found: set[int] = set()
        for name in self._occupied():
            asked = {"value": keys[name], "creditor": keys["creditor"], "since": since}
            found.update(row[0] for row in self.execute(self.statements.earlier[name], asked))
        return sorted(found)

    def _occupied(self) -> list[str]:
        return [name for name in self.statements.partitions if name not in self.vacant]

    # --- people's wishes and standing facts ------------------------------------------------------------------

    def wishes(self, person: str) -> list[Wish]:
        """Return everything a person wished, in the order of entry."""
        return [_wish(row) for row in self.execute(_WISHES, {"person": person})]

    def standing(self, creditor: str, agency: str | None, debt: str | None, person: str) -> dict[str, Stated]:
        """Return the facts stated once about creditor, agency, debt and person; the last one entered counts."""
        return self._facts(_STANDING, {"creditor": creditor, "agency": agency, "debt": debt, "person": person})

    def general(self, creditor: str, agency: str | None) -> dict[str, Stated]:
        """Return the facts stated once about creditor and agency: those of everybody of whom no own ones are stated."""
        return self._facts(_GENERAL, {"creditor": creditor, "agency": agency})

    def _facts(self, sql: str, about: Mapping[str, object]) -> dict[str, Stated]:
        return {name: Stated(json.loads(value), at) for name, value, at in self.execute(sql, about)}

    def enter_wish(self, wish: Wish) -> None:
        """Enter a wish."""
        self.execute(
            self.statements.others["wish"],
            {
                "id": wish.id,
                "kind": wish.kind.value,
                "person": wish.person,
                "party": wish.party,
                "creditor": wish.creditor,
                "at": milliseconds(wish.at),
                "proof": wish.proof,
                "declared_by": wish.by,
                "scope": wish.scope,
                "from_minute": wish.from_minute,
                "to_minute": wish.to_minute,
                "since": wish.since.isoformat() if wish.since else None,
                "until": wish.until.isoformat() if wish.until else None,
                "ends": wish.ends,
                "role": wish.role.value if wish.role else None,
            },
        )

    def enter_standing(self, standing: Standing) -> None:
        """Enter a standing fact."""
        row = {
            "scope": standing.scope.value,
            "about": standing.of,
            "name": standing.name,
            "value": json.dumps(standing.value),
            "proof": standing.proof,
            "at": milliseconds(standing.at),
        }
        self.execute(self.statements.others["standing"], row)
        self.memory.standing.clear()

    # --- contacts ---------------------------------------------------------------------------------------------

    def enter_contact(self, values: Mapping[str, object]) -> None:
        """Enter a contact; a column without a value stays unknown."""
        self.enter_known({column: value for column, value in values.items() if value is not None})

    def enter_known(self, row: Mapping[str, object]) -> None:
        """Enter a contact of which every column given has a value."""
        columns = tuple(row)
        sql = self.statements.contacts.get(columns)
        if sql is None:
            sql = self.statements.contacts[columns] = _insert("contact", columns)
        self.execute(sql, row)

    def reserved(self, person: str, decision: str) -> Reserved | None:
        """Return what stands of a decision's contact, if it has one."""
        rows = self.execute(_RESERVED, {"person": person, "decision": decision})
        return Reserved(*rows[0]) if rows else None

    def close_contact(self, seq: int, values: Mapping[str, object] | None) -> None:
        """Put what a contact turned out to be in the place of its reservation; ``None`` gives the reservation back."""
        if values is None:
            self.execute("DELETE FROM contact WHERE seq = :seq", {"seq": seq})
            return
        changed = ", ".join(f"{column} = :{column}" for column in values)  # columns of our own tables
        self.execute(f"UPDATE contact SET {changed} WHERE seq = :seq", {**values, "seq": seq})  # noqa: S608

    def refused_texts(self, party: str, most: int) -> list[str]:
        """Return the sketches of a party's refused texts, the newest ones."""
        sql = "SELECT shingles FROM refused_text WHERE party = :party ORDER BY seq DESC LIMIT :most"
        return [row[0] for row in self.execute(sql, {"party": party, "most": most})]

    def enter_refused_text(self, party: str, rules: Sequence[str], shingles: str, at: datetime) -> None:
        """Remember a refused text by its sketch."""
        row = {"at": milliseconds(at), "party": party, "rules": " ".join(rules), "shingles": shingles}
        self.execute(self.statements.others["refused_text"], row)

    # --- which key the pseudonyms are made with ---------------------------------------------------------------

    def mark(self, name: str) -> str | None:
        """Return what is noted under a name of ``tables``, ``None`` for nothing."""
        rows = self.execute("SELECT value FROM mark WHERE name = :name", {"name": name})
        return rows[0][0] if rows else None

    def enter_mark(self, name: str, value: str) -> None:
        """Note something once and for all; where it is noted already, that stays."""
        sql = "INSERT INTO mark (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"
        self.execute(sql, {"name": name, "value": value})

    def is_empty(self) -> bool:
        """Tell whether nobody and nothing is on record."""
        tables = ("entry", "anchor", "contact", "wish", "standing", "mark")
        found = ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608 - our own names
        return not any(self.execute(f"SELECT {found}", {})[0])

    # --- the chain --------------------------------------------------------------------------------------------

    def append(
        self, kind: str, at: datetime, body: str, client: str | None = None, asked_key: str | None = None
    ) -> None:
        """Append one entry to this node's chain; a decision with who asked and by which key."""
        place, previous = self._head()
        place, ms = place + 1, milliseconds(at)
        sealed = seal(self.chain, place, kind, ms, body, previous)
        row = {
            "chain": self.chain,
            "place": place,
            "kind": kind,
            "client": client,
            "asked_key": asked_key,
            "at": ms,
            "body": body,
            "previous": previous,
            "hash": sealed,
        }
        self.execute(self.statements.others["entry"], row)
        self.memory.head = place, sealed

    def next_id(self) -> str:
        """Return an id for the decision that is appended next: where it will stand, and something nobody can guess."""
        return f"{self.chain}.{self._head()[0] + 1:012d}.{secrets.token_hex(6)}"

    def _head(self) -> tuple[int, str]:
        if self.memory.head is None:
            rows = self.execute(_HEAD, {"chain": self.chain})
            self.memory.head = (rows[0][0], rows[0][1]) if rows else self.anchor(self.chain)
        return self.memory.head

    def decision(self, decision_id: str) -> str | None:
        """Return the body of a decision, found by the place that its id names."""
        chain, _, rest = decision_id.rpartition(".")[0].rpartition(".")
        if not rest.isascii() or not rest.isdecimal() or len(rest) > _PLACE_DIGITS:
            return None
        rows = self.execute(_BY_PLACE, {"chain": chain, "place": int(rest)})
        return rows[0][0] if rows else None

    def entries(self, chain: str, after: int, most: int) -> list[Entry]:
        """Return entries of a chain after a place, in order."""
        sql = (
            "SELECT chain, place, kind, at, body, previous, hash FROM entry "
            "WHERE chain = :chain AND place > :after ORDER BY place LIMIT :most"
        )
        return [Entry(*row) for row in self.execute(sql, {"chain": chain, "after": after, "most": most})]

    def chains(self) -> list[str]:
        """Return the names of all chains."""
        sql = "SELECT chain FROM entry UNION SELECT chain FROM anchor ORDER BY chain"
        return [row[0] for row in self.execute(sql, {})]

    def anchor(self, chain: str) -> tuple[int, str]:
        """Return place and hash after which a chain begins: (0, none) unless older entries were pruned."""
        rows = self.execute(_ANCHOR, {"chain": chain})
        return (rows[0][0], rows[0][1]) if rows else (0, NO_HASH)


def _wish(row: Row) -> Wish:
    wish_id, kind, person, party, creditor, at, proof, by, scope, start, end, since, until, ends, role = row
    return Wish(
        id=wish_id,
        kind=WishKind(kind),
        person=person,
        party=party,
        creditor=creditor,
        at=instant(at),
        proof=proof,
        by=by,
        scope=scope,
        from_minute=start,
        to_minute=end,
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        ends=ends,
        role=Role(role) if role else None,
    )


def merged(facts: Iterable[Mapping[str, FactValue]], names: Iterable[str]) -> dict[str, FactValue]:
    """Return the facts on which all turns of events agree; what they do not agree on is unknown."""
    first, *others = facts
    found: dict[str, FactValue] = {}
    for name in names:
        value = first.get(name)
        found[name] = value if all(other.get(name) == value for other in others) else None
    return found
