"""One ZIP of a bundle, the same bytes each time: names in order, one date, nothing compressed."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

#: The earliest date that a ZIP can hold: it carries no time of its own.
_DATE = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20


def write_zip(folder: Path, top: str, target: Path) -> str:
    """Pack the folder under the name ``top`` and return the SHA-256 (hex) of the ZIP; raises ``OSError``.

    Stored, not compressed: what zlib makes of the same bytes differs between its versions.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
            if not path.is_file():
                continue
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", _DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as inside:
                shutil.copyfileobj(source, inside, _PIECE)
    hashed = hashlib.sha256()
    with target.open("rb") as file:
        while piece := file.read(_PIECE):
            hashed.update(piece)
    return hashed.hexdigest()
