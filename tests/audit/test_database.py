"""A table of a PostgreSQL server gives what the same rows give as a file; nothing is written there, nothing leaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from shouzheng.audit.database import SOURCE, arrived, fetch, is_address, source_of
from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import LAW, MAPPING
from tests.gate.pg_server import running

SIZE = 200
SECRET = "geheim-pass-4711"  # noqa: S105 - invented
_TYPES = {
    "at": "bigint",
    "objected_at": "numeric",
    "seconds": "smallint",
    "minor": "boolean",
    "contract_day": "date",
    "channel": "kind",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with one table of contacts and a user who may only read it."""
    with running() as server:
        rows = rows_of(5, SIZE)
        for row in rows:
            row["direction"] = row["direction"] or "inbound"
            row["text"] = row["text"] if row["text"] and row["text"].strip() else None
        kinds = ", ".join(f"'{kind}'" for kind in sorted({row["channel"] for row in rows}))
        columns = ", ".join(f'"{name}" {_TYPES.get(name, "text")}' for name in rows[0])
        with psycopg.connect(server.get_uri()) as connection:
            connection.execute(f"CREATE TYPE kind AS ENUM ({kinds})")
            connection.execute('CREATE SCHEMA "Dial er"')
            connection.execute(f'CREATE TABLE "Dial er".calls ({columns})')
            marks = ", ".join(["%s"] * len(rows[0]))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f'INSERT INTO "Dial er".calls VALUES ({marks})',  # noqa: S608 -- marks only
                    [tuple(row.values()) for row in rows],
                )
        yield server.get_uri()


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path


def test_a_table_gives_what_a_file_gives(address: str, tmp_path: Path, mapping: Path) -> None:
    assert fetch(address, "Dial er.calls", tmp_path / "arrived") == SIZE
    rows = rows_of(5, SIZE)
    for row in rows:
        row["direction"] = row["direction"] or "inbound"
        row["text"] = row["text"] if row["text"] and row["text"].strip() else None
    pq.write_table(table_of(rows), tmp_path / "in.parquet")
    checked = load_mapping(mapping, LAW.facts)
    one = audit([tmp_path / "arrived"], checked, tmp_path / "one", workers=1)
    other = audit([tmp_path / "in.parquet"], checked, tmp_path / "other", workers=1)
    assert one.sums.report_hash == other.sums.report_hash
    assert one.sums.contacts == SIZE
    assert (tmp_path / "arrived").stat().st_mode & 0o077 == 0


def test_from_the_command_line_nothing_of_the_table_is_left(address: str, tmp_path: Path, mapping: Path) -> None:
    out = tmp_path / "out"
    flags = ["--table", "Dial er.calls", "--mapping", str(mapping), "--out", str(out), "--accept-mapping"]
    assert main(["audit", address, *flags, "--workers", "1", "--json"]) == 1
    assert (out / "result.json").exists()
    assert not list(out.rglob("*arrived*"))
    proposed = tmp_path / "proposed.toml"
    assert main(["audit", "map", address, "--table", "Dial er.calls", "--out", str(proposed)]) == 0
    assert 'channel = "channel"' in proposed.read_text("utf-8")


def test_only_wanted_columns_come_and_only_so_many_rows(address: str, tmp_path: Path) -> None:
    assert fetch(address, "Dial er.calls", tmp_path / "a", columns=["at", "channel"], most=7) == 7
    table = pq.read_table(tmp_path / "a" / "part-00000.parquet")
    assert table.column_names == ["at", "channel"]
    assert arrived(tmp_path / "a", address, "Dial er.calls")
    assert not arrived(tmp_path / "a", address, "Dial er.other")
    assert not arrived(tmp_path / "b", address, "Dial er.calls")


@pytest.mark.parametrize("table", ["nothing", "Dial er.calls; DROP TABLE x", 'x"."y', ""])
def test_a_table_that_is_not_there_is_an_error(address: str, tmp_path: Path, table: str) -> None:
    with pytest.raises(ShouzhengError) as refused:
        fetch(address, table, tmp_path / "a")
    assert refused.value.problems[0].kind.code == "SZ-6542"
    assert not (tmp_path / "a").exists()


def test_a_column_that_is_not_there_is_named(address: str, tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as refused:
        fetch(address, "Dial er.calls", tmp_path / "a", columns=["at", "pigeon"])
    assert dict(refused.value.problems[0].slots)["what"] == "pigeon"


@pytest.mark.parametrize(
    "wrong",
    [f"postgresql://u:{SECRET}@127.0.0.1:1/x", f"postgresql://u:{SECRET}@host:port:x/", f"postgres://{SECRET}%zz@/"],
)
def test_the_password_stands_in_no_message(
    wrong: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], mapping: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    flags = ["--table", "t", "--mapping", str(mapping), "--out", str(tmp_path / "out")]
    assert main(["audit", wrong, *flags]) == 2
    said = capsys.readouterr()
    assert "SZ-6542" in said.err
    assert SECRET not in said.out + said.err + caplog.text
    for path in (each for each in tmp_path.rglob("*") if each.is_file() and each != mapping):
        assert SECRET.encode() not in path.read_bytes()


def test_the_source_is_known_without_the_password(tmp_path: Path) -> None:
    assert source_of("postgresql://u:a@h/d", "t") == source_of("postgresql://u:b@h/d", "t")
    assert source_of("postgresql://u:a@h/d", "t") != source_of("postgresql://u:a@h/e", "t")
    assert is_address("postgres://h/d")
    assert not is_address(str(tmp_path))
    assert SOURCE == "source.json"
