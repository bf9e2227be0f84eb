"""Rows of Android's stores, made from keyword arguments, as JSON objects or as databases."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON

Values = dict[str, object]


def call(**changes: object) -> Values:
    """Return a row of the call log."""
    row = {"_id": 1, "number": MOBILE, "presentation": 1, "type": 1, "date": NOON, "duration": 0, "features": 0}
    return {**row, **changes}


def sms(**changes: object) -> Values:
    """Return a row of the message store."""
    row = {
        "_id": 1,
        "thread_id": 1,
        "address": GATEWAY,
        "date": NOON,
        "date_sent": 0,
        "type": 1,
        "status": -1,
        "body": "您好",
        "sub_id": 1,
    }
    return {**row, **changes}


def pdu(**changes: object) -> Values:
    """Return the row of an MMS."""
    row = {"_id": 1, "thread_id": 1, "date": NOON // 1000, "date_sent": 0, "msg_box": 1, "m_type": 132, "sub": None}
    return {**row, **changes}


def as_json(rows: Iterable[object], indent: int | None = None) -> bytes:
    """Return a JSON array."""
    return json.dumps(list(rows), ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")


def as_lines(rows: Iterable[object]) -> bytes:
    """Return one JSON text on each line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def numbered(rows: Iterable[Values], first: int = 1) -> list[Values]:
    """Return the rows with ascending ids."""
    return [{**row, "_id": number} for number, row in enumerate(rows, first)]


def database(tables: Mapping[str, list[Values]], *, page: int = 1024, extra: Iterable[str] = ()) -> bytes:
    """Return a database with these tables; columns are those of all rows of a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA page_size={page}")
        for name, rows in tables.items():
            columns = list(dict.fromkeys(key for row in rows for key in row)) or ["_id"]
            listed = ", ".join(f'"{c}" INTEGER PRIMARY KEY' if c == "_id" else f'"{c}"' for c in columns)
            connection.execute(f'CREATE TABLE "{name}" ({listed})')
            holes = ", ".join("?" for _ in columns)
            values = [[row.get(column) for column in columns] for row in rows]
            connection.executemany(f'INSERT INTO "{name}" VALUES ({holes})', values)  # noqa: S608
        for statement in extra:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()
