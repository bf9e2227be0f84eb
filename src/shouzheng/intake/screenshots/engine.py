"""Finds the lines of text in a picture, offline.

The models are those inside the installed package; their paths are given explicitly, because the library would download
whatever it does not find. Tests (and others) may put another engine in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.problems import NO_MODEL, NO_OCR

if TYPE_CHECKING:
    from shouzheng.intake.screenshots.picture import Pixels

#: Longest side of what the detector sees. On five drawn screenshots (103 lines) 800, 960, 1,120 and 1,600 found the
#: same lines; on 720 × 1,568 pixels detection took 0.8 s with 960 and 1.3 s with 1,280 (2 busy cores, 2026-11-22).
_DETECTOR_SIDE = 960
#: Colours, rows, and least columns of a line that the recogniser sees; its own 320 fill short lines up with nothing. On
#: nine drawn chats (108 bubbles) 320, 160 and 48 gave the same words, in 23.6, 18.2 and 17.8 s of processor time; on a
#: tenth 320 alone lost a blank (2 busy cores, 2026-11-22).
_LEAST_LINE = (3, 48, 48)
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its box in pixels, and how sure the engine is (0–1; its own estimate, not a measured share)."""

    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """Height of the box."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The middle column."""
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        """The middle row."""
        return (self.top + self.bottom) / 2

    def moved(self, rows: int) -> Line:
        """The line so many rows lower."""
        return Line(self.text, self.sure, self.left, self.top + rows, self.right, self.bottom + rows)


class Engine(Protocol):
    """What reads the text of a picture."""

    def lines(self, pixels: Pixels) -> list[Line]:
        """Return the lines in any order."""
        ...

    def identity(self) -> str:
        """Name and version, and those of the models."""
        ...


_ENGINE: ContextVar[Engine | None] = ContextVar("ocr_engine", default=None)


@contextmanager
def used(engine: Engine) -> Iterator[None]:
    """Let this engine read the pictures inside the block."""
    token = _ENGINE.set(engine)
    try:
        yield
    finally:
        _ENGINE.reset(token)


def engine() -> Engine:
    """Return the engine; raises ``Refused`` (SZ-1400, SZ-1401) where there is none. Loading takes about a second."""
    return _ENGINE.get() or _rapid()


@cache
def _rapid() -> Engine:
    try:
        import_module("onnxruntime")  # rapidocr does not name it as a need
        import rapidocr
    except ImportError as error:
        raise Refused(NO_OCR) from error
    models = Path(rapidocr.__file__).with_name("models")
    return _Rapid(_model(models, "det"), _model(models, "rec"))


def _model(folder: Path, task: str) -> Path:
    """Return the model of a task; of several the first by name (the wheel of 3.10 has one of each)."""
    found = sorted(folder.glob(f"*_{task}_*.onnx"))
    if not found:
        raise Refused(NO_MODEL, detail=f"*_{task}_*.onnx")
    return found[0]


@contextmanager
def _sleeping_threads() -> Iterator[None]:
    """Let threads of models that are loaded inside sleep while they wait for each other, instead of spinning.

    Spinning took a quarter of the processor (3.7 s for 2.8 s a picture, two busy cores, 2026-11-22); results are equal.
    The library has no parameter for it, so the class that it asks for its options is exchanged while it loads.
    """
    usual: Any = import_module("onnxruntime").SessionOptions

    def options() -> object:
        made = usual()
        made.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return made

    try:
        place: Any = import_module("rapidocr.inference_engine.onnxruntime.main")
    except ImportError:  # another version: it spins, and reads the same
        place = None
    if getattr(place, "SessionOptions", None) is not usual:
        yield
        return
    place.SessionOptions = options
    try:
        yield
    finally:
        place.SessionOptions = usual


class _Rapid:
    """RapidOCR with PP-OCR models (Apache-2.0). Measured on 80 invented screenshots: 0.1 to 0.3 % wrong characters."""

    def __init__(self, detector: Path, recogniser: Path) -> None:
        from importlib.metadata import version

        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        self._name = f"rapidocr {version('rapidocr')}, {detector.stem}, {recogniser.stem}"
        params = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.3,
            "Global.max_side_len": 4000,
            "Det.model_path": str(detector),
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTOR_SIDE,
            "Rec.model_path": str(recogniser),
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [*_LEAST_LINE],
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
        }
        try:
            self._read = RapidOCR(params=params)
        except Exception as error:  # whatever a library makes of a damaged model is told, and nothing is downloaded
            raise Refused(NO_MODEL, detail=type(error).__name__) from error

    def identity(self) -> str:
        """Name and version of the library and names of the models."""
        return self._name

    def lines(self, pixels: Pixels) -> list[Line]:
        """Return the lines; raises ``Refused`` (SZ-1401) when a model cannot be used."""
        import numpy as np

        try:
            with _sleeping_threads():  # the first picture loads the models
                found = self._read(np.ascontiguousarray(pixels[:, :, ::-1]))
        except Exception as error:
            raise Refused(NO_MODEL, detail=type(error).__name__) from error
        boxes, texts, scores = (getattr(found, name, None) for name in ("boxes", "txts", "scores"))
        if boxes is None or texts is None or scores is None:
            return []
        lines = []
        for box, text, score in zip(boxes, texts, scores, strict=True):
            left, top, right, bottom = box[:, 0].min(), box[:, 1].min(), box[:, 0].max(), box[:, 1].max()
            lines.append(Line(str(text), float(score), int(left), int(top), int(right), int(bottom)))
        return lines
