"""``Manifest.db`` of an iPhone's backup: which file on the phone lies under which name in the folder.

Table ``Files``: ``fileID`` (SHA-1 of domain, hyphen and path), ``domain``, ``relativePath``, ``flags`` (1 a file), and
``file``, a property list (NSKeyedArchiver) with size and, where encrypted, the key. Only entries that are wanted are
looked into.
"""

from __future__ import annotations

import plistlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from shouzheng.intake.sqlite.database import Database, Hole

_FILE_ID = re.compile(r"[0-9a-f]{40}")
_COLUMNS = ("fileID", "domain", "relativePath", "flags", "file")
#: What ``plistlib`` raises on damaged or hostile data.
PLIST_DAMAGE = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError)

#: Domain and path of a file on the phone.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the list: its name in the backup, its size in bytes and its wrapped key where it is encrypted."""

    file_id: str
    size: int | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The wanted entries by place, and how many files the list has in all; ``damage`` says what could not be read."""

    entries: Mapping[Place, Entry]
    listed: int
    damage: str = ""


def file_id(place: Place) -> str:
    """Return the name under which a file lies in every backup."""
    return sha1(f"{place[0]}-{place[1]}".encode(), usedforsecurity=False).hexdigest()


def read_manifest(path: Path, wanted: Collection[Place]) -> Manifest:
    """Read the list; raises ``ShouzhengError`` (SZ-1118) when the database cannot be opened."""
    found: dict[Place, Entry] = {}
    listed, damage = 0, ""
    with Database(path, "Manifest.db") as database:
        columns = database.tables.get("Files", ())
        if not set(columns) >= set(_COLUMNS):
            return Manifest({}, 0, "no table Files")
        at = [columns.index(name) for name in _COLUMNS]
        for row in database.rows("Files"):
            if isinstance(row, Hole):
                damage = row.detail
                continue
            identity, domain, relative, flags, blob = (row.values[place] for place in at)
            listed += flags == 1
            if not isinstance(domain, str) or not isinstance(relative, str) or (domain, relative) not in wanted:
                continue
            if isinstance(identity, str) and _FILE_ID.fullmatch(identity):
                found[domain, relative] = _entry(identity, blob)
    return Manifest(found, listed, damage)


def _entry(identity: str, blob: object) -> Entry:
    """Return size and key out of the property list, without them where it cannot be read."""
    if not isinstance(blob, bytes):
        return Entry(identity)
    try:
        archive = plistlib.loads(blob)
        objects = archive["$objects"]
        known = objects[_index(archive["$top"]["root"])]
        size = known.get("Size")
        key = known.get("EncryptionKey")
        if key is not None:
            key = objects[_index(key)]
            key = key["NS.data"] if isinstance(key, dict) else key
    except PLIST_DAMAGE:
        return Entry(identity)
    return Entry(
        identity,
        size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        key if isinstance(key, bytes) else None,
    )


def _index(reference: object) -> int:
    if not isinstance(reference, plistlib.UID):
        raise TypeError("no reference")
    return reference.data
