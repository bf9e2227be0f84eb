"""All keys of a case come from one random master key, each for one purpose (HKDF, RFC 5869)."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PREFIX = b"shouzheng case 1 "
_NONCE_BYTES = 12
#: A sealed master key: nonce, 32 bytes, tag of GCM.
SEALED_BYTES = _NONCE_BYTES + 32 + 16


def derived(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """Return the key of one purpose."""
    return HKDF(SHA256(), length, salt=None, info=_PREFIX + purpose.encode("ascii")).derive(secret)


def wrap(key: bytes, secret: bytes, about: bytes) -> bytes:
    """Return ``secret`` sealed under ``key`` (AES-256-GCM); ``about`` is bound to it but not hidden."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, about)


def unwrap(key: bytes, sealed: bytes, about: bytes) -> bytes | None:
    """Return what was sealed, ``None`` when key, content or ``about`` is not the one it was sealed with."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        return None


@dataclass(frozen=True)
class Keys:
    """The keys of an opened case. Python cannot wipe them from memory; closing the program is what does."""

    master: bytes = field(repr=False)

    def index(self) -> bytes:
        """Raw key of the encrypted SQLite index."""
        return derived(self.master, "index")

    def blobs(self) -> bytes:
        """Key from which the key of each stored original is made."""
        return derived(self.master, "blobs")

    def header(self) -> bytes:
        """Key of the header's authentication code."""
        return derived(self.master, "header")

    def signer(self) -> Ed25519PrivateKey:
        """Key that signs the head of the custody log."""
        return Ed25519PrivateKey.from_private_bytes(derived(self.master, "signer"))

    def mark(self, text: str) -> str:
        """Return the mark of a text in the custody log: without the key it tells nothing, not even short words."""
        return hmac.new(self._marks, text.encode("utf-8"), hashlib.sha256).hexdigest()

    def name_of(self, sha256: bytes, length: int) -> str:
        """Return the file name of a stored original: without the key it tells nothing about the content."""
        return hmac.new(self._names, sha256 + length.to_bytes(8, "big"), hashlib.sha256).hexdigest()

    @cached_property
    def _marks(self) -> bytes:
        return derived(self.master, "marks")

    @cached_property
    def _names(self) -> bytes:
        return derived(self.master, "names")
