"""Archives and backups made by code; everything in them is invented."""

import hashlib
import io
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from shouzheng.intake.containers import Ask, Limits
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.report import ImportReport
from shouzheng.model.event import ContactEvent


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tar(members: Mapping[str, bytes], form: int = tarfile.USTAR_FORMAT) -> bytes:
    """Return a tar with these members, written by the standard library."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def android_backup(members: Mapping[str, bytes], *, packed: bool = True, password: str | None = None) -> bytes:
    """Return an ``.ab`` file, encrypted when there is a password."""
    data = tar(members)
    if packed:
        data = zlib.compress(data)
    lines = ["ANDROID BACKUP", "5", "1" if packed else "0"]
    if password is None:
        return "\n".join([*lines, "none", ""]).encode() + data
    more, data = _encrypted(data, password.encode())
    return "\n".join([*lines, "AES-256", *more, ""]).encode() + data


def _aes(key: bytes, vector: bytes, data: bytes) -> bytes:
    fill = 16 - len(data) % 16
    encryptor = Cipher(AES(key), CBC(vector)).encryptor()
    return encryptor.update(data + bytes([fill]) * fill) + encryptor.finalize()


def _encrypted(data: bytes, password: bytes) -> tuple[list[str], bytes]:
    """Header lines and data as Android writes them: a key from the password wraps a master key."""
    user_salt, sum_salt, user_vector, master_vector = (
        bytes([n]) * size for n, size in ((1, 64), (2, 64), (3, 16), (4, 16))
    )
    master, rounds = bytes(range(100, 132)), 10
    as_text = "".join(chr(byte if byte < 0x80 else 0xFF00 | byte) for byte in master).encode()
    checksum = hashlib.pbkdf2_hmac("sha1", as_text, sum_salt, rounds, 32)
    blob = b"".join(bytes([len(part)]) + part for part in (master_vector, master, checksum))
    wrapped = _aes(hashlib.pbkdf2_hmac("sha1", password, user_salt, rounds, 32), user_vector, blob)
    lines = [user_salt.hex(), sum_salt.hex(), str(rounds), user_vector.hex(), wrapped.hex()]
    return [line.upper() for line in lines], _aes(master, master_vector, data)


def gathered(
    path: Path, *, ask: Ask | None = None, limits: Limits | None = None
) -> tuple[Gathering, list[ImportReport], list[ContactEvent]]:
    """Walk a thing to its end; returns the walk, the reports and all events."""
    gathering = Gathering(ask=ask, limits=limits)
    reports: list[ImportReport] = []
    events: list[ContactEvent] = []
    for export in gathering.exports(path):
        events += list(export)
        reports.append(export.report)
    return gathering, reports, events


def codes(gathering: Gathering) -> list[str]:
    """Return the codes of a walk's problems in order."""
    return [problem.code for problem in gathering.problems]
