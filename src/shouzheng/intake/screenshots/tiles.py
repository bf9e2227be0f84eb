"""Cuts a long picture where little is drawn, so that no line of text is cut and memory stays bounded.

The engine shrinks what is too long until nothing is readable (measured: 95 % wrong characters on 1,080 × 21,068 pixels,
without any error), so it is only ever shown tiles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.engine import Engine, Line
from shouzheng.intake.screenshots.problems import TOO_MANY_LINES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shouzheng.intake.screenshots.picture import Pixels

#: Rows of a tile: at most, and at least where there is more.
MOST, LEAST = 1600, 1100
#: Lines of one picture; a chat of 30,000 rows has some 600.
MOST_LINES = 3000
#: Rows around a cut that should be quiet.
_BAND = 9
#: Difference between neighbours (of 255) below which nothing is drawn; JPEG noise stays below it.
_QUIET = 10
_MARGIN = 12


def lines_of(pixels: Pixels, engine: Engine) -> list[Line]:
    """Return all lines of a picture from top to bottom, with their places in the whole picture.

    Raises ``Refused`` (SZ-1407) for more lines than any chat has: ordering them takes the square of their number.
    """
    busy = _busy(pixels)
    lines = []
    for top, bottom in tiles(busy):
        drawn = busy[top:bottom].nonzero()[0]
        if not drawn.size:
            continue
        first = max(int(drawn[0]) - _MARGIN, 0) + top
        last = min(int(drawn[-1]) + _MARGIN, bottom - top) + top
        if last - first >= _MARGIN:
            lines += [line.moved(first) for line in engine.lines(pixels[first:last])]
        if len(lines) > MOST_LINES:
            raise Refused(TOO_MANY_LINES, most=MOST_LINES)
    return sorted(lines, key=lambda line: (line.top, line.left))


def _busy(pixels: Pixels) -> NDArray[np.int64]:
    """Return for each row how many pixels differ from their left neighbour. A block of rows at a time: memory."""
    import numpy as np

    counts = np.zeros(len(pixels), np.int64)
    for start in range(0, len(pixels), 1000):
        block = pixels[start : start + 1000].astype(np.int16)
        counts[start : start + 1000] = (np.abs(np.diff(block, axis=1)).max(axis=2) > _QUIET).sum(axis=1)
    return counts


def tiles(busy: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield first row and end of each tile: every row lies in exactly one."""
    import numpy as np

    start, total = 0, len(busy)
    while total - start > MOST:
        window = busy[start + LEAST : start + MOST]
        around = np.convolve(window, np.ones(_BAND, np.int64), "same")
        quietest = np.flatnonzero(around == around.min())
        end = start + LEAST + int(quietest[-1])
        yield start, end
        start = end
    yield start, total
