"""Reads forms: bounded, never to the disk, and only with the word of the session."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from hmac import compare_digest

from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException
from starlette.requests import ClientDisconnect, Request

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.problems import BAD_FORM, OTHER_ORIGIN, TOO_LARGE
from shouzheng.web.security import Session
from shouzheng.web.settings import LARGEST_FORM, MOST_FIELDS

#: Name of the hidden field with the word of the session.
WORD = "word"
_PLAIN = "application/x-www-form-urlencoded"


async def read_form(request: Request, session: Session) -> FormData:
    """Return the fields of a form without files.

    Raises ``ShouzhengError``: SZ-7010 when it is too large, SZ-7011 when it is none, SZ-7003 without the word.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _PLAIN:
        raise ShouzhengError(Problem(BAD_FORM))
    try:
        body = _bounded(request)
        form = await FormParser(request.headers, body, max_fields=MOST_FIELDS, max_part_size=LARGEST_FORM).parse()
    except (MultiPartException, ClientDisconnect) as error:
        raise ShouzhengError(Problem(BAD_FORM)) from error
    check_word(str(form.get(WORD, "")), session)
    return form


def check_word(given: str, session: Session) -> None:
    """Raise ``ShouzhengError`` (SZ-7003) unless the word is that of the session."""
    if not compare_digest(given.encode("utf-8", "replace"), session.word.encode()):
        raise ShouzhengError(Problem(OTHER_ORIGIN))


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > LARGEST_FORM:
            raise ShouzhengError(Problem(TOO_LARGE, slots=(("most", str(LARGEST_FORM)),)))
        yield chunk
