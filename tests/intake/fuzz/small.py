"""Small files out of the invented ones: what a fuzzer damages should be a parser's grammar, not its hundredth row.

A text gives up piece after piece as long as it still holds the same sorts of records, none of them newly unread. A
database keeps three rows of each table, on pages of 512 bytes.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from shouzheng.intake.sniff import SQLITE_MAGIC

#: Bytes below which a file is small enough, and files that are tried for each.
_ENOUGH, _TRIES = 250, 200
#: What a reading held: whether there were events, records that are no contacts and joined ones; how many were unread.
Held = tuple[bool, bool, bool, int]


def small(content: bytes, holds: Callable[[bytes], Held | None], chance: Random) -> bytes:
    """Return a file of the same sort with less in it; the same one where nothing can go.

    ``holds`` reads a file and says what it held, ``None`` when it was refused.
    """
    if len(content) <= _ENOUGH:
        return content
    before = holds(content)
    if before is None:
        return content
    if content.startswith(SQLITE_MAGIC):
        fewer = _fewer_rows(content)
        return fewer if fewer and len(fewer) < len(content) and _as_good(holds(fewer), before) else content
    for attempt in range(_TRIES):
        size = max(len(content) >> (1 + attempt * 6 // _TRIES), 8)
        start = chance.randrange(max(len(content) - size, 1))
        shorter = content[:start] + content[start + size :]
        if shorter and _as_good(holds(shorter), before):
            content = shorter
        if len(content) <= _ENOUGH:
            break
    return content


def _as_good(after: Held | None, before: Held) -> bool:
    return after is not None and after[:3] == before[:3] and after[3] <= before[3]


def _fewer_rows(content: bytes) -> bytes:
    """Return the database with three rows in each table; nothing when it is too damaged for that."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fewer.db"
        path.write_bytes(content)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                quoted = '"' + table.replace('"', '""') + '"'
                kept = f"SELECT rowid FROM {quoted} ORDER BY rowid LIMIT 3"  # noqa: S608 - our own invented tables
                connection.execute(f"DELETE FROM {quoted} WHERE rowid NOT IN ({kept})")  # noqa: S608
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA page_size=512")
            connection.execute("VACUUM")
        except sqlite3.Error:
            return b""
        finally:
            connection.close()
        return path.read_bytes()
