"""The bytes of a stored original, decrypted piece by piece as the browser asks for them; nothing plain is written.

Only kinds that their first bytes show to be a picture or a recording are given, each with its own content type: never
what a name or an upload said, and never SVG or HTML. ``nosniff`` stands on every answer (``security``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from starlette.responses import Response, StreamingResponse

from shouzheng.casefile.kept import Stored
from shouzheng.casefile.sealed_stream import PIECE
from shouzheng.intake.recordings.media import kind_of
from shouzheng.web.cases.open_case import OpenCase
from shouzheng.web.visit import Visit, missing

_HEAD = 16
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
#: Content type by the kind of recording.
_SOUNDS = {
    "mp3": "audio/mpeg",
    "amr": "audio/amr",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mov": "audio/mp4",
    "aac": "audio/aac",
}
#: What browsers can seldom play.
SELDOM_PLAYED = "audio/amr"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def stored_of(visit: Visit) -> Stored:
    """Return the original that the address names; raises ``ShouzhengError`` (SZ-7012) when there is none."""
    number = visit.part("no")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise missing()
    with visit.case.reading() as case:
        found = next((each for each in case.originals() if each.no == int(number)), None)
    if found is None:
        raise missing()
    return found


def picture_type(head: bytes) -> str:
    """Return the content type of a picture by its first bytes, empty when they are not those of one."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _PICTURES if head.startswith(mark)), "")


def sound_type(head: bytes) -> str:
    """Return the content type of a recording by its first bytes, empty when they are not those of one."""
    return _SOUNDS.get(kind_of(head) or "", "")


def head_of(visit: Visit, stored: Stored) -> bytes:
    """Return the first bytes of an original; raises ``ShouzhengError`` (SZ-7020), ``NotSealed``, ``OSError``."""
    with visit.case.reading() as case:
        return case.blobs.part(stored.blob, 0, _HEAD)


def answer(visit: Visit, stored: Stored, kind: str) -> Response:
    """Return the bytes, or the range of them that was asked for (RFC 9110 §14), as this kind."""
    length = stored.digest.length
    asked = _RANGE.fullmatch(visit.request.headers.get("range", ""))
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": "inline"}
    first, end, status = 0, length, 200
    if asked is not None and (asked[1] or asked[2]):
        status = 206
        if asked[1]:
            first, end = int(asked[1]), min(int(asked[2]) + 1 if asked[2] else length, length)
        else:
            first = max(length - int(asked[2]), 0)
        if first >= end:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{length}"})
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{length}"
    headers["Content-Length"] = str(end - first)
    return StreamingResponse(_pieces(visit.case, stored, first, end), status, headers, kind)


def _pieces(opened: OpenCase, stored: Stored, first: int, end: int) -> Iterator[bytes]:
    """Each piece is decrypted when it is sent; a case that is locked meanwhile gives no further one."""
    while first < end:
        until = min(end, (first // PIECE + 1) * PIECE)
        with opened.reading() as case:
            piece = case.blobs.part(stored.blob, first, until)
        yield piece
        first = until
