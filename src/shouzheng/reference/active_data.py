"""Which data packs a person has put in, and which folders this run uses: read once, the same for all its children.

A record (``active.json``) in the person's own folder names the pack of each part; packs are put there by
``shouzheng.packs`` after every check, and only read here. A pack gives way to the data that came with the program when
that is newer. What lies on the disk is held against the hash of the day it was put in: damaged data is an error in
words, never a silent change of the law. Not guarded against: somebody who can write to this folder as this user.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shouzheng.model.words import Words
from shouzheng.reference.data_files import folder_hash, shipped_folder
from shouzheng.reference.problems import Problem, Severity, ShouzhengError, register

#: The parts of the data, each a folder.
PARTS = ("law", "lexicon", "directory", "letters")
#: Where packs lie (a folder), or ``none``: only what came with the program. For tests, services and reproducible runs.
HOME, NONE = "SHOUZHENG_PACKS", "none"
#: Folders and hashes that the parent process uses; its children must not take up other data in the middle of a run.
PIN = "SHOUZHENG_DATA_IN_USE"
#: The record, the folder of unpacked packs, and the file beside a part's data that says its version and check date.
RECORD, FOLDERS, EDITION = "active.json", "packs", "EDITION"
#: Length of the record at most, in bytes, and earlier states that it keeps at most.
MOST_RECORD, MOST_BEFORE = 200_000, 8
_BAD_DATA = 3
_EDITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.([1-9]\d{0,2})", re.ASCII)

DAMAGED = register(
    "SZ-8001",
    Severity.ERROR,
    Words("装入的数据包不完整，没有使用：{what}", "an installed data pack is damaged and is not used: {what}"),
    Words(
        "它在这台电脑上的内容与装入时核对过的不同，或者记录读不懂",
        "what lies on this computer differs from what was checked when it was put in, or its record cannot be read",
    ),
    Words(
        "退回前一份数据：shouzheng data rollback，或在页面“数据有多新”里退回；再重新装入",
        "go back: shouzheng data rollback, or on the page “How old the data is”; then put the pack in again",
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """Version of a part of the data: a day and a number of that day, written ``2026-11-22.1``."""

    day: date
    number: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.number}"


def edition_of(text: str) -> Edition | None:
    """Return the version that a text says, ``None`` when it is none."""
    match = _EDITION.fullmatch(text)
    try:
        return Edition(date.fromisoformat(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Installed:
    """One part as a pack brought it: ``pack`` names its folder, ``over`` the program's own version at that time."""

    pack: str
    version: Edition
    hash: str
    over: Edition

    def as_json(self) -> dict[str, str]:
        """Return it as the record holds it."""
        return {"pack": self.pack, "version": str(self.version), "hash": self.hash, "over": str(self.over)}


#: Part → what is installed of it; a part that is not in it is the program's own.
Choice = Mapping[str, Installed]


@dataclass(frozen=True, slots=True)
class Record:
    """What is chosen now, and what was before, the newest last."""

    now: Choice
    before: tuple[Choice, ...] = ()


def packs_home() -> Path | None:
    """Return the folder for packs in the person's own data folder; ``None`` when there is to be none."""
    said = os.environ.get(HOME, "")
    if said == NONE:
        return None
    if said:
        return Path(said)
    try:
        home = Path.home()
    except RuntimeError:  # an account without a home folder, as services have
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Shouzheng" / "data"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Shouzheng" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "shouzheng" / "data"


@cache
def shipped_edition(part: str) -> tuple[Edition, date]:
    """Return version and check-by date of what came with the program; raises ``ValueError`` when they are not said."""
    lines = (shipped_folder(part) / EDITION).read_text("ascii").split()
    edition = edition_of(lines[0]) if len(lines) == 2 else None
    if edition is None:
        raise ValueError(f"{part}/{EDITION} must hold a version and a date")
    return edition, date.fromisoformat(lines[1])


def read_record(home: Path) -> Record:
    """Return the record of a folder, an empty one where nothing is installed; raises ``ShouzhengError`` (SZ-8001)."""
    try:
        with (home / RECORD).open("rb") as file:
            content = file.read(MOST_RECORD + 1)
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # who may not look here has put nothing in
        return Record({})
    except OSError as error:
        raise damaged(RECORD) from error
    import json  # only where a pack was ever put in

    try:
        if len(content) > MOST_RECORD:
            raise ValueError("too long")
        raw = json.loads(content)
        if raw["format"] != 1 or len(raw["before"]) > MOST_BEFORE:
            raise ValueError("another format")
        return Record(_choice(raw["now"]), tuple(map(_choice, raw["before"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(RECORD) from error


def _choice(raw: Mapping[str, Mapping[str, str]]) -> Choice:
    found = {}
    for part, entry in raw.items():
        version, over = edition_of(entry["version"]), edition_of(entry["over"])
        named = part in PARTS and re.fullmatch("[0-9a-f]{32}", entry["pack"])
        if not named or version is None or over is None or not re.fullmatch("sha256:[0-9a-f]{64}", entry["hash"]):
            raise ValueError(part)
        found[part] = Installed(entry["pack"], version, entry["hash"], over)
    return found


def is_newer(part: str, entry: Installed) -> bool:
    """True unless the program brought newer data since the pack was chosen; an older pack chosen on purpose stays."""
    shipped, _ = shipped_edition(part)
    return entry.over == shipped or entry.version > shipped


def folder_in(home: Path, part: str, entry: Installed) -> Path:
    """Return the folder of an installed part."""
    return home / FOLDERS / entry.pack / part


def sound_folder(part: str, folder: Path, content: str) -> Path:
    """Return the folder when it still has the content it was put in with; raises ``ShouzhengError`` (SZ-8001)."""
    try:
        if folder.is_dir() and folder_hash(folder) == content:
            return folder
    except OSError as error:
        raise damaged(part) from error
    raise damaged(part)


@cache
def in_use() -> Mapping[str, tuple[Path, str]]:
    """Return folder and hash of each part that this run takes from a pack: the choice at its first question."""
    pinned = os.environ.get(PIN)
    if pinned is None:
        home = packs_home()
        now = read_record(home).now if home else {}
        chosen = {
            part: (folder_in(home, part, entry), entry.hash)
            for part, entry in now.items()
            if home and is_newer(part, entry)
        }
        os.environ[PIN] = as_pin(chosen)
        return chosen
    return _pinned(pinned)


def as_pin(chosen: Mapping[str, tuple[Path, str]]) -> str:
    """Return what tells a child process which data to use."""
    if not chosen:
        return "{}"
    import json

    return json.dumps({part: [str(folder), content] for part, (folder, content) in chosen.items()})


def _pinned(text: str) -> Mapping[str, tuple[Path, str]]:
    if text == "{}":
        return {}
    import json

    try:
        pairs = {str(part): (Path(folder), str(content)) for part, (folder, content) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise damaged(PIN) from error
    return pairs


def active_folder(part: str) -> Path | None:
    """Return the folder that a pack gives for this part, checked; ``None`` when the program's own is to be used."""
    chosen = in_use().get(part)
    return sound_folder(part, *chosen) if chosen else None


def damaged(what: str) -> ShouzhengError:
    """Return the error for an installed pack that is not what it was."""
    return ShouzhengError(Problem(DAMAGED, slots=(("what", what),)), exit_code=_BAD_DATA)
