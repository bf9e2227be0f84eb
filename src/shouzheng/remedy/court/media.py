"""Thumbnails for the court print: files of a folder whose SHA-256 is that of an attachment in the records.

Nothing is decoded here: only the first bytes are looked at, so that a file that merely calls itself a picture is left
to the list. Typst draws the picture; when it refuses one, the print is made without thumbnails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shouzheng.remedy.material import Material

#: Largest picture that is taken into the print, in bytes, and how many at most; the others stay in the list.
LARGEST, MOST = 8 << 20, 60
#: Files of the folder that are looked at; a phone's picture folder holds thousands.
_LOOKED_AT = 20_000
_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its file has it, and its kind (``png`` or ``jpg``)."""

    content: bytes
    kind: str


def picture_name(digest: str) -> str:
    """Return the name under which Typst finds the picture: no part of it comes from a message."""
    return f"media-{digest}"


def wanted_pictures(material: Material) -> frozenset[tuple[int, str]]:
    """Return length and SHA-256 (hex) of the attachments that are small enough for the print."""
    return frozenset(
        (part.digest.length, part.digest.hex)
        for contact in material.contacts
        for part in contact.event.attachments
        if part.digest is not None and part.digest.length <= LARGEST
    )


def kind_of(content: bytes) -> str | None:
    """Return ``png`` or ``jpg`` by the first bytes; ``None`` for anything else."""
    return next((name for sign, name in _SIGNS.items() if content.startswith(sign)), None)


def find_pictures(folder: Path, material: Material) -> dict[str, Picture]:
    """Return the pictures among the attachments that lie in the folder, by SHA-256 (hex)."""
    wanted = wanted_pictures(material)
    lengths = {length for length, _ in wanted}
    found: dict[str, Picture] = {}
    for path in _files(folder):
        if len(found) >= MOST:
            break
        try:
            if path.stat().st_size not in lengths:
                continue
            content = path.read_bytes()
        except OSError:
            continue  # stays in the list without a thumbnail
        key, kind = hashlib.sha256(content).hexdigest(), kind_of(content)
        if kind and (len(content), key) in wanted:
            found[key] = Picture(content, kind)
    return found


def _files(folder: Path) -> Iterable[Path]:
    for place, path in enumerate(sorted(folder.rglob("*"))):
        if place >= _LOOKED_AT:
            return
        if path.is_file() and not path.is_symlink():
            yield path
