"""``case.json``: what must be known before the passphrase is asked. Its format is described in docs/case_format.md."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shouzheng.casefile import kdf, recovery
from shouzheng.casefile.keys import SEALED_BYTES, Keys, derived, unwrap, wrap
from shouzheng.casefile.problems import (
    HEADER_GONE,
    NEWER_FORMAT,
    NOT_A_CASE,
    WEAK_PASSPHRASE,
    WRONG_PASSPHRASE,
    damaged,
    refused,
)
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import ShouzhengError
from shouzheng.reference.typed import a_whole_number, an_object

HEADER_FILE = "case.json"
#: The same bytes once more. It is never read by itself: a copy that a crash left behind may know an older passphrase.
HEADER_COPY = "case.json.copy"
#: What lies beside a header, so that a folder without one can be told from a folder that is no case.
_BESIDE = ("index.db", "blobs", HEADER_COPY)
VERSION = 1
#: A header is a few hundred bytes; more is none of ours.
_MOST_BYTES = 65_536
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Header:
    """The public part of a case: its id, the two ways to its master key, and the key that signs its log.

    ``passphrase`` and ``recovery`` hold the sealed master key; ``mac`` is the header's authentication code.
    """

    id: str
    created: str
    cost: kdf.Cost
    salt: bytes
    passphrase: bytes
    recovery: bytes
    signer: bytes
    mac: bytes = b""

    def about(self) -> bytes:
        """What is bound to the sealed master keys: format and id of the case."""
        return f"shouzheng case {VERSION} {self.id}".encode("ascii")

    def plain(self) -> dict[str, object]:
        """The header as it is written, without the authentication code."""
        cost = self.cost
        return {
            "format": "shouzheng-case",
            "version": VERSION,
            "id": self.id,
            "created": self.created,
            "passphrase": {
                "kdf": "argon2id",
                "memory_kib": cost.memory_kib,
                "passes": cost.passes,
                "lanes": cost.lanes,
                "salt": _text(self.salt),
                "sealed": _text(self.passphrase),
            },
            "recovery": {"kdf": "hkdf-sha256", "sealed": _text(self.recovery)},
            "signer": {"algorithm": "ed25519", "public": _text(self.signer)},
        }

    def code(self, keys: Keys) -> bytes:
        """The authentication code of the header under the keys of the case."""
        return hmac.new(keys.header(), _canonical(self.plain()), hashlib.sha256).digest()


def new_header(passphrase: str, cost: kdf.Cost) -> tuple[Header, Keys, bytes]:
    """Return a header with fresh keys, the keys, and the recovery key to be printed once.

    Raises ``ShouzhengError`` (SZ-4011) for a passphrase of fewer than eight characters.
    """
    keys = Keys(os.urandom(32))
    public = keys.signer().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    empty = Header(os.urandom(8).hex(), created, cost, b"", b"", b"", public)
    header, code = with_new_recovery(with_passphrase(empty, keys, passphrase, cost), keys)
    return header, keys, code


def with_passphrase(header: Header, keys: Keys, passphrase: str, cost: kdf.Cost) -> Header:
    """Return the header with the master key sealed under another passphrase; what it opens stays the same."""
    if len(passphrase) < kdf.LEAST_CHARACTERS:
        raise refused(WEAK_PASSPHRASE, least=kdf.LEAST_CHARACTERS)
    salt = kdf.new_salt()
    sealed = wrap(kdf.key_of(passphrase, salt, cost), keys.master, header.about())
    changed = replace(header, cost=cost, salt=salt, passphrase=sealed)
    return replace(changed, mac=changed.code(keys))


def with_new_recovery(header: Header, keys: Keys) -> tuple[Header, bytes]:
    """Return the header with a fresh recovery key, and that key; the one before no longer opens the case."""
    code = recovery.new_key()
    changed = replace(header, recovery=wrap(derived(code, "recovery"), keys.master, header.about()))
    return replace(changed, mac=changed.code(keys)), code


def unlock(header: Header, passphrase: str) -> Keys:
    """Return the keys; raises ``ShouzhengError`` (SZ-4010, exit 4) and says no more than that it does not open."""
    return unlock_by_key(header, kdf.key_of(passphrase, header.salt, header.cost))


def unlock_by_key(header: Header, key: bytes) -> Keys:
    """Return the keys by the key (32 bytes) that Argon2id makes of the passphrase; raises like ``unlock``."""
    return _checked(header, unwrap(key, header.passphrase, header.about()))


def unlock_by_recovery(header: Header, code: bytes) -> Keys:
    """Return the keys by the recovery key; raises like ``unlock``."""
    return _checked(header, unwrap(derived(code, "recovery"), header.recovery, header.about()))


def _checked(header: Header, master: bytes | None) -> Keys:
    if master is None:
        raise damaged(WRONG_PASSPHRASE)
    keys = Keys(master)
    if not hmac.compare_digest(header.code(keys), header.mac):
        raise damaged(WRONG_PASSPHRASE)
    return keys


def write_header(folder: Path, header: Header) -> None:
    """Put the header in its place, whole or not at all, and after it its copy; raises ``OSError``.

    A copy that cannot be written is taken away: one that is behind would open with a passphrase that was replaced.
    """
    content = _content(header)
    with replacing(folder / HEADER_FILE) as file:
        file.write(content)
    _write_copy(folder, content)


def mend_copy(folder: Path, header: Header) -> None:
    """Bring the copy up to date for a header that was unlocked; a case of an earlier version has none yet."""
    content = _content(header)
    try:
        if (folder / HEADER_COPY).read_bytes() == content:
            return
    except OSError:
        pass
    _write_copy(folder, content)


def _content(header: Header) -> bytes:
    return (json.dumps({**header.plain(), "mac": _text(header.mac)}, indent=1) + "\n").encode("ascii")


def _write_copy(folder: Path, content: bytes) -> None:
    try:
        with replacing(folder / HEADER_COPY) as file:
            file.write(content)
    except OSError:
        with suppress(OSError):
            (folder / HEADER_COPY).unlink(missing_ok=True)


def read_header(folder: Path) -> Header:
    """Read a header.

    Raises ``ShouzhengError``: SZ-4001 where there is no case, SZ-4002 for a newer one; with exit 4 SZ-4004 where the
    header of a case is gone or cut, SZ-4010 where its content is no header.
    """
    try:
        with (folder / HEADER_FILE).open("rb") as file:
            raw = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise _none(folder) from error
    if not isinstance(raw, dict) or raw.get("format") != "shouzheng-case":
        raise _none(folder)
    if raw.get("version") != VERSION:
        raise refused(NEWER_FORMAT, folder.name, version=str(raw.get("version"))[:20])
    try:
        return _header(raw)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise damaged(WRONG_PASSPHRASE) from error


def _none(folder: Path) -> ShouzhengError:
    """What to say where no header can be read: with the rest of a case beside it, never that a new one can be made."""
    try:
        rest = any((folder / name).exists() for name in _BESIDE)
    except (OSError, ValueError):
        rest = False
    return damaged(HEADER_GONE) if rest else refused(NOT_A_CASE, folder.name)


def _header(raw: dict[str, object]) -> Header:
    by_words, by_paper, signer = (an_object(raw[name]) for name in ("passphrase", "recovery", "signer"))
    if by_words["kdf"] != "argon2id" or by_paper["kdf"] != "hkdf-sha256" or signer["algorithm"] != "ed25519":
        raise ValueError("unknown algorithm")
    cost = kdf.Cost(*(a_whole_number(by_words[name]) for name in ("memory_kib", "passes", "lanes")))
    if not cost.is_allowed():
        raise ValueError("cost out of range")
    if not _ID.fullmatch(str(raw["id"])):  # it becomes a part of names of folders
        raise ValueError("no id")
    return Header(
        str(raw["id"]),
        str(raw["created"]),
        cost,
        _bytes(by_words["salt"], kdf.SALT_BYTES),
        _bytes(by_words["sealed"], SEALED_BYTES),
        _bytes(by_paper["sealed"], SEALED_BYTES),
        _bytes(signer["public"], 32),
        _bytes(raw["mac"], 32),
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, str):
        raise TypeError("text is needed")
    found = base64.b64decode(value, validate=True)
    if len(found) != length:
        raise ValueError("another length is needed")
    return found


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
