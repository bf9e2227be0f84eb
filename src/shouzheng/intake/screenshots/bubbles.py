"""Colours around text: what is a bubble, and whose. What one's own colour is, is learnt from where bubbles stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shouzheng.intake.screenshots.engine import Line

if TYPE_CHECKING:
    from shouzheng.intake.screenshots.picture import Pixels

#: Red, green, blue; 0–255.
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

#: Difference per channel up to which two colours are the same; a photo or JPEG of low quality stays below it.
_SAME = 9
#: Difference between the strongest and weakest channel from which a colour is a colour and no grey.
_COLOURED = 40
#: Pixels outside of a text box that are looked at.
_NEAR, _FAR = 2, 6
#: Shares of the width between which avatars stand, and the share of that patch that must be neither page nor bubble.
_AVATAR, _PATCH = (0.045, 0.13), 0.6
#: Share of the width by which the free space on both sides must differ, to tell where a bubble stands.
_CLEAR = 0.08


class Side(StrEnum):
    """On which side a message stands: the others' messages left, one's own right (in every app known here)."""

    LEFT = "left"
    RIGHT = "right"


class Surface:
    """The picture, asked for colours at places."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels
        self.height, self.width = pixels.shape[:2]
        self.ground = self._ground()

    def _ground(self) -> Colour:
        """The colour of the page: the most frequent one along both edges, where nothing else stands."""
        import numpy as np

        edge = max(self.width // 50, 2)
        strips = np.concatenate([self._pixels[::4, 1:edge], self._pixels[::4, -edge:-1]], axis=1).reshape(-1, 3)
        shades, counts = np.unique(strips >> 2, axis=0, return_counts=True)
        red, green, blue = (int(each) for each in shades[counts.argmax()])
        return red * 4 + 2, green * 4 + 2, blue * 4 + 2

    @staticmethod
    def same(one: Colour, other: Colour) -> bool:
        """True when two colours differ little."""
        return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))

    def around(self, line: Line) -> Colour:
        """The middle colour of a frame just outside of a text box."""
        import numpy as np

        top, bottom = max(line.top - _FAR, 0), min(line.bottom + _FAR, self.height)
        left, right = max(line.left - _FAR, 0), min(line.right + _FAR, self.width)
        upper, lower = max(line.top - _NEAR, top + 1), min(line.bottom + _NEAR, bottom - 1)
        parts = [
            self._pixels[top:upper, left:right],
            self._pixels[lower:bottom, left:right],
            self._pixels[top:bottom, left : max(line.left - _NEAR, left)],
            self._pixels[top:bottom, min(line.right + _NEAR, right) : right],
        ]
        frame = np.concatenate([part.reshape(-1, 3) for part in parts])
        if not len(frame):
            return self.ground
        red, green, blue = (int(each) for each in np.median(frame, axis=0))
        return red, green, blue

    def fill(self, line: Line) -> Colour | None:
        """The colour of the bubble around a line, ``None`` when that is the page's own, or that of a bar across it."""
        colour = self.around(line)
        return None if self.same(colour, self.ground) or self._is_bar(line, colour) else colour

    def _is_bar(self, line: Line, colour: Colour) -> bool:
        """True for a title bar or a field for typing: its colour goes from edge to edge."""
        row = self._pixels[min(max(int(line.centre), 0), self.height - 1)]
        ends = (row[self.width // 100], row[-1 - self.width // 100])
        return all(self.same(colour, (int(end[0]), int(end[1]), int(end[2]))) for end in ends)

    def other_share(self, left: int, top: int, right: int, bottom: int, colour: Colour) -> float:
        """Share of a rectangle that is neither the page's colour nor this one."""
        import numpy as np

        patch = self._pixels[max(top, 0) : bottom : 2, left:right:2].astype(np.int16)
        if not patch.size:
            return 0.0
        other = [(np.abs(patch - np.array(each, np.int16)) > _SAME).any(axis=2) for each in (self.ground, colour)]
        return float((other[0] & other[1]).mean())

    def connected(self, upper: Line, lower: Line, colour: Colour) -> bool:
        """True when nothing but this colour lies between two lines, above the lower one."""
        import numpy as np

        between = self._pixels[upper.bottom : lower.top, max(lower.left, 0) : lower.right]
        if not between.size:
            return True
        rows = np.median(between, axis=1)
        to_bubble = np.abs(rows - np.array(colour)).max(axis=1)
        to_page = np.abs(rows - np.array(self.ground)).max(axis=1)
        return not bool(((to_page < to_bubble) | (to_bubble > 2 * _SAME)).any())


def place_of(box: Box, colour: Colour, surface: Surface) -> Side | None:
    """Where a bubble stands: beside an avatar, else by the free space on both sides; ``None`` when neither tells."""
    avatar = _avatar(box, colour, surface)
    if avatar is not None:
        return avatar
    free_left, free_right = box[0] / surface.width, 1 - box[2] / surface.width
    if abs(free_left - free_right) < _CLEAR:
        return None
    return Side.LEFT if free_left < free_right else Side.RIGHT


def _avatar(box: Box, colour: Colour, surface: Surface) -> Side | None:
    """The side on which a patch stands that is neither page nor bubble, on exactly one side."""
    near, far = int(_AVATAR[0] * surface.width), int(_AVATAR[1] * surface.width)
    if box[0] < far or box[2] > surface.width - far:
        return None
    bottom = box[1] + far - near
    seen = [
        side
        for side, (left, right) in (
            (Side.LEFT, (near, far)),
            (Side.RIGHT, (surface.width - far, surface.width - near)),
        )
        if surface.other_share(left, box[1], right, bottom, colour) > _PATCH
    ]
    return seen[0] if len(seen) == 1 else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of one bubble: its colour, and where it stands."""

    colour: Colour
    place: Side | None


def sides_of(bubbles: Sequence[Seen]) -> list[Side | None]:
    """Return the side of each bubble by its colour and place; ``None`` where these contradict each other."""
    known = _sides_of_colours(bubbles)
    return [_side(each, known) for each in bubbles]


def _sides_of_colours(bubbles: Sequence[Seen]) -> list[tuple[Colour, Side | None]]:
    """Return each colour with the side on which its bubbles stand, ``None`` for both sides or when nobody knows."""
    groups: list[tuple[Colour, set[Side]]] = []
    for bubble in bubbles:
        places = next((places for known, places in groups if Surface.same(known, bubble.colour)), None)
        if places is None:
            places = set()
            groups.append((bubble.colour, places))
        if bubble.place is not None:
            places.add(bubble.place)
    return [(colour, next(iter(places)) if len(places) == 1 else None) for colour, places in groups]


def _side(bubble: Seen, known: Sequence[tuple[Colour, Side | None]]) -> Side | None:
    of_colour = next((side for colour, side in known if Surface.same(colour, bubble.colour)), None)
    coloured = max(bubble.colour) - min(bubble.colour) > _COLOURED
    if of_colour is not None:
        return of_colour
    if bubble.place is not None:  # bubbles of this colour stand on both sides
        return None if coloured and bubble.place is Side.LEFT else bubble.place
    usual = Side.RIGHT if coloured else Side.LEFT
    taken = {side for _, side in known if side is not None}
    return usual if len(known) > 1 and usual not in taken else None
