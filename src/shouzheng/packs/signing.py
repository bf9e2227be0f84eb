"""Ed25519 keys of publishers (PEM files, as OpenSSL makes them), their fingerprints, and signatures (RFC 8032).

The signature is over the bytes of ``manifest.json`` and raw, so that OpenSSL alone can check it:
``openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in manifest.json -sigfile manifest.sig``.
"""

from __future__ import annotations

import hashlib
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from shouzheng.packs.problems import BAD_KEY
from shouzheng.reference.problems import Problem, ShouzhengError

#: A key file is far smaller, in bytes; a fingerprint is so many hex digits of SHA-256 (160 bits), in groups of four.
MOST_KEY, _DIGITS = 10_000, 40
#: The prime of the field; an encoding is y, little-endian, with the sign of x in the highest bit (RFC 8032, 5.1.2).
_PRIME = 2**255 - 19
#: The y of the eight points of small order (0, 1, -1, two of order 8): under such a key a forged signature may hold.
_SMALL_ORDER = frozenset(
    int(each, 16)
    for each in (
        "0",
        "1",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    )
)


def public_key(content: bytes) -> bytes:
    """Return the 32 bytes of a public key file; raises ``ShouzhengError`` (SZ-8012)."""
    try:
        key = load_pem_public_key(content[:MOST_KEY])
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise bad_key(type(error).__name__) from error
    if not isinstance(key, Ed25519PublicKey):
        raise bad_key(type(key).__name__)
    return sound(key.public_bytes_raw())


def sound(raw: bytes) -> bytes:
    """Return the key; raises ``ShouzhengError`` (SZ-8012) for one under which forged signatures would hold."""
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if len(raw) != 32 or y >= _PRIME or y in _SMALL_ORDER:  # y >= p: a second way of writing a point
        raise bad_key("small order")
    return raw


def private_key(content: bytes, passphrase: str | None = None) -> Ed25519PrivateKey:
    """Return the key of a publisher; raises ``ShouzhengError`` (SZ-8012), also for a wrong or missing passphrase."""
    try:
        password = passphrase.encode("utf-8") if passphrase else None
        key = load_pem_private_key(content[:MOST_KEY], password=password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise bad_key(type(error).__name__) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise bad_key(type(key).__name__)
    return key


def is_locked(content: bytes) -> bool:
    """True when a private key file needs a passphrase."""
    return b"ENCRYPTED" in content[:MOST_KEY]


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes_raw()


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public key as a PEM file, for giving away."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def is_signed(content: bytes, signature: bytes, raw: bytes) -> bool:
    """True when the signature over the content is that of the key."""
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True


def fingerprint(raw: bytes) -> str:
    """Return what people compare: 40 hex digits in ten groups, the first 160 bits of the SHA-256 of the 32 bytes."""
    digits = hashlib.sha256(raw).hexdigest()[:_DIGITS]
    return " ".join(digits[place : place + 4] for place in range(0, _DIGITS, 4))


def same_fingerprint(typed: str, raw: bytes) -> bool:
    """True when somebody typed the whole fingerprint of the key; spaces, hyphens, colons and capitals do not matter."""
    return re.sub(r"[\s:-]", "", typed).lower() == fingerprint(raw).replace(" ", "")


def bad_key(what: str) -> ShouzhengError:
    """Return the error for a key that cannot be used."""
    return ShouzhengError(Problem(BAD_KEY, slots=(("what", what),)))
