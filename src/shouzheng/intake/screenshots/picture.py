"""Opens a picture that may be hostile: kinds and size are checked before anything is decoded, then it is scaled."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.problems import CANNOT_OPEN_PICTURE, NO_OCR, PICTURE_TOO_LARGE, PICTURE_TOO_SMALL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    #: Rows × columns × red, green, blue; 0–255.
    Pixels = NDArray[np.uint8]

#: Most pixels that are decoded: a screenshot of 1,440 × 30,000 has 43 million; 48 million take 336 MB at the worst.
MOST_PIXELS = 48_000_000
#: Most rows after scaling: 720 × 40,000 pixels take 86 MB, and about half a minute to read.
MOST_ROWS = 40_000
#: Smaller pictures hold no message.
_LEAST = 40
#: Widths to which wide pictures are scaled. Measured: full-size pictures were read worse than 720 to 1,000 pixels.
_PORTRAIT, _LANDSCAPE = 720, 1000
_KINDS = ("PNG", "JPEG", "WEBP")
#: What Pillow raises on damaged pictures (found by fuzzing).
DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded and scaled picture.

    ``width`` and ``height`` are those of the file; ``pixels`` is scaled by ``scale`` (0 < scale ≤ 1); ``times`` are the
    texts of the time fields inside the file, by name; ``whole`` is False when the file is cut off.
    """

    width: int
    height: int
    pixels: Pixels
    scale: float
    times: tuple[tuple[str, str], ...] = ()
    frames: int = 1
    whole: bool = True


def open_picture(path: Path) -> Picture:
    """Return the picture; raises ``Refused`` (SZ-1400, SZ-1402 to SZ-1404), nothing else about its content."""
    try:
        from PIL import Image
    except ImportError as error:
        raise Refused(NO_OCR) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return _decoded(path, tolerant=False)
            except OSError:  # cut off: what is there is read, and said to be a part
                with _tolerant():
                    return _decoded(path, tolerant=True)
    except Refused:
        raise
    except (Image.DecompressionBombError, *DAMAGE) as error:
        raise Refused(CANNOT_OPEN_PICTURE, detail=_short(error)) from error


def _short(error: Exception) -> str:
    text = "not a PNG, JPEG or WebP picture" if type(error).__name__ == "UnidentifiedImageError" else str(error)
    return (text or type(error).__name__)[:80]


@contextmanager
def _tolerant() -> Iterator[None]:
    """Let Pillow keep the part of a cut-off picture that is there. Pillow knows this as one switch for everything."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decoded(path: Path, *, tolerant: bool) -> Picture:
    import numpy as np
    from PIL import Image

    with path.open("rb") as stream, Image.open(stream, formats=_KINDS) as image:
        width, height = image.size
        target = min(width, _PORTRAIT if height >= width else _LANDSCAPE)
        rows = round(height * target / width) if width else 0
        if width * height > MOST_PIXELS or rows > MOST_ROWS:
            raise Refused(PICTURE_TOO_LARGE, width=width, height=height, most=MOST_PIXELS, rows=MOST_ROWS)
        if min(width, height) < _LEAST:
            raise Refused(PICTURE_TOO_SMALL, width=width, height=height)
        times, frames = _times(image), int(getattr(image, "n_frames", 1))
        plain = image.convert("RGB")
        if target < width:
            plain = plain.resize((target, rows), Image.Resampling.LANCZOS)
        return Picture(width, height, np.asarray(plain), target / width, times, frames, not tolerant)


#: EXIF tags (Exif 2.32 §4.6): the time of the last change, of taking, and the offset from UTC of the latter.
_CHANGED, _EXIF, _MADE, _OFFSET = 0x0132, 0x8769, 0x9003, 0x9011


def _times(image: Image.Image) -> tuple[tuple[str, str], ...]:
    """Return the time fields inside the file as text; none of them is believed here."""
    found: list[tuple[str, str]] = []
    try:
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF)
        fields = (("DateTimeOriginal", inner.get(_MADE)), ("OffsetTimeOriginal", inner.get(_OFFSET)))
        found = [(name, str(value)[:40]) for name, value in (*fields, ("DateTime", exif.get(_CHANGED))) if value]
    except DAMAGE:
        pass
    text = image.info.get("Creation Time") or image.info.get("date:create")
    return (*found, ("CreationTime", str(text)[:40])) if text else tuple(found)
