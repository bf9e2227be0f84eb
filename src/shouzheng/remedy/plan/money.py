"""Amounts: yuan as people write them, whole fen inside. No float ever holds money; every rounding is named."""

from __future__ import annotations

import re

#: Largest single amount: ten thousand million yuan, in fen.
LARGEST = 10**12
_YUAN = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?")


def fen_of(value: object) -> int | None:
    """Return an amount written as whole yuan or as text with two decimals at most; ``None`` when it is neither.

    A TOML float is refused: 0.1 + 0.2 is not 0.3, and money must be exact.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, int):
        return value * 100 if 0 <= value <= LARGEST // 100 else None
    match = _YUAN.fullmatch(value.strip().replace(",", "").removesuffix("元").strip())
    if match is None:
        return None
    fen = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return fen if fen <= LARGEST else None


def yuan(fen: int) -> str:
    """Return fen as yuan with two decimals and groups: ``12,345.60``."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two non-negative integers rounded to the nearest whole, halves up."""
    if numerator < 0 or denominator <= 0:
        raise ValueError("half_up takes a non-negative and a positive integer")
    return (2 * numerator + denominator) // (2 * denominator)


def round_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two non-negative integers rounded up."""
    if numerator < 0 or denominator <= 0:
        raise ValueError("round_up takes a non-negative and a positive integer")
    return -(-numerator // denominator)


def percent(basis_points: int) -> str:
    """Return hundredths of a per cent as ``24.00%``."""
    sign = "-" if basis_points < 0 else ""
    whole, rest = divmod(abs(basis_points), 100)
    return f"{sign}{whole:,}.{rest:02d}%"
