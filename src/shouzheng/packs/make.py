"""Making a pack from a folder: what a publisher does, with the same trial that those who receive it will make."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.packs.manifest import MOST_FILE, is_plain_name
from shouzheng.packs.pack import About, Pack, made_pack
from shouzheng.packs.problems import CANNOT_MAKE
from shouzheng.packs.store import unwritable
from shouzheng.packs.trial import does_not_hold, tried
from shouzheng.reference.active_data import PARTS
from shouzheng.reference.data_files import data_files, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the data files of the parts in a folder, by their names in a pack, line ends as LF.

    Whatever is no ``.toml`` file (a README, an EDITION) stays out. Raises ``ShouzhengError`` (SZ-8017, SZ-8002).
    """
    found: dict[str, bytes] = {}
    try:
        for part in PARTS:
            for path in data_files(folder / part) if (folder / part).is_dir() else ():
                name = path.relative_to(folder).as_posix()
                content = path.read_bytes().replace(b"\r\n", b"\n")
                if not is_plain_name(name) or len(content) > MOST_FILE or path.is_symlink():
                    raise cannot_make(name)
                found[name] = content
    except OSError as error:
        raise unwritable(error, folder.name) from error
    if not found:
        raise cannot_make(folder.name)
    return found


def earliest_check(files: Mapping[str, bytes]) -> date | None:
    """Return the earliest date by which the files themselves say that they are to be checked again.

    Raises ``ShouzhengError`` (SZ-8017) for a file that is no TOML.
    """
    dates = []
    for name, content in files.items():
        try:
            meta = tomllib.loads(content.decode("utf-8")).get("meta")  # UnicodeDecodeError is a ValueError
        except ValueError as error:
            raise cannot_make(name) from error
        due = meta.get("check_by") if isinstance(meta, dict) else None
        if isinstance(due, date):
            dates.append(due.date() if isinstance(due, datetime) else due)
    return min(dates, default=None)


def make(folder: Path, about: About, key: Ed25519PrivateKey, today: date) -> Pack:
    """Return the signed pack of a folder whose data passed the trial (with the program's own for the other parts).

    Raises ``ShouzhengError``: SZ-8017 for a folder or a date that does not fit, SZ-8009 with what does not hold.
    """
    files = files_of(folder)
    due = earliest_check(files)
    if due is not None and about.check_by > due:
        raise cannot_make(f"check_by > {due}")
    parts = [part for part in PARTS if any(name.startswith(f"{part}/") for name in files)]
    outcome = tried({part: (folder / part, folder_hash(folder / part)) for part in parts}, today)
    if outcome.problems:
        raise ShouzhengError(*does_not_hold(folder.name).problems, *outcome.problems, exit_code=3)
    return made_pack(files, about, key)


def cannot_make(what: str) -> ShouzhengError:
    """Return the error for a folder of which no pack can be made."""
    return ShouzhengError(Problem(CANNOT_MAKE, slots=(("what", what),)))
