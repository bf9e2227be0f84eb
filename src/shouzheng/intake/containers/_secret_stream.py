"""libsodium's SecretStream (XChaCha20-Poly1305), reading side, over the ChaCha20 and Poly1305 of ``cryptography``.

Written from libsodium's documentation and source (``crypto_secretstream_xchacha20poly1305``): a chunk is an encrypted
tag byte, the encrypted text and a 16-byte code. One oddity of libsodium is kept, because the files have it: the text is
padded with (length mod 16) zero bytes before it is authenticated. A test holds it to a file made by libsodium itself.
"""

from __future__ import annotations

import struct
from hmac import compare_digest

#: Bytes of the header, and by how many a chunk is longer than its text.
HEADER_BYTES, LONGER = 24, 17
TAG_FINAL = 3
_TAG_REKEY = 2
_WORDS = struct.Struct("<16I")
_CONSTANTS = b"expand 32-byte k"
_MASK = 0xFFFFFFFF
_QUARTERS = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)


class BadChunk(ValueError):
    """The code of a chunk is wrong: another key, or altered data."""


class Pull:
    """Decrypts the chunks of one stream in order."""

    def __init__(self, header: bytes, key: bytes) -> None:
        self._key = hchacha20(header[:16], key)
        self._nonce = header[16:HEADER_BYTES]
        self._counter = 1

    def pull(self, chunk: bytes) -> tuple[bytes, int]:
        """Return the text of a chunk and its tag; raises ``BadChunk``."""
        if len(chunk) < LONGER:
            raise BadChunk("too short")
        sealed, text, code = chunk[:1], chunk[1:-16], chunk[-16:]
        block = self._xor(sealed + bytes(63), 1)
        tag, block = block[0], sealed + block[1:]
        sizes = struct.pack("<QQ", 0, 64 + len(text))
        if not compare_digest(_poly1305(self._xor(bytes(32), 0), block + text + bytes(len(text) % 16) + sizes), code):
            raise BadChunk("the code is wrong")
        plain = self._xor(text, 2)
        self._nonce = bytes(a ^ b for a, b in zip(self._nonce, code[:8], strict=True))
        self._counter = (self._counter + 1) & _MASK
        if tag & _TAG_REKEY or self._counter == 0:
            fresh = self._xor(self._key + self._nonce, 0)
            self._key, self._nonce, self._counter = fresh[:32], fresh[32:], 1
        return plain, tag

    def _xor(self, data: bytes, block: int) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

        nonce = struct.pack("<II", block, self._counter) + self._nonce
        return Cipher(ChaCha20(self._key, nonce), mode=None).encryptor().update(data)


def _poly1305(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.poly1305 import Poly1305

    return Poly1305.generate_tag(key, data)


def hchacha20(nonce: bytes, key: bytes) -> bytes:
    """Return the sub-key for a 16-byte nonce (draft-irtf-cfrg-xchacha §2.2)."""
    state = list(_WORDS.unpack(_CONSTANTS + key + nonce))
    for _ in range(10):
        for a, b, c, d in _QUARTERS:
            for first, second, third, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                state[first] = (state[first] + state[second]) & _MASK
                mixed = state[third] ^ state[first]
                state[third] = (mixed << turn | mixed >> (32 - turn)) & _MASK
    return struct.pack("<8I", *state[:4], *state[12:])
