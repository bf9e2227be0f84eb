"""One interface to speech models that a person has in a folder; none comes with the product, none is ever downloaded.

What a model writes is a draft and an index into the recording, never evidence: models mishear words and numbers and
invent sentences in silence (measured by others on telephone-like sound: 17 to 31 % wrong characters).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from shouzheng.intake.recordings.pcm import RATE, sound_of
from shouzheng.intake.recordings.problems import BAD_MODEL, NO_BACKEND
from shouzheng.intake.recordings.transcripts import Piece, Transcript
from shouzheng.reference.problems import Problem, ShouzhengError

#: Words that callers use; a model may be told them. It must not be told a whole sentence: on bad sound it repeats that.
HINTS = ("催收", "逾期", "还款", "通讯录", "征信", "法务", "上门", "分期")
_THREADS = 2


class Transcriber(Protocol):
    """What turns sound into words."""

    def transcribe(self, pcm16k: bytes, hints: Sequence[str]) -> Sequence[Piece]:
        """Return what is said in at most half a minute of sound (16,000 samples of 16 bits a second), times from 0."""
        ...

    def identity(self) -> str:
        """Name, version, and the SHA-256 of every file of the model."""
        ...


def draft(path: Path, transcriber: Transcriber, hints: Sequence[str] = HINTS) -> Transcript:
    """Return the draft of a whole recording; raises ``ShouzhengError`` (SZ-1453, SZ-1472)."""
    pieces: list[Piece] = []
    for sound in sound_of(path):
        for piece in transcriber.transcribe(sound.pcm16k, hints):
            end = None if piece.end is None else min(piece.end, sound.seconds) + sound.start
            if piece.text.strip():
                pieces.append(replace(piece, start=min(piece.start, sound.seconds) + sound.start, end=end))
    return Transcript(f"{path.name}.transcript.txt", tuple(pieces), machine=transcriber.identity())


def open_model(folder: Path) -> Transcriber:
    """Return the model of a folder; raises ``ShouzhengError`` (SZ-1470, SZ-1471; exit 2).

    The folder is checked here: faster-whisper takes a path that does not exist for the name of something to download.
    """
    if not folder.is_dir():
        raise _bad(folder, "?")
    for fits, maker in _BACKENDS:
        if fits(folder):
            return maker(folder)
    raise _bad(folder, ", ".join(sorted(path.name for path in folder.iterdir())[:5]) or "0")


def _bad(folder: Path, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(BAD_MODEL, folder.name, (("detail", detail[:120]),)), exit_code=2)


def _missing(extra: str) -> ShouzhengError:
    return ShouzhengError(Problem(NO_BACKEND, "", (("extra", extra),)), exit_code=2)


def files_of(folder: Path) -> str:
    """Return name and SHA-256 of every file in a folder of a model, sorted by name."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file():
            digest = hashlib.sha256()
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
            found.append(f"{path.name} sha256:{digest.hexdigest()}")
    return ", ".join(found)


def _is_whisper(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("model.bin", "config.json", "tokenizer.json"))


def _is_sherpa(folder: Path) -> bool:
    return (folder / "tokens.txt").is_file() and any(folder.glob("model*.onnx"))


class _Whisper:
    """faster-whisper with a CTranslate2 model. Never run here with a real model: only its calls are tested."""

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            faster_whisper: Any = import_module("faster_whisper")
        except ImportError as error:
            raise _missing("speech-whisper") from error
        try:
            self._model: Any = faster_whisper.WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=_THREADS, local_files_only=True
            )
        except Exception as error:  # whatever a library makes of a damaged model
            raise _bad(folder, type(error).__name__) from error
        self._identity = f"faster-whisper {faster_whisper.__version__}, {files_of(folder)}"

    def transcribe(self, pcm16k: bytes, hints: Sequence[str]) -> Sequence[Piece]:
        """Return the pieces; how sure is the exponential of the model's mean log probability."""
        from math import exp

        segments, _ = self._model.transcribe(
            _floats(pcm16k), language="zh", beam_size=5, vad_filter=True, hotwords=" ".join(hints) or None
        )
        return [
            Piece(float(each.start), float(each.end), str(each.text).strip(), sure=exp(float(each.avg_logprob)))
            for each in segments
        ]

    def identity(self) -> str:
        """Name and version of the library and digests of the model."""
        return self._identity


class _Sherpa:
    """sherpa-onnx with a SenseVoice or Paraformer model. Never run with a real model: only its calls are tested."""

    def __init__(self, folder: Path) -> None:
        try:
            sherpa_onnx: Any = import_module("sherpa_onnx")
        except ImportError as error:
            raise _missing("speech-sherpa") from error
        model, tokens = sorted(folder.glob("model*.onnx"))[0], folder / "tokens.txt"
        recogniser = sherpa_onnx.OfflineRecognizer
        make = recogniser.from_paraformer if "paraformer" in folder.name.lower() else recogniser.from_sense_voice
        name = "paraformer" if "paraformer" in folder.name.lower() else "model"
        try:
            self._model: Any = make(**{name: str(model)}, tokens=str(tokens), num_threads=_THREADS)
        except Exception as error:
            raise _bad(folder, type(error).__name__) from error
        self._identity = f"sherpa-onnx {getattr(sherpa_onnx, '__version__', '?')}, {files_of(folder)}"

    def transcribe(self, pcm16k: bytes, hints: Sequence[str]) -> Sequence[Piece]:
        """Return one piece for the whole sound; this library is told no words and says no sureness."""
        stream = self._model.create_stream()
        stream.accept_waveform(RATE, _floats(pcm16k))
        self._model.decode_stream(stream)
        return [Piece(0.0, len(pcm16k) / 2 / RATE, str(stream.result.text).strip())]

    def identity(self) -> str:
        """Name and version of the library and digests of the model."""
        return self._identity


def _floats(pcm16k: bytes) -> Any:
    """Return samples between -1 and 1, as both libraries want them."""
    import numpy as np

    return np.frombuffer(pcm16k, np.int16).astype(np.float32) / 32_768


_BACKENDS: tuple[tuple[Callable[[Path], bool], Callable[[Path], Transcriber]], ...] = (
    (_is_whisper, _Whisper),
    (_is_sherpa, _Sherpa),
)
