"""The stream of ``adb backup``: a text header, then a tar, perhaps packed with zlib, perhaps encrypted with AES-256.

Header lines after ``ANDROID BACKUP``: version, 1 when packed, ``none`` or ``AES-256``; with AES-256 five more: user
salt, checksum salt, rounds, user vector (all but rounds in hexadecimal) and the wrapped master key. Read in
``mvt-project/mvt`` ``src/mvt/android/parsers/backup.py``; the two ways of writing the password as bytes before and from
version 2 from memory of AOSP. Members are spooled one at a time into a private folder under names of our own.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from pathlib import Path
from typing import Any

from shouzheng.intake.container_problems import (
    ARCHIVE_DAMAGED,
    ENCRYPTION_UNKNOWN,
    MEMBER_DAMAGED,
    NO_CRYPTOGRAPHY,
    NOT_FOLLOWED,
    PASSPHRASE_WRONG,
    STRANGE_NAME,
    TOO_MANY_MEMBERS,
    TOO_MUCH,
)
from shouzheng.intake.containers import BELONGS, COMPANIONS, TRIES, Member, Opening, Refusal
from shouzheng.intake.containers._guard import Guarded
from shouzheng.intake.containers._tar import Entry, TarDamage, entries
from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.containers.compressed import Inflating
from shouzheng.intake.containers.zip_archive import OUTSIDE
from shouzheng.intake.source import Readable, Source
from shouzheng.model.words import Words

MAGIC = b"ANDROID BACKUP\n"
#: Longest text header; the wrapped key takes about 200 characters.
_HEADER = 4096
#: Encrypted bytes read at a time.
_BLOCK = 1 << 16
#: More rounds than any phone sets (10,000), few enough to end.
_MOST_ROUNDS = 1_000_000
_ASK = Words(
    "这份 adb 备份的密码（备份时在手机上输入的）", "password of this adb backup (typed on the phone when it was made)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The text header: lines as written, and the offset of the data behind it."""

    version: int
    packed: bool
    encryption: str
    key_lines: tuple[str, ...]
    offset: int


def read_header(head: bytes, start: int, opening: Opening) -> Header:
    """Return the header that begins at ``start``; raises ``ShouzhengError`` (SZ-1020, SZ-1034)."""
    lines: list[str] = []
    place, wanted = start + len(MAGIC), 3
    while len(lines) < wanted:
        end = head.find(b"\n", place, start + _HEADER)
        if end < 0:
            raise opening.fail(ARCHIVE_DAMAGED, detail="the header is cut off")
        lines.append(head[place:end].decode("ascii", "replace").strip())
        place = end + 1
        if len(lines) == 3 and lines[2] == "AES-256":
            wanted = 8
    if not lines[0].isdecimal() or lines[1] not in ("0", "1"):
        raise opening.fail(ARCHIVE_DAMAGED, detail="the header makes no sense")
    if lines[2] not in ("none", "AES-256"):
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=lines[2])
    return Header(int(lines[0][:9]), lines[1] == "1", lines[2], tuple(lines[3:]), place)


def members_of(source: Source, opening: Opening, start: int) -> Iterator[Member]:
    """Yield the files in a backup whose header begins at ``start``; raises ``ShouzhengError``."""
    header = read_header(source.head(start + _HEADER), start, opening)
    keys = _unlock(header, opening) if header.encryption != "none" else None
    tar = Source(source.name, lambda: _plain(source, header, keys))
    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder, Guarded(tar.open(), tar, opening) as stream:
        yield from _spooled(stream, Path(folder), opening)
    if tar.trouble is not None:
        opening.problems.append(tar.trouble)


def _plain(source: Source, header: Header, keys: tuple[bytes, bytes] | None) -> Readable:
    stream = source.open()
    left = header.offset
    while left > 0 and (block := stream.read(left)):
        left -= len(block)
    if keys is not None:
        stream = Decrypting(stream, *keys)
    return Inflating(stream, zlib.MAX_WBITS) if header.packed else stream


# --- members ----------------------------------------------------------------------------------------------------


def _spooled(stream: Readable, folder: Path, opening: Opening) -> Iterator[Member]:
    """Hold each file back until the next one is known, because a ``-wal`` stands behind its database."""
    held: Source | None = None
    try:
        for number, entry in enumerate(entries(stream), 1):
            opening.budget.members += 1
            if opening.budget.members > opening.budget.limits.members:
                opening.say(TOO_MANY_MEMBERS, most=opening.budget.limits.members)
                break
            ending = next((e for e in BELONGS if held is not None and entry.name == held.member + e), None)
            if held is not None and ending is None:
                yield held
                _remove(held)
                held = None
            if not entry.regular:
                yield Refusal(entry.name, opening.problem(NOT_FOLLOWED, entry.name))
                continue
            if OUTSIDE.search(entry.name):
                opening.say(STRANGE_NAME, entry.name)
            spooled = _spool(entry, folder / f"{number}", opening)
            if held is not None and ending is not None:
                opening.belonging += 1
                if ending in COMPANIONS and spooled.size:
                    held.companions[ending] = spooled
            else:
                held = spooled
    except TarDamage as error:
        opening.say(MEMBER_DAMAGED, detail=error)
    if held is not None:
        yield held


def _spool(entry: Entry, path: Path, opening: Opening) -> Source:
    source = Source(entry.name, lambda: path.open("rb"), path=path, container=opening.digest, member=entry.name)
    most = opening.budget.limits.member
    with path.open("xb") as out:
        try:
            while source.size <= most and (block := entry.read()):
                source.size += len(block)
                out.write(block)
        except TarDamage as error:
            source.trouble = opening.problem(MEMBER_DAMAGED, entry.name, detail=error)
    if source.size > most:
        source.trouble = opening.problem(TOO_MUCH, entry.name, most=most, ratio=opening.budget.limits.ratio)
    return source


def _remove(source: Source) -> None:
    for each in (source, *source.companions.values()):
        if each.path is not None:
            each.path.unlink(missing_ok=True)


# --- encryption -------------------------------------------------------------------------------------------------


class Decrypting(Wrapped):
    """AES-256-CBC with PKCS#7 padding, block by block; wrong padding at the end raises ``ValueError``."""

    def __init__(self, stream: Readable, key: bytes, vector: bytes) -> None:
        self._stream = stream
        self._decryptor = _cipher(key, vector).decryptor()
        self._kept: bytes = b""
        self._ready: bytes = b""
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many decrypted bytes, none at the end."""
        while not self._ready and not self._ended:
            self._more()
        block = self._ready[:size] if size > 0 else self._ready
        self._ready = self._ready[len(block) :]
        return block

    def _more(self) -> None:
        """Decrypt a block; the last 16 bytes are kept back, because padding is only known at the end."""
        block = self._stream.read(_BLOCK)
        if block:
            plain: bytes = self._kept + self._decryptor.update(block)
            self._ready, self._kept = plain[:-16], plain[-16:]
            return
        self._ended = True
        last: bytes = self._kept + self._decryptor.finalize()
        self._ready = last[: len(last) - _padding(last)]


def _padding(last: bytes) -> int:
    length = last[-1] if last else 0
    if not 1 <= length <= 16 or last[-length:] != bytes([length]) * length:
        raise ValueError("the encrypted data is cut off or altered")
    return length


def _cipher(key: bytes, vector: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    return Cipher(AES(key), CBC(vector))


def _unlock(header: Header, opening: Opening) -> tuple[bytes, bytes]:
    """Ask for the password until it opens the master key; raises ``ShouzhengError`` (SZ-1030, 1031, 1033, 1034)."""
    try:
        user_salt, sum_salt, vector, wrapped = (bytes.fromhex(header.key_lines[place]) for place in (0, 1, 3, 4))
        rounds = int(header.key_lines[2])
    except ValueError as error:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail="header") from error
    if not 1 <= rounds <= _MOST_ROUNDS or len(vector) != 16 or not wrapped or len(wrapped) % 16 or len(wrapped) > 1024:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail="header")
    try:
        _cipher(bytes(32), bytes(16))
    except ImportError as error:
        raise opening.fail(NO_CRYPTOGRAPHY) from error
    for tried in range(TRIES):
        password = opening.passphrase(_ASK, tried)
        for written in dict.fromkeys((password.encode("utf-8"), bytes(ord(char) & 0xFF for char in password))):
            key = pbkdf2_hmac("sha1", written, user_salt, rounds, 32)
            found = _master(key, vector, wrapped, sum_salt, rounds)
            if found is not None:
                return found
    raise opening.fail(PASSPHRASE_WRONG, exit_code=4)


def _master(key: bytes, vector: bytes, wrapped: bytes, salt: bytes, rounds: int) -> tuple[bytes, bytes] | None:
    """Return master key and vector out of the wrapped blob, ``None`` when the key does not open it."""
    decryptor = _cipher(key, vector).decryptor()
    blob = decryptor.update(wrapped) + decryptor.finalize()
    fields: list[bytes] = []
    place = 0
    for _ in range(3):  # vector, key, checksum: each behind its length
        length = blob[place] if place < len(blob) else 0
        fields.append(blob[place + 1 : place + 1 + length])
        place += 1 + length
    master_vector, master, checksum = fields
    if len(master_vector) != 16 or len(master) != 32:
        return None
    # Android turns the key's bytes into characters, with the sign, and these into bytes again.
    as_utf_8 = "".join(chr(byte if byte < 0x80 else 0xFF00 | byte) for byte in master).encode("utf-8")
    sums = (pbkdf2_hmac("sha1", written, salt, rounds, 32) for written in (as_utf_8, master))
    return (master, master_vector) if any(compare_digest(one, checksum) for one in sums) else None
