"""``head.json``: a copy of the signed head beside the index, so that an older index put in its place shows.

It tells a stranger how many lines the custody log has, and nothing else. Every case has one from its making. It may be
behind by what a crash left out, never ahead; gone, unreadable or not signed by the case it is damage, since then nobody
can tell whether lines were cut from the log.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from pathlib import Path

from shouzheng.casefile.custody import Head, Line, is_signed
from shouzheng.reference.atomic import replacing

HEAD_FILE = "head.json"
#: The copy knows more than the index, or something else.
OLDER_INDEX = "an older index was put in place of a newer one"
_MOST_BYTES = 4096


def write_head(case: Path, head: Head) -> None:
    """Put the copy in its place; raises ``OSError``."""
    signature = base64.b64encode(head.signature).decode("ascii")
    content = {"case": head.case, "count": head.count, "hash": head.hash, "signature": signature}
    with replacing(case / HEAD_FILE) as file:
        file.write((json.dumps(content) + "\n").encode("ascii"))


def read_head(case: Path) -> Head | None:
    """Return the copy, ``None`` when it is missing or not readable."""
    try:
        with (case / HEAD_FILE).open("rb") as file:
            raw = json.loads(file.read(_MOST_BYTES))
        return Head(str(raw["case"]), int(raw["count"]), str(raw["hash"]), base64.b64decode(raw["signature"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None


def head_doubt(case: Path, known: Head, public: bytes, line_of: Callable[[int], Line | None]) -> str | None:
    """Return what is wrong with the copy of a case whose index says ``known``, ``None`` when it agrees with the log.

    An older copy agrees when its signature (key ``public``, 32 raw bytes) and the line it ends with hold: so it is left
    by a crash between the commit of the index and the copy. ``line_of`` gives a line of the log by its number.
    """
    copy = read_head(case)
    if copy is None:
        return "unreadable" if (case / HEAD_FILE).exists() else "missing"
    if copy.case != known.case or not is_signed(copy, public):
        return "not signed by this case"
    line = line_of(copy.count)
    if line is None or line.hash != copy.hash:
        return OLDER_INDEX
    return None
