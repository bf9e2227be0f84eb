"""Whose packs a person takes: keys they added one by one, each compared by its fingerprint, each for named parts."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.packs.problems import KEYS_DAMAGED, NO_SUCH_KEY, NOT_TRUSTED, OTHER_FINGERPRINT
from shouzheng.packs.signing import fingerprint, same_fingerprint, sound
from shouzheng.reference.active_data import PARTS
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.packs.pack import Pack

TRUSTED = "trusted.json"
_MOST, _LONGEST_NAME = 200_000, 80


@dataclass(frozen=True, slots=True)
class Publisher:
    """A trusted key (32 bytes), the name that the person gave it, the parts it may bring, and since when."""

    key: bytes
    name: str
    parts: tuple[str, ...]
    since: date

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.key)


def shipped_publishers() -> tuple[Publisher, ...]:
    """Return the keys that are trusted from the start: those in ``publishers.toml``, today none."""
    listed = tomllib.loads(files("shouzheng.packs").joinpath("publishers.toml").read_text("utf-8"))["publisher"]
    return tuple(
        Publisher(sound(bytes.fromhex(each["key"])), each["name"], tuple(each["parts"]), each["since"])
        for each in listed
    )


def publishers(home: Path) -> tuple[Publisher, ...]:
    """Return all trusted keys; raises ``ShouzhengError`` (SZ-8018, exit 3) when the list cannot be read."""
    try:
        with (home / TRUSTED).open("rb") as file:
            content = file.read(_MOST + 1)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return shipped_publishers()
    except OSError as error:
        raise _damaged() from error
    try:
        if len(content) > _MOST:
            raise ValueError("too long")
        raw = json.loads(content)
        if raw["format"] != 1:
            raise ValueError("format")
        own = tuple(_publisher(each) for each in raw["keys"])
    except (ValueError, KeyError, TypeError, RecursionError, ShouzhengError) as error:
        raise _damaged() from error
    return (*shipped_publishers(), *own)


def _publisher(raw: dict[str, object]) -> Publisher:
    key, name, parts, since = raw["key"], raw["name"], raw["parts"], raw["since"]
    if not (isinstance(key, str) and isinstance(name, str) and isinstance(parts, list) and isinstance(since, str)):
        raise ValueError("kinds")
    if not re.fullmatch("[0-9a-f]{64}", key) or not set(parts) <= set(PARTS):
        raise ValueError("values")
    return Publisher(sound(bytes.fromhex(key)), name, tuple(parts), date.fromisoformat(since))


def publisher_of(home: Path, pack: Pack) -> Publisher:
    """Return who signed a pack; raises ``ShouzhengError`` (SZ-8005) unless trusted for every part in it."""
    for each in publishers(home):
        if each.key == pack.key and set(pack.manifest.parts) <= set(each.parts):
            return each
    slots = (("fingerprint", fingerprint(pack.key)), ("parts", "、".join(pack.manifest.parts)))
    raise ShouzhengError(Problem(NOT_TRUSTED, slots=slots))


def with_key(known: tuple[Publisher, ...], new: Publisher, typed: str) -> tuple[Publisher, ...]:
    """Return the list with a new key; ``typed`` is the fingerprint as the person got it from somewhere else.

    A key that is on it already is replaced. Raises ``ShouzhengError`` (SZ-8013) when the fingerprint is another.
    """
    if not same_fingerprint(typed, new.key):
        raise ShouzhengError(Problem(OTHER_FINGERPRINT))
    named = Publisher(new.key, new.name[:_LONGEST_NAME], new.parts, new.since)
    return (*(each for each in known if each.key != new.key), named)


def without_key(known: tuple[Publisher, ...], typed: str) -> tuple[tuple[Publisher, ...], Publisher]:
    """Return the list without the key of a fingerprint, and that key; raises ``ShouzhengError`` (SZ-8014)."""
    shipped = {each.key for each in shipped_publishers()}
    for each in known:
        if each.key not in shipped and same_fingerprint(typed, each.key):
            return tuple(other for other in known if other is not each), each
    raise ShouzhengError(Problem(NO_SUCH_KEY))


def keep(home: Path, known: tuple[Publisher, ...]) -> None:
    """Write the person's own keys; raises ``OSError``."""
    shipped = {each.key for each in shipped_publishers()}
    keys = [
        {"key": each.key.hex(), "name": each.name, "parts": list(each.parts), "since": each.since.isoformat()}
        for each in known
        if each.key not in shipped
    ]
    with replacing(home / TRUSTED) as file:
        file.write((json.dumps({"format": 1, "keys": keys}, ensure_ascii=True, indent=1) + "\n").encode("ascii"))


def _damaged() -> ShouzhengError:
    return ShouzhengError(Problem(KEYS_DAMAGED, TRUSTED), exit_code=3)
