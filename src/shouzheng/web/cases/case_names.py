"""The folder in which cases lie, and their names, which anybody at this computer can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from shouzheng.casefile.header import HEADER_FILE, read_header
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.problems import BAD_CASE_NAME, NO_SUCH_PAGE

#: As folders may be named on Linux, macOS and Windows alike, without a leading or final dot or space.
_NAME = re.compile(r"(?![ .])[^/\\:*?\"<>|#%&+\x00-\x1f\x7f\ud800-\udfff]{1,40}(?<![ .])")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the folder: its name and when it was made (UTC text)."""

    name: str
    created: str


def listed(folder: Path) -> tuple[Listed, ...]:
    """Return the cases of a folder by name; what cannot be read as a case is not one."""
    found = []
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return ()
    for entry in entries:
        if (entry / HEADER_FILE).is_file() and _NAME.fullmatch(entry.name):
            try:
                found.append(Listed(entry.name, read_header(entry).created))
            except ShouzhengError:
                found.append(Listed(entry.name, ""))
    return tuple(found)


def case_folder(cases: Path, name: str, *, new: bool = False) -> Path:
    """Return the folder of a case.

    Raises ``ShouzhengError``: SZ-7022 for a name that is none or, when ``new``, is taken; SZ-7012 for one that is not
    there.
    """
    if not _NAME.fullmatch(name) or _DEVICE.fullmatch(name):
        raise ShouzhengError(Problem(BAD_CASE_NAME if new else NO_SUCH_PAGE))
    folder = cases / name
    if new and folder.exists():
        raise ShouzhengError(Problem(BAD_CASE_NAME, name))
    if not new and not folder.is_dir():
        raise ShouzhengError(Problem(NO_SUCH_PAGE))
    return folder
