"""Reads a register of complaints: one row each, days as days; what is no complaint is counted and listed."""
# ruff: noqa: S608 -- every name and value that comes from outside goes through ``source_sql``

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.audit.ingest import connect
from shouzheng.audit.problems import BAD_REGISTER
from shouzheng.audit.sources import source_sql
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    import duckdb

#: Columns of a register; the optional ones are not known where they are missing.
NEEDED, OPTIONAL = ("complaint", "received", "answered"), ("class", "institution_kind")
#: Rows that are no complaint, by number and reason: a working file, not part of the report.
REFUSED = "complaints_refused.csv"
#: A day, with or without a time of day; a time with an offset is refused, as it may be another day in Beijing.
_DAY = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"


@dataclass(frozen=True, slots=True)
class Alike:
    """Complaints that are alike: institution, class, day of acceptance and of the answer (or none); how many."""

    institution: str | None
    class_: str | None
    received: date
    answered: date | None
    count: int


def read_register(register: Path, work: Path, until: date) -> tuple[list[Alike], dict[str, int]]:
    """Return the complaints accepted by ``until``, and how many other rows there are by reason, listed in ``work``.

    A row that comes again is counted once; rows of one number that differ are all refused. Raises ``ShouzhengError``
    (SZ-6501, SZ-6545).
    """
    import duckdb

    engine = connect(work)
    try:
        source = source_sql([register])
        names = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        lacking = [name for name in NEEDED if name not in names]
        if lacking:
            raise ShouzhengError(Problem(BAD_REGISTER, register.name, (("what", ", ".join(lacking) + " ?"),)))
        engine.execute(_table_sql(source, names, until))
        alike = engine.execute(
            "SELECT institution_kind, class, received, answered, count(*) FROM register WHERE refused IS NULL "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        counts = "SELECT refused, count(*) FROM register WHERE refused IS NOT NULL GROUP BY refused"
        refused = {str(name): int(count) for name, count in engine.execute(counts).fetchall()}
        broken = _unreadable(engine, source)
        if broken:
            refused["unreadable_line"] = broken
        _list_refused(engine, work / REFUSED)
    except duckdb.Error as error:
        detail = visible(shorten(str(error).splitlines()[0], 200))
        raise ShouzhengError(Problem(BAD_REGISTER, register.name, (("what", detail),))) from error
    finally:
        engine.close()
    return [Alike(*row) for row in alike], refused


def _table_sql(source: str, names: set[str], until: date) -> str:
    """Return what reads the register once: numbered rows, days as days, and why a row is no complaint."""

    def text(name: str) -> str:
        return f"nullif(trim(CAST({name} AS VARCHAR)), '')" if name in names else "CAST(NULL AS VARCHAR)"

    def day(name: str) -> str:
        parts = ", ".join(f"TRY_CAST(regexp_extract({name}_, '{_DAY}', {group}) AS BIGINT)" for group in (1, 2, 3))
        return f"CASE WHEN regexp_full_match({name}_, '{_DAY}') THEN try(make_date({parts})) END"

    raw = ", ".join(
        [f"{text(name)} AS {name}_" for name in NEEDED]
        + [f"lower({text(name)}) AS {name}" for name in OPTIONAL]
        + ["row_number() OVER () AS line"]
    )
    alike = "hash(received_, answered_, class, institution_kind)"
    return f"""
    CREATE TEMP TABLE register AS
    WITH raw AS (SELECT {raw} FROM {source}),
    days AS (SELECT *, {day("received")} AS received, {day("answered")} AS answered FROM raw),
    twins AS (
        SELECT *, row_number() OVER (PARTITION BY complaint_ ORDER BY line) AS turn,
            min({alike}) OVER (PARTITION BY complaint_) <> max({alike}) OVER (PARTITION BY complaint_) AS differ
        FROM days)
    SELECT line, institution_kind, class, received, answered, CASE
        WHEN complaint_ IS NULL THEN 'no_number'
        WHEN received IS NULL THEN 'bad_received'
        WHEN answered_ IS NOT NULL AND answered IS NULL THEN 'bad_answered'
        WHEN answered < received THEN 'answered_before_received'
        WHEN received > DATE '{until.isoformat()}' THEN 'received_later'
        WHEN differ THEN 'contradicts_itself'
        WHEN turn > 1 THEN 'repeated' END AS refused
    FROM twins"""


def _unreadable(engine: duckdb.DuckDBPyConnection, source: str) -> int:
    """Return how many lines of a CSV file could not be taken apart."""
    if not source.startswith("read_csv"):
        return 0
    row = engine.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchone()
    return int(row[0]) if row else 0


def _list_refused(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write number and reason of each row that is no complaint; the number of a complaint stays in the register."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["row", "reason"])
    found = engine.execute("SELECT line, refused FROM register WHERE refused IS NOT NULL ORDER BY line")
    while rows := found.fetchmany(10_000):
        writer.writerows(rows)
    with replacing(path) as file:
        file.write(text.getvalue().encode("utf-8"))
