"""An engine for tests of everything but reading itself: it answers with given lines, or with some of any picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shouzheng.intake.screenshots.engine import Line

if TYPE_CHECKING:
    from shouzheng.intake.screenshots.picture import Pixels


class FakeEngine:
    """Answers with the given lines; without any, with two lines whose places depend on the size of the picture."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self._lines = lines

    def lines(self, pixels: Pixels) -> list[Line]:
        if self._lines:
            return list(self._lines)
        height, width = pixels.shape[:2]
        stamp = Line("2026年1月2日 20:47", 0.99, width * 4 // 10, height // 2, width * 6 // 10, height // 2 + 9)
        words = Line("还款 <b>\u202e", 0.5, width // 5, height * 2 // 3, width // 2, height * 2 // 3 + 9)
        return [stamp, words]

    def identity(self) -> str:
        return "fake"
