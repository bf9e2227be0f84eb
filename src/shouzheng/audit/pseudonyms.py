"""Keyed pseudonyms of people: the same key gives the same person the same one, on every engine and in every run."""

from __future__ import annotations

import hashlib
import hmac

#: Hexadecimal digits of a pseudonym that are kept (128 bits of HMAC-SHA256).
_DIGITS = 32


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
            found = self._known[name] = one.hexdigest()[:_DIGITS]
        return found
