"""A few checks of the cryptography before a case is opened: a broken library must never write evidence.

Each check compares with a value published or computed elsewhere, or makes sure that damage is refused. ``EXPECTED`` is
the number of checks, so that none can quietly fall away.
"""

from __future__ import annotations

import hashlib
import io

from shouzheng.casefile import custody, recovery
from shouzheng.casefile.keys import Keys, derived, unwrap, wrap
from shouzheng.casefile.sealed_stream import NotSealed, opened, seal

#: Number of checks that must have run.
EXPECTED = 9
_KEY = bytes(range(32))
#: HKDF-SHA256 of ``_KEY`` without salt, info ``shouzheng case 1 index``, as OpenSSL 3 computes it (``openssl kdf``).
_INDEX_KEY = "3d06fc824ee092814b5c40dfdb54e772bca6755707c12259d8c2038c61b97b0e"


def run() -> int:
    """Run all checks and return how many there were; raises ``RuntimeError`` naming the first that fails."""
    done = 0
    for name, holds in _checks():
        if not holds:
            raise RuntimeError(f"self-test failed: {name}")
        done += 1
    if done != EXPECTED:
        raise RuntimeError(f"self-test ran {done} checks, not {EXPECTED}")
    return done


def _checks() -> list[tuple[str, bool]]:
    sealed = wrap(_KEY, b"secret", b"about")
    stream = b"".join(seal([b"some words"], _KEY))
    keys = Keys(_KEY)
    head = custody.sign(custody.Head("00", 1, custody.START), keys.signer())
    public = keys.signer().public_key().public_bytes_raw()
    code = bytes(range(recovery.BYTES))
    return [
        # "abc" of FIPS 180-2, appendix B.1
        ("SHA-256", hashlib.sha256(b"abc").hexdigest().startswith("ba7816bf8f01cfea414140de5dae2223")),
        ("HKDF", derived(_KEY, "index").hex() == _INDEX_KEY),
        ("AES-GCM opens", unwrap(_KEY, sealed, b"about") == b"secret"),
        ("AES-GCM refuses other words", unwrap(_KEY, sealed, b"other") is None),
        ("AES-GCM refuses damage", unwrap(_KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]), b"about") is None),
        ("stream opens", b"".join(opened(io.BytesIO(stream), _KEY)) == b"some words"),
        ("stream refuses a cut", _refused(stream[:-1])),
        (
            "Ed25519",
            custody.is_signed(head, public) and not custody.is_signed(custody.Head("01", 1, head.hash), public),
        ),
        ("recovery key", recovery.read("".join(recovery.written(code))) == code),
    ]


def _refused(stream: bytes) -> bool:
    try:
        b"".join(opened(io.BytesIO(stream), _KEY))
    except NotSealed:
        return True
    return False
