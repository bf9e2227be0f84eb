"""The yearly rate at which dated payments balance (XIRR), found by bracketing and bisection, polished by Newton.

The equation is that of Microsoft's XIRR and of the OpenOffice documentation: the sum of each amount divided by
(1 + rate) to the power (days since the first payment / 365) is zero. It is solved for ``x = ln(1 + rate)``, where it is
smooth and one sign change of the amounts means one answer (Descartes' rule for exponential sums). With more sign
changes there may be several answers; then none is given. Money goes in as whole fen; only the rate is a float.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

_YEAR = 365
#: Bounds of ``x``: a loss of 99.75 % a year to a rate that no loan reaches (a week at 1,000 for 100 is ``x`` = 120).
_LOW, _HIGH = -6.0, 400.0
#: Points between which several answers are looked for, when the amounts change their sign more than once.
_GRID = 2000
_STEPS = 200
#: Beyond this ``x`` the rate has 130 digits and says nothing.
_LARGEST_X = 300.0


class NoRate(StrEnum):
    """Why there is no rate."""

    NOTHING = "nothing"  # no payments at all
    ONE_SIDED = "one_sided"  # only money in, or only money out
    ONE_DAY = "one_day"  # all on one day
    SEVERAL = "several"  # more than one rate balances them
    OUT_OF_RANGE = "out_of_range"
    INTEREST_UNKNOWN = "interest_unknown"  # nobody said what the interest is: a rate of 0 would say that there is none


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount on a day, in fen: positive when the person receives it, negative when the person pays it."""

    day: date
    fen: int


def net_by_day(flows: Iterable[Flow]) -> list[Flow]:
    """Return one flow for each day with an amount, in order."""
    totals: dict[date, int] = {}
    for flow in flows:
        totals[flow.day] = totals.get(flow.day, 0) + flow.fen
    return [Flow(day, totals[day]) for day in sorted(totals) if totals[day]]


def xirr(flows: Iterable[Flow]) -> float | NoRate:
    """Return the yearly rate (0.24 is 24 %), or why there is none. The order of the flows does not matter."""
    ordered = net_by_day(flows)
    if not ordered:
        return NoRate.NOTHING
    if all(flow.fen > 0 for flow in ordered) or all(flow.fen < 0 for flow in ordered):
        return NoRate.ONE_SIDED if len(ordered) > 1 else NoRate.ONE_DAY
    terms = _scaled(ordered)
    changes = sum((a.fen > 0) != (b.fen > 0) for a, b in pairwise(ordered))
    bracket = (_LOW, _HIGH) if changes == 1 else _only_bracket(terms)
    if isinstance(bracket, NoRate):
        return bracket
    if _value(terms, bracket[0]) * _value(terms, bracket[1]) > 0:
        return NoRate.OUT_OF_RANGE
    x = _root(terms, *bracket)
    return math.expm1(x) if x < _LARGEST_X else NoRate.OUT_OF_RANGE


def _scaled(ordered: list[Flow]) -> list[tuple[float, float]]:
    """Return (amount, years) with the largest amount as 1, so that nothing overflows."""
    first, largest = ordered[0].day, max(abs(flow.fen) for flow in ordered)
    return [(flow.fen / largest, (flow.day - first).days / _YEAR) for flow in ordered]


def _value(terms: list[tuple[float, float]], x: float) -> float:
    """The net present value at ``x``; exponents are cut where a term no longer counts or would overflow."""
    return math.fsum(amount * math.exp(max(min(-x * years, 690.0), -745.0)) for amount, years in terms)


def _slope(terms: list[tuple[float, float]], x: float) -> float:
    return math.fsum(-years * amount * math.exp(max(min(-x * years, 690.0), -745.0)) for amount, years in terms)


def _only_bracket(terms: list[tuple[float, float]]) -> tuple[float, float] | NoRate:
    """Return the one interval in which the sign changes; several, or a mere touching, give no rate."""
    points = [_LOW + (10.0 - _LOW) * place / _GRID for place in range(_GRID + 1)] + [20.0, 50.0, 100.0, _HIGH]
    values = [_value(terms, point) for point in points]
    found = [
        (points[place], points[place + 1])
        for place in range(len(points) - 1)
        if (values[place] > 0) != (values[place + 1] > 0)
    ]
    if len(found) == 1:
        return found[0]
    return NoRate.SEVERAL if found else NoRate.OUT_OF_RANGE


def _root(terms: list[tuple[float, float]], low: float, high: float) -> float:
    """Bisect to the last bit that matters, then one step of Newton where it helps."""
    at_low = _value(terms, low)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        value = _value(terms, middle)
        if value == 0.0 or middle in (low, high):
            return middle
        if (value > 0) == (at_low > 0):
            low, at_low = middle, value
        else:
            high = middle
    middle = (low + high) / 2
    slope = _slope(terms, middle)
    better = middle - _value(terms, middle) / slope if slope else middle
    return better if low <= better <= high else middle
