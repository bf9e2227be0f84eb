"""Reads an archive with DuckDB: maps its columns, refuses what is no contact, puts codes for people, cuts it by person.

DuckDB reads, converts and moves; no rule and no fact is decided here. What is written holds numbers for people; which
number is whose pseudonym stands in ``people.parquet``, and no name, account or telephone number of a person anywhere.
"""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``sql_name`` or ``sql_text``

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.audit.archive import Kind
from shouzheng.audit.mapping import ArchiveMapping, known_columns
from shouzheng.audit.mapping_sql import RAW, id_hash, mapped_sql, sql_name, sql_text, text_key
from shouzheng.audit.problems import CANNOT_READ_INPUT, NO_AUDIT_EXTRA, NO_INPUT, VALUES_UNKNOWN
from shouzheng.audit.pseudonyms import Pseudonyms
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.facts_file import FactDefinition

if TYPE_CHECKING:
    import duckdb

#: Contacts of a bucket, about: what one worker holds in memory at a time.
BUCKET = 400_000
#: Memory of DuckDB; what does not fit goes to its own temporary folder beside the result.
MEMORY = "1200MB"
_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
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
    return engine


def input_files(given: Sequence[Path]) -> tuple[str, list[Path]]:
    """Return the format and the files of what was given, folders with all in them; raises SZ-6501."""
    found: list[Path] = []
    for path in given:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix.lower() in _SUFFIXES and each.exists()]
    formats = {_SUFFIXES[path.suffix.lower()] for path in found}
    if len(formats) != 1:
        raise ShouzhengError(Problem(NO_INPUT, ", ".join(path.name for path in given[:3])))
    return formats.pop(), found


def source_sql(given: Sequence[Path]) -> str:
    """Return the SQL that reads the input, columns as they are (CSV: all as text)."""
    kind, files = input_files(given)
    listed = ", ".join(sql_text(str(path)) for path in files)
    if kind == "parquet":
        return f"read_parquet([{listed}], union_by_name = true)"
    return f"read_csv([{listed}], all_varchar = true, header = true, ignore_errors = true, store_rejects = true)"


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
        rows, refused = self._count(engine)
        self._name_people(engine, key)
        contacts = rows - sum(refused.values())
        buckets = max(1, -(-contacts // bucket))
        self._write_refused(engine)
        folder = self._work / "rows"
        engine.execute(
            f"COPY ({self._rows_sql(buckets)}) TO {sql_text(str(folder))} "
            "(FORMAT parquet, PARTITION_BY (bucket), COMPRESSION lz4, OVERWRITE true)"
        )
        return Ingested(rows, refused, tuple(self._doubts(engine)), buckets, folder)

    def _mapped(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Make the view ``mapped``: the archive's columns, ``seq`` (place in the input), and why a row is refused."""
        types = {row[0]: row[1] for row in engine.execute(f"DESCRIBE SELECT * FROM {self._source}").fetchall()}
        query = mapped_sql(self._mapping, self._known, types, self._source, "row_number() OVER () - 1")
        engine.execute(f"CREATE VIEW mapped AS {query}")

    def _count(self, engine: duckdb.DuckDBPyConnection) -> tuple[int, dict[str, int]]:
        found = engine.execute("SELECT refused, count(*) FROM mapped GROUP BY refused ORDER BY refused").fetchall()
        refused = {reason: count for reason, count in found if reason is not None}
        bad = self._bad_lines(engine)
        if bad:
            refused["unreadable_line"] = bad
        return sum(count for _, count in found) + bad, refused

    @staticmethod
    def _bad_lines(engine: duckdb.DuckDBPyConnection) -> int:
        """Lines of CSV files that could not be cut into columns or are no UTF-8."""
        tables = {row[0] for row in engine.execute("SHOW TABLES").fetchall()}
        if "reject_errors" not in tables:
            return 0
        found = engine.execute("SELECT count(DISTINCT (file_id, line)) FROM reject_errors").fetchall()
        return int(found[0][0])

    def _name_people(self, engine: duckdb.DuckDBPyConnection, key: bytes) -> None:
        """Give everybody a number and a keyed pseudonym; only those two are written down."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = self._people()
        selects = [f"SELECT {sql_name(name)} AS name FROM mapped WHERE refused IS NULL" for name in columns]
        every = " UNION ALL ".join(selects)
        query = f"SELECT DISTINCT name FROM ({every}) WHERE name IS NOT NULL ORDER BY name"
        names = engine.sql(query).to_arrow_table()["name"]
        hidden = Pseudonyms(key)
        pseudonyms = [hidden.of(name) for name in names.to_pylist()]
        order = sorted(range(len(pseudonyms)), key=pseudonyms.__getitem__)
        codes = [0] * len(order)
        for code, place in enumerate(order):
            codes[place] = code
        coded = pa.table({"name": names, "code": pa.array(codes, pa.int32())})
        engine.register("coded", coded)
        engine.execute("CREATE TEMP TABLE people AS SELECT * FROM coded")
        engine.unregister("coded")
        listed = pa.table({"code": pa.array(range(len(order)), pa.int32()), "pseudonym": sorted(pseudonyms)})
        pq.write_table(listed, self._work / PEOPLE)

    def _people(self) -> list[str]:
        given = {*self._mapping.columns, *self._mapping.same}
        return [name for name, column in self._known.items() if column.person and name in given]

    def _rows_sql(self, buckets: int) -> str:
        """Return the SQL of the rows that are written: people as codes, keys made, ``bucket`` by person."""
        people = self._people()
        given = [*self._mapping.columns, *self._mapping.same]
        parts = ["m.seq", id_hash("m")] + [f"m.{sql_name(name)}" for name in given if name not in people]
        parts += [f"{name}_.code AS {sql_name(name)}" for name in people]
        line = "coalesce(line_.code::BIGINT + 1, 0)" if "line" in people else "0"
        parts += ["person_.code AS key_owner", f"person_.code::BIGINT * 4294967296 + {line} AS key_own_line"]
        if "debtor" in people:
            parts.append("debtor_.code AS key_matter")
        if "text" in given:
            parts.append(text_key("m"))
        parts.append(f"person_.code % {buckets} AS bucket")
        joins = " ".join(f"LEFT JOIN people {name}_ ON {name}_.name = m.{sql_name(name)}" for name in people)
        return f"SELECT {', '.join(parts)} FROM mapped m {joins} WHERE m.refused IS NULL"

    def _write_refused(self, engine: duckdb.DuckDBPyConnection) -> None:
        """List the refused rows: place in the input and reason; their values may name people and stay in the input."""
        path = self._work / REFUSED_ROWS
        engine.execute(
            f"COPY (SELECT seq, refused AS reason FROM mapped WHERE refused IS NOT NULL) TO {sql_text(str(path))} "
            "(FORMAT parquet)"
        )

    def _doubts(self, engine: duckdb.DuckDBPyConnection) -> list[Problem]:
        """Say of each column how many values were not understood and are taken as unknown."""
        problems = []
        for name in self._mapping.columns:
            column = self._known[name]
            if column.required or (column.kind is Kind.TEXT and not column.values):
                continue
            raw, value = sql_name(RAW + name), sql_name(name)
            found = engine.execute(
                f"SELECT count(*), min({raw}) FROM mapped "
                f"WHERE refused IS NULL AND {value} IS NULL AND {raw} IS NOT NULL AND trim({raw}) <> ''"
            ).fetchall()
            count, example = found[0]
            if count:
                slots = (("column", name), ("count", str(count)), ("example", visible(shorten(str(example), 40))))
                problems.append(Problem(VALUES_UNKNOWN, "", slots))
        return problems
