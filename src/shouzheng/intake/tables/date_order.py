"""Which of three numbers is the day and which the month, told by all dates of a file together.

An order must make every date possible. If more than one does, records stand in the order of time, so the one under
which time never goes back is taken. If that does not decide either, an order is assumed and said to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Order(StrEnum):
    """The order in which a date is written."""

    YMD = "y/m/d"
    DMY = "d/m/y"
    MDY = "m/d/y"


class Sure(StrEnum):
    """How the order is known."""

    NUMBERS = "numbers"  # only this order makes all dates possible
    SEQUENCE = "sequence"  # only under this order does time never go back
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Decision:
    """The order, how it is known, and one date as written for which it matters."""

    order: Order
    sure: Sure
    example: str


_PLACES = {Order.YMD: (0, 1, 2), Order.DMY: (2, 1, 0), Order.MDY: (2, 0, 1)}
#: Years of two digits belong to this century; no app that is read here is older.
_CENTURY = 2000
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def date_in(numbers: tuple[str, str, str], order: Order) -> date | None:
    """Return the date that three written numbers are in an order, ``None`` when there is no such day."""
    year, month, day = (numbers[place] for place in _PLACES[order])
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    whole = int(year) + (_CENTURY if len(year) == 2 else 0)
    if not _FIRST_YEAR <= whole <= _LAST_YEAR:
        return None
    try:
        return date(whole, int(month), int(day))
    except ValueError:
        return None


@dataclass(slots=True)
class _Candidate:
    possible: int = 0
    back: int = 0
    last: date | None = None


class OrderFinder:
    """Told of every date of a file in file order; memory does not grow with the file."""

    def __init__(self) -> None:
        self._candidates = {order: _Candidate() for order in Order}
        self._seen = 0
        self._example = ""

    def take(self, numbers: tuple[str, str, str], written: str) -> None:
        """Add one date."""
        self._seen += 1
        days = {order: date_in(numbers, order) for order in Order}
        if not self._example and len({day for day in days.values() if day is not None}) > 1:
            self._example = written
        for order, day in days.items():
            known = self._candidates[order]
            if day is None:
                continue
            known.possible += 1
            known.back += known.last is not None and day < known.last
            known.last = day

    def decide(self, preferred: Order = Order.DMY) -> Decision | None:
        """Return the order, ``None`` when no date was possible; ``preferred`` is taken where nothing decides."""
        best = max(known.possible for known in self._candidates.values())
        if not best:
            return None
        fitting = [order for order, known in self._candidates.items() if known.possible == best]
        if len(fitting) == 1 or not self._example:
            return Decision(fitting[0], Sure.NUMBERS, self._example)
        fewest = min(self._candidates[order].back for order in fitting)
        steady = [order for order in fitting if self._candidates[order].back == fewest]
        if len(steady) == 1 and fewest == 0:
            return Decision(steady[0], Sure.SEQUENCE, self._example)
        return Decision(preferred if preferred in steady else steady[0], Sure.ASSUMED, self._example)
