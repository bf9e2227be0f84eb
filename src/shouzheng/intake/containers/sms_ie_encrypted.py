"""An export of SMS Import / Export that is encrypted with the person's passphrase (SSEF)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shouzheng.intake.container_problems import ARCHIVE_DAMAGED, ENCRYPTION_UNKNOWN, NO_CRYPTOGRAPHY, PASSPHRASE_WRONG
from shouzheng.intake.containers import TRIES, Container, Member, Opening
from shouzheng.intake.containers._guard import AlteredChunk, Guarded
from shouzheng.intake.containers._secret_stream import HEADER_BYTES, LONGER, TAG_FINAL, BadChunk, Pull
from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Readable, Source
from shouzheng.model.words import Words

_MAGIC = b"SSEF\x00\xff"
_VERSION = b"\x00\x01"
#: Magic, version, iterations, memory, salt, chunk size; then the header of the stream.
_FIXED = 36
_WHOLE = _FIXED + HEADER_BYTES
_MOST_CHUNK = 16 << 20
_MOST_ITERATIONS = 16
#: Most memory for the key, in KiB; the app uses 64 (it means 65,536 KiB, but hands libsodium a number of bytes).
_MOST_MEMORY, _LEAST_MEMORY = 1 << 18, 8
_WHY = Words("开头是 SSEF 标记", "it begins with the mark SSEF")
_ASK = Words("SMS Import/Export 加密备份的密码", "passphrase of this encrypted export of SMS Import / Export")
_SOURCE = "tmo1/sms-ie ENCRYPTION.md"


@dataclass(frozen=True, slots=True)
class _Header:
    """What the file says before its data: iterations, memory as written, salt, bytes of a chunk, stream header."""

    iterations: int
    memory: int
    salt: bytes
    chunk: int
    stream: bytes


def _recognise(look: Look) -> Words | None:
    return _WHY if look.head.startswith(_MAGIC) else None


def _header(head: bytes, opening: Opening) -> _Header:
    if len(head) < _WHOLE:
        raise opening.fail(ARCHIVE_DAMAGED, detail="the header is cut off")
    numbers = [int.from_bytes(head[place : place + 4], "big") for place in (8, 12, 32)]
    iterations, memory, chunk = numbers
    if head[6:8] != _VERSION:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"SSEF {head[6:8].hex()}")
    if not 1 <= iterations <= _MOST_ITERATIONS or not 1 <= chunk <= _MOST_CHUNK:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"Argon2id t={iterations}, chunk={chunk}")
    return _Header(iterations, memory, head[16:32], chunk, head[_FIXED:_WHOLE])


def _key(passphrase: str, header: _Header, memory: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=header.salt, length=32, iterations=header.iterations, lanes=1, memory_cost=memory)
    return kdf.derive(passphrase.encode("utf-8", "surrogatepass"))


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    head = source.head(_WHOLE + _MOST_CHUNK + LONGER)
    header = _header(head, opening)
    first = head[_WHOLE : _WHOLE + header.chunk + LONGER]
    # The document says KiB; the app passes the number to libsodium, which takes bytes. So bytes are tried first.
    memories = [m for m in dict.fromkeys((header.memory // 1024, header.memory)) if _LEAST_MEMORY <= m <= _MOST_MEMORY]
    if not memories:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"Argon2id m={header.memory}")
    for tried in range(TRIES):
        passphrase = opening.passphrase(_ASK, tried)
        for memory in memories:
            try:
                key = _key(passphrase, header, memory)
                Pull(header.stream, key).pull(first)
            except ImportError as error:
                raise opening.fail(NO_CRYPTOGRAPHY) from error
            except BadChunk:
                continue
            yield _inner(source, header, key, opening)
            return
    raise opening.fail(PASSPHRASE_WRONG, exit_code=4)


def _inner(source: Source, header: _Header, key: bytes, opening: Opening) -> Source:
    name = source.name.removesuffix(".ssef")
    inner = Source(
        name,
        lambda: Guarded(_Opened(source.open(), header, key), inner, opening),
        container=opening.digest,
        member=name,
    )
    return inner


class _Opened(Wrapped):
    """The decrypted bytes; raises ``AlteredChunk`` where a chunk's code is wrong or the last chunk is missing."""

    def __init__(self, stream: Readable, header: _Header, key: bytes) -> None:
        self._stream = stream
        self._pull = Pull(header.stream, key)
        self._size = header.chunk + LONGER
        self._ready = b""
        self._number = 0
        self._final = False
        self._exactly(_WHOLE)

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size > 0 and (block := self._stream.read(size)):
            parts.append(block)
            size -= len(block)
        return b"".join(parts)

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        while not self._ready:
            chunk = self._exactly(self._size)
            if self._final and not chunk:
                return b""
            self._number += 1
            if self._final or not chunk:
                raise AlteredChunk(self._number)
            try:
                self._ready, tag = self._pull.pull(chunk)
            except BadChunk as error:
                raise AlteredChunk(self._number) from error
            self._final = tag == TAG_FINAL
        block, self._ready = (self._ready[:size], self._ready[size:]) if size > 0 else (self._ready, b"")
        return block


CONTAINER = Container(
    name="sms_ie_encrypted",
    title=Words("SMS Import / Export 加密备份（SSEF）", "an encrypted export of SMS Import / Export (SSEF)"),
    file_names=("*.ssef",),
    media_type="application/x-ssef",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "header",
            Words(
                "36字节：标记、版本、Argon2id 参数、盐、块大小", "36 bytes: mark, version, Argon2id, salt, chunk size"
            ),
            _SOURCE,
            Known.READ,
        ),
        Decode(
            "Argon2id memory",
            Words(
                "文档说 KiB；应用把它当字节数交给 libsodium，两种都试",
                "KiB by the document, bytes in the app; both are tried",
            ),
            "tmo1/sms-ie Encryption.kt",
            Known.READ,
        ),
        Decode(
            "data",
            Words("libsodium SecretStream，每块多17字节", "libsodium SecretStream, chunks 17 bytes longer"),
            _SOURCE,
            Known.READ,
        ),
    ),
    notes=(
        Words(
            "第一块解不开：密码不对（或文件开头被改）；之后的块解不开：文件被改动或截断。",
            "First chunk fails: a wrong passphrase or an altered beginning. A later one: the file was altered or cut.",
        ),
    ),
)
