import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.intake.screenshots.engine import used
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine


def test_pages_are_written_for_pictures_and_what_is_none_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, out = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "pages"
    good.write_bytes(png(Chat([("left", "还款")], width=300)))
    bad.write_text("no picture")
    with used(FakeEngine()):
        args = ["--lang", "en", "intake", "review", str(good), str(bad), str(tmp_path / "absent"), "--out", str(out)]
        assert main(args) == 0
    assert sorted(path.name for path in out.iterdir()) == ["a.png.review.html", "a.png.review.toml"]
    said = capsys.readouterr()
    assert "SZ-1402 b.png" in said.err
    assert "SZ-1001 absent" in said.err
    assert "a.png.review.html" in said.out


def test_not_one_picture_is_nothing_readable(tmp_path: Path) -> None:
    with used(FakeEngine()):
        assert main(["intake", "review", str(tmp_path / "absent.png")]) == 2


def test_a_picture_is_taken_in_among_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Screenshot_20260102-221530.png").write_bytes(png(Chat([("left", "还款")], width=300)))
    with used(FakeEngine()):
        assert main(["intake", str(tmp_path), "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["format"], file["records"], file["events"]) == ("screenshot", 1, 1)
