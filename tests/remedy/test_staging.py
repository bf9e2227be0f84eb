"""All outputs appear together or none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.staging import OUTPUTS, staged


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _fail_in(out: Path, name: str, error: BaseException) -> None:
    with staged(out) as stage:
        (stage / name).write_text("half", "utf-8")
        raise error


def test_they_move_to_their_places_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with staged(out) as stage:
        (stage / "findings.json").write_text("new", "utf-8")
        assert [name for name in _names(out) if name in OUTPUTS] == []
    assert _names(out) == ["findings.json"]


def test_a_failed_run_changes_nothing_and_leaves_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with pytest.raises(KeyboardInterrupt):
        _fail_in(out, "events.jsonl", KeyboardInterrupt())
    assert _names(tmp_path) == []


def test_an_earlier_result_survives_a_failed_run(tmp_path: Path) -> None:
    for name in OUTPUTS:
        (tmp_path / name).write_text("earlier", "utf-8")
    with pytest.raises(RuntimeError, match="stop"):
        _fail_in(tmp_path, "dossier.pdf", RuntimeError("stop"))
    assert [(tmp_path / name).read_text("utf-8") for name in OUTPUTS] == ["earlier"] * len(OUTPUTS)
    assert _names(tmp_path) == sorted(OUTPUTS)


def test_outputs_that_this_run_did_not_make_do_not_stay_beside_fresh_ones(tmp_path: Path) -> None:
    (tmp_path / "dossier.pdf").write_text("stale", "utf-8")
    (tmp_path / "notes.txt").write_text("the person's own", "utf-8")
    with staged(tmp_path) as stage:
        (stage / "findings.json").write_text("new", "utf-8")
    assert _names(tmp_path) == ["findings.json", "notes.txt"]


@pytest.mark.parametrize("taken", ["out", "out/dossier.pdf"])
def test_a_place_that_is_taken_is_a_clear_error_before_any_work(tmp_path: Path, taken: str) -> None:
    out = tmp_path / "out"
    if taken == "out":
        out.write_text("already here", "utf-8")
    else:
        (tmp_path / taken).mkdir(parents=True)
    with pytest.raises(ShouzhengError) as caught, staged(out):
        raise AssertionError("no work may begin")
    assert caught.value.problems[0].code == "SZ-5003"
    assert (tmp_path / taken).exists()
