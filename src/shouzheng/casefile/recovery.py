"""The recovery key: random, printed on paper, opens the case without the passphrase.

Written as four lines of eight characters of Crockford's base 32 (no I, L, O, U), each with two check characters, so a
slip of the pen is found in its line: 160 random bits, for which no slow hash is needed.
"""

from __future__ import annotations

import hashlib
import os

from shouzheng.casefile.problems import WRONG_RECOVERY, damaged

#: Random bytes of a recovery key.
BYTES = 20
_LINES, _PER_LINE, _CHECKS = 4, 8, 2
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What is easily mistaken in writing, as Crockford reads it, and full-width letters of an input method.
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", **{chr(0xFF10 + n): str(n) for n in range(10)}})


def new_key() -> bytes:
    """Return a random recovery key."""
    return os.urandom(BYTES)


def written(key: bytes) -> tuple[str, ...]:
    """Return the lines to be printed, such as ``7Q2M-9XKP-4T``; raises ``ValueError`` for another length."""
    if len(key) != BYTES:
        raise ValueError("a recovery key has 20 bytes")
    number = int.from_bytes(key, "big")
    characters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LINES * _PER_LINE)))
    lines = [characters[start : start + _PER_LINE] for start in range(0, len(characters), _PER_LINE)]
    return tuple(f"{line[:4]}-{line[4:]}-{_check(place, line)}" for place, line in enumerate(lines))


def read(text: str) -> bytes:
    """Return the key of what was typed, in any case and spacing.

    Raises ``ShouzhengError`` (SZ-4012, exit 4) naming the first line, from 1, that cannot be right.
    """
    plain = "".join(char for char in text.upper().translate(_MISTAKEN) if char in _ALPHABET)
    number, size = 0, _PER_LINE + _CHECKS
    for place in range(_LINES):
        line = plain[place * size : (place + 1) * size]
        body = line[:_PER_LINE]
        if len(line) != size or line[_PER_LINE:] != _check(place, body):
            raise damaged(WRONG_RECOVERY, line=place + 1)
        for char in body:
            number = number << 5 | _ALPHABET.index(char)
    if len(plain) != _LINES * size:
        raise damaged(WRONG_RECOVERY, line=_LINES)
    return number.to_bytes(BYTES, "big")


def _check(place: int, body: str) -> str:
    """Two characters (10 bits) of the SHA-256 of the line's place and characters."""
    found = int.from_bytes(hashlib.sha256(f"{place}:{body}".encode()).digest()[:2], "big") >> 6
    return _ALPHABET[found >> 5] + _ALPHABET[found & 31]
