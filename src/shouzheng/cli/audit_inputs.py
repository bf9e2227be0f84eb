"""Where ``shouzheng audit`` takes contacts from: files, folders, or a table of a PostgreSQL server (``--table``)."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.audit.mapping import ArchiveMapping

#: Rows that are fetched when only a mapping is proposed.
_SAMPLE = 40_000
_FOLDER = "arrived"


@contextmanager
def inputs(
    words: list[str], args: argparse.Namespace, mapping: ArchiveMapping | None, keep: Path | None = None
) -> Iterator[list[Path]]:
    """Give the files and folders to read; a table is fetched first, and removed when the block ends well.

    Without a ``mapping`` a sample of all columns is fetched, else its columns. With ``keep`` the table lies there
    until all is done, so that a stopped run can go on with the same rows. Raises ``ShouzhengError`` (SZ-6542).
    """
    from shouzheng.audit.database import is_address

    addresses = [word for word in words if is_address(word)]
    if not addresses:
        yield [Path(word) for word in words]
    elif len(words) > 1 or not args.table:
        from shouzheng.audit.problems import CANNOT_READ_DATABASE

        raise ShouzhengError(Problem(CANNOT_READ_DATABASE, "", (("what", "--table NAME"),)))
    elif keep is None:
        with tempfile.TemporaryDirectory(prefix="shouzheng-") as place:
            yield [_fetched(addresses[0], args.table, Path(place) / _FOLDER, mapping)]
    else:
        folder = keep / _FOLDER
        if args.again:
            shutil.rmtree(folder, ignore_errors=True)
        yield [_fetched(addresses[0], args.table, folder, mapping)]
        shutil.rmtree(folder, ignore_errors=True)


def _fetched(address: str, table: str, folder: Path, mapping: ArchiveMapping | None) -> Path:
    from shouzheng.audit.database import arrived, fetch

    if not arrived(folder, address, table):
        columns = sorted({one.name for one in mapping.columns.values()}) if mapping else []
        fetch(address, table, folder, columns=columns, most=None if mapping else _SAMPLE)
    return folder
