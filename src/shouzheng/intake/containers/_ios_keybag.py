"""The keys of an iPhone's encrypted backup, opened with the owner's password.

The keybag is a list of tag (4 letters), length (4 bytes, big-endian) and value. The password becomes a key by PBKDF2
(twice since iOS 10.2: SHA-256, then SHA-1); that key unwraps (RFC 3394) one key for each protection class, and a class
key unwraps the key of a file. RFC 3394 carries a check, so a wrong password is told from a right one.

Source: jsharkey13/iphone_backup_decrypt ``google_iphone_dataprotection.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

#: Most rounds that a backup may ask for. Apple writes 10,000,000 and 10,000; more would be made to waste time.
_MOST_ROUNDS = 20_000_000
#: Set in ``WRAP`` when the key is wrapped with the password alone or also.
_BY_PASSWORD = 2
_WRAPPED, _CLASS_BYTES = 40, 4
_MOST_CLASSES = 64


class WrongPassword(Exception):
    """Raised when the check of an unwrapped key fails."""


class UnknownKeybag(ValueError):
    """Raised for a keybag that is damaged, or of parameters that are not known."""


@dataclass(slots=True)
class _ClassKey:
    number: int = 0
    wrap: int = 0
    wrapped: bytes = b""


@dataclass(slots=True)
class Keybag:
    """What the keybag says: salts and rounds, and the wrapped key of each protection class."""

    salt: bytes = b""
    rounds: int = 0
    outer_salt: bytes = b""
    outer_rounds: int = 0
    classes: list[_ClassKey] = field(default_factory=list)

    def unlock(self, password: str) -> dict[int, bytes]:
        """Return the class keys by number; raises ``WrongPassword``, and ``ImportError`` without ``cryptography``."""
        from cryptography.hazmat.primitives.hashes import SHA1, SHA256
        from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

        secret = password.encode("utf-8", "surrogatepass")
        if self.outer_rounds:
            secret = PBKDF2HMAC(SHA256(), 32, self.outer_salt, self.outer_rounds).derive(secret)
        key = PBKDF2HMAC(SHA1(), 32, self.salt, self.rounds).derive(secret)  # noqa: S303 - Apple's choice
        return {each.number: unwrap(key, each.wrapped) for each in self.classes if each.wrap & _BY_PASSWORD}


def read_keybag(data: bytes) -> Keybag:
    """Return the keybag; raises ``UnknownKeybag``."""
    bag, inside = Keybag(), False
    for tag, value in _entries(data):
        number = int.from_bytes(value, "big")
        if tag == b"CLAS":
            if not bag.classes or not inside:
                raise UnknownKeybag("a class without its beginning")
            bag.classes[-1].number = number
        elif tag == b"UUID":
            # The first UUID is that of the keybag, every further one begins a class.
            if inside or bag.salt:
                bag.classes.append(_ClassKey())
                inside = True
        elif inside and tag == b"WRAP":
            bag.classes[-1].wrap = number
        elif inside and tag == b"WPKY":
            bag.classes[-1].wrapped = value
        elif tag == b"SALT":
            bag.salt = value
        elif tag == b"ITER":
            bag.rounds = number
        elif tag == b"DPSL":
            bag.outer_salt = value
        elif tag == b"DPIC":
            bag.outer_rounds = number
    if not bag.salt or not 1 <= bag.rounds <= _MOST_ROUNDS or not 0 <= bag.outer_rounds <= _MOST_ROUNDS:
        raise UnknownKeybag(f"rounds {bag.rounds}, {bag.outer_rounds}")
    if len(bag.classes) > _MOST_CLASSES or not any(each.wrap & _BY_PASSWORD for each in bag.classes):
        raise UnknownKeybag(f"{len(bag.classes)} classes")
    return bag


def _entries(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place < len(data):
        tag, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "big")
        value = data[place + 8 : place + 8 + length]
        if len(value) != length or len(tag) != 4:
            raise UnknownKeybag("cut off")
        yield tag, value
        place += 8 + length


def unwrap(key: bytes, wrapped: bytes) -> bytes:
    """Return the key inside (RFC 3394); raises ``WrongPassword`` when its check fails."""
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(key, wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise WrongPassword from error


def file_key(classes: dict[int, bytes], stored: bytes) -> bytes:
    """Return the key of a file from class number (4 bytes, little-endian) and wrapped key.

    Raises ``UnknownKeybag`` for a class without key, ``WrongPassword`` when the check fails.
    """
    number, wrapped = int.from_bytes(stored[:_CLASS_BYTES], "little"), stored[_CLASS_BYTES:]
    if len(wrapped) != _WRAPPED or number not in classes:
        raise UnknownKeybag(f"protection class {number}")
    return unwrap(classes[number], wrapped)
