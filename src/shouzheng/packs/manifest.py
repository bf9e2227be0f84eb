"""The signed list of a pack: what it holds, from when and until when it is good, and the SHA-256 of every file.

The bytes are canonical: whatever is read is written out again and must come out the same, so no key that nobody knows,
no key given twice and no second way of writing a number can hide in a list that is signed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouzheng.model.words import Words
from shouzheng.packs.problems import NOT_A_PACK
from shouzheng.reference.active_data import PARTS, Edition, edition_of
from shouzheng.reference.problems import Problem, ShouzhengError

FORMAT = "shouzheng data pack 1"
#: Bounds of a pack: bytes of the list, files, bytes of one file and of all. The data of today has 430 files, 4 MB.
MOST_LIST, MOST_FILES, MOST_FILE, MOST_BYTES = 2_000_000, 4000, 8_000_000, 48_000_000
#: The only kind of file: data in TOML, by its part and a plain path that is the same on every system.
_NAME = re.compile(rf"(?:{'|'.join(PARTS)})(?:/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*){{1,6}}\.toml", re.ASCII)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE | re.ASCII)
_LONGEST_NAME, _LONGEST_WORDS = 150, 2000
_PROGRAM = re.compile(r"\d{1,4}(?:\.\d{1,4}){2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name in the pack, its length in bytes, its SHA-256 in hex."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list. ``publisher`` is what the publisher calls itself (a claim); ``key`` its public key (32 bytes, hex).

    ``version`` begins with the day it was made; ``effective`` is the first day it may be used; after ``check_by`` the
    data counts as stale. ``program`` is the oldest version of the program that reads it.
    """

    publisher: str
    key: str
    note: Words
    version: Edition
    effective: date
    check_by: date
    program: str
    parts: tuple[str, ...]
    members: tuple[Member, ...]


def is_plain_name(name: str) -> bool:
    """True for a name that a file in a pack may have."""
    parts = name.split("/")
    return len(name) <= _LONGEST_NAME and bool(_NAME.fullmatch(name)) and not any(map(_RESERVED.match, parts))


def as_bytes(manifest: Manifest) -> bytes:
    """Return the canonical bytes, which are what is signed."""
    content = {
        "format": FORMAT,
        "publisher": manifest.publisher,
        "key": manifest.key,
        "note": {"zh": manifest.note.zh, "en": manifest.note.en},
        "version": str(manifest.version),
        "made": manifest.version.day.isoformat(),
        "effective": manifest.effective.isoformat(),
        "check_by": manifest.check_by.isoformat(),
        "program": manifest.program,
        "parts": list(manifest.parts),
        "members": [{"name": each.name, "bytes": each.length, "sha256": each.sha256} for each in manifest.members],
    }
    return (json.dumps(content, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def read_manifest(content: bytes) -> Manifest:
    """Return the list; raises ``ShouzhengError`` (SZ-8003) for anything that ``as_bytes`` would not have written."""
    try:
        raw = json.loads(content.decode("ascii")) if len(content) <= MOST_LIST else None
        found = _manifest(raw)
        _check(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise not_a_pack("manifest.json") from error
    if as_bytes(found) != content:
        raise not_a_pack("manifest.json")
    return found


def _manifest(raw: Any) -> Manifest:
    version = edition_of(raw["version"])
    if version is None:
        raise ValueError("version")
    return Manifest(
        publisher=_words(raw["publisher"]),
        key=raw["key"],
        note=Words(_words(raw["note"]["zh"]), _words(raw["note"]["en"])),
        version=version,
        effective=date.fromisoformat(raw["effective"]),
        check_by=date.fromisoformat(raw["check_by"]),
        program=raw["program"],
        parts=tuple(raw["parts"]),
        members=tuple(Member(each["name"], _length(each["bytes"]), each["sha256"]) for each in raw["members"]),
    )


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_WORDS:
        raise ValueError("words")
    value.encode("utf-8")  # half a character is no word
    return value


def _length(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_FILE:
        raise ValueError("length")
    return value


def _check(manifest: Manifest) -> None:
    """Raise ``ValueError`` for a list that contradicts itself."""
    names = [each.name for each in manifest.members]
    folded = {name.casefold() for name in names}  # one file on one system must be one on every other
    if not 1 <= len(names) <= MOST_FILES or names != sorted(names) or len(folded) != len(names):
        raise ValueError("names")
    if not all(map(is_plain_name, names)):
        raise ValueError("a name")
    if manifest.parts != tuple(part for part in PARTS if any(name.startswith(f"{part}/") for name in names)):
        raise ValueError("parts")
    if not all(re.fullmatch("[0-9a-f]{64}", each.sha256) for each in manifest.members):
        raise ValueError("sha256")
    if not re.fullmatch("[0-9a-f]{64}", manifest.key) or not _PROGRAM.fullmatch(manifest.program):
        raise ValueError("key or program")
    if sum(each.length for each in manifest.members) > MOST_BYTES or manifest.check_by < manifest.version.day:
        raise ValueError("bounds")


def not_a_pack(what: str) -> ShouzhengError:
    """Return the error for a file that is no pack; ``what`` names the place in it."""
    return ShouzhengError(Problem(NOT_A_PACK, slots=(("what", what),)))
