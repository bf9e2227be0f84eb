"""Keyed pseudonyms of people: the same key gives the same person the same one, on every engine and in every run."""

from __future__ import annotations

import hashlib
import hmac

#: Hexadecimal digits of a pseudonym that are kept (128 bits of HMAC-SHA-256).
DIGITS = 32
#: What HMAC (RFC 2104) puts the key together with, over a block of SHA-256.
_INNER, _OUTER, _BLOCK = 0x36, 0x5C, 64


class Pseudonyms:
    """Pseudonyms under one key, each made once."""

    def __init__(self, key: bytes) -> None:
        self._signed = hmac.new(key, digestmod=hashlib.sha256)
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the pseudonym of a name."""
        found = self._known.get(name)
        if found is None:
            one = self._signed.copy()
            one.update(name.encode("utf-8", "surrogatepass"))
            found = self._known[name] = one.hexdigest()[:DIGITS]
        return found


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the name and before the inner digest, for an engine that has SHA-256 but no HMAC."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner, outer = (bytes(each ^ pad for each in block) for pad in (_INNER, _OUTER))
    return inner, outer
