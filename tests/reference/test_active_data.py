"""Where the data comes from: what the program brings says its version and date, and a folder for each system."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from shouzheng.reference import active_data
from shouzheng.reference.active_data import PARTS, Edition, edition_of, packs_home, read_record, shipped_edition
from shouzheng.reference.data_files import data_files, shipped_folder


@pytest.mark.parametrize("part", PARTS)
def test_what_the_program_brings_says_the_dates_of_its_files(part: str) -> None:
    """Whoever moves ``seen`` or ``check_by`` in a file moves ``EDITION`` too: pages and packs go by it."""
    version, check_by = shipped_edition(part)
    metas = [tomllib.loads(path.read_text("utf-8")).get("meta", {}) for path in data_files(shipped_folder(part))]
    seen = [meta["seen"] for meta in metas if "seen" in meta]
    due = [meta["check_by"] for meta in metas if "check_by" in meta]
    assert version.day >= max(seen, default=date.min)
    assert check_by == min(due, default=check_by)
    assert version.day < check_by <= version.day.replace(year=version.day.year + 1)


def test_versions_are_ordered_by_day_and_number() -> None:
    texts = ["2026-11-22.1", "2026-11-22.2", "2026-11-22.10", "2026-12-01.1", "2027-01-01.1"]
    editions = [edition_of(text) for text in texts]
    assert all(isinstance(each, Edition) for each in editions)
    assert sorted(editions, key=lambda e: (e.day, e.number) if e else (date.min, 0)) == editions
    assert [str(each) for each in editions] == texts


@pytest.mark.parametrize(
    "text", ["", "2026-11-22", "2026-11-22.0", "2026-13-01.1", "2026-11-22.1 ", "2026-11-22.01", "1"]
)
def test_anything_else_is_no_version(text: str) -> None:
    assert edition_of(text) is None


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {}, ".local/share/shouzheng/data"),
        ("linux", {"XDG_DATA_HOME": "own"}, "own/shouzheng/data"),
        ("darwin", {}, "Library/Application Support/Shouzheng/data"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/Shouzheng/data"),
    ],
)
def test_each_system_has_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("SHOUZHENG_PACKS")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert packs_home() == tmp_path / expected


def test_an_account_without_a_home_uses_what_the_program_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("SHOUZHENG_PACKS")
    monkeypatch.setattr(Path, "home", none)
    assert packs_home() is None


def test_a_folder_that_is_a_file_or_is_not_there_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "nowhere"):
        assert read_record(folder).now == {}


def test_a_child_is_told_what_its_parent_uses() -> None:
    chosen = {"law": (Path("somewhere") / "law", "sha256:" + "0" * 64)}
    assert active_data._pinned(active_data.as_pin(chosen)) == chosen
    assert active_data._pinned(active_data.as_pin({})) == {}
