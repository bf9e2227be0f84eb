"""The linear model of kinds: one row of small integers per hashed gram, read from ``lexicon/kinds/model.toml``.

It was trained on invented texts only (``lexicon/training``) by ``tools/train_kinds.py``. It gives a score per kind and
nothing else: no span, so it can never show an act.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from collections.abc import Sequence
from math import isqrt

from shouzheng.reading.kinds.grams import grams, plain, row_of
from shouzheng.reading.kinds.names import KINDS

#: Weights are signed bytes; a lane of a packed row holds weight + OFFSET, so that sums of rows never borrow.
OFFSET = 128
_LANE = 32
_LANES = len(KINDS)
_LANES_OF = struct.Struct(f"<{_LANES}I")
#: Rows of at most this many different grams are kept ready; a flood of odd texts then costs time, never memory.
_MOST_READY = 200_000
#: Scores are divided by the square root of the number of different grams: SCALE[n] is that, as a fraction of 2**16.
SHIFT = 16


def scale(count: int) -> int:
    """Return ``floor(2**16 / sqrt(count))``, exactly, for a positive count."""
    return isqrt((1 << (2 * SHIFT)) // count)


class KindModel:
    """Weights of all rows; ``unit`` is the score that makes a kind e times as likely as another one."""

    def __init__(self, bits: int, unit: int, weights: bytes) -> None:
        if not 8 <= bits <= 20 or len(weights) != _LANES << bits or unit < 1:
            raise ValueError("weights do not fit the number of bits and kinds")
        self.bits = bits
        self.unit = unit
        self.weights = weights
        self._rows = _Rows(self)

    def row(self, number: int) -> Sequence[int]:
        """Return the weights of one row, one per kind, each from -128 to 127."""
        cells = self.weights[number * _LANES : (number + 1) * _LANES]
        return [cell - 256 if cell > 127 else cell for cell in cells]

    def scores(self, folded: str) -> list[int]:
        """Return the score of each kind, in the order of ``KINDS``, for a folded text."""
        found = set(grams(plain(folded)))
        total = sum(map(self._rows.__getitem__, found))
        count = len(found)
        factor, taken = scale(count), count * OFFSET
        return [(lane - taken) * factor >> SHIFT for lane in _LANES_OF.unpack(total.to_bytes(_LANES_OF.size, "little"))]


class _Rows(dict[str, int]):
    """Gram → its row with all weights (each plus ``OFFSET``) in one integer: one addition adds up all kinds."""

    def __init__(self, model: KindModel) -> None:
        super().__init__()
        self._model = model

    def __missing__(self, gram: str) -> int:
        packed = 0
        for lane, weight in enumerate(self._model.row(row_of(gram, self._model.bits))):
            packed |= (weight + OFFSET) << (lane * _LANE)
        if len(self) < _MOST_READY:
            self[gram] = packed
        return packed


def pack_weights(weights: bytes) -> str:
    """Return weights as text for the model file: deflated, base64, in lines of 120 characters."""
    text = base64.b64encode(zlib.compress(weights, 9)).decode("ascii")
    return "\n".join(text[start : start + 120] for start in range(0, len(text), 120))


def unpack_weights(text: str, size: int) -> bytes:
    """Return the weights of a model file; raises ``ValueError`` unless they unpack to exactly ``size`` bytes."""
    try:
        opener = zlib.decompressobj()
        weights = opener.decompress(base64.b64decode(text), size + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(str(error)) from error
    if len(weights) != size:
        raise ValueError(f"{size} bytes expected")
    return weights
