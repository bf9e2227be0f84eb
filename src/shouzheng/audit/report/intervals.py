"""Wilson score intervals (E. B. Wilson 1927, without continuity correction) of shares, 95 %."""

from __future__ import annotations

from math import sqrt

#: 97.5 % quantile of the standard normal distribution.
Z = 1.959963984540054


def wilson(found: int, of: int) -> tuple[float, float]:
    """Return the interval of the share ``found`` in ``of``; raises ``ValueError`` unless 0 ≤ found ≤ of and of > 0.

    It takes contacts as independent of each other. Those of one person or one collector are not, so the true
    uncertainty is larger; the report says so.
    """
    if not 0 <= found <= of or of == 0:
        raise ValueError(f"{found} of {of}")
    share, square = found / of, Z * Z
    middle = share + square / (2 * of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)
    # At the ends the bound is the end itself; the formula leaves a rounding error of 1e-17 there.
    return (0.0 if found == 0 else low, 1.0 if found == of else high)


def share(found: int, of: int) -> list[float] | None:
    """Return the share with its 95 % interval, ``[share, low, high]``; ``None`` of nothing."""
    return [found / of, *wilson(found, of)] if of else None


def share_words(value: object) -> str:
    """Return a share with its interval in words, or a dash for what is not known or hidden."""
    if not isinstance(value, list) or len(value) != 3:
        return "–"
    middle, low, high = (float(each) for each in value)
    return f"{middle:.1%} [{low:.1%}, {high:.1%}]"
