from collections.abc import Sequence
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.intake.recordings import speech
from shouzheng.intake.recordings.transcripts import Piece
from tests.intake.recordings.sounds import wav


class _Fake:
    def transcribe(self, pcm16k: bytes, hints: Sequence[str]) -> Sequence[Piece]:
        return [Piece(0.0, 1.0, "今天必须还款")]

    def identity(self) -> str:
        return "fake model"


def test_a_draft_is_written_once_and_read_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speech, "open_model", lambda _: _Fake())
    path = tmp_path / "13000000021_20260102221530.wav"
    path.write_bytes(wav())
    args = ["--lang", "en", "intake", "transcribe", str(path), "--model", str(tmp_path)]
    assert main(args) == 0
    text = (tmp_path / f"{path.name}.transcript.txt").read_text("utf-8")
    assert "# machine: fake model" in text
    assert "[00:00:00.0 --> 00:00:01.0] 今天必须还款" in text
    assert main(args) == 2
    assert "SZ-1472" in capsys.readouterr().err
    assert main(["--lang", "en", "intake", str(path)]) == 0
    assert "SZ-1461" in capsys.readouterr().err


def test_no_model_no_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intake", "transcribe", "a.wav"]) == 2
    assert "SZ-9060" in capsys.readouterr().err
    assert main(["intake", "transcribe", "a.wav", "--model", str(tmp_path)]) == 2
    assert "SZ-1471" in capsys.readouterr().err
