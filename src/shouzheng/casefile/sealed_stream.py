"""Bytes of any length, encrypted in pieces (AES-256-GCM): neither order, number nor end of the pieces can be changed.

Layout: ``SZB1``, 16 random bytes, then pieces of 1 MiB plaintext with 16 bytes of tag each; the last may be shorter or
empty. The key of a stream is HKDF of the case's key and its random bytes, so a counter is enough as the nonce. What is
bound to each piece: its number and whether it is the last (as in the STREAM construction, Hoang et al. 2015).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shouzheng.casefile.keys import derived

MAGIC = b"SZB1"
PIECE = 1 << 20
_RANDOM, _TAG = 16, 16


class NotSealed(ValueError):
    """The bytes are not what was sealed with this key; the message says how."""


def seal(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield the sealed form of a stream, in constant memory."""
    random = os.urandom(_RANDOM)
    cipher = AESGCM(derived(key, "stream " + random.hex()))
    yield MAGIC + random
    for number, (piece, last) in enumerate(_pieces(chunks)):
        yield cipher.encrypt(number.to_bytes(12, "big"), piece, _about(number, last))


def opened(stream: IO[bytes], key: bytes) -> Iterator[bytes]:
    """Yield the plaintext piece by piece, each proven before it is given; raises ``NotSealed`` and ``OSError``.

    Only when the last piece was given is the whole known to be unchanged: a cut tail raises after what stood before it.
    """
    head = stream.read(len(MAGIC) + _RANDOM)
    if len(head) != len(MAGIC) + _RANDOM or not head.startswith(MAGIC):
        raise NotSealed("wrong beginning")
    cipher = AESGCM(derived(key, "stream " + head[len(MAGIC) :].hex()))
    number, sealed = 0, stream.read(PIECE + _TAG)
    while True:
        following = stream.read(PIECE + _TAG) if len(sealed) == PIECE + _TAG else b""
        last = not following
        try:
            yield cipher.decrypt(number.to_bytes(12, "big"), sealed, _about(number, last))
        except (InvalidTag, ValueError) as error:
            raise NotSealed(f"piece {number + 1} was changed or the end is missing") from error
        if last:
            return
        number, sealed = number + 1, following


def part(stream: IO[bytes], key: bytes, first: int, end: int) -> Iterator[bytes]:
    """Yield the plaintext from ``first`` up to ``end`` (bytes, half-open, cut at the end of what is there).

    Only the pieces that it touches are read, and each is proven before any of it is given; that the others are whole
    is not. ``stream`` can be sought. Raises ``NotSealed`` and ``OSError``.
    """
    head = stream.read(len(MAGIC) + _RANDOM)
    if len(head) != len(MAGIC) + _RANDOM or not head.startswith(MAGIC):
        raise NotSealed("wrong beginning")
    cipher = AESGCM(derived(key, "stream " + head[len(MAGIC) :].hex()))
    whole = stream.seek(0, os.SEEK_END)
    last = max((whole - len(head) - 1) // (PIECE + _TAG), 0)
    for number in range(first // PIECE, min((end - 1) // PIECE, last) + 1):
        stream.seek(len(head) + number * (PIECE + _TAG))
        try:
            plain = cipher.decrypt(
                number.to_bytes(12, "big"), stream.read(PIECE + _TAG), _about(number, number == last)
            )
        except (InvalidTag, ValueError) as error:
            raise NotSealed(f"piece {number + 1} was changed or the end is missing") from error
        begin = number * PIECE
        yield plain[max(first - begin, 0) : end - begin]


def _about(number: int, last: bool) -> bytes:
    return number.to_bytes(8, "big") + bytes([last])


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut a stream into pieces; the last one is marked, and there always is one."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE]), False
            del waiting[:PIECE]
    yield bytes(waiting), True
