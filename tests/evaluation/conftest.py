"""Tests on outside data fail loudly when the data is not named; they are never skipped."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _data_is_there() -> None:
    named = os.environ.get("SHOUZHENG_DATA", "")
    if not named or not (Path(named) / "fixtures").is_dir():
        pytest.fail("SHOUZHENG_DATA names no folder with the outside data; run: make evaluate DATA=path")
