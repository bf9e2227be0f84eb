"""A start while the app runs already opens the running one: two programs would lock each other out of the cases.

The running app leaves a file in the folder of the cases that only its user can read: the port, and a secret with which
a second start asks the running one for an address that lets a browser in. A file left behind by a kill is recognised by
that nobody answers, or that something else does. NOT prevented: two starts in the same moment; the lock of each case
still keeps the second from writing.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from shouzheng.reference.atomic import replacing
from shouzheng.reference.typed import a_text, a_whole_number, an_object

#: The file, and where the running app answers a second start.
RUNNING, AGAIN = ".running.json", "/again"
_HOST = "127.0.0.1"
#: Bytes of the file and of the answer at most; seconds to wait for the answer.
_MOST, _PATIENCE = 1000, 3.0


class Announcement:
    """What a running app leaves for a second start; ``secret`` is asked of whoever comes."""

    def __init__(self, cases: Path) -> None:
        self._file = cases / RUNNING
        self.secret = secrets.token_urlsafe(32)

    def put(self, port: int) -> None:
        """Write the file, if the folder of the cases is there; without it there is nothing to be locked out of."""
        with contextlib.suppress(OSError), replacing(self._file) as file:
            file.write(json.dumps({"port": port, "secret": self.secret}).encode("ascii"))

    def withdraw(self) -> None:
        """Remove the file, unless another run has put its own there."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            if _read(self._file)[1] == self.secret:
                self._file.unlink()


def running_address(cases: Path) -> str | None:
    """Return an address that lets one browser into the app that runs for this folder, ``None`` when none does."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError, HTTPException):
        port, secret = _read(cases / RUNNING)
        asked = HTTPConnection(_HOST, port, timeout=_PATIENCE)
        try:
            asked.request("GET", f"{AGAIN}?{secret}")
            answer = asked.getresponse()
            path = answer.read(_MOST).decode("ascii")
        finally:
            asked.close()
        if answer.status == 200 and path.startswith("/start?") and path.isprintable():
            return f"http://{_HOST}:{port}{path}"
    return None


def _read(path: Path) -> tuple[int, str]:
    """Return port and secret; raises ``OSError``, ``ValueError``, ``TypeError`` or ``KeyError`` for anything else."""
    with path.open("rb") as file:
        raw = an_object(json.loads(file.read(_MOST)))
    port, secret = a_whole_number(raw["port"]), a_text(raw["secret"])
    if not 0 < port < 65_536 or not secret.replace("-", "").replace("_", "").isalnum():
        raise ValueError(RUNNING)
    return port, secret
