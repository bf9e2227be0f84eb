"""Writes a BagIt 1.0 folder (RFC 8493) file by file, hashing while writing; the same content gives the same bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_PIECE = 1 << 20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"


class Bag:
    """A bag under construction in an empty folder. Names are ours: ASCII, no spaces, ``/`` between parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        self.lengths: dict[str, int] = {}

    def add(self, name: str, content: bytes | Iterable[bytes]) -> str:
        """Write a file and return its SHA-256 (hex); raises ``OSError`` and ``ValueError`` for a name twice."""
        if name in self.digests:
            raise ValueError(f"{name} stands twice in the bag")
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        hashed, length = hashlib.sha256(), 0
        with path.open("xb") as file:
            for piece in [content] if isinstance(content, bytes) else content:
                hashed.update(piece)
                length += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self.digests[name], self.lengths[name] = hashed.hexdigest(), length
        return self.digests[name]

    def take(self, name: str) -> str:
        """Enter a file that was written to its place by somebody else; returns its SHA-256. Raises ``OSError``."""
        hashed, length = hashlib.sha256(), 0
        with (self.folder / name).open("rb") as file:
            while piece := file.read(_PIECE):
                hashed.update(piece)
                length += len(piece)
        self.digests[name], self.lengths[name] = hashed.hexdigest(), length
        return self.digests[name]

    def finish(self, info: Iterable[tuple[str, str]]) -> str:
        """Write declaration, bag-info and both manifests; returns the SHA-256 of the tag manifest."""
        payload = {name: digest for name, digest in self.digests.items() if name.startswith("data/")}
        oxum = f"{sum(self.lengths[name] for name in payload)}.{len(payload)}"
        lines = [*info, ("Payload-Oxum", oxum)]
        self.add("bagit.txt", DECLARATION)
        self.add("bag-info.txt", "".join(f"{key}: {value}\n" for key, value in lines).encode())
        self.add(MANIFEST, _manifest(payload))
        tags = {name: digest for name, digest in self.digests.items() if not name.startswith("data/")}
        return self.add(TAG_MANIFEST, _manifest(tags))


def _manifest(digests: dict[str, str]) -> bytes:
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("ascii")
