"""The key of a case in the system's own key ring: only on the person's explicit word, and only in a real one.

What is kept is not the passphrase but the key that Argon2id makes of it for this case: whoever reads it opens this case
and nothing else that has the same passphrase, and a new passphrase voids it. What it gives up: everything that runs as
the person, or sits at the unlocked computer, can open the case (docs/case_format.md). Only the key rings of the systems
are used; the library's other places, such as a plain file, are refused whatever its settings say.
"""

from __future__ import annotations

import base64
import binascii
from importlib import import_module
from typing import Protocol

from shouzheng.casefile import kdf
from shouzheng.casefile.header import Header, unlock_by_key
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.problems import NO_KEYRING, NOT_REMEMBERED, refused
from shouzheng.reference.problems import ShouzhengError

SERVICE = "shouzheng"
#: The places of the library ``keyring`` that hand over to the system: Keychain, Credential Manager, Secret Service,
#: KWallet. Everything else (chains, plain or encrypted files, none) is passed over.
SYSTEMS = (
    "keyring.backends.macOS",
    "keyring.backends.Windows",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
)


class Ring(Protocol):
    """What is used of a place of the library."""

    priority: float

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept, ``None`` when nothing is."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Remove it."""


def remember(header: Header, passphrase: str) -> Keys:
    """Put the key of a case into the key ring and return its keys; the passphrase is proven first.

    Raises ``ShouzhengError``: SZ-4010 (exit 4) for a wrong passphrase, SZ-4050 (exit 2) without a key ring.
    """
    key = kdf.key_of(passphrase, header.salt, header.cost)
    keys = unlock_by_key(header, key)
    ring = _ring()
    try:
        ring.set_password(SERVICE, header.id, base64.b64encode(key).decode("ascii"))
    except Exception as error:
        raise refused(NO_KEYRING, reason=type(error).__name__) from error
    return keys


def remembered(header: Header) -> Keys:
    """Return the keys of a case by the key ring.

    Raises ``ShouzhengError`` (exit 2): SZ-4050 without a key ring, SZ-4051 when it holds no key that opens the case.
    """
    kept = _kept(header)
    if kept is None:
        raise refused(NOT_REMEMBERED)
    try:
        return unlock_by_key(header, base64.b64decode(kept, validate=True))
    except (ShouzhengError, ValueError, binascii.Error) as error:
        raise refused(NOT_REMEMBERED) from error


def is_remembered(header: Header) -> bool:
    """True when the key ring holds something for this case; whether it opens it is not tried."""
    return _kept(header) is not None


def forget(header: Header) -> bool:
    """Remove the key of a case from the key ring; False when it held none. Raises SZ-4050 (exit 2) without one."""
    if _kept(header) is None:
        return False
    try:
        _ring().delete_password(SERVICE, header.id)
    except Exception as error:
        raise refused(NO_KEYRING, reason=type(error).__name__) from error
    return True


def _kept(header: Header) -> str | None:
    try:
        return _ring().get_password(SERVICE, header.id)
    except ShouzhengError:
        raise
    except Exception as error:  # a locked or refusing key ring has many errors, each system its own
        raise refused(NO_KEYRING, reason=type(error).__name__) from error


def _ring() -> Ring:
    """The best of the system's key rings; raises ``ShouzhengError`` (SZ-4050) when there is none."""
    try:
        backend = import_module("keyring.backend")  # slow, and only this needs it
    except ImportError as error:
        raise refused(NO_KEYRING, reason="keyring") from error
    every: list[Ring] = backend.get_all_keyring()
    found = [each for each in every if type(each).__module__ in SYSTEMS and each.priority > 0]
    if not found:
        raise refused(NO_KEYRING, reason="0")
    return max(found, key=lambda each: each.priority)
