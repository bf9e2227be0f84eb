"""One pack: read and held against its own signature, or made and signed. Whether its key is trusted is asked later."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from shouzheng.model.words import Words
from shouzheng.packs import archive, signing
from shouzheng.packs.manifest import Manifest, Member, as_bytes, not_a_pack, read_manifest
from shouzheng.packs.problems import CHANGED
from shouzheng.reference.active_data import PARTS, Edition
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose bytes are whole: list, files by name, and the bytes of the file itself."""

    manifest: Manifest
    files: Mapping[str, bytes]
    content: bytes

    @property
    def id(self) -> str:
        """Name of the pack's folder: the first half of the SHA-256 of its file, in hex."""
        return hashlib.sha256(self.content).hexdigest()[:32]

    @property
    def key(self) -> bytes:
        """Public key that signed it."""
        return bytes.fromhex(self.manifest.key)


def read_pack(content: bytes) -> Pack:
    """Return the pack of a file. Raises ``ShouzhengError``: SZ-8003 (no pack), SZ-8004 (changed), SZ-8012 (key)."""
    files = archive.read(content)
    listed, signature = files.pop(archive.MANIFEST), files.pop(archive.SIGNATURE)
    manifest = read_manifest(listed)
    key = signing.sound(bytes.fromhex(manifest.key))
    if len(signature) != _SIGNATURE_BYTES or not signing.is_signed(listed, signature, key):
        raise _changed(archive.SIGNATURE)
    for member in manifest.members:
        data = files.get(member.name)
        if data is None or len(data) != member.length or hashlib.sha256(data).hexdigest() != member.sha256:
            raise _changed(member.name)
    if list(files) != [member.name for member in manifest.members]:
        raise not_a_pack("ZIP")
    return Pack(manifest, files, content)


@dataclass(frozen=True, slots=True)
class About:
    """What a publisher says of a pack; see ``Manifest``."""

    publisher: str
    note: Words
    version: Edition
    effective: date
    check_by: date
    program: str


def made_pack(files: Mapping[str, bytes], about: About, key: Ed25519PrivateKey) -> Pack:
    """Return the signed pack of these files; the same files, words and key always give the same bytes.

    Raises ``ShouzhengError`` (SZ-8003) when what comes out would not be read back.
    """
    names = sorted(files)
    manifest = Manifest(
        publisher=about.publisher,
        key=signing.public_of(key).hex(),
        note=about.note,
        version=about.version,
        effective=about.effective,
        check_by=about.check_by,
        program=about.program,
        parts=tuple(part for part in PARTS if any(name.startswith(f"{part}/") for name in names)),
        members=tuple(Member(name, len(files[name]), hashlib.sha256(files[name]).hexdigest()) for name in names),
    )
    listed = as_bytes(manifest)
    signed = {archive.MANIFEST: listed, archive.SIGNATURE: key.sign(listed)}
    return read_pack(archive.written({**signed, **{name: files[name] for name in names}}))


def _changed(what: str) -> ShouzhengError:
    return ShouzhengError(Problem(CHANGED, slots=(("what", what),)))
