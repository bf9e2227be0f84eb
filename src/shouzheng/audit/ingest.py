"""Reads an archive with DuckDB: maps its columns, refuses what is no contact, puts codes for people, cuts it by person.

DuckDB reads, converts and moves; no rule and no fact is decided here. What is written holds numbers for people; which
number is whose pseudonym stands in ``people.parquet``, and no name, account or telephone number of a person anywhere.
The input is read once to see what there is, once for each column that names people, and once to be cut.
"""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_name`` or ``sql_text``

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.audit.archive import Kind
from shouzheng.audit.buckets import BUCKETS_BY, split
from shouzheng.audit.mapping import ArchiveMapping, known_columns
from shouzheng.audit.mapping_sql import RAW, Seen, id_hash, mapped_sql, sql_name, sql_text, text_key, trimmed
from shouzheng.audit.problems import CANNOT_READ_INPUT, NO_AUDIT_EXTRA, VALUES_UNKNOWN
from shouzheng.audit.pseudonyms import DIGITS, pads
from shouzheng.audit.sources import place_sql, source_sql
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.facts import FactDefinition

if TYPE_CHECKING:
    import duckdb

#: Contacts of a bucket, about, and bytes of their texts: what one worker holds in memory at a time.
BUCKET, TEXT_BYTES = 400_000, 200_000_000
#: Rows that go from DuckDB to the buckets at a time.
_BATCH = 400_000
#: Memory of DuckDB; what does not fit goes to its own temporary folder beside the result.
MEMORY = "1200MB"
#: What DuckDB makes ready while a batch of rows is being written.
_AHEAD = "64MB"
#: Why a line of a CSV file is no row.
_UNREADABLE = "unreadable_line"
#: Tables of the names in a column and their codes; nothing of them is written.
NAMES = "names."
#: Files in the working folder: codes and pseudonyms of people, rows that are no contacts.
PEOPLE, REFUSED_ROWS = "people.parquet", "refused.parquet"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was read: rows in all, those refused by reason, values not understood, and the buckets by person."""

    rows: int
    refused: Mapping[str, int]
    problems: tuple[Problem, ...]
    buckets: int
    folder: Path

    @property
    def contacts(self) -> int:
        """Rows that are contacts."""
        return self.rows - sum(self.refused.values())


def connect(work: Path, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Return an engine that spills into ``work`` and never reaches out; raises ``ShouzhengError`` (SZ-6500)."""
    try:
        import duckdb
    except ImportError as error:
        raise ShouzhengError(Problem(NO_AUDIT_EXTRA, "", (("library", "duckdb"),))) from error
    spill = work / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "memory_limit": MEMORY,
        "threads": threads,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    engine = duckdb.connect(config=settings)
    engine.execute("SET TimeZone = 'UTC'")
    engine.execute("SET enable_progress_bar = false")
    engine.execute(f"SET streaming_buffer_size = '{_AHEAD}'")
    return engine


@dataclass(frozen=True, slots=True)
class _Looked:
    rows: int
    refused: dict[str, int]
    problems: tuple[Problem, ...]
    text_bytes: int
    seen: Seen


class Ingest:
    """One reading of an archive into ``work``."""

    def __init__(
        self, given: Sequence[Path], mapping: ArchiveMapping, facts: Mapping[str, FactDefinition], work: Path
    ) -> None:
        self._mapping, self._known, self._work = mapping, known_columns(facts), work
        self._source = source_sql(given)
        self._given = given

    def run(self, key: bytes, bucket: int = BUCKET) -> Ingested:
        """Read everything; raises ``ShouzhengError`` (SZ-6503) when the input cannot be read."""
        import duckdb

        engine = connect(self._work)
        try:
            return self._run(engine, key, bucket)
        except duckdb.Error as error:
            detail = visible(shorten(str(error).splitlines()[0], 300))
            name = ", ".join(path.name for path in self._given[:3])
            raise ShouzhengError(Problem(CANNOT_READ_INPUT, name, (("detail", detail),))) from error
        finally:
            engine.close()

    def _run(self, engine: duckdb.DuckDBPyConnection, key: bytes, bucket: int) -> Ingested:
        self._mapped(engine)
        looked = self._look(engine)
        if not looked.seen.sound:
            self._write_refused(engine)
        self._mapped(engine, looked.seen)
        self._name_people(engine, key)
        contacts = looked.rows - sum(looked.refused.values())
        buckets = max(1, -(-contacts // bucket), -(-looked.text_bytes // TEXT_BYTES))
        folder = self._work / "rows"
        engine.execute(f"SET arrow_large_buffer_size = {str('text' in self._given_columns()).lower()}")
        split(engine.sql(self._rows_sql(buckets)).to_arrow_reader(_BATCH), folder, buckets)
        return Ingested(looked.rows, looked.refused, looked.problems, buckets, folder)

    def _mapped(self, engine: duckdb.DuckDBPyConnection, seen: Seen = Seen()) -> None:  # noqa: B008 -- unchangeable
        """Make the view ``mapped``: the archive's columns, ``seq`` (place in the input), and why a row is refused."""
        self._types = {row[0]: row[1] for row in engine.execute(f"DESCRIBE SELECT * FROM {self._source}").fetchall()}
        query = mapped_sql(self._mapping, self._known, self._types, self._source, self._place(engine), seen)
        engine.execute(f"CREATE OR REPLACE VIEW mapped AS {query}")

    def _place(self, engine: duckdb.DuckDBPyConnection) -> str:
        """Return the SQL of a row's place in the input."""
        return place_sql(engine, self._given)

    def _look(self, engine: duckdb.DuckDBPyConnection) -> _Looked:
        """Look at everything once, and once more only when some value is not as most are."""
        texts = [name for name, one in self._mapping.columns.items() if self._types[one.name] == "VARCHAR"]
        return self._glance(engine, texts) or self._look_closely(engine, texts)

    def _glance(self, engine: duckdb.DuckDBPyConnection, texts: list[str]) -> _Looked | None:
        """Look as if no value had blanks around it; ``None`` when one may have, or anything else is not in order."""
        seen = Seen(frozenset(texts), sound=True)
        self._mapped(engine, Seen(seen.clean))
        doubts = [f"{sql_name(name)} IS NULL AND {sql_name(RAW + name)} IS NOT NULL" for name in self._doubted()]
        doubts += [_may_have_blanks(RAW + name) for name in texts if not self._only_listed(name)]
        odd = "".join(f", bool_or({each})" for each in ("refused IS NOT NULL", *doubts))
        found = engine.execute(f"SELECT count(*), {self._text_bytes()}{odd} FROM mapped").fetchall()
        rows, size, *strange = found[0]
        if any(strange) or self._bad_lines(engine):
            return None
        return _Looked(rows, {}, (), size or 0, seen)

    def _look_closely(self, engine: duckdb.DuckDBPyConnection, texts: list[str]) -> _Looked:
        """Look at every value, blanks around it taken away."""
        self._mapped(engine)
        doubted = self._doubted()
        parts = ["refused", "count(*)", self._text_bytes()]
        for name in doubted:
            text = trimmed(RAW + name)
            strange = f"FILTER (refused IS NULL AND {sql_name(name)} IS NULL AND {text} IS NOT NULL)"
            parts += [f"count(*) {strange}", f"min({text}) {strange}"]
        parts += [f"bool_or({sql_name(RAW + name)} IS DISTINCT FROM {trimmed(RAW + name)})" for name in texts]
        found = engine.execute(f"SELECT {', '.join(parts)} FROM mapped GROUP BY refused").fetchall()
        refused = {line[0]: int(line[1]) for line in found if line[0] is not None}
        rows, bad = sum(line[1] for line in found), self._bad_lines(engine)
        sound = next((line for line in found if line[0] is None), (None, 0, 0) + (0, None) * len(doubted))
        strange_values = zip(doubted, sound[3::2], sound[4::2], strict=False)
        problems = tuple(_not_understood(name, count, example) for name, count, example in strange_values if count)
        untrimmed = [any(line[place - len(texts)] for line in found) for place in range(len(texts))]
        clean = frozenset(name for name, blanks in zip(texts, untrimmed, strict=True) if not blanks)
        return _Looked(
            rows + bad, refused | ({_UNREADABLE: bad} if bad else {}), problems, sound[2] or 0, Seen(clean, not refused)
        )

    def _text_bytes(self) -> str:
        return "sum(strlen(text))" if "text" in self._mapping.columns else "0"

    def _doubted(self) -> list[str]:
        return [name for name in self._mapping.columns if self._may_doubt(name)]

    def _only_listed(self, name: str) -> bool:
        """Whether a value with blanks around it is none that a column may have, so that it shows as not understood."""
        return bool(self._known[name].values) and all(key == key.strip() for key in self._mapping.columns[name].values)

    def _may_doubt(self, name: str) -> bool:
        """Whether a value of a column can be there and still not be understood."""
        column, one = self._known[name], self._mapping.columns[name]
        if column.required or (column.kind is Kind.TEXT and not column.values):
            return False
        kind = self._types[one.name]
        return column.kind is not Kind.FLAG or kind != "BOOLEAN" or bool(one.values)

    @staticmethod
    def _bad_lines(engine: duckdb.DuckDBPyConnection) -> int:
        """Lines of CSV files that could not be cut into columns or are no UTF-8."""
        tables = {row[0] for row in engine.execute("SHOW TABLES").fetchall()}
        if "reject_errors" not in tables:
            return 0
        found = engine.execute("SELECT count(DISTINCT (file_id, line)) FROM reject_errors").fetchall()
        return int(found[0][0])

    def _name_people(self, engine: duckdb.DuckDBPyConnection, key: bytes) -> None:
        """Give everybody a number and a keyed pseudonym; only those two are written down.

        Numbers follow the pseudonyms, so that they tell nothing of the names. The pseudonym is HMAC-SHA-256 as in
        ``audit.pseudonyms``; the key goes to the engine as a value, never into the text of a query.
        """
        inner, outer = pads(key)
        engine.execute("SET VARIABLE inner_pad = ?", [inner])
        engine.execute("SET VARIABLE outer_pad = ?", [outer])
        for name in self._people():
            engine.execute(
                f"CREATE TEMP TABLE {sql_name(NAMES + name)} AS SELECT DISTINCT {sql_name(name)} AS name FROM mapped "
                f"WHERE refused IS NULL AND {sql_name(name)} IS NOT NULL"
            )
        found = " UNION ".join(f"SELECT name FROM {sql_name(NAMES + name)}" for name in self._people())
        engine.execute(
            "CREATE TEMP TABLE hidden AS SELECT name, left(sha256(getvariable('outer_pad') || "
            f"unhex(sha256(getvariable('inner_pad') || encode(name)))), {DIGITS}) AS pseudonym FROM ({found})"
        )
        engine.execute("SET VARIABLE inner_pad = NULL")
        engine.execute("SET VARIABLE outer_pad = NULL")
        engine.execute(
            "CREATE TEMP TABLE people AS SELECT name, pseudonym, "
            "CAST(row_number() OVER (ORDER BY pseudonym) - 1 AS INTEGER) AS code FROM hidden"
        )
        engine.execute("DROP TABLE hidden")
        path = sql_text(str(self._work / PEOPLE))
        engine.execute(f"COPY (SELECT code, pseudonym FROM people ORDER BY code) TO {path} (FORMAT parquet)")
        for name in self._people():  # a row is joined with the names of its own column only
            names = sql_name(NAMES + name)
            engine.execute(
                f"CREATE OR REPLACE TEMP TABLE {names} AS SELECT name, code FROM {names} JOIN people USING (name)"
            )
        engine.execute("DROP TABLE people")

    def _given_columns(self) -> list[str]:
        return [*self._mapping.columns, *self._mapping.same]

    def _people(self) -> list[str]:
        given = set(self._given_columns())
        return [name for name, column in self._known.items() if column.person and name in given]

    def _rows_sql(self, buckets: int) -> str:
        """Return the SQL of the rows that are written: people as codes, ``bucket`` by person.

        What every row has the same stands in the mapping and is not written.
        """
        people = self._people()
        given = self._given_columns()
        parts = ["m.seq", id_hash("m")]
        parts += [f"m.{sql_name(name)}" for name in given if name not in (*people, *self._mapping.same)]
        parts += [f"{name}_.code AS {sql_name(name)}" for name in people]
        if "text" in given:
            parts.append(text_key("m"))
        parts.append(f"person_.code % {buckets} AS {BUCKETS_BY}")
        joins = " ".join(
            f"LEFT JOIN {sql_name(NAMES + name)} {name}_ ON {name}_.name = m.{sql_name(name)}" for name in people
        )
        return f"SELECT {', '.join(parts)} FROM mapped m {joins} WHERE m.refused IS NULL"

    def _write_refused(self, engine: duckdb.DuckDBPyConnection) -> None:
        """List the refused rows: place in the input and reason; their values may name people and stay in the input."""
        path = self._work / REFUSED_ROWS
        engine.execute(
            f"COPY (SELECT seq, refused AS reason FROM mapped WHERE refused IS NOT NULL) TO {sql_text(str(path))} "
            "(FORMAT parquet)"
        )


def _may_have_blanks(column: str) -> str:
    """Return the SQL of: a text may be empty or have blanks around it; sure to be TRUE when ``trimmed`` changes it.

    DuckDB's ``trim`` takes away blanks of all scripts, slowly; ASCII texts are looked at without it.
    """
    name = sql_name(column)
    return (
        f"CASE WHEN strlen({name}) = length({name}) THEN {name} < '!' OR suffix({name}, ' ') "
        f"ELSE {name} <> trim({name}) END"
    )


def _not_understood(name: str, count: int, example: str) -> Problem:
    """Say of a column how many values were not understood and are taken as unknown."""
    slots = (("column", name), ("count", str(count)), ("example", visible(shorten(str(example), 40))))
    return Problem(VALUES_UNKNOWN, "", slots)
