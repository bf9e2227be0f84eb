"""``head.json``: a copy of the signed head beside the index, so that an older index put in its place shows.

It tells a stranger how many lines the custody log has, and nothing else. It may be behind by what a crash left out,
never ahead.
"""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path

from shouzheng.casefile.custody import Head
from shouzheng.reference.atomic import replacing

HEAD_FILE = "head.json"
_MOST_BYTES = 4096


def write_head(case: Path, head: Head) -> None:
    """Put the copy in its place; raises ``OSError``."""
    signature = base64.b64encode(head.signature).decode("ascii")
    content = {"case": head.case, "count": head.count, "hash": head.hash, "signature": signature}
    with replacing(case / HEAD_FILE) as file:
        file.write((json.dumps(content) + "\n").encode("ascii"))


def read_head(case: Path) -> Head | None:
    """Return the copy, ``None`` when it is missing or not readable (which proves nothing)."""
    try:
        with (case / HEAD_FILE).open("rb") as file:
            raw = json.loads(file.read(_MOST_BYTES))
        return Head(str(raw["case"]), int(raw["count"]), str(raw["hash"]), base64.b64decode(raw["signature"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None
