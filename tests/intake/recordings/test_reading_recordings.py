"""From a recording to a contact, with and without a transcript beside it."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from shouzheng.intake.exports import open_export
from shouzheng.intake.recordings.matching import matches
from shouzheng.intake.recordings.speech import draft, open_model
from shouzheng.intake.recordings.transcripts import Piece
from shouzheng.model.event import ContactEvent, Direction, Outcome, TextSource
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Lang
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import zipped
from tests.intake.making import codes, opened, why_unread
from tests.intake.recordings.sounds import m4a, mp3, wav

_NAME = "通话录音@云岭法务(13000000021)_20260102221530.mp3"


def _save(folder: Path, name: str = _NAME, content: bytes = b"") -> Path:
    path = folder / name
    path.write_bytes(content or mp3())
    return path


def test_a_recording_is_a_call_that_was_answered(tmp_path: Path) -> None:
    path = _save(tmp_path)
    before = path.read_bytes()
    (event,), report = opened(path)
    assert (event.outcome, event.direction, event.seconds) == (Outcome.CONNECTED, Direction.UNKNOWN, 2)
    assert (event.other.raw, event.contact_name) == ("13000000021", "云岭法务")
    assert event.time.device.isoformat() == "2026-01-02T22:15:30+08:00"
    assert "start_or_end_not_told" in event.notes
    assert (event.text, event.text_source) == (None, None)
    assert not report.tried
    assert path.read_bytes() == before


def test_music_and_voice_messages_are_none(tmp_path: Path) -> None:
    path = _save(tmp_path, "song.mp3")
    with pytest.raises(ShouzhengError) as caught:
        open_export(path)
    assert caught.value.problems[0].code == "SZ-1010"
    _, report = opened(path, forced_format="call_recording")
    assert why_unread(report) == ["SZ-1450"]


def test_times_of_name_and_file_that_differ_are_said(tmp_path: Path) -> None:
    near = _save(tmp_path, content=m4a(2.0, "2026-01-02T14:15:32.000000Z"))
    assert "SZ-1452" not in codes(opened(near)[1])
    far = _save(tmp_path, content=m4a(2.0, "2026-01-03T14:15:32.000000Z"))
    assert "SZ-1452" in codes(opened(far)[1])


def test_a_pattern_from_memory_is_said(tmp_path: Path) -> None:
    (event,), report = opened(_save(tmp_path, "云岭 2026-01-02 22-15-30.m4a", m4a()))
    assert "SZ-1451" in codes(report)
    assert "name_pattern_unsure" in event.notes


@pytest.mark.parametrize("ending", [".mp3.transcript.txt", ".transcript.txt"])
def test_a_transcript_gives_the_others_words_only(tmp_path: Path, ending: str) -> None:
    path = _save(tmp_path)
    text = "# by: 张三\n[00:00] 对方：今天必须还款\n[00:01] 本人：我要报警\n"
    (tmp_path / f"{path.stem}{ending}").write_text(text, "utf-8")
    (event,), report = opened(path)
    assert (event.text, event.text_source) == ("今天必须还款", TextSource.BY_HAND)
    assert ("piece 2 1.0 s own", "我要报警") in event.raw
    assert "SZ-1460" in codes(report)
    assert len(report.beside) == 1


def test_a_transcript_inside_a_zip_comes_along(tmp_path: Path) -> None:
    from tests.intake.containers.making import gathered

    content = zipped({_NAME: mp3(), f"{_NAME}.srt": "1\n00:00:00,000 --> 00:00:01,000\n对方：还款\n".encode()})
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    _, (report,), events = gathered(path)
    assert report.format == "call_recording"
    assert "还款" in (events[0].text or "")


def test_a_draft_is_said_to_be_one_and_names_without_speakers_too(tmp_path: Path) -> None:
    path = _save(tmp_path)
    path.with_name(f"{path.name}.transcript.txt").write_text("# machine: m\n[00:00] 今天必须还款\n", "utf-8")
    (event,), report = opened(path)
    assert event.text_source is TextSource.SPEECH
    assert {"SZ-1461", "SZ-1463"} <= set(codes(report))
    assert {"machine_transcript", "speakers_not_told"} <= set(event.notes)


def test_a_transcript_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    path = _save(tmp_path)
    path.with_name(f"{path.name}.srt").write_bytes(b"\x00\xff\xfe" * 9)
    (event,), report = opened(path)
    assert event.text is None
    assert "SZ-1462" in codes(report)


def test_without_the_library_the_contact_is_there_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    path = _save(tmp_path, "13000000021_20260102221530.m4a", m4a())
    (event,), report = opened(path)
    assert event.seconds is None
    assert "SZ-1453" in codes(report)


def _call(event: ContactEvent, shift: int, seconds: int | None = 60, number: str = "13000000021") -> ContactEvent:
    at = Moment("", event.time.utc + timedelta(seconds=shift), 480, Resolution.SECOND, OffsetSource.ASSUMED)
    return replace(event, id=f"{shift} {number}", time=at, seconds=seconds, other=classify(number), contact_name=None)


def test_which_calls_a_recording_may_be_of(tmp_path: Path) -> None:
    (event,), _ = opened(_save(tmp_path))
    calls = [
        _call(event, -20),
        _call(event, -62),
        _call(event, -7200),
        _call(event, -5, number="13000000099"),
        _call(event, 300),
    ]
    found = matches(event, calls)
    assert [(match.call, match.at_end, match.number_agrees) for match in found] == [
        ("-20 13000000021", False, True),
        ("-62 13000000021", False, True),
    ]
    assert found[0].off == 20
    assert found[0].tolerance == (7, 92)
    assert matches(event, [replace(calls[0], owner="somebody else")]) == ()


def test_a_recording_stamped_at_its_end_and_one_of_minutes(tmp_path: Path) -> None:
    (event,), _ = opened(_save(tmp_path, "云岭法务-2601022215.mp3"))
    (match,) = matches(event, [_call(event, -600, 600)])
    assert (match.at_end, match.number_agrees) == (True, None)
    assert match.tolerance[0] >= 60
    long = replace(event, seconds=900)
    assert matches(long, [_call(event, -10, 1)]) == ()  # the talk was far too short


class _Fake:
    """A model that says how much it heard."""

    def transcribe(self, pcm16k: bytes, hints: Sequence[str]) -> Sequence[Piece]:
        assert hints
        return [Piece(0.0, 99.0, f"{len(pcm16k)}"), Piece(0.5, None, " ")]

    def identity(self) -> str:
        return "fake model"


def test_a_draft_hears_everything_in_pieces(tmp_path: Path) -> None:
    path = _save(tmp_path, "a.wav", wav(61.0))
    found = draft(path, _Fake())
    heard = [int(piece.text) / 2 / 16_000 for piece in found.pieces]
    assert abs(sum(heard) - 61) < 0.1
    assert max(heard) <= 28
    assert found.pieces[0].start == 0
    assert all(piece.end is not None and piece.end <= 61.1 for piece in found.pieces)
    assert (found.machine, found.is_draft) == ("fake model", True)


def test_folders_of_models_are_checked_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ShouzhengError) as caught:
        open_model(tmp_path / "Systran" / "faster-whisper-base")
    assert caught.value.problems[0].code == "SZ-1471"
    with pytest.raises(ShouzhengError):
        open_model(tmp_path)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(ShouzhengError) as caught:
        open_model(tmp_path)
    assert "speech-whisper" in caught.value.problems[0].what(Lang.EN)


def test_whisper_is_asked_offline_and_told_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    class Model:
        def __init__(self, folder: str, **options: object) -> None:
            asked.update(options, folder=folder)

        def transcribe(self, sound: object, **options: object) -> tuple[list[SimpleNamespace], None]:
            asked.update(options)
            return [SimpleNamespace(start=0.0, end=1.0, text=" 还款 ", avg_logprob=-0.1)], None

    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "faster_whisper", SimpleNamespace(WhisperModel=Model, __version__="9"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    model = open_model(tmp_path)
    (piece,) = model.transcribe(bytes(3200), ("催收",))
    assert (asked["local_files_only"], asked["hotwords"], piece.text) == (True, "催收", "还款")
    assert piece.sure is not None
    assert 0.9 < piece.sure < 0.91
    assert model.identity().startswith("faster-whisper 9, config.json sha256:")
    assert __import__("os").environ["HF_HUB_OFFLINE"] == "1"


def test_sherpa_gives_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Recogniser:
        @classmethod
        def from_sense_voice(cls, **options: object) -> "Recogniser":
            assert set(options) == {"model", "tokens", "num_threads"}
            return cls()

        def create_stream(self) -> SimpleNamespace:
            return SimpleNamespace(accept_waveform=lambda rate, _: None, result=SimpleNamespace(text="还款"))

        def decode_stream(self, _: object) -> None:
            return None

    (tmp_path / "tokens.txt").write_bytes(b"x")
    (tmp_path / "model.int8.onnx").write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "sherpa_onnx", SimpleNamespace(OfflineRecognizer=Recogniser, __version__="9"))
    (piece,) = open_model(tmp_path).transcribe(bytes(32_000), ())
    assert (piece.start, piece.end, piece.text) == (0.0, 1.0, "还款")
