"""An iPhone's backup folder inside a ZIP: only its lists and stores are unpacked, into a private folder.

The names of the unpacked files are our own (they follow from what is looked for), never those of the archive.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shouzheng.intake.containers import Member, Opening, Refusal
from shouzheng.intake.containers._ios_manifest import file_id
from shouzheng.intake.containers.ios_backup import _ALL, _BESIDE, _LISTS
from shouzheng.intake.containers.ios_backup import CONTAINER as IOS_BACKUP
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import COPIES, Source

#: Files of a backup that are unpacked: its lists, and the stores with what stands beside them, in both layouts.
_LISTED = (*_LISTS, *(f"{name}{ending}" for name in _LISTS for ending in ("-wal", "-journal")), *_BESIDE)
_STORES = tuple(name for identity in map(file_id, sorted(_ALL)) for name in (f"{identity[:2]}/{identity}", identity))
_STORED = re.compile(r"(?:[0-9a-f]{2}/)?[0-9a-f]{40}(?:\.[a-z]{1,8})?")
_CHUNK = 1 << 20

#: Opens a member of the archive by its name, within the archive's limits; a refusal for one that is locked.
Unpack = Callable[[str], Source | Refusal]


def roots(names: Mapping[str, object]) -> tuple[str, ...]:
    """Return the folders (as beginnings of names) in an archive that are backups of an iPhone."""
    found = []
    for name in names:
        root = name.removesuffix(name.rpartition("/")[2])
        if name.removeprefix(root) in _LISTS and any(root + each in names for each in _BESIDE):
            found.append(root)
    return tuple(dict.fromkeys(found))


def belongs(name: str, found: tuple[str, ...]) -> bool:
    """True for a file of one of these backups: its lists, and everything under an identity of 40 digits."""
    inner = [name.removeprefix(root) for root in found if name.startswith(root)]
    return any(each in _LISTED or _STORED.fullmatch(each) for each in inner)


def members_of(root: str, names: Mapping[str, object], unpack: Unpack, opening: Opening) -> Iterator[Member]:
    """Yield the stores of the backup below ``root``; they carry the archive's digest. Raises ``ShouzhengError``."""
    with _private() as folder:
        for name in (*_LISTED, *_STORES):
            if root + name not in names:
                continue
            source = unpack(root + name)
            if isinstance(source, Refusal):
                yield source
            else:
                _copy(source, folder / name, opening)
        inner = Opening(
            Look(opening.look.name, b"", None, b"", None, folder=folder),
            opening.digest,
            opening.budget,
            opening.ask,
            opening.problems,
        )
        for member in IOS_BACKUP.members(Source(root, lambda: (folder / _LISTS[0]).open("rb"), path=folder), inner):
            if isinstance(member, Source):
                member.container, member.member = opening.digest, root + member.member
            yield member


@contextmanager
def _private() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=COPIES))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Source, target: Path, opening: Opening) -> None:
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as out, source.open() as stream:
        while block := stream.read(_CHUNK):
            out.write(block)
    if source.trouble is not None:
        opening.problems.append(source.trouble)
