"""The one place that opens a network connection: a time-stamp request goes to a server that the person named.

What leaves is the request itself: a blinded digest (``blinded``), no name, number or word of the case. Nothing is sent
without an explicit yes, which the caller has to ask for. Redirections are refused: only the named server is spoken to.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.parse import urlsplit

from shouzheng.casefile.proofs.problems import NOT_SENT
from shouzheng.casefile.proofs.timestamp import MOST_BYTES
from shouzheng.reference.problems import Problem

_SECONDS = 20


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Refuses to speak to another server than the one that was named."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        raise urllib.error.HTTPError(req.full_url, code, "redirection refused", headers, fp)


def send(request: bytes, server: str) -> bytes | Problem:
    """Return the server's reply as it came (RFC 3161 section 3.4), or the problem; never raises for the network."""
    if not host_of(server):
        return _problem("?", "http(s)://…")
    asked = urllib.request.Request(  # noqa: S310 - the scheme was checked
        server, data=request, headers={"Content-Type": "application/timestamp-query", "User-Agent": "shouzheng"}
    )
    try:
        with urllib.request.build_opener(_NoRedirection).open(asked, timeout=_SECONDS) as answer:
            reply: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        return _problem(server, str(reason)[:120])
    if len(reply) > MOST_BYTES or not reply:
        return _problem(server, f"{len(reply)} bytes")
    return reply


def host_of(server: str) -> str:
    """Return the name of a server that can be asked, empty for anything else.

    An address with an account in it is none: the account would be looked up as if it were a part of the name.
    """
    try:
        parts = urlsplit(server)
        plain = parts.scheme in ("http", "https") and parts.username is None and parts.password is None
        return parts.hostname or "" if plain and parts.port != 0 else ""
    except ValueError:
        return ""


def _problem(server: str, reason: str) -> Problem:
    return Problem(NOT_SENT, "", (("server", server[:120]), ("reason", reason)))
