"""Binds the files of a report together: a manifest of their SHA-256 and an Ed25519 signature over it (RFC 8032).

The signature is detached and raw (64 bytes), so that OpenSSL alone can check it:
``openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in manifest.json -sigfile manifest.json.sig``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from shouzheng.audit.problems import BAD_PUBLIC_KEY, BAD_SIGNATURE, BAD_SIGNING_KEY, NO_RESULT
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError

MANIFEST, SIGNATURE, PUBLIC = "manifest.json", "manifest.json.sig", "signer.pem"
#: A key file is far smaller.
_MOST = 10_000


def load_signer(path: Path) -> Ed25519PrivateKey:
    """Load the institution's key; raises ``ShouzhengError`` (SZ-6534)."""
    try:
        key = load_pem_private_key(path.read_bytes()[:_MOST], password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ShouzhengError(Problem(BAD_SIGNING_KEY, path.name, (("what", type(error).__name__),))) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ShouzhengError(Problem(BAD_SIGNING_KEY, path.name, (("what", type(key).__name__),)))
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    """Load a published key; raises ``ShouzhengError`` (SZ-6548)."""
    try:
        key = load_pem_public_key(path.read_bytes()[:_MOST])
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ShouzhengError(Problem(BAD_PUBLIC_KEY, path.name, (("what", type(error).__name__),))) from error
    if not isinstance(key, Ed25519PublicKey):
        raise ShouzhengError(Problem(BAD_PUBLIC_KEY, path.name, (("what", type(key).__name__),)))
    return key


def seal(out: Path, names: Iterable[str], about: Mapping[str, object], signer: Ed25519PrivateKey | None) -> None:
    """Write the manifest of the files and, with a signer, its signature and public key; old ones are removed."""
    files = {name: _digest(out / name) for name in sorted(_inside(out, names))}
    content = json.dumps({"about": dict(about), "files": files}, ensure_ascii=False, sort_keys=True, indent=1)
    for name in (SIGNATURE, PUBLIC):
        (out / name).unlink(missing_ok=True)
    _write(out / MANIFEST, content.encode("utf-8"))
    if signer is not None:
        _write(out / SIGNATURE, signer.sign(content.encode("utf-8")))
        _write(out / PUBLIC, signer.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def check(out: Path, public: Path | None) -> bool:
    """Check every file against the manifest, and the manifest against the signature.

    Returns whether a signature of ``public`` was checked: without ``public`` only the files are, because a key that
    comes along with a report proves nothing about who made it. Raises ``ShouzhengError`` (SZ-6535) naming the file,
    SZ-6533 where there is no report, SZ-6548 for a file that is no public key.
    """
    if not (out / MANIFEST).is_file():
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", MANIFEST),)))
    try:
        content = (out / MANIFEST).read_bytes()
        files = json.loads(content)["files"]
        pairs = [(str(name), str(digest)) for name, digest in files.items()]
        for name, digest in pairs:
            parts = name.split("/")
            strange = "\\" in name or any(part.startswith(".") or not part for part in parts)
            if strange or _digest(out / name) != digest:
                raise ShouzhengError(Problem(BAD_SIGNATURE, out.name, (("what", name[:80]),)))
        if public is None:
            return False
        load_public_key(public).verify((out / SIGNATURE).read_bytes()[:_MOST], content)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        what = getattr(error, "filename", None) or MANIFEST
        raise ShouzhengError(Problem(BAD_SIGNATURE, out.name, (("what", Path(str(what)).name),))) from error
    return True


def _inside(out: Path, names: Iterable[str]) -> Iterator[str]:
    """Give the names of files; a table that a cluster wrote is a folder of them."""
    for name in names:
        if (out / name).is_dir():
            yield from (path.relative_to(out).as_posix() for path in (out / name).rglob("[!.]*") if path.is_file())
        else:
            yield name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
