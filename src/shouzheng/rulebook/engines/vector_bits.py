"""Truth of many events eight to a byte, the first event in the lowest bit, as Arrow lays out booleans (needs numpy).

A mask is either one boolean for each event, or packed: bytes (``uint8``). Bits after the last event may hold anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: A byte of a packed mask when all eight events are in it.
FULL = 255


def is_packed(mask: Array) -> bool:
    """True for bytes, False for booleans."""
    return mask.dtype == numpy.uint8


def size_in_bytes(events: int) -> int:
    """Return the bytes that so many events take."""
    return (events + 7) // 8


def pack(mask: Array) -> Array:
    """Return a mask packed."""
    return mask if is_packed(mask) else numpy.packbits(mask, bitorder="little")


def unpack(mask: Array, events: int) -> Array:
    """Return a mask as one boolean for each event."""
    return unpack_bytes(mask, events).view(bool) if is_packed(mask) else mask


def unpack_bytes(mask: Array, events: int) -> Array:
    """Return a packed mask as 0 or 1 for each event."""
    return numpy.unpackbits(mask, count=events, bitorder="little")


def cut(mask: Array, start: int, stop: int) -> Array:
    """Return the part of a mask for events from ``start`` up to but not including ``stop``.

    Raises ``ValueError`` when the mask is packed and ``start`` does not lie between two bytes.
    """
    if not is_packed(mask):
        return mask[start:stop]
    if start % 8:
        raise ValueError("a packed mask is cut at multiples of eight events")
    return mask[start // 8 : size_in_bytes(stop)]


def fits(mask: Array, events: int) -> bool:
    """True when the mask is for so many events."""
    return len(mask) == (size_in_bytes(events) if is_packed(mask) else events)
