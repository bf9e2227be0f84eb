"""An empty folder of packs, as a person has it before the first update."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouzheng.packs import install
from tests.packs.making import no_trial


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder; this process keeps using the data of the tree (it is pinned to it)."""
    folder = tmp_path / "packs home"
    monkeypatch.setenv("SHOUZHENG_PACKS", str(folder))
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the trial cost nothing: for what comes before and after it."""
    monkeypatch.setattr(install, "tried", no_trial)
