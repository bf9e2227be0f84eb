"""OpenTimestamps proofs (``.ots``): read and compared, never made or sent. The format is that of the reference client.

A parser of other people's files: every length is bounded, unknown attestations are kept and named. What it shows: from
our digest, these steps lead to this value, and somebody claims that the value stands in Bitcoin's block N. That the
block holds it is **not checked here**; anybody with the block's header can.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shouzheng.casefile.proofs.blinded import Blinded
from shouzheng.casefile.proofs.state import ProofState, Standing, bad
from shouzheng.model.words import Words

KIND = "ots"
MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
_VERSION = 1
_SHA256 = 0x08
#: Limits of the reference client: message 4096 bytes, attestation 8192; ours: file size and number of steps.
_MOST_MESSAGE, _MOST_PAYLOAD, _MOST_URI = 4096, 8192, 1000
MOST_BYTES, _MOST_STEPS = 1 << 20, 10_000
_ATTESTATION, _FORK = 0x00, 0xFF
_BITCOIN, _PENDING = bytes.fromhex("0588960d73d71901"), bytes.fromhex("83dfe30d2ef90c8e")
_HASHES = {0x02: "sha1", 0x03: "ripemd160", _SHA256: "sha256"}
_KECCAK, _APPEND, _PREPEND, _REVERSE, _HEXLIFY = 0x67, 0xF0, 0xF1, 0xF2, 0xF3


class NotATimestamp(ValueError):
    """The bytes are no OpenTimestamps proof; the message says why."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who claims what: ``bitcoin`` (block, and the value that must be its Merkle root), ``pending`` (where), others."""

    kind: str
    block: int | None = None
    where: str = ""
    value: bytes | None = None


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A parsed proof: the SHA-256 of what was stamped and all attestations in it."""

    digest: bytes
    attestations: tuple[Attestation, ...]


class _Bytes:
    """Reads forward, never beyond the end."""

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, 0

    def take(self, count: int) -> bytes:
        found = self._content[self._place : self._place + count]
        if len(found) != count:
            raise NotATimestamp("truncated")
        self._place += count
        return found

    def number(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
        raise NotATimestamp("number too long")

    def counted(self, most: int) -> bytes:
        length = self.number()
        if length > most:
            raise NotATimestamp("value too long")
        return self.take(length)

    @property
    def at_end(self) -> bool:
        return self._place == len(self._content)


def parse(content: bytes) -> Timestamp:
    """Return the proof; raises ``NotATimestamp``. Linear time, bounded memory, no recursion."""
    if len(content) > MOST_BYTES:
        raise NotATimestamp("too large")
    source = _Bytes(content)
    if source.take(len(MAGIC)) != MAGIC:
        raise NotATimestamp("wrong beginning")
    if source.number() != _VERSION:
        raise NotATimestamp("unknown version")
    if source.take(1)[0] != _SHA256:
        raise NotATimestamp("it does not stamp a SHA-256")
    digest = source.take(32)
    found = tuple(_walk(source, digest))
    if not source.at_end:
        raise NotATimestamp("something follows its end")
    return Timestamp(digest, found)


def _walk(source: _Bytes, digest: bytes) -> list[Attestation]:
    """Follow all branches; ``open_forks`` holds the values at which a further branch follows."""
    found: list[Attestation] = []
    open_forks: list[bytes | None] = []
    value: bytes | None = digest
    for _ in range(_MOST_STEPS):
        tag = source.take(1)[0]
        if tag == _FORK:
            open_forks.append(value)
            tag = source.take(1)[0]
            if tag == _FORK:
                raise NotATimestamp("a fork without a branch")
        if tag != _ATTESTATION:
            value = _step(source, tag, value)
            continue
        found.append(_attestation(source, value))
        if not open_forks:
            return found
        value = open_forks.pop()
    raise NotATimestamp("too many steps")


def _step(source: _Bytes, tag: int, value: bytes | None) -> bytes | None:
    """Return what an operation makes of the value; ``None`` where this machine lacks the hash."""
    if tag in (_APPEND, _PREPEND):
        more = source.counted(_MOST_MESSAGE)
        made = None if value is None else (value + more if tag == _APPEND else more + value)
    elif tag == _REVERSE:
        made = None if value is None else value[::-1]
    elif tag == _HEXLIFY:
        made = None if value is None else value.hex().encode("ascii")
    elif tag in _HASHES:
        name = _HASHES[tag]
        made = None
        if value is not None and name in hashlib.algorithms_available:
            made = hashlib.new(name, value, usedforsecurity=False).digest()
    elif tag == _KECCAK:
        made = None
    else:
        raise NotATimestamp("unknown operation")
    if made is not None and len(made) > _MOST_MESSAGE:
        raise NotATimestamp("value too long")
    return made


def _attestation(source: _Bytes, value: bytes | None) -> Attestation:
    tag, payload = source.take(8), _Bytes(source.counted(_MOST_PAYLOAD))
    if tag == _BITCOIN:
        found = Attestation("bitcoin", block=payload.number(), value=value)
    elif tag == _PENDING:
        found = Attestation("pending", where=payload.counted(_MOST_URI).decode("ascii", "replace"), value=value)
    else:
        return Attestation(tag.hex(), value=value)
    if not payload.at_end:
        raise NotATimestamp("something follows an attestation")
    return found


def examine(content: bytes, blinded: Blinded) -> ProofState:
    """Return what the proof is worth for the digest: it never ``HOLDS``, as the chain is not asked. Never raises."""
    try:
        stamp = parse(content)
    except NotATimestamp as error:
        return bad(KIND, f"不是 OpenTimestamps 证明（{error}）", f"no OpenTimestamps proof ({error})")
    if stamp.digest != blinded.digest:
        return bad(KIND, "盖的是别的内容", "it stamps something else")
    blocks = sorted(each.block for each in stamp.attestations if each.block is not None)
    if blocks:
        root = next(each.value for each in stamp.attestations if each.block == blocks[0])
        if root is not None and len(root) != hashlib.sha256().digest_size:
            return bad(KIND, "到区块的步骤不成立", "its steps do not lead to a block")
        shown = root[::-1].hex() if root else "?"
        words = Words(
            f"指向比特币第 {blocks[0]} 个区块，其 Merkle 根应为 {shown}；区块本身没有在这里核对",
            f"names Bitcoin block {blocks[0]}, whose Merkle root must be {shown}; the block is not checked here",
        )
        return ProofState(KIND, f"bitcoin {blocks[0]}", Standing.UNCHECKED, words)
    waiting = ", ".join(sorted({each.where for each in stamp.attestations if each.kind == "pending"}))
    words = Words(
        f"等待写入区块（{waiting or '未知机构'}），稍后用 ots upgrade 更新再导入",
        f"pending at {waiting or 'an unknown service'}; run ots upgrade later and import again",
    )
    return ProofState(KIND, waiting[:80], Standing.UNCHECKED, words)
