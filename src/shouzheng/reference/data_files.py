"""Where the data of the program is (law, lexicon, directory, letters), how it is read, and its hash.

In a wheel the folders lie inside the package (``_data/``); in a checkout they are at the root of the tree. A data pack
that the person has put in stands before them (``active_data``). Whoever changes one byte of them changes the hash that
every output prints.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder(name: str) -> Path:
    """Return the folder ``law``, ``lexicon``, ``directory`` or ``letters`` that this run uses, the same to its end.

    Raises ``FileNotFoundError`` as ``shipped_folder`` does, ``ShouzhengError`` (SZ-8001, exit 3) for a damaged pack.
    """
    from shouzheng.reference.active_data import active_folder  # it reads hashes by this module

    return active_folder(name) or shipped_folder(name)


@cache
def shipped_folder(name: str) -> Path:
    """Return the folder that came with the program; raises ``FileNotFoundError`` naming both places tried."""
    inside = _PACKAGE / "_data" / name
    checkout = _PACKAGE.parent.parent / name
    for folder in (inside, checkout):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"data folder {name!r} is neither at {inside} nor at {checkout}")


def data_files(folder: Path, suffix: str = ".toml") -> list[Path]:
    """Return all files with this suffix under the folder, sorted by their path relative to it."""
    return sorted(
        (p for p in folder.rglob(f"*{suffix}") if p.is_file()), key=lambda p: p.relative_to(folder).as_posix()
    )


def folder_hash(folder: Path, suffix: str = ".toml") -> str:
    """Return ``sha256:<hex>`` over the relative names and bytes of all data files; line ends count as LF."""
    import hashlib  # loads OpenSSL: only where a hash is wanted, so that ``rule show`` answers at once

    digest = hashlib.sha256()
    for path in data_files(folder, suffix):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")  # a name need not be UTF-8
        digest.update(name + f"\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"
